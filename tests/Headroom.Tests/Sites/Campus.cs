using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Tests.Compute;

namespace Headroom.Tests.Sites;

/// <summary>Small sites with round numbers: an air hall A of 30 MW at 15 kW, a liquid hall B of 150 MW at 140 kW.</summary>
static class Campus
{
    public static readonly RackType Nvl72 = Known.Nvl72 with { Mass = 1360.Kilograms };
    public static readonly RackType Hgx = Known.HgxH200 with { Mass = 280.Kilograms };

    public static readonly Hall A = new()
    {
        Name = "A",
        Power = Sizing<Power>.Fixed(30.Megawatts),
        PerRack = 15.Kilowatts,
        Cooling = new(CoolingKind.Air, 24.DegreesCelsius, Rejection.Tower),
    };

    public static readonly Hall B = new()
    {
        Name = "B",
        Power = Sizing<Power>.Fixed(150.Megawatts),
        PerRack = 140.Kilowatts,
        Cooling = new(CoolingKind.DirectLiquid, 40.DegreesCelsius, Rejection.DryCooler),
    };

    public static readonly Retrofit ToLiquid = new(B.Cooling, 140.Kilowatts, 2000.DollarsPerKilowatt, new(0.07, 20));

    public static RackChoice UpTo(RackType type, int most, params string[] halls) =>
        new() { Type = type, Size = Sizing<Count>.UpTo(most.Items), Halls = halls };
    public static RackChoice Standing(RackType type, int count, params string[] halls) =>
        new() { Type = type, Size = Sizing<Count>.Fixed(count.Items), Halls = halls };

    public static Site Of(Hall[] halls, params RackChoice[] racks) => new()
    {
        Name = "juniper",
        Region = "us-tex-ercot",
        Year = new(2027),
        Halls = halls,
        Racks = racks,
        Weather = new(Series<Temperature>.Constant(20.DegreesCelsius, 8760), Series<Temperature>.Constant(15.DegreesCelsius, 8760)),
    };
}
