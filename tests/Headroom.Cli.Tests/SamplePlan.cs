using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Tests;

/// <summary>A plan that no solver made: every section of a rendering has something to show, and every number is the same each time.</summary>
static class SamplePlan
{
    const int hours = 8760;

    public static Site Site { get; } = new()
    {
        Name = "juniper",
        Region = "us-tex-ercot",
        Year = new PlanYear(2027),
        Weather = new Weather(Series<Temperature>.Constant(20.DegreesCelsius, hours), Series<Temperature>.Constant(15.DegreesCelsius, hours)),
        Inputs = Inputs(),
    };

    public static Finding Note { get; } = new(Severity.Note, "services[1].model", "deepseek-r1 on gb200-nvl72", "measured points", "Its operating points are a roofline estimate; measure before you buy.") { File = "juniper.yaml", Line = 24 };

    public static PlanReport Report { get; } = Make(); // after what it shows: statics are made in this order

    static InputFact[] Inputs() =>
    [
        new("grid.firm", "120 MW", "juniper.yaml", 7),
        new("supply.gasTurbine.capital", "1,450 $/kW (950 to 2,400)", "EIA, Capital Cost and Performance Characteristics, 2024"),
        new("racks.gb200-nvl72.power", "132 kW", "vendor data sheet <2024>"),
    ];

    static PlanReport Make()
    {
        double[] sun = Hourly(t => Math.Max(0, Math.Sin((t % 24 - 6 - 6) / 12.0 * Math.PI)) * (0.75 + 0.2 * Math.Sin(t / 401.0)));
        double[] draw = Hourly(t => 182 + 14 * Math.Sin((t % 24 - 15) / 24.0 * 2 * Math.PI) + 12 * Math.Sin((t - 2900) / 8760.0 * 2 * Math.PI) + 4 * Math.Sin(t / 37.0));
        double[] solar = Hourly(t => 90 * sun[t]);
        double[] charge = Hourly(t => solar[t] > 60 ? solar[t] - 60 : 0);
        double[] discharge = Hourly(t => t % 24 is >= 0 and < 4 ? 14 : 0);
        double[] import = Hourly(t => Math.Min(120, draw[t] + charge[t] - solar[t] - discharge[t]));
        double[] gas = Hourly(t => Math.Max(0, draw[t] + charge[t] - solar[t] - discharge[t] - import[t]));
        double[] ceiling = Hourly(t => t is > 5360 and < 5400 ? 205 : 230);
        double[] price = Hourly(t => 28 + 18 * Math.Sin((t % 24 - 14) / 24.0 * 2 * Math.PI) + (t is > 5366 and < 5372 ? 900 : 0));
        int tightest = Enumerable.Range(0, hours).MinBy(t => ceiling[t] - draw[t]);
        var energyOf = (double[] values) => values.Sum().MegawattHours;
        Energy drawn = energyOf(draw), it = 0.84 * drawn;
        PlannedYear orders = Orders(import, gas, solar, [.. discharge.Zip(charge, (fed, taken) => fed - taken)], draw);
        TokenCount served = TokenCount.FromSi(2.94e15), unserved = TokenCount.FromSi(1.1e12);
        return new PlanReport
        {
            Site = Site.Name,
            Region = Site.Region,
            Year = Site.Year.Year,
            Objective = new("leastCost", 1_184_300_000, "$", 1_184_250_000, 4.2e-5),
            Build =
            [
                new("grid firm", "grid", 120, 120, 120, "MW"),
                new("grid flexible", "grid", 0, 0, 80, "MW"),
                new("gasTurbine", "supply", 0, 84.1532, 150, "MW"),
                new("solar", "supply", 0, 90, 200, "MW"),
                new("smr", "supply", 0, 0, 4, "modules"),
                new("battery power", "storage", 0, 31.2, 100, "MW"),
                new("battery energy", "storage", 0, 124.8, double.PositiveInfinity, "MWh"),
                new("hall B retrofit", "halls", 0, 6.4, 30, "MW"),
                new("gb200-nvl72 in hall B", "racks", 0, 1043.2, 1200, "racks"),
                new("hgx-h200 in hall A", "racks", 400, 400, 400, "racks"),
            ],
            Cost = new(
            [
                new("gb200-nvl72", "capital", 912_400_000.Dollars, false),
                new("grid", "energy", 31_200_000.Dollars, true),
                new("grid", "demand charge", 12_960_000.Dollars, true),
                new("gasTurbine", "capital", 11_320_000.Dollars, true),
                new("gasTurbine", "fixed", 1_767_000.Dollars, true),
                new("gasTurbine", "fuel", 14_210_000.Dollars, true),
                new("solar", "capital", 9_210_000.Dollars, true),
                new("battery", "capital", 4_830_000.Dollars, true),
                new("hall B retrofit", "capital", 2_100_000.Dollars, false),
                new("site", "carbon", 640_000.Dollars, true),
                new("chat", "unserved tokens", 3_300_000.Dollars, false),
            ], 1_003_937_000.Dollars, 3_640_000_000.0.Dollars, 53.4.DollarsPerMegawattHour, 0.3415.DollarsPerMillionTokens),
            Energy = new(
                [new("import", energyOf(import)), new("gasTurbine", energyOf(gas)), new("solar", energyOf(solar)), new("battery discharge", energyOf(discharge))],
                [new("IT", it), new("cooling", 0.09 * drawn), new("losses", 0.07 * drawn), new("battery charge", energyOf(charge))], drawn, draw.Max().Megawatts),
            Tokens = new(
                [new("chat", 0, TokenCount.FromSi(1.9e15), TokenCount.FromSi(1.9e15), TokenCount.Zero, 0, "fitted to measured points"), new("batch", 3, served - TokenCount.FromSi(1.9e15) + unserved, served - TokenCount.FromSi(1.9e15), unserved, 38, "roofline estimate")],
                [new("frontier-1", Compute(2e25), Compute(2e25), 41_000.MegawattHours)], served, unserved),
            Ladder = new(served, 0.61 * it, 0.82 * it, 0.94 * it, 0.94 / 0.84 * it, 1 / 0.84),
            Carbon = new(412_000.Tonnes, 252.GramsPerKilowattHour, 0.14.Kilograms),
            Water = new(Volume.FromSi(910_000), 0.66.LitresPerKilowattHour, 0.31.Litres),
            ShadowPrices =
            [
                new("import limit", "firm grid", "MW", 412_000, "$/yr", 5210, "One more megawatt of firm grid is worth 412,000 $ a year; the limit binds in 5,210 hours."),
                new("rack count", "hgx-h200", "rack", 61_300, "$/yr", null, "One more rack of hgx-h200 is worth 61,300 $ a year."),
                new("hall power", "hall A", "MW", 22_100, "$/yr", 310, "One more megawatt in hall A is worth 22,100 $ a year; its power binds in 310 hours, all of them on hot afternoons when the cooling plant takes more of what the hall is fed."),
            ],
            Model = new(122_641, 131_058, 612_345, "interior point, vertex"),
            Dispatch = new(
            [
                new("import", "MW", ColumnRole.Source, import), new("gasTurbine", "MW", ColumnRole.Source, gas), new("solar", "MW", ColumnRole.Source, solar),
                new("battery discharge", "MW", ColumnRole.Source, discharge), new("battery charge", "MW", ColumnRole.Use, charge), new("IT", "MW", ColumnRole.Use, [.. draw.Select(d => 0.84 * d)]),
                new("cooling", "MW", ColumnRole.Use, [.. draw.Select(d => 0.09 * d)]), new("distribution losses", "MW", ColumnRole.Use, [.. draw.Select(d => 0.07 * d)]),
                new("ceiling", "MW", ColumnRole.Ceiling, ceiling), new("price", "$/MWh", ColumnRole.Price, price), new("dry bulb", "°C", ColumnRole.Weather, Hourly(t => 20 + 8 * Math.Sin(t / 24.0))),
                new("draw", "MW", ColumnRole.Other, draw), new("battery stored", "MWh", ColumnRole.Storage, orders.Batteries[0].StoredMegawattHours),
                new("batch waiting", "Gtok", ColumnRole.Work, [.. orders.Backlogs[0].Tokens.Select(tokens => tokens / 1e9)]), .. RunColumns.Of(orders.Runs),
            ]),
            Orders = orders,
            TightestHour = tightest,
            Findings = [Note],
            Inputs = Site.Inputs,
        };
    }

    /// <summary>Two points of chat share a cap, as points of one hull may; the training run ends in the middle of the year.</summary>
    static PlannedYear Orders(double[] import, double[] gas, double[] solar, double[] injection, double[] draw) => new()
    {
        Site = Site.Name,
        Region = Site.Region,
        Year = Site.Year.Year,
        GridFirm = 120.Megawatts,
        GridInjectionMegawatts = import,
        Generators = [new("gasTurbine", 84.1532.Megawatts, gas), new("solar", 90.Megawatts, solar)],
        Batteries = [new("battery", 31.2.Megawatts, 124.8.MegawattHours, injection, Hourly(t => 60 + 60 * Math.Sin(t / 24.0 * 2 * Math.PI)))],
        HallParts = [new("A", IsRebuilt: false, 23.6.Megawatts), new("A", IsRebuilt: true, 6.4.Megawatts), new("B", IsRebuilt: false, 150.Megawatts)],
        Racks = [new("gb200-nvl72", "A rebuilt", 45.5), new("gb200-nvl72", "B", 997.7), new("hgx-h200", "A", 400)],
        Runs =
        [
            new("chat", "gb200-nvl72", ["A rebuilt", "B"], 0.555, 92.4.Kilowatts, 812_345.678, Hourly(t => 300 + 100 * Math.Sin(t / 12.0 * Math.PI))),
            new("chat", "gb200-nvl72", ["A rebuilt", "B"], 0.555, 95.1.Kilowatts, 830_000, Hourly(t => t % 7 / 7.0)),
            new("batch", "hgx-h200", ["A"], 1, 10.2.Kilowatts, 31_000.5, Hourly(t => 100.0 / (1 + t % 24))),
            new("frontier-1", "gb200-nvl72", ["A rebuilt", "B"], 1, 131.9.Kilowatts, 1.3e17, Hourly(t => t < 4000 ? 1000 / 3.0 : 0)),
        ],
        Backlogs = [new("batch", Hourly(t => 4e11 * (1 + Math.Sin(t / 24.0))))],
        DrawMegawatts = draw,
        ItMegawatts = [.. draw.Select(d => 0.84 * d)],
        CoolingMegawatts = [.. draw.Select(d => 0.09 * d)],
        LossMegawatts = [.. draw.Select(d => 0.07 * d)],
    };

    public static Finding CannotHost { get; } = new(Severity.CannotHost, "halls[0].perRack", "15 kW", "132 kW for gb200-nvl72", "Retrofit to direct liquid cooling at 2,500 $/kW, or keep these racks out of hall A.") { File = "juniper.yaml", Line = 18 };
    public static Finding Fault { get; } = new(Severity.Wrong, "grid.firm", "\"120\"", "a power with a unit, such as 120 MW", "Write the unit; W, kW, MW or GW.") { File = "juniper.yaml", Line = 7 };

    static Quantities.Compute Compute(double operations) => Quantities.Compute.FromSi(operations);

    static double[] Hourly(Func<int, double> value) => [.. Enumerable.Range(0, hours).Select(value)];
}
