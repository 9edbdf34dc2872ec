using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Mqtt;
using Headroom.Operator.Secrets;
using Headroom.Protocols.DsxBms;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Operator.Field.DsxBms;

/// <summary>From the block of a field file to what a building management system tells of a plan's banks.</summary>
public static class BmsWiring
{
    /// <summary>The BMS, or everything that keeps it from being listened to; neither where the file names none.</summary>
    /// <param name="folder">Where the file stands: certificates are named from there.</param>
    /// <param name="variable">An environment variable's value; null where there is none.</param>
    public static (SiteBms? Bms, IReadOnlyList<Finding> Findings) Open(
        BmsDescription? described, LivePlan plan, string folder, Func<string, string?> variable, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(variable);
        if (described is null) return (null, []);
        List<Finding> findings = [];
        KeptSecret secrets = new(folder, variable, findings);
        OwnCertificate? own = described.Certificate is { } pkcs ? Read(described, "bms.certificate", pkcs, folder, OwnCertificate.Read, findings) : null;
        MqttSetting broker = new(described.Broker.Host, PortOf(described.Broker), $"headroom-bms-{described.Integration}")
        {
            UsesTls = described.Broker.Scheme == "mqtts",
            User = described.User ?? MqttSetting.TokenUser,
            Password = secrets.Of(described.Password, "bms.password", "the password or token of the broker", described.Line),
            ClientCertificate = own?.Certificate,
            ClientChain = own?.Chain ?? [],
            Authorities = described.Roots is { } roots && Read(described, "bms.roots", roots, folder, RootsOf, findings) is { } read ? read : [],
        };
        BmsTemperature[] temperatures = [.. described.Temperatures.Select(one => TemperatureOf(one, plan, findings))];
        BmsSign[] signs = [.. described.States.Select(one => new BmsSign(one.Name, KeyOf(one.Point), one.IsLeak, one.Good))];
        if (findings.Any(one => one.Severity == Severity.Wrong)) return (null, findings);
        return (new(broker.Checked(), new(described.Integration), described.StaleAfter, temperatures, signs, time), findings);
    }

    private static int PortOf(Uri broker) => broker.Port > 0 ? broker.Port : broker.Scheme == "mqtts" ? 8883 : 1883;

    private static BmsPointKey KeyOf(string point) => point.Split('/', 3) is [var kind, var type, var path] ? new(kind, type, path) : default;

    private static BmsTemperature TemperatureOf(BmsTemperatureDescription one, LivePlan plan, List<Finding> findings)
    {
        bool IsNamed(LiveBank bank) => (one.Part is null || bank.Part == one.Part) && (one.Rack is null || bank.Rack == one.Rack);
        bool IsCooled(LiveBank bank) => one.IsAir ? bank.LiquidShare < 1 : bank.LiquidShare > 0;
        string medium = one.IsAir ? "air" : "coolant";
        if (!plan.Banks.Any(IsNamed))
            findings.Add(Wrong(one.Line, "bms.temperatures", $"{one.Name}: {one.Rack ?? "racks"} in {one.Part ?? "any part"}", $"racks of the plan: {string.Join("; ", plan.Banks.Select(bank => bank.Name))}", "Use the plan's names of part and rack."));
        else if (!plan.Banks.Any(bank => IsNamed(bank) && IsCooled(bank)))
            findings.Add(Wrong(one.Line, "bms.temperatures", $"{one.Name}: {medium} of racks that no {medium} cools", $"a bank that {medium} cools", "Name another part, or write `medium`."));
        return new(one.Name, KeyOf(one.Point), one.IsAir, one.Most, [.. plan.Banks.Select(bank => IsNamed(bank) && IsCooled(bank))]);
    }

    private static IReadOnlyList<X509Certificate2> RootsOf(string path)
    {
        X509Certificate2Collection roots = [];
        roots.ImportFromPemFile(path);
        return [.. roots];
    }

    private static T? Read<T>(BmsDescription described, string path, string file, string folder, Func<string, T> read, List<Finding> findings) where T : class
    {
        try
        {
            return read(Path.Combine(folder, file));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or CryptographicException)
        {
            findings.Add(Wrong(described.Line, path, $"{file} ({unread.Message.TrimEnd('.')})", path.EndsWith("roots", StringComparison.Ordinal) ? "certificates in PEM" : "a PKCS #12 file without a password", "Check the path and the file."));
            return null;
        }
    }

    private static Finding Wrong(int line, string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy) { Line = line };
}
