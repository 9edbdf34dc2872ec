using Headroom.Cli.Rendering;
using Headroom.Reports;
using Headroom.Scenarios;
using Headroom.Scenarios.Plans;
using Headroom.Sites;

namespace Headroom.Cli.Tests;

/// <summary>A plan that was written is read back as the same orders; files that are no plan are named, all faults at once.</summary>
public sealed class PlanFileTests : IDisposable
{
    /// <summary>dispatch.csv rounds to a millionth of its units.</summary>
    const double Millionth = 0.51e-6;

    readonly Scratch scratch = new();
    public void Dispose() => scratch.Dispose();

    static readonly PlannedYear orders = SamplePlan.Report.Orders;

    string Written(PlanReport? report = null)
    {
        (OutputFolder? folder, _) = OutputFolder.Open(scratch.Folder);
        folder!.WriteAll(new PlanDocument { Site = SamplePlan.Site, Answer = new PlanAnswer.Planned(report ?? SamplePlan.Report), Findings = [SamplePlan.Note] });
        return scratch.At("plan.json");
    }

    [Fact]
    public void A_plan_comes_back_as_it_was_written()
    {
        PlanFileReading reading = PlanFile.Read(Written());
        Assert.Empty(reading.Findings.Select(finding => finding.Sentence()));
        PlannedYear read = reading.Plan!;
        Assert.Equal((orders.Site, orders.Region, orders.Year), (read.Site, read.Region, read.Year));
        Assert.Equal((orders.GridFirm, orders.GridFlexible), (read.GridFirm, read.GridFlexible));
        Assert.Equal(orders.HallParts, read.HallParts);
        Assert.Equal(orders.Racks, read.Racks);
        foreach ((PlannedGenerator was, PlannedGenerator now) in orders.Generators.Zip(read.Generators, ValueTuple.Create))
        {
            Assert.Equal((was.Name, was.Capacity), (now.Name, now.Capacity));
            Same(was.OutputMegawatts, now.OutputMegawatts);
        }
        foreach ((PlannedBattery was, PlannedBattery now) in orders.Batteries.Zip(read.Batteries, ValueTuple.Create))
        {
            Assert.Equal((was.Name, was.Power, was.Energy), (now.Name, now.Power, now.Energy));
            Same(was.InjectionMegawatts, now.InjectionMegawatts);
            Same(was.StoredMegawattHours, now.StoredMegawattHours);
        }
        Assert.Equal((orders.Generators.Count, orders.Batteries.Count, orders.Runs.Count), (read.Generators.Count, read.Batteries.Count, read.Runs.Count));
        Assert.Equal(orders.Backlogs.Select(backlog => backlog.Service), read.Backlogs.Select(backlog => backlog.Service));
        Same([.. orders.Backlogs[0].Tokens.Select(tokens => tokens / 1e9)], [.. read.Backlogs[0].Tokens.Select(tokens => tokens / 1e9)]);
        Same(orders.GridInjectionMegawatts!, read.GridInjectionMegawatts!);
        Same(orders.DrawMegawatts, read.DrawMegawatts);
        Same(orders.ItMegawatts, read.ItMegawatts);
        Same(orders.CoolingMegawatts, read.CoolingMegawatts);
        Same(orders.LossMegawatts, read.LossMegawatts);
    }

    [Fact]
    public void Runs_come_back_with_their_own_hours_even_where_two_share_a_cap()
    {
        PlannedYear read = PlanFile.Read(Written()).Plan!;
        foreach ((PlannedRun was, PlannedRun now) in orders.Runs.Zip(read.Runs, ValueTuple.Create))
        {
            Assert.Equal((was.Workload, was.Rack, was.CapFraction), (now.Workload, now.Rack, now.CapFraction));
            Assert.Equal(was.Parts, now.Parts);
            Assert.Equal(was.PowerPerRack.Watts, now.PowerPerRack.Watts, 1e-9);
            Assert.Equal(was.WorkPerRack, now.WorkPerRack);
            Same(was.Racks, now.Racks);
            Assert.Equal(1, now.Racks.Sum() / was.Racks.Sum(), 1e-6);
        }
    }

    [Fact]
    public void Sales_are_negative_injection_and_a_site_without_a_grid_has_none()
    {
        double[] export = [.. orders.DrawMegawatts.Select((_, t) => t % 2 == 0 ? 3.5 : 0)];
        PlanReport sells = SamplePlan.Report with
        {
            Orders = orders with { GridInjectionMegawatts = [.. orders.GridInjectionMegawatts!.Select((import, t) => import - export[t])] },
            Dispatch = new([.. SamplePlan.Report.Dispatch.Columns, new("export", "MW", ColumnRole.Use, export)]),
        };
        Same(sells.Orders.GridInjectionMegawatts!, PlanFile.Read(Written(sells)).Plan!.GridInjectionMegawatts!);
        Assert.Null(PlanFile.Read(Written(SamplePlan.Report with { Orders = orders with { GridInjectionMegawatts = null } })).Plan!.GridInjectionMegawatts);
    }

    static void Same(double[] was, double[] now)
    {
        Assert.Equal(was.Length, now.Length);
        for (int t = 0; t < was.Length; t++) Assert.True(Math.Abs(was[t] - now[t]) <= 2 * Millionth + 1e-12 * Math.Abs(was[t]), $"hour {t}: {was[t]:R} was read as {now[t]:R}");
    }

    public static TheoryData<string, string, string> BrokenDocuments => new()
    {
        { "\"orders\": {", "\"orders\": [{", "no JSON (" },
        { "headroom/plan/1", "headroom/plan/2", "plan.json:2  schema: \"headroom/plan/2\"; expected \"headroom/plan/1\"." },
        { "\"status\": \"optimal\"", "\"status\": \"stopped\"", "plan.json:3  status: \"stopped\"; expected \"optimal\" or \"feasible\"." },
        { "\"orders\"", "\"order\"", "no \"orders\"; expected \"orders\": an object." },
        { "\"year\": 2027", "\"year\": \"soon\"", "plan.json:6  year: \"soon\"; expected a whole number" },
        { "\"powerPerRack\"", "\"power\"", "  orders.runs[0]: no \"powerPerRack\"; expected \"powerPerRack\": a value with a unit" },
        { "\"unit\": \"kW\"", "\"unit\": \"hp\"", "orders.runs[0].powerPerRack.unit: \"hp\"; expected MW, W, kW, GW." },
        { "\"count\": 400", "\"count\": -400", "orders.racks[2].count: -400; expected a number, zero or more." },
        { "\"part\": \"A rebuilt\"", "\"part\": \"C\"", "orders.racks[0].part: \"C\"; expected A, A rebuilt, B." },
        { "\"cap\": 0.555", "\"cap\": null", "orders.runs[0].cap: null; expected a share" },
        { "\"backlogs\": [", "\"backlogs\": [7,", "orders.backlogs[0]: 7; expected a text." },
        { "\"exports\": false", "\"exports\": \"no\"", "orders.grid.exports: \"no\"; expected true or false." },
        { "\"column\": \"run batch", "\"column\": \"ran batch", "dispatch.csv:1  ran batch on hgx-h200 in A at 100 % [racks]: row 1: no column" },
        { "\"site\": \"juniper\"", "\"site\": \"\\ud800\"", "no JSON (a text in it is no UTF-8)" },
    };

    [Theory]
    [MemberData(nameof(BrokenDocuments))]
    public void A_broken_document_is_a_finding_that_says_where_what_and_what_instead(string right, string wrong, string sentence)
    {
        string path = Written(), text = File.ReadAllText(path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        int at = text.IndexOf(right, StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + wrong + text[(at + right.Length)..]);
        Expect(sentence, PlanFile.Read(path));
    }

    public static TheoryData<string, string, string> BrokenTables => new()
    {
        { "import [MW]", "imports [MW]", "dispatch.csv:1  import [MW]: row 1: no column \"import [MW]\"" },
        { "battery charge [MW]", "battery charge [kW]", "no column \"battery charge [MW]\"" },
        { "solar [MW]", "import [MW]", "the column \"import [MW]\" stands twice" },
        { "time_utc", "time", "no column \"time_utc\"" },
        { "\n2027-01-01T00:00:00Z,", "\n2027-01-01T00:00:00Z,#", "dispatch.csv:2  import [MW]: row 2: \"#" },
        { "\n2027-01-01T01:00:00Z,", "\n2027-01-01T01:00:00Z,1,", "dispatch.csv:3  row 3: 20 cells; expected 19 as in the header." },
        { "\n2027-01-01T02:00:00Z", "\n2026-01-01T02:00:00Z", "dispatch.csv:4  time_utc: row 4: \"2026-01-01T02:00:00Z\"; expected 2027-01-01T02:00:00Z." },
        { "\n2027-12-31T23:00:00Z", "\n2027-12-31T23:00:00Z\n", "dispatch.csv:8761  row 8761: 1 cells; expected 19 as in the header." },
    };

    [Theory]
    [MemberData(nameof(BrokenTables))]
    public void A_broken_table_is_a_finding_with_its_row(string right, string wrong, string sentence)
    {
        string path = Written(), csv = scratch.At("dispatch.csv"), text = File.ReadAllText(csv);
        Assert.Contains(right, text, StringComparison.Ordinal);
        int at = text.IndexOf(right, StringComparison.Ordinal);
        File.WriteAllText(csv, text[..at] + wrong + text[(at + right.Length)..]);
        Expect(sentence, PlanFile.Read(path));
    }

    [Fact]
    public void Too_few_and_too_many_rows_are_counted()
    {
        string path = Written(), csv = scratch.At("dispatch.csv");
        string[] lines = File.ReadAllLines(csv);
        File.WriteAllLines(csv, lines[..^1]);
        Expect("dispatch.csv:8760  row 8760: 8759 rows below the header; expected 8760, one for each hour of 2027.", PlanFile.Read(path));
        File.WriteAllLines(csv, [.. lines, lines[^1]]);
        Expect("8761 rows below the header", PlanFile.Read(path));
        File.WriteAllText(csv, "");
        Expect("the file is empty", PlanFile.Read(path));
    }

    [Fact]
    public void Files_that_are_not_there_are_findings()
    {
        Expect("there is no such file; expected a plan.json.", PlanFile.Read(scratch.At("none.json")));
        string path = Written();
        Expect($"a folder; expected a plan.json. Name the file: {path}.", PlanFile.Read(scratch.Folder));
        File.Delete(scratch.At("dispatch.csv"));
        Expect("dispatch.csv  there is no such file; expected the hours of the plan", PlanFile.Read(path));
        File.WriteAllText(path, "[1, 2]");
        Expect("plan.json:1  JSON, but no object; expected a plan.json.", PlanFile.Read(path));
        File.WriteAllText(path, "");
        Expect("plan.json:1  no JSON", PlanFile.Read(path));
    }

    [Fact]
    public void Faults_of_both_files_are_said_together()
    {
        string path = Written(), csv = scratch.At("dispatch.csv");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"count\": 400", "\"count\": \"many\"", StringComparison.Ordinal).Replace("\"rebuilt\": true", "\"rebuilt\": 1", StringComparison.Ordinal));
        File.WriteAllText(csv, File.ReadAllText(csv).Replace("draw [MW]", "load [MW]", StringComparison.Ordinal));
        PlanFileReading reading = PlanFile.Read(path);
        Assert.Null(reading.Plan);
        Assert.Equal(["orders.hallParts[1].rebuilt", "orders.racks[2].count", "draw [MW]"], reading.Findings.Select(finding => finding.Path));
        Assert.All(reading.Findings, finding => Assert.True(finding is { File: not null, Line: > 0, Read.Length: > 0, Expected.Length: > 0, Remedy.Length: > 0 }, finding.Sentence()));
    }

    /// <summary>Through the real reader, planner and files: a site of a tenth of a megawatt, where a watt is much.</summary>
    [Fact]
    public void A_real_plan_comes_back_within_a_millionth_and_fits_its_site()
    {
        Site site = SiteFile.Parse(Small, "small.yaml", ".").Site!;
        var answer = Assert.IsType<PlanAnswer.Planned>(Engine.Real.Formulate(site).Plan(1e-4, null, default));
        (OutputFolder? folder, _) = OutputFolder.Open(scratch.Folder);
        folder!.WriteAll(new PlanDocument { Site = site, Answer = answer });
        PlannedYear was = answer.Report.Orders, now = PlanFile.Read(scratch.At("plan.json")).Plan!;
        Assert.Empty(PlanFile.Fits(now, site).Select(finding => finding.Sentence()));
        double idle = Headroom.Compute.ServerPower.Idle(site.Racks[0].Type).Megawatts;
        for (int t = 0; t < was.DrawMegawatts.Length; t++)
        {
            double it = now.Racks.Sum(racks => idle * racks.Count) + now.Runs.Sum(run => (run.PowerPerRack.Megawatts - idle) * run.Racks[t]);
            Assert.True(Math.Abs(it / was.ItMegawatts[t] - 1) <= 1e-6, $"hour {t}: {it} MW from racks and runs, {was.ItMegawatts[t]} MW planned");
        }
        foreach (string workload in site.Services.Select(service => service.Name)) Near(WorkOf(was, workload), WorkOf(now, workload));
        Near(was.DrawMegawatts.Sum(), now.DrawMegawatts.Sum());
        Near(was.GridInjectionMegawatts!.Sum(), now.GridInjectionMegawatts!.Sum());
        Near(was.Backlogs[0].Tokens.Sum(), now.Backlogs[0].Tokens.Sum());
    }

    const string Small = """
        site: small
        tier: edge
        region: us-tex-ercot
        grid: {firm: 2 MW}
        supply:
          battery: {atMost: 1 MW, hours: 2}
        halls:
          - {name: A, power: 1 MW, perRack: 20 kW, cooling: air, supply: 24 °C}
        racks:
          hgx-h200: {installed: 20, hall: A}
        services:
          - {name: chat, model: llama-3.1-8b, demand: {peak: 3e5 tok/s, shape: consumer}, latency: {ttft: 2 s, tpot: 50 ms}, tier: 0}
          - {name: batch, model: llama-3.1-8b, demand: {daily: 4e9 tok}, deferrable: 6 h, tier: 3}
        """;

    static void Near(double was, double now) => Assert.True(Math.Abs(now / was - 1) <= 1e-6, $"{was:R} was read as {now:R}");

    static double WorkOf(PlannedYear plan, string workload) => plan.Runs.Where(run => run.Workload == workload).Sum(run => run.WorkPerRack * run.Racks.Sum());

    static void Expect(string sentence, PlanFileReading reading)
    {
        Assert.Null(reading.Plan);
        Assert.Contains(reading.Findings, finding => finding.Sentence().Contains(sentence, StringComparison.Ordinal)
            || Fail(reading.Findings.Select(one => one.Sentence()), sentence));
    }

    static bool Fail(IEnumerable<string> said, string expected)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"said {string.Join("\n", said)}\nexpected {expected}");
        return false;
    }
}
