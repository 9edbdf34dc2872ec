using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Tests.Field.Modbus;
using Headroom.Quantities;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.TestKit.Kubernetes;
using Headroom.TestKit.Modbus;
using Headroom.Tests.Simulation;

namespace Headroom.Operator.Tests.Live;

/// <summary>What a field file says of devices of other protocols reaches their drivers.</summary>
public sealed class DeviceJoinTests : IDisposable
{
    private const string Racks = "field: one\nracks:\n  - {names: [A-1], address: \"https://a-1.example/\", part: A, rack: gb200-nvl72}\n";
    private const string Map = """
        device: emulated generator
        points:
          power: {address: 100, type: int32, scale: 0.1, unit: kW, sign: injection}
          state: {address: 102, type: uint16, codes: {stopped: 0, starting: 1, running: 2, stopping: 3, fault: 9}}
          command: {address: 104, type: uint16, access: readWrite, min: 0, max: 1, codes: {start: 1, stop: 0}}
          setPoint: {address: 105, type: uint32, scale: 0.1, unit: kW, sign: injection, access: readWrite, min: 600, max: 2000}
        """;
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-join").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (DeviceJoin? Join, LiveDevices Devices, IReadOnlyList<Finding> Findings) Open(string text)
    {
        Generator engine = new()
        {
            Name = "engine",
            Kind = GeneratorKind.GasEngine,
            Size = Sizing<Power>.Fixed(2.Megawatts),
            HeatRate = HeatRate.FromSi(2.5),
            AvailableFraction = [.. Enumerable.Repeat(1.0, 8760)],
        };
        StandingSite standing = new() { Serving = 3, Training = 2, GridMost = 5.Megawatts, Length = TimeSpan.FromHours(8760), Plants = [(engine, 2.Megawatts, default)] };
        FieldFileReading read = FieldFile.Parse(Racks + text, "field.yaml");
        Assert.Empty(read.Findings);
        LiveDevices none = new() { Racks = new([], TimeProvider.System), Places = [] };
        return DeviceJoin.To(none, read.Field!, LivePlan.Open(standing.Order()).Plan!, folder, _ => "token", TimeProvider.System);
    }

    [Fact]
    public async Task A_job_is_asked_to_save_before_it_is_paused()
    {
        await using EmulatedKubernetes cluster = await EmulatedKubernetes.StartAsync("token", TimeProvider.System);
        EmulatedJob job = new("frontier") { Saves = true };
        cluster.Add(job);
        string Text(string save) => $$"""
            accounts:
              k8s: {user: headroom, passwordVariable: TOKEN}
            runs:
              - {name: run, kind: kubernetes, address: "{{cluster.Address}}", account: k8s, options: job=frontier namespace={{EmulatedKubernetes.Namespace}}{{save}} }
            """;
        (DeviceJoin? silent, _, IReadOnlyList<Finding> findings) = Open(Text(""));
        await silent!.DisposeAsync();
        Assert.Contains("nobody asks to save", Assert.Single(findings).Read, StringComparison.Ordinal);

        (DeviceJoin? join, LiveDevices devices, findings) = Open(Text(", save: {annotation: true}"));
        await using (join)
        {
            Assert.Empty(findings);
            await devices.Runs["run"].PauseAsync(isPaused: true, Stop);
            await RunningSite.UntilAsync(() => job.IsSuspended);
            Assert.True(job.Annotations.ContainsKey("headroom.dev/checkpoint-requested"));
        }
    }

    [Fact]
    public async Task A_line_is_secured_by_certificates_of_both_sides_and_writes_by_the_permit_of_the_racks()
    {
        using X509Certificate2 authority = ModbusClientTests.Authority();
        using X509Certificate2 device = ModbusClientTests.Issued(authority, "device"), ours = ModbusClientTests.Issued(authority, "operator");
        X509Certificate2Collection roots = new(X509CertificateLoader.LoadCertificate(authority.RawData));
        await File.WriteAllBytesAsync(Path.Combine(folder, "headroom.p12"), ours.Export(X509ContentType.Pkcs12), Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), roots.ExportCertificatePems(), Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "genset.yaml"), Map, Stop);
        EmulatedGenerator generator = new(new(2.Megawatts) { Least = 0.6.Megawatts }, TimeProvider.System);
        await using ModbusServer server = new(new Dictionary<byte, IRegisterDevice> { [1] = generator }, certificate: device, clients: roots);
        string Text(string certificate) => $$"""
            plants:
              - name: engine
                kind: modbus
                address: "127.0.0.1:{{server.Port}}"
                options: map=genset.yaml
                tls: {certificate: {{certificate}}, roots: ca.pem, name: device }
            """;
        (DeviceJoin? join, LiveDevices devices, IReadOnlyList<Finding> findings) = Open(Text("headroom.p12"));
        Assert.Empty(findings);
        await using (join)
        {
            IPlantHand plant = devices.Plants["engine"];
            for (int tries = 0; plant.Telling is null && tries < 20; tries++) await plant.ReadAsync(Stop);
            Assert.NotNull(plant.Telling);
            devices.Racks.Permit.End();
            Assert.Contains("is over", await plant.OrderAsync(1.Megawatts, isWanted: true, Stop), StringComparison.Ordinal);
        }
        (DeviceJoin? none, _, findings) = Open(Text("nowhere.p12"));
        Assert.Null(none);
        Assert.Contains("nowhere.p12", Assert.Single(findings).Read, StringComparison.Ordinal);
    }
}
