using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Equations;

/// <summary>A small site that uses every family of the model once, with round numbers, so that a page can print them all.</summary>
/// <remarks>Its numbers mean nothing beyond that; the catalog's stand in data/, each with its source.</remarks>
static class ReferenceSite
{
    const int Hours = 8760;

    /// <summary>Two in the afternoon on 15 July: sun, load and price are all there.</summary>
    public const int TypicalHour = 4694;

    public static Site Write() => new()
    {
        Name = "reference",
        Region = "us-tex-ercot",
        Year = new(2027),
        Objective = Objective.LeastCost,
        Weather = new(Year(t => Celsius(t).DegreesCelsius), Year(t => (Celsius(t) - 6).DegreesCelsius)),
        Grid = Grid,
        Generators = [Turbine, Solar, Modules],
        Batteries = [Battery],
        Tree = new(0.94, []),
        Halls = [AirHall, LiquidHall],
        Racks = [Servers, Liquid],
        Services = [Chat, Documents],
        Training = [Pretraining, Rehearsal],
        OtherLoad = Series<Power>.Constant(2.Megawatts, Hours),
        Policy = new()
        {
            CarbonPrice = 50.DollarsPerTonne,
            CarbonMost = 60_000.Tonnes,
            WaterMost = 90_000_000.Litres,
            YearlyCostMost = 400.MillionDollars,
            CapitalMost = 1500.MillionDollars,
            ReserveMarginFraction = 0.10,
        },
    };

    static GridConnection Grid => new()
    {
        Firm = Sizing<Power>.UpTo(30.Megawatts),
        Flexible = new(Sizing<Power>.UpTo(10.Megawatts), Hourly(t => Evening(t) ? 0 : 1)),
        Price = Year(t => (Evening(t) ? 90 : 40).DollarsPerMegawattHour),
        Adder = 10.DollarsPerMegawattHour,
        Carbon = Series<CarbonIntensity>.Constant(350.GramsPerKilowattHour, Hours),
        CapacityCharge = 20.DollarsPerKilowattYear,
        DemandCharge = 9.DollarsPerKilowattMonth,
        RampLimit = 0.2.MegawattsPerMinute,
        ExportMost = 5.Megawatts,
        ExportFee = 3.DollarsPerMegawattHour,
        Capital = 300.DollarsPerKilowatt,
        Apart = new(40.Megawatts, 400.DollarsPerKilowatt, new(0.07, 25)),
        EnergyShareMostFraction = 0.8,
    };

    static Generator Turbine => new()
    {
        Name = "turbine",
        Kind = GeneratorKind.GasTurbine,
        Size = Sizing<Power>.UpTo(40.Megawatts),
        LargestUnit = 10.Megawatts,
        Capital = 1200.DollarsPerKilowatt,
        Fixed = 25.DollarsPerKilowattYear,
        Variable = 5.DollarsPerMegawattHour,
        HeatRate = 9000.BtuPerKilowattHour,
        FuelPrice = 4.DollarsPerMillionBtu,
        FuelCarbon = 53.KilogramsPerMillionBtu,
        AvailableFraction = Hourly(t => Celsius(t) > 30 ? 0.9 : 1),
        MinimumLoadFraction = 0.4,
        RampPerHourFraction = 0.5,
        FullLoadHoursMost = 4000,
        EnergyShareMostFraction = 0.6,
        FirmFraction = 0.95,
    };

    static Generator Solar => new()
    {
        Name = "solar",
        Kind = GeneratorKind.Solar,
        Size = Sizing<Power>.UpTo(60.Megawatts),
        Capital = 1100.DollarsPerKilowatt,
        Fixed = 18.DollarsPerKilowattYear,
        AvailableFraction = Hourly(t => Math.Max(0, 0.8 * (1 - Math.Abs(HourOfDay(t) - 13) / 6.0))),
    };

    static Generator Modules => new()
    {
        Name = "reactor",
        Kind = GeneratorKind.Reactor,
        Size = Sizing<Power>.UpTo(40.Megawatts),
        Module = 20.Megawatts,
        LargestUnit = 20.Megawatts,
        Capital = 8000.DollarsPerKilowatt,
        Fixed = 120.DollarsPerKilowattYear,
        Variable = 12.DollarsPerMegawattHour,
        Water = 2.5.LitresPerKilowattHour,
        AvailableFraction = Hourly(_ => 0.93),
        FirmFraction = 0.95,
        Repayment = new(0.07, 40, ConstructionYears: 4),
    };

    static Battery Battery => new()
    {
        Name = "battery",
        Power = Sizing<Power>.UpTo(20.Megawatts),
        Energy = Sizing<Energy>.UpTo(80.MegawattHours),
        CapitalOfPower = 300.DollarsPerKilowatt,
        CapitalOfEnergy = 250.DollarsPerKilowattHour,
        Fixed = 8.DollarsPerKilowattYear,
        Variable = 1.DollarsPerMegawattHour,
        ChargeEfficiency = 0.95,
        DischargeEfficiency = 0.95,
        LossPerHourFraction = 0.0001,
        LeastStoredFraction = 0.1,
    };

    static CoolingPlant Cold => new(CoolingKind.Air, 24.DegreesCelsius, Rejection.Tower);
    static CoolingPlant Warm => new(CoolingKind.DirectLiquid, 40.DegreesCelsius, Rejection.DryCooler);

    static Hall AirHall => new()
    {
        Name = "A",
        Power = Sizing<Power>.Fixed(5.Megawatts),
        PerRack = 15.Kilowatts,
        Cooling = Cold,
        Positions = 400.Items,
        Retrofit = new(Warm, 140.Kilowatts, 2000.DollarsPerKilowatt, new(0.07, 20)),
    };

    static Hall LiquidHall => new()
    {
        Name = "B",
        Power = new(0.Megawatts, 10.Megawatts, 30.Megawatts),
        PerRack = 140.Kilowatts,
        Cooling = Warm,
        Capital = 9000.DollarsPerKilowatt,
    };

    static RackChoice Servers => Of("servers", new("h200-sxm", 700.Watts, 80.Watts, 141.Gigabytes, 4.8.TerabytesPerSecond,
        Rates(989, 1979, 1979), 269.Watts, new PowerFit(0.6, 0, 0.7, 0.5)),
        accelerators: 8, nameplateKilowatts: 10, idleKilowatts: 2.5, liquid: 0, supplyCelsius: 27) with
    {
        Size = new(100.Items, 100.Items, 300.Items),
        Price = 400_000.Dollars,
    };

    static RackChoice Liquid => Of("nvl72", new("gb200", 1200.Watts, 120.Watts, 192.Gigabytes, 8.0.TerabytesPerSecond,
        Rates(2500, 5000, 10_000), 470.Watts, new PowerFit(0.53, 0.38, 0.79, 0.5)),
        accelerators: 72, nameplateKilowatts: 132, idleKilowatts: 18, liquid: 0.87, supplyCelsius: 40) with
    {
        Size = Sizing<Count>.UpTo(250.Items),
        Price = 3.5.MillionDollars,
    };

    static Service Chat => new()
    {
        Name = "chat",
        Model = Language,
        Shape = new(Precision.Fp8, 1024.Tokens, 512.Tokens, 0.05.Seconds, 2.Seconds),
        Tier = 1,
        Demand = Year(t => (Evening(t) ? 1.0e6 : 0.6e6).TokensPerSecond),
        Value = 0.6.DollarsPerMillionTokens,
        Unserved = 2.DollarsPerMillionTokens,
    };

    static Service Documents => new()
    {
        Name = "documents",
        Model = Language,
        Shape = new(Precision.Fp8, 4096.Tokens, 256.Tokens, ServingShape.Whenever, ServingShape.Whenever),
        Demand = Series<TokenRate>.Constant(0.1e6.TokensPerSecond, Hours),
        Deferrable = 24.Hours,
        Racks = ["nvl72"],
    };

    static TrainingRun Pretraining => new()
    {
        Name = "pretraining",
        Amount = Quantities.Compute.FromSi(2e25),
        FirstHour = 0,
        EndHour = 7000,
        Racks = ["nvl72"],
    };

    static TrainingRun Rehearsal => new()
    {
        Name = "rehearsal",
        Amount = Quantities.Compute.FromSi(1e24),
        FirstHour = 4380,
        EndHour = 5100,
        MayPause = false,
        Racks = ["nvl72"],
    };

    static Model Language => new(
        "llama-3.1-70b", "llama-dense", 70.6e9.Items, 70.6e9.Items, 80, 163_840.Items, 1, 1, 0, 8192, new(2, 1, 0.56))
    {
        Knowledge = new([new("llama-dense", 70.6e9.Items, 70.6e9.Items, "h200-sxm", 4.8.TerabytesPerSecond,
            1979e12.FloatingPointOperationsPerSecond, Precision.Fp8, 0.002.Seconds, 10e-6.Seconds, 0.8, 0.5, 0.6, 0.2.TerabytesPerSecond, 1,
            0.05.Seconds, 0.5, 0.5, 512, new(0, 0.05, 0.2, null, "round numbers, for the pages of equations"))]),
    };

    static RackChoice Of(string name, Accelerator part, int accelerators, double nameplateKilowatts, double idleKilowatts,
        double liquid, double supplyCelsius) => new()
        {
            Type = new(name, part, accelerators, accelerators, nameplateKilowatts.Kilowatts, null, idleKilowatts.Kilowatts, liquid,
            supplyCelsius.DegreesCelsius, 1000.Kilograms, Money.Zero, TimeSpan.FromDays(5 * 365)),
            Size = Sizing<Count>.UpTo(Count.Zero),
        };

    static PerPrecision<ComputeRate> Rates(double bf16, double fp8, double fp4) =>
        new(ComputeRate.FromSi(bf16 * 1e12), ComputeRate.FromSi(fp8 * 1e12), ComputeRate.FromSi(fp4 * 1e12));

    static int HourOfDay(int t) => t % 24;
    static bool Evening(int t) => HourOfDay(t) is >= 17 and < 21;

    /// <summary>15 to 29 °C through the day, and twenty hours of a hot week in which plants give less.</summary>
    static double Celsius(int t) => 15 + 14 * (1 - Math.Abs(HourOfDay(t) - 14) / 14.0)
        + (t is >= 4680 and < 4800 && HourOfDay(t) is >= 12 and < 16 ? 14 : 0);

    static double[] Hourly(Func<int, double> of) => [.. Enumerable.Range(0, Hours).Select(of)];

    static Series<Q> Year<Q>(Func<int, Q> of) where Q : struct, IQuantity<Q> => new(Hourly(t => of(t).Si));
}
