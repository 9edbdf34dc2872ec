using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Tests;

/// <summary>A run that no simulator made: a hot day with a curtailment that is almost kept. Every kind of figure is there, and the same each time.</summary>
static class SampleSimulation
{
    const int buckets = 288;

    public static Finding Note { get; } = new(Severity.Note, "racks[0].power", "no sweep of gb200-nvl72 is public", "a measured cap law", "Measure one rack before you rely on caps.") { File = "juniper.yaml", Line = 24 };

    /// <summary>Broken: the firm ceiling for 12 s, and a rule.</summary>
    public static SimulationReport Report { get; } = Make();

    /// <summary>The same day without what broke it.</summary>
    public static SimulationReport Holding { get; } = Report with { Checks = [.. Report.Checks.Select(check => check with { Kept = check.Kept is null ? null : true })] };

    /// <summary>The same run, stopped after five hours.</summary>
    public static SimulationReport Partial { get; } = Holding with { Run = Report.Run with { Done = 5.Hours + 12.Minutes } };

    /// <summary>More of everything than a screen has room for.</summary>
    public static SimulationReport Crowded { get; } = Report with
    {
        Checks = [.. Many(Report.Checks, 4)],
        Services = [.. Many(Report.Services, 6)],
        Training = [.. Many(Report.Training, 4)],
        Limits = [.. Many(Report.Limits, 5)],
        Rules = [.. Many(Report.Rules, 12)],
        Happenings = [.. Many(Report.Happenings, 12)],
        Energy = Report.Energy with { Sources = [.. Many(Report.Energy.Sources, 4)] },
        Plan = [.. Many(Report.Plan, 5)],
    };

    /// <summary>Power alone: no services, no training, no limits, no rules, no plan.</summary>
    public static SimulationReport Bare { get; } = Report with
    {
        Services = [],
        Training = [],
        Limits = [],
        Rules = [],
        Envelope = new(0, 0, []),
        Plan = [],
        Happenings = [],
        Batteries = [],
        Generators = [],
        Breakers = [],
        Costs = [],
        Ladder = new(default, default, default, default, default, double.NaN),
        Carbon = new(default, CarbonIntensity.FromSi(double.NaN), null),
        Water = new(default, WaterIntensity.FromSi(double.NaN), null),
        Heat = new(Temperature.FromSi(double.NaN), Temperature.FromSi(double.NaN), Temperature.FromSi(double.NaN), 0, 0, 0),
        Ramps = Report.Ramps with { Limit = null, Kept = true },
        Run = Report.Run with { Scenario = null, IsSteady = true },
        Buckets = new(5.Minutes, []),
    };

    static IEnumerable<T> Many<T>(IReadOnlyList<T> items, int times) => Enumerable.Repeat(items, times).SelectMany(all => all);

    static SimulationReport Make()
    {
        Energy drawn = 4_420.MegawattHours, it = 3_740.MegawattHours;
        TokenCount served = TokenCount.FromSi(8.02e12);
        return new SimulationReport
        {
            Run = new("juniper", "us-tex-ercot", "heat-wave", new(2027, 8, 14, 0, 0, 0, DateTimeKind.Utc), 24.Hours, 24.Hours, 1.Seconds, 7, false, 75_000, 1_443) { Policy = "headroom" },
            Checks =
            [
                new("firm ceiling", false, "Import passed the firm ceiling by 1.3 MW for 12 s at 15:02:10; 0.004 MWh above it."),
                new("draw served", true, "Every watt that was drawn had a source."),
                new("promises", true, "chat lost 0.2 % of the 1 % that tier 0 may lose; batch lost 4 % of 100 %."),
                new("latency", true, "99 % of first tokens came within 1.2 s; the target is 2 s."),
                new("limits", false, "1 of 2 limits was passed: ERS-10."),
                new("ramps", true, "Import rose by 9.1 MW within a minute at most; 15 MW are allowed."),
                new("protection", null, "No breaker of the tree has a rating in the site file."),
            ],
            Ceiling = new(121.3.Megawatts, -1.3.Megawatts, 15.Hours + 2.Minutes + 10.Seconds, 1.3.Megawatts, 12.Seconds, 12.Seconds, 0.004.MegawattHours, Energy.Zero),
            Limits = Limits(),
            Services = Services(served),
            Training = [new("frontier-1", Quantities.Compute.FromSi(1.9e24), Quantities.Compute.FromSi(1.84e24), 2, 24, 41.Minutes, 80.Minutes, 1_410.MegawattHours)],
            Ladder = new(served, 0.61 * it, 0.82 * it, 0.94 * it, 0.94 / 0.84 * it, 1 / 0.846),
            Energy = new(
                [new("import", 2_650.MegawattHours), new("gasTurbine", 1_140.MegawattHours), new("solar", 540.MegawattHours), new("battery discharge", 122.MegawattHours)],
                [new("IT", it), new("cooling", 420.MegawattHours), new("losses", 260.MegawattHours), new("battery charge", 140.MegawattHours)], drawn, 214.2.Megawatts),
            Costs = [new("grid", "energy", 118_400.Dollars, true), new("gasTurbine", "fuel", 48_100.Dollars, true), new("site", "carbon", 1_900.Dollars, true)],
            Carbon = new(1_121.Tonnes, 253.GramsPerKilowattHour, 0.14.Kilograms),
            Water = new(Volume.FromSi(2_480), 0.66.LitresPerKilowattHour, 0.31.Litres),
            Ramps = new(9.1.Megawatts, 12.4.Megawatts, 15.Megawatts, true),
            Batteries = [new("b1", 1.1, 140.MegawattHours, 122.MegawattHours, 18.MegawattHours, 4.2.MegawattHours, 124.8.MegawattHours)],
            Generators = [new("gasTurbine", 1_140.MegawattHours, 2, 1, 14.Hours + 20.Minutes, 84.1.Megawatts)],
            Heat = new(58.4.DegreesCelsius, 83.1.DegreesCelsius, 46.2.DegreesCelsius, 212, 4e-13, 2e-15),
            Breakers = [new("hall B", 90.Megawatts, 88.2.Megawatts, 0.31, false), new("bus 3", 1.2.Megawatts, 1.31.Megawatts, 1, true)],
            Rules = Rules(),
            Envelope = new(86_400, 21_600, [new("gates of services", "the ceiling", 21_000), new("banks of racks", "the coolant", 3_600), new("batteries", "what devices can do", 12), new("training", "the ramp", 3)]),
            Plan = [new("IT", 3_760.MegawattHours, it), new("import", 2_650.MegawattHours, 2_650.MegawattHours), new("solar", 520.MegawattHours, 540.MegawattHours), new("diesel", Energy.Zero, 2.MegawattHours)],
            Happenings =
            [
                new(9.Hours + 14.Minutes + 3.Seconds, "frontier-1: failure of a node; 22 min of work lost, restart 9 min"),
                new(14.Hours + 30.Minutes, "ERS-10 calls for 90 MW within 10 min"),
                new(15.Hours + 2.Minutes + 10.Seconds, "import passes the firm ceiling by 1.3 MW for 12 s"),
                new(15.Hours + 5.Minutes, "gasTurbine: start failed, tried again"),
                new(16.Hours + 40.Minutes, "chiller 2 of hall A fails; loop reaches 46.2 °C"),
                new(18.Hours + 30.Minutes, "ERS-10 ends"),
            ],
            Buckets = Buckets(),
            Findings = [Note],
        };
    }

    static LimitFigure[] Limits() =>
    [
        new("ERS-10", "ERCOT", true, null, 14.Hours + 30.Minutes, 19.Hours, 118.Megawatts, 90.Megawatts, false, 2.4.Megawatts, 4.Minutes + 20.Seconds,
        [
            new("ramp", true, "Down to 90 MW within 9 min 40 s of 10 min."),
            new("hold", false, "Above its level by 2.4 MW for 4 min 20 s."),
            new("recovery", null, "The run ends before the recovery does."),
        ])
        {
            Notice = new(10.Minutes, 21.Megawatts, true, "", [new("scheduler", 21.Megawatts, false, 4.Minutes + 58.Seconds, 10.Minutes)]),
        },
        new("hall A transformer", "site", false, "hall A", 20.Hours, 22.Hours, 40.Megawatts, 32.Megawatts, true, Power.Zero, TimeSpan.Zero, [])
        {
            Notice = new(5.Seconds, 3.Megawatts, false, "3 MW of 3 MW are missing at the deadline, 5 s from now: out-of-band cap lands 42 s after its order, and stores bridge 0 MW of 3 MW.", []),
        },
    ];

    static ServedFigure[] Services(TokenCount served) =>
    [
        new("chat", 0, 41_200_000, 41_100_000, TokenCount.FromSi(5.2e12), TokenCount.FromSi(5.19e12), TokenCount.FromSi(8e9), TokenCount.FromSi(2e9), TokenCount.Zero,
            new(310e-3.Seconds, 640e-3.Seconds, 1.2.Seconds, 2.Seconds, 0.998), new(18e-3.Seconds, 24e-3.Seconds, 31e-3.Seconds, 40e-3.Seconds, 0.9995),
            0.002, 0.01, 1_390.MegawattHours),
        new("batch", 3, 910_000, 870_000, TokenCount.FromSi(2.95e12), served - TokenCount.FromSi(5.19e12),
            TokenCount.Zero, TokenCount.FromSi(1.2e11), TokenCount.FromSi(1e9),
            new(41.Seconds, 18.Minutes, 2.Hours, 24.Hours, 1),
            new(55e-3.Seconds, 81e-3.Seconds, 140e-3.Seconds, 1.Seconds, 1), 0.04, 1, 940.MegawattHours),
    ];

    static RuleFigure[] Rules() =>
    [
        Rule("nogrr-282", "ride-through of voltage dips", "proposal", "cannot be judged", "The run has no voltage."),
        Rule("ramp-20", "ramps of large loads", "in force", "pass", "12.4 MW within a minute; 20 MW are allowed."),
        Rule("osc-1", "forced oscillation", "handbook", "fail", "0.9 MW at 0.3 Hz; 0.5 MW is the most between 0.1 and 2 Hz."),
        Rule("ers-10", "response within ten minutes", "in force", "fail", "2.4 MW above the level for 4 min 20 s."),
        Rule("blackstart", "blackstart service", "in force", "not applicable", "The site offers none."),
    ];

    static RuleFigure Rule(string id, string title, string label, string verdict, string why) =>
        new("ercot", "ERCOT", id, title, label, "Q", "Nodal Operating Guide, section 2.9", "2026-10-02", verdict, why);

    static BucketTable Buckets()
    {
        double Day(int t, double peak) => Math.Sin((t * 24.0 / buckets - peak + 6) / 24 * 2 * Math.PI);
        BucketColumn Column(string name, string unit, string group, Func<int, double> mean, double swing) => new(name, unit, group,
            [.. Enumerable.Range(0, buckets).Select(t => mean(t) - swing * (1 + 0.4 * Math.Sin(t)))],
            [.. Enumerable.Range(0, buckets).Select(mean)],
            [.. Enumerable.Range(0, buckets).Select(t => mean(t) + swing * (1 + 0.4 * Math.Cos(t)))]);
        bool called(int t) => t is >= 174 and < 228;
        return new(5.Minutes,
        [
            Column("import", "MW", "power", t => called(t) ? 88 : 112 + 6 * Day(t, 16), 3),
            Column("draw", "MW", "power", t => (called(t) ? 165 : 186) + 14 * Day(t, 15), 4),
            Column("ceiling", "MW", "power", t => called(t) ? 90 : 120, 0),
            Column("gasTurbine", "MW", "source", t => called(t) ? 84 : 40 + 20 * Day(t, 15), 1),
            Column("solar", "MW", "source", t => Math.Max(0, 88 * Day(t, 13)), 2),
            Column("battery injection", "MW", "source", t => called(t) ? 18 : -6 * Day(t, 12), 3),
            Column("chat served", "Mtok/s", "work", t => 60 + 22 * Day(t, 20), 6),
            Column("batch served", "Mtok/s", "work", t => called(t) ? 6 : 34 - 12 * Day(t, 20), 3),
            Column("chat waiting", "Mtok", "work", t => called(t) ? 40 : 4, 2),
            Column("chat first token p99", "s", "latency", t => called(t) ? 1.2 : 0.6 + 0.2 * Day(t, 20), 0.1),
            Column("warmest coolant", "°C", "heat", t => 50 + 7 * Day(t, 16), 0.6),
            Column("dry bulb", "°C", "heat", t => 32 + 8 * Day(t, 16), 0),
            Column("price", "$/MWh", "price", t => called(t) ? 900 : 34 + 20 * Day(t, 18), 0),
        ]);
    }
}
