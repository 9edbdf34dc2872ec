using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Field.DsxBms;
using Headroom.Operator.Mqtt;
using Headroom.TestKit;
using Headroom.TestKit.Broker;
using Headroom.TestKit.DsxBms;
using Headroom.TestKit.DsxFlex;

namespace Headroom.Operator.Tests.DsxFlex;

/// <summary>A broker of another make that asks for certificates: authorities in between on both sides, each side knows the other's root alone.</summary>
public sealed class ChainTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-chain-").FullName;
    private readonly LoopbackCertificates theirs = new(TimeProvider.System), ours = new(TimeProvider.System);
    private readonly int port = LoopbackPort.Free();
    private Process? broker;

    public async ValueTask InitializeAsync()
    {
        string? program = ((string[])["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto", "/opt/homebrew/sbin/mosquitto"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "SKIPPED, NOT PASSED: mosquitto is not installed");
        using X509Certificate2 between = theirs.MakeBetween("their authority in between"), own = theirs.Make("broker", between);
        string Write(string name, string text)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }
        string configuration = Write("broker.conf", $"""
            listener {port} 127.0.0.1
            certfile {Write("broker.pem", own.ExportCertificatePem() + "\n" + between.ExportCertificatePem() + "\n")}
            keyfile {Write("broker.key", own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}
            cafile {Write("clients.pem", ours.Authority.ExportCertificatePem())}
            require_certificate true
            use_identity_as_username true
            allow_anonymous false
            user root
            """);
        broker = Process.Start(new ProcessStartInfo(program!, ["-c", configuration]) { RedirectStandardError = true })!;
        await Eventually.HoldsAsync(Listens, () => broker.HasExited ? broker.StandardError.ReadToEnd() : "the broker does not listen");
    }

    private bool Listens()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (broker is not null)
        {
            broker.Kill();
            broker.WaitForExit();
            broker.Dispose();
        }
        theirs.Dispose();
        ours.Dispose();
        Directory.Delete(folder, recursive: true);
        return default;
    }

    /// <summary>As a site keeps it: certificate, key and what is in between in one file.</summary>
    private OwnCertificate File12(string name, bool hasBetween = true)
    {
        using X509Certificate2 between = ours.MakeBetween("our authority in between"), own = ours.Make(name, between);
        X509Certificate2Collection all = [own];
        if (hasBetween) all.Add(X509CertificateLoader.LoadCertificate(between.RawData));
        string path = Path.Combine(folder, $"{name}.p12");
        File.WriteAllBytes(path, all.Export(X509ContentType.Pkcs12)!);
        return OwnCertificate.Read(path);
    }

    private Func<MqttSetting, MqttSetting> Secured(OwnCertificate? own, X509Certificate2 root) => plain => plain with
    {
        UsesTls = true,
        ClientCertificate = own?.Certificate,
        ClientChain = own?.Chain ?? [],
        Authorities = [X509CertificateLoader.LoadCertificate(root.RawData)],
    };

    private MqttSetting Line(string name, OwnCertificate? own, X509Certificate2 root) => Secured(own, root)(new("127.0.0.1", port, name)
    { RetryLeast = TimeSpan.FromMilliseconds(20), RetryMost = TimeSpan.FromMilliseconds(200) });

    [Fact]
    public async Task The_agent_is_known_by_its_chain_and_knows_the_broker_by_its()
    {
        await using FlexScene scene = await FlexScene.StartAsync(port: port, line: Secured(File12("agent"), theirs.Authority));
        FlexIsv acme = await scene.IsvAsync("acme", Secured(File12("acme"), theirs.Authority));
        string correlation = await acme.SetAsync(FlexScene.Target(70, tags: ["site"]));
        await scene.CeilingIsAsync(null, 70);
        await Eventually.HoldsAsync(() => acme.States.Any(one => one.Envelope.CorrelationId == correlation), () => "no state");
    }

    [Fact]
    public async Task A_building_is_heard_by_its_chain()
    {
        await using SmallBms bms = new(Line("bms", File12("bms"), theirs.Authority), "HEADROOM", new ShiftedTime());
        await bms.StartAsync(FlexScene.Patience);
        await using BmsSubscriber subscriber = new(Line("headroom", File12("headroom"), theirs.Authority), new("HEADROOM"), TimeProvider.System, (_, _) => ValueTask.CompletedTask);
        using var stop = new CancellationTokenSource();
        Task running = subscriber.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => subscriber.IsConnected, () => $"never connected: {subscriber.Fault}");
        await bms.DescribeAsync();
        await bms.TellAsync(SmallBms.Rack, 132);
        await Eventually.HoldsAsync(() => subscriber.Point(SmallBms.Rack)?.Power?.Kilowatts == 132, () => "no value");
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("no chain"), InlineData("no certificate"), InlineData("another root")]
    public async Task Who_shows_no_chain_or_trusts_another_root_is_not_connected(string what)
    {
        OwnCertificate? own = what == "no certificate" ? null : File12("stranger", hasBetween: what != "no chain");
        await using BmsSubscriber subscriber = new(Line("headroom", own, what == "another root" ? ours.Authority : theirs.Authority), new("HEADROOM"), TimeProvider.System,
            (_, _) => ValueTask.CompletedTask);
        using var stop = new CancellationTokenSource();
        Task running = subscriber.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => subscriber.Fault is not null, () => "no fault");
        Assert.False(subscriber.IsConnected);
        await stop.CancelAsync();
        await running;
    }
}
