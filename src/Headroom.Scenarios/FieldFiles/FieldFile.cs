using System.Globalization;
using System.Text;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.FieldFiles;

/// <summary>What a field file gave; no field where anything is wrong.</summary>
public sealed record FieldFileReading(FieldDescription? Field, IReadOnlyList<Finding> Findings);

/// <summary>Reads field files: everything that is wrong at once.</summary>
public static class FieldFile
{
    /// <summary>A range of names is no longer than this.</summary>
    private const int RangeMost = 10_000;

    public static FieldFileReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8), Path.GetFileName(path));
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            return new(null, [new(Severity.Wrong, "", $"the file cannot be opened: {problem.Message.TrimEnd('.')}", "a field file", "Check the path.") { File = path }]);
        }
    }

    public static FieldFileReading Parse(string text, string file)
    {
        YamlReading yaml = YamlText.Read(text, file, "a field file", "Begin with `field: a name`; docs/redfish.md has an example.");
        var reading = new Reading(file, ".", yaml.LostLines);
        reading.Add(yaml.Findings);
        FieldDescription? field = null;
        if (yaml.Root is YamlMap map) field = Of(new(reading, map, "", FieldFormat.Field));
        else if (yaml.Root is not null and not YamlPoison) reading.Wrong(yaml.Root.Line, "", Block.KindOf(yaml.Root), "keys and values", "Begin with `field: a name`.");
        Finding[] findings = [.. reading.Findings.Distinct().OrderBy(one => one.Line)];
        return new(findings.Any(one => one.Severity == Severity.Wrong) ? null : field, findings);
    }

    private static FieldDescription Of(Block root)
    {
        Dictionary<string, FieldAccount> accounts = root.Named("accounts").ToDictionary(one => one.Name, one => AccountOf(one.Block));
        List<FieldRack> racks = [];
        HashSet<string> names = [];
        foreach (Block block in root.List("racks")) racks.AddRange(RacksOf(block, accounts, names));
        Got<string> name = root.Text("field");
        return new()
        {
            Name = name.Or(""),
            Redfish = root.Nested("redfish") is { } redfish ? RedfishOf(redfish) : new(),
            Accounts = accounts,
            Racks = racks,
            Cdus = [.. root.List("cdus").Select(block => CduOf(block, accounts)).OfType<FieldCdu>()],
            Bms = root.Nested("bms") is { } bms ? FieldBms.Of(bms) : null,
            Leaks = Devices(root, "leaks", accounts),
            Meter = root.Nested("meter") is { } meter ? DeviceOf(meter, accounts) : null,
            Feeds = Devices(root, "feeds", accounts),
            Batteries = Devices(root, "batteries", accounts),
            Plants = Devices(root, "plants", accounts),
            Services = Devices(root, "services", accounts),
            Runs = Devices(root, "runs", accounts),
        };
    }

    private static RedfishDescription RedfishOf(Block block)
    {
        RedfishDescription usual = new();
        TimeSpan Time(string key, TimeSpan otherwise) =>
            block.Amount(key) is { IsGiven: true } given ? TimeSpan.FromSeconds(given.Value) : otherwise;
        return new()
        {
            TimeOut = Time("timeOut", usual.TimeOut),
            WalkTimeOut = Time("walkTimeOut", usual.WalkTimeOut),
            WriteTimeOut = Time("writeTimeOut", usual.WriteTimeOut),
            AtOnce = block.Whole("atOnce").Or(usual.AtOnce),
            ConnectionsEach = block.Whole("connections").Or(usual.ConnectionsEach),
            CapLatency = Time("capLatency", usual.CapLatency),
            Audit = Time("audit", usual.Audit),
            StaleAfter = Time("staleAfter", usual.StaleAfter),
            InputSensor = block.Text("inputSensor").Or(usual.InputSensor),
            PrefersEach = block.Flag("prefersEach").Or(usual.PrefersEach),
            Roots = block.Text("roots").Value,
            Certificate = block.Text("certificate").Value,
            Found = block.Text("found").Or(usual.Found),
        };
    }

    private static FieldAccount AccountOf(Block block) =>
        new(block.Text("user").Or(""), SecretPlace.Needed(block, "password", "user") ?? new(null), block.Choice("entry").Or("session") == "basic");

    private static IEnumerable<FieldRack> RacksOf(Block block, Dictionary<string, FieldAccount> accounts, HashSet<string> known)
    {
        Got<string> address = block.Text("address"), part = block.Text("part"), rack = block.Text("rack"), work = block.Text("work"), strip = block.Text("strip");
        string? account = Account(block, accounts);
        int trays = block.Whole("trays").Or(1), first = block.Whole("firstTray").Or(1);
        int? priority = block.Whole("priority") is { IsGiven: true } given ? given.Value : null;
        if (!block.Has("names")) block.Wrong("names", "no `names`", "names of racks", "Add `names: [A-001..A-018]`.");
        if (!address.IsGiven) yield break;
        if (trays > 1 && !address.Value!.Contains("{tray}", StringComparison.Ordinal))
            block.Wrong("address", $"\"{address.Value}\"", "an address with {tray}, for several trays have several addresses", "Write {tray} where its number stands.");
        IReadOnlyList<(string Name, int Line)> names = [.. block.Names("names").SelectMany(one => RangeOf(block, one.Name, one.Line))];
        if (names.Count > 1 && !address.Value!.Contains("{name}", StringComparison.Ordinal))
            block.Wrong("address", $"\"{address.Value}\"", "an address with {name}, for several racks have several addresses", "Write {name} where the rack's name stands.");
        foreach ((string name, int line) in names)
        {
            if (!known.Add(name))
            {
                block.Reading.Wrong(line, block.PathOf("names"), $"a second rack \"{name}\"", "each rack once", "Rename one, or remove it.");
                continue;
            }
            List<Uri> addresses = [];
            for (int tray = first; tray < first + trays; tray++)
                if (AddressOf(block, "address",
                    address.Value!.Replace("{name}", name, StringComparison.Ordinal).Replace("{tray}",
                        tray.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)) is { } one)
                    addresses.Add(one);
                else break;
            Uri? meter = strip.IsGiven ? AddressOf(block, "strip", strip.Value!.Replace("{name}", name, StringComparison.Ordinal)) : null;
            if (addresses.Count == trays) yield return new(name, addresses, part.Or(""), rack.Or(""), account, work.Value, priority, meter);
            else yield break;
        }
    }

    /// <summary><c>A-001..A-018</c>: the digits at the end count up, as wide as they are written.</summary>
    private static IEnumerable<(string, int)> RangeOf(Block block, string text, int line)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0) return [(text, line)];
        (string from, string to) = (text[..dots].Trim(), text[(dots + 2)..].Trim());
        string head = from.TrimEnd([.. "0123456789"]), digits = from[head.Length..];
        if (digits.Length == 0 || !to.StartsWith(head, StringComparison.Ordinal)
            || !int.TryParse(digits, CultureInfo.InvariantCulture, out int first)
            || !int.TryParse(to.AsSpan(head.Length), CultureInfo.InvariantCulture, out int end) || end < first || end - first >= RangeMost)
        {
            block.Reading.Wrong(line, block.PathOf("names"), $"\"{text}\"", $"a range such as A-001..A-018, of {RangeMost:#,0} names at most", "Write the first and the last name, which differ in their last digits only.");
            return [];
        }
        return Enumerable.Range(first, end - first + 1).Select(k =>
            (head + k.ToString(CultureInfo.InvariantCulture).PadLeft(digits.Length, '0'), line));
    }

    private static Uri? AddressOf(Block block, string key, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            block.Wrong(key, $"\"{text}\"", "an address that begins with https://", "Write the address of the service, without redfish/v1.");
            return null;
        }
        if (address.Scheme == "https" || address.IsLoopback) return address;
        block.Wrong(key, $"\"{text}\"", "https, for off this machine nothing is sent without TLS", "Write https://, and give the device a certificate that can be verified.");
        return null;
    }

    private static string? Account(Block block, Dictionary<string, FieldAccount> accounts)
    {
        Got<string> account = block.Text("account");
        if (!account.IsGiven || accounts.ContainsKey(account.Value!)) return account.Value;
        block.Wrong("account", $"\"{account.Value}\"", "one of the accounts of this file", Nearest.Remedy(account.Value!, [.. accounts.Keys]));
        return null;
    }

    private static FieldCdu? CduOf(Block block, Dictionary<string, FieldAccount> accounts)
    {
        Got<string> name = block.Text("name"), address = block.Text("address");
        Got<Temperature> most = block.Quantity<Temperature>("returnMost");
        string? account = Account(block, accounts), part = block.Text("part").Value;
        Uri? at = address.IsGiven ? AddressOf(block, "address", address.Value!) : null;
        return at is null ? null : new(name.Or(""), at, account, part, most.Or(Temperature.FromSi(65 + 273.15)));
    }

    private static List<FieldDevice> Devices(Block root, string key, Dictionary<string, FieldAccount> accounts) =>
        [.. root.List(key).Select(block => DeviceOf(block, accounts))];

    private static FieldDevice DeviceOf(Block block, Dictionary<string, FieldAccount> accounts)
    {
        Got<string> kind = block.Choice("kind"), name = block.Text("name"), address = block.Text("address");
        return new(name.Or(kind.Or("")), kind.Or(""), address.Or(""), block.Whole("unit") is { IsGiven: true } unit ? unit.Value : null,
            Account(block, accounts), block.Text("options").Or(""))
        {
            AnswersAsAny = block.Flag("anyUnit").Or(false),
            Tls = Nested(block, "tls") is { } tls ? new(tls.Text("certificate").Or(""), tls.Text("roots").Value, tls.Text("name").Value) : null,
            WatchesHeartbeat = block.Shape.Find("watchesHeartbeat") is not null && block.Flag("watchesHeartbeat").Or(false),
            Save = Nested(block, "save") is { } save ? SaveOf(save, kind.Or("")) : null,
        };
    }

    /// <summary>Null where devices of this place have no such block, or this one has none.</summary>
    private static Block? Nested(Block device, string key) => device.Shape.Find(key) is null ? null : device.Nested(key);

    private static SaveDescription SaveOf(Block block, string kind)
    {
        Got<string> hook = block.Text("hook"), signal = block.Text("signal");
        bool byAnnotation = block.Flag("annotation").Or(false);
        if (signal.IsGiven && kind != "slurm") block.Wrong("signal", $"a signal for a run in {kind}", "one in slurm", "Use `hook`, or `annotation: true`.");
        if (byAnnotation && kind != "kubernetes") block.Wrong("annotation", $"an annotation for a run in {kind}", "one in kubernetes", "Use `hook`.");
        if (!hook.IsGiven && !signal.IsGiven && !byAnnotation)
            block.Wrong("hook", "nobody who is asked", "a hook, a signal or annotations", "Say how it is asked, or leave `save` out.");
        SaveDescription save = new(hook.IsGiven ? AddressOf(block, "hook", hook.Value!) : null, signal.Value, byAnnotation);
        return block.Amount("within") is { IsGiven: true } within ? save with { Within = TimeSpan.FromSeconds(within.Value) } : save;
    }
}
