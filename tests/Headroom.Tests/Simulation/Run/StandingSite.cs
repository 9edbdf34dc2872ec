using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation;

/// <summary>A site that stands, with a plan made by hand: racks that serve, racks that train, a grid, and what a test adds.</summary>
/// <remarks>Racks of one kind stand in one hall. Serving racks run without a cap at their full batch, training racks without a cap.</remarks>
internal sealed record StandingSite
{
    private static readonly PlanYear year = new(2027);
    public RackType Rack { get; init; } = HardwareCatalog.Rack("gb200-nvl72");
    public double Serving { get; init; } = 60;
    public double Training { get; init; } = 40;

    /// <summary>Racks that stand without work in the plan.</summary>
    public double Spare { get; init; }

    /// <summary>Course of what is asked over the day, of the serving racks' most.</summary>
    public Func<int, double> Load { get; init; } = _ => 1;
    public int Tier { get; init; }

    /// <summary>Services that share the serving racks; empty for one, "chat", of the tier above.</summary>
    public IReadOnlyList<ServingPart> Services { get; init; } = [];
    public Power? GridMost { get; init; }
    public Power ExportMost { get; init; }
    public Ramp? RampLimit { get; init; }
    public bool Smooths { get; init; }
    public CapPath CapPath { get; init; } = CapPath.InBand;
    public DipLimit? RideThrough { get; init; }
    public StagedReturn? Return { get; init; }
    public IReadOnlyList<(Generator Facts, Power Capacity, Power Output)> Plants { get; init; } = [];

    /// <summary>Share of its output that every plant gives in an hour of the plan.</summary>
    public Func<int, double> PlantHours { get; init; } = _ => 1;
    public (Power Power, Energy Energy, Energy Stored)? Battery { get; init; }
    public TrainingRun? Run { get; init; }
    public ServiceTraffic Traffic { get; init; } = ServiceTraffic.Usual;
    public PowerTree Tree { get; init; } = new(0.96, []);
    public Power OtherLoad { get; init; }
    public CoolingPlant Cooling { get; init; } = new(CoolingKind.DirectLiquid, 40.DegreesCelsius, Rejection.DryCooler);
    public Temperature DryBulb { get; init; } = 20.DegreesCelsius;
    public TimeSpan Step { get; init; } = 1.Seconds;
    public TimeSpan Length { get; init; } = 1.Hours;
    public ulong Seed { get; init; } = 1;
    public bool IsSteady { get; init; }
    public int FirstHour { get; init; }
    public int RowsMost { get; init; } = 2048;
    public Scenario? Scenario { get; init; }

    public static Model Model { get; } = HardwareCatalog.Model("llama-3.1-70b");
    public static ServingShape Shape { get; } = new(Precision.Fp8, 1024.Tokens, 512.Tokens, TimeSpan.FromMilliseconds(50), 2.Seconds);

    public double Racks => Serving + Training + Spare;

    public SimulationOrder Order() => new()
    {
        Site = Site(),
        Plan = Plan(),
        Scenario = Scenario,
        FirstHour = FirstHour,
        Length = Length,
        Step = Step,
        Seed = Seed,
        IsSteady = IsSteady,
        RowsMost = RowsMost,
        Actuators = ActuatorFile.Shipped,
    };

    /// <summary>Draw that the plan expects in the first hour.</summary>
    public Power Usual => Order().Plan.DrawMegawatts[0].Megawatts;

    /// <summary>Draw with every rack on and without work, cooling and losses in the plan's proportion.</summary>
    public Power Idling => Racks * BusPerIt * ServerPower.Idle(Rack) + OtherLoad;

    private IReadOnlyList<ServingPart> Parts => Serving <= 0 ? [] : Services.Count > 0 ? Services : [new("chat", Tier, 1)];

    private OperatingPoint Point => new DefaultFrontier().FrontierOf(Rack, Model, Shape).Most;
    private TrainingPoint TrainingPoint => Headroom.Compute.Training.FrontierOf(Rack, 0.4, 0.9).Most;

    private Site Site() => new()
    {
        Name = "standing",
        Region = "nowhere",
        Year = year,
        Weather = new(Flat(DryBulb), Flat(DryBulb - 6.Kelvin)),
        Grid = GridMost is { } most ? new()
        {
            Firm = Sizing<Power>.Fixed(most),
            Price = Flat(50.DollarsPerMegawattHour),
            Carbon = Flat(400.GramsPerKilowattHour),
            ExportMost = ExportMost,
            RampLimit = RampLimit,
            RideThrough = RideThrough,
            Return = Return,
        } : null,
        Generators = [.. Plants.Select(one => one.Facts)],
        Batteries = Battery is { } b ? [Store(b.Power, b.Energy)] : [],
        Tree = Tree,
        Halls = [new() { Name = "A", Power = Sizing<Power>.Fixed(HallPower), PerRack = Rack.Nameplate, Cooling = Cooling }],
        Racks = [new() { Type = Rack, Size = Sizing<Count>.Fixed(Count.FromSi(Racks)), Smooths = Smooths, CapPath = CapPath }],
        Services = [.. Parts.Select(one => new Service
        {
            Name = one.Name,
            Model = Model,
            Shape = Shape,
            Tier = one.Tier,
            Deferrable = one.Deferrable,
            Demand = Demand(one.Share),
            Traffic = Traffic,
        })],
        Training = Training > 0 ? [Run ?? Job("run")] : [],
        OtherLoad = OtherLoad > Power.Zero ? Flat(OtherLoad) : null,
    };

    private Power HallPower => Racks * Rack.Nameplate;

    public static TrainingRun Job(string name) => new() { Name = name, Amount = Headroom.Quantities.Compute.FromSi(1e27), FirstHour = 0, EndHour = year.Hours };

    private static Battery Store(Power power, Energy energy) => new()
    {
        Name = "battery",
        Power = Sizing<Power>.Fixed(power),
        Energy = Sizing<Energy>.Fixed(energy),
        ChargeEfficiency = 0.95,
        DischargeEfficiency = 0.95,
    };

    private Series<TokenRate> Demand(double share)
    {
        double each = share * Serving * Point.Tokens.TokensPerSecond;
        return new([.. Enumerable.Range(0, year.Hours).Select(t => each * Load(t))]);
    }

    private PlannedYear Plan()
    {
        OperatingPoint point = Point;
        Power idle = ServerPower.Idle(Rack);
        double[] serving = [.. Enumerable.Range(0, year.Hours).Select(t => Serving * Load(t))], training = All(Training);
        double[] it = [.. serving.Select(racks => (Racks * idle + racks * (point.Power - idle) + Training * (TrainingPower - idle)).Megawatts)];
        double[] draw = [.. it.Select(one => one * BusPerIt + OtherLoad.Megawatts)];
        double fed = Plants.Sum(one => one.Output.Megawatts);
        return new()
        {
            Site = "standing",
            Region = "nowhere",
            Year = year.Year,
            GridFirm = GridMost ?? default,
            GridInjectionMegawatts = GridMost is null ? null : [.. draw.Select((one, t) => one - fed * PlantHours(t))],
            Generators = [.. Plants.Select(one => new PlannedGenerator(one.Facts.Name, one.Capacity, Hours(one.Output.Megawatts)))],
            Batteries = Battery is { } b ? [new("battery", b.Power, b.Energy, All(0), All(b.Stored.MegawattHours))] : [],
            HallParts = [new("A", false, HallPower)],
            Racks = [new(Rack.Name, "A", Racks)],
            Runs =
            [
                .. Parts.Where(one => one.IsPlanned).Select(one => new PlannedRun(one.Name, Rack.Name, ["A"], point.CapFraction, point.Power,
                    point.Tokens.TokensPerSecond, [.. serving.Select(racks => one.Share * racks)])),
                .. Training > 0 ? [new PlannedRun((Run ?? Job("run")).Name, Rack.Name, ["A"], TrainingPoint.CapFraction, TrainingPower,
                    TrainingPoint.Compute.OperationsPerSecond, training)] : Array.Empty<PlannedRun>(),
            ],
            DrawMegawatts = draw,
            ItMegawatts = it,
            CoolingMegawatts = [.. it.Select(one => one * CoolingRatio / Tree.EfficiencyFraction)],
            LossMegawatts = [.. it.Select(one => one * (1 / Tree.EfficiencyFraction - 1))],
        };
    }

    private Power TrainingPower => Headroom.Compute.Training.PowerOfRack(Rack, Rack.Accelerator.Tdp);
    private double BusPerIt => (1 + CoolingRatio) / Tree.EfficiencyFraction;

    /// <summary>The planner's cost of cooling in this weather: what liquid does not carry goes through the hall's air.</summary>
    private double CoolingRatio
    {
        get
        {
            DesignWeather design = new(DryBulb, DryBulb - 6.Kelvin);
            CoolingCost Of(CoolingKind kind, Temperature supply) => CoolingSlope.Of(kind, supply, Cooling.Rejection, DryBulb, DryBulb - 6.Kelvin, design);
            CoolingCost main = Of(Cooling.Kind, Cooling.Supply);
            return Cooling.Kind != CoolingKind.DirectLiquid || Rack.LiquidShare >= 1 ? main.PowerPerHeatRatio
                : CoolingCost.Blend(Rack.LiquidShare, main, Of(CoolingKind.Air, 27.DegreesCelsius)).PowerPerHeatRatio;
        }
    }

    private double[] Hours(double most) => [.. Enumerable.Range(0, year.Hours).Select(t => most * PlantHours(t))];
    private static double[] All(double value) => [.. Enumerable.Repeat(value, year.Hours)];
    private static Series<Q> Flat<Q>(Q value) where Q : struct, IQuantity<Q> => Series<Q>.Constant(value, year.Hours);
}

/// <summary>One service on a share of the serving racks.</summary>
/// <param name="IsPlanned">The plan gives it racks.</param>
internal sealed record ServingPart(string Name, int Tier, double Share, TimeSpan? Deferrable = null, bool IsPlanned = true);
