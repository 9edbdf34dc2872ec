using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Tests;

/// <summary>A campus with round numbers: racks of 100 kW that give 100 tok/s, behind one air-cooled hall and one grid.</summary>
static class Campus
{
    /// <summary>Eight boards of 10 kW and 2 kW beside each, no network share, 20 kW idle; 1 PFLOP/s per board.</summary>
    public static readonly RackType Rack = new("rack", new Accelerator("board", 10.Kilowatts, 1.Kilowatts, DataSize.FromSi(1e12), Bandwidth.FromSi(1e13),
        new(ComputeRate.FromSi(1e15), ComputeRate.FromSi(2e15), ComputeRate.FromSi(4e15)), 2.Kilowatts, new PowerFit(0.6, 0, 0.7, 0.5)),
        Accelerators: 8, AcceleratorsPerDomain: 8, Nameplate: 110.Kilowatts, MostMeasured: null, Idle: 20.Kilowatts, LiquidShare: 0,
        SupplyMost: 35.DegreesCelsius, Mass: default, Price: default, Life: TimeSpan.FromDays(1825), NetworkShare: 0);

    public static readonly Model Model = new("model", "dense", Count.FromSi(7e9), Count.FromSi(7e9), 32, Count.FromSi(1e5), 1, 1, 0, 4096, new(2, 1, 0.5))
    {
        Knowledge = new([new("dense", Count.FromSi(7e9), Count.FromSi(7e9), "board", Bandwidth.FromSi(1e13), ComputeRate.FromSi(2e15), Precision.Fp8,
            TimeSpan.FromMilliseconds(2), TimeSpan.FromMicroseconds(10), 0.8, 0.5, 0.5, Bandwidth.FromSi(1e11), 1, TimeSpan.FromMilliseconds(50), 0.5, 0.6, 512,
            new(0, 0.05, 0.2, null, "a test"))]),
    };

    public static readonly CoolingPlant Air = new(CoolingKind.Air, 25.DegreesCelsius, Rejection.DryCooler);
    public static readonly CoolingPlant Liquid = new(CoolingKind.DirectLiquid, 40.DegreesCelsius, Rejection.DryCooler);

    /// <summary>Bus power per IT power in the mild year: what cooling adds, asked of the cooling model itself.</summary>
    public static double BusPerIt(CoolingPlant plant) =>
        1 + CoolingSlope.Of(plant.Kind, plant.Supply, plant.Rejection, 15.DegreesCelsius, 10.DegreesCelsius, new DesignWeather(15.DegreesCelsius, 10.DegreesCelsius))
            .PowerPerHeatRatio;

    public static readonly Hall Hall = new() { Name = "A", Power = Sizing<Power>.Fixed(50.Megawatts), PerRack = 120.Kilowatts, Cooling = Air };

    public static Service Chat(TokenRate demand) => new()
    {
        Name = "chat",
        Model = Model,
        Demand = Years.Flat(demand),
        Shape = new(Precision.Fp8, 1000.Tokens, 500.Tokens, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)),
    };

    public static GridConnection Grid(double megawatts, double dollarsPerMegawattHour) => new()
    {
        Firm = Sizing<Power>.Fixed(megawatts.Megawatts),
        Price = Years.Flat(dollarsPerMegawattHour.DollarsPerMegawattHour),
        Carbon = Years.Flat(400.GramsPerKilowattHour),
    };

    public static RackChoice Standing(double racks) => new() { Type = Rack, Size = Sizing<Count>.Fixed(Count.FromSi(racks)) };
    public static RackChoice UpTo(double racks, Money price) => new() { Type = Rack, Size = Sizing<Count>.UpTo(Count.FromSi(racks)), Price = price };

    public static Site Of(GridConnection? grid, RackChoice racks, params Service[] services) => new()
    {
        Name = "campus",
        Region = "nowhere",
        Year = Years.Of2023,
        Weather = Years.Mild,
        Grid = grid,
        Halls = [Hall],
        Racks = [racks],
        Services = services,
    };

    /// <summary>60 kW for 70 tok/s under a cap of one half, 100 kW for 100 tok/s without: every rack, model and shape.</summary>
    public sealed class TwoPoints : IFrontierModel
    {
        public Frontier FrontierOf(RackType rack, Model model, ServingShape shape) =>
            new([Point(0.5, 60, 70), Point(1, 100, 100)], 20.Kilowatts, 0, 1, Estimated: false, "by hand");

        static OperatingPoint Point(double cap, double kilowatts, double tokens) =>
            new(cap, kilowatts.Kilowatts, (0.7 * kilowatts).Kilowatts, (0.9 * kilowatts).Kilowatts, tokens.TokensPerSecond, default);
    }
}
