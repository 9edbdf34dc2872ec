using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;
using Headroom.Tests.Simulation;

namespace Headroom.Operator.Tests.Live;

public class FieldFileTests
{
    private const string Example = """
        field: standing
        redfish: {timeOut: 3 s, capLatency: 2 s, atOnce: 16}
        accounts:
          bmc: {user: headroom, passwordVariable: BMC_PASSWORD}
        racks:
          - {names: [A-001..A-003], address: "https://{name}.mgmt.example/", part: A, rack: gb200-nvl72, account: bmc, work: chat, priority: 2}
          - {names: [B-9, B-10], address: "https://tray{tray}.{name}.mgmt.example/", trays: 18, part: A, rack: gb200-nvl72, account: bmc}
        cdus:
          - {name: cdu-1, address: "https://cdu-1.mgmt.example/", returnMost: 60 °C}
        meter: {kind: modbus, address: "meter.mgmt.example:502", unit: 3, anyUnit: true, options: acuvim}
        """;

    [Fact]
    public void Patterns_are_written_out()
    {
        FieldFileReading read = FieldFile.Parse(Example, "field.yaml");
        Assert.Empty(read.Findings);
        FieldDescription field = read.Field!;
        Assert.Equal(["A-001", "A-002", "A-003", "B-9", "B-10"], field.Racks.Select(rack => rack.Name));
        Assert.Equal(new Uri("https://a-002.mgmt.example/"), Assert.Single(field.Racks[1].Addresses));
        Assert.Equal((18, new Uri("https://tray18.b-10.mgmt.example/")), (field.Racks[4].Addresses.Count, field.Racks[4].Addresses[17]));
        Assert.Equal((2, "chat", null), (field.Racks[0].Importance, field.Racks[0].Work, field.Racks[4].Work));
        Assert.Equal((3.Seconds, 2.Seconds, 16), (field.Redfish.TimeOut, field.Redfish.CapLatency, field.Redfish.AtOnce));
        Assert.Equal(60, field.Cdus[0].ReturnMost.Celsius, 1e-9);
        Assert.Equal(("modbus", 3, true), (field.Meter!.Kind, field.Meter.Unit, field.Meter.AnswersAsAny));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        FieldFileReading read = FieldFile.Parse("""
            field: wrong
            accounts:
              bmc: {user: headroom}
            racks:
              - {names: [A-1, A-2], address: "https://one.example/", part: A, rack: gb200-nvl72, account: bcm}
              - {names: [C-1..B-9], address: "http://{name}.example/", part: A, rack: gb200-nvl72}
              - {names: [C-1], address: "http://{name}.example/", part: A, rack: gb200-nvl72, trays: 4, colour: red}
            """, "field.yaml");
        Assert.Null(read.Field);
        string all = string.Join('\n', read.Findings.Select(one => $"{one.Line}: {one.Read}"));
        foreach (string part in (string[])["no place for the password", "\"bcm\"", "https://one.example/", "C-1..B-9", "http://C-1.example/", "colour"]) Assert.Contains(part, all, StringComparison.Ordinal);
    }

    [Fact]
    public void How_a_run_saves_and_how_a_line_is_secured_are_read_and_checked()
    {
        const string Racks = "field: one\nracks:\n  - {names: [A-1], address: \"https://a-1.example/\", part: A, rack: gb200-nvl72}\n";
        FieldDescription field = FieldFile.Parse(Racks + """
            runs:
              - {name: frontier, kind: kubernetes, address: "https://api.example/", save: {annotation: true, hook: "https://save.example/now", within: 5 min}}
              - {name: other, kind: slurm, address: "https://slurm.example/", save: {signal: USR1}}
            batteries:
              - {name: b1, kind: sunspec, address: "b1.example", watchesHeartbeat: true, tls: {certificate: headroom.p12, roots: ca.pem, name: b1}}
            """, "field.yaml").Field!;
        Assert.Equal(new SaveDescription(new("https://save.example/now"), null, ByAnnotation: true) { Within = 5.Minutes }, field.Runs[0].Save);
        Assert.Equal(new SaveDescription(null, "USR1", ByAnnotation: false), field.Runs[1].Save);
        Assert.Equal((true, new TlsDescription("headroom.p12", "ca.pem", "b1")), (field.Batteries[0].WatchesHeartbeat, field.Batteries[0].Tls!));
        string all = string.Join('\n', FieldFile.Parse(Racks + """
            runs:
              - {name: a, kind: kubernetes, address: "https://api.example/", save: {signal: USR1}}
              - {name: b, kind: slurm, address: "https://slurm.example/", save: {annotation: true}}
              - {name: c, kind: slurm, address: "https://slurm.example/", save: {within: 1 min}}
              - {name: d, kind: slurm, address: "https://slurm.example/", save: {hook: "http://save.example/"}}
            """, "field.yaml").Findings.Select(one => one.Read));
        foreach (string part in (string[])["a signal for a run in kubernetes", "an annotation for a run in slurm", "nobody who is asked", "http://save.example/"]) Assert.Contains(part, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_file_becomes_devices_and_says_what_the_plan_does_not_know()
    {
        LivePlan plan = LivePlan.Open(new StandingSite
        {
            Serving = 3,
            Training = 2,
            GridMost = 5.Megawatts,
            Length = TimeSpan.FromHours(8760)
        }.Order()).Plan!;
        ManualTime time = new(new(2026, 7, 14, 12, 0, 0, TimeSpan.Zero));
        EmulatedService[] services =
            [.. Enumerable.Range(1, 5).Select(k => new EmulatedService($"R{k}", time, new() { GpusPerTray = 72 }) { Account = ("headroom", "secret") })];
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync(services, EmulatorAddresses.Prefixes);
        string text = $$"""
            field: emulated
            accounts:
              bmc: {user: headroom, passwordVariable: BMC}
            racks:
              - {names: [R1..R5], address: "{{emulator.AddressOf(services[0]).GetLeftPart(UriPartial.Authority)}}/{name}/", part: A, rack: gb200-nvl72, account: bmc}
            """;
        FieldDescription field = FieldFile.Parse(text, "field.yaml").Field!;
        Assert.Contains("no environment variable BMC", Open(field, plan, time, _ => null).Findings[0].Read, StringComparison.Ordinal);
        FieldDescription elsewhere = field with { Racks = [.. field.Racks.Select(rack => rack with { Part = "Z" })] };
        Assert.Contains("gb200-nvl72 in Z", Open(elsewhere, plan, time, _ => "secret").Findings[0].Read, StringComparison.Ordinal);

        (FieldWiring? wiring, LiveDevices? devices, IReadOnlyList<Finding> findings) = Open(field, plan, time, _ => "secret");
        await using (wiring)
        {
            Assert.Contains("40 s where the site file's way to caps takes", Assert.Single(findings).Read, StringComparison.Ordinal);
            await using LiveField live = new(plan, devices!, wiring!.Setting, time);
            Assert.Equal(40.Seconds, live.Facts.CapDelay);
            FieldReading reading = await live.ReadAsync(SiteClock.At(time.GetUtcNow()), 1.Seconds, TestContext.Current.CancellationToken);
            Assert.False(reading.Seen.RacksAreSilent);
            Assert.Equal(5, reading.Figures.Racks.Count(rack => rack.Draw > rack.Rating / 4));
        }
    }

    [Fact]
    public void The_schema_for_editors_is_the_one_that_the_declarations_give()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Headroom.slnx"))) root = root.Parent;
        string path = Path.Combine(root!.FullName, "schema", "field.schema.json");
        if (Environment.GetEnvironmentVariable("HEADROOM_UPDATE_GOLDEN") == "1") File.WriteAllText(path, FieldFormat.Schema());
        Assert.Equal(FieldFormat.Schema(), File.ReadAllText(path));
    }

    private static (FieldWiring? Wiring, LiveDevices? Devices, IReadOnlyList<Finding> Findings) Open(FieldDescription field,
        LivePlan plan, TimeProvider time, Func<string, string?> variable) =>
        FieldWiring.Open(field, plan, ".", variable, time, new FoundCapsInMemory());
}
