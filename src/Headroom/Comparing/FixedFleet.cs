using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Comparing;

/// <summary>The compute side of a site, planned once and then held: what its racks draw hour by hour, what they serve and cost.</summary>
/// <remarks>
///   For one site the racks and their work hardly depend on where the power comes from: power is a tenth of what they cost. So they are planned
///   once, against a grid of one price, and every region and strategy feeds the same draw of racks; cooling and water follow the region's weather.
///   A value for the wire: plain numbers, the unit as last word.
/// </remarks>
public sealed record FixedFleet
{
    public required string Site { get; init; }

    /// <summary>Local time less UTC where the fleet was planned; another region's day is shifted by the difference.</summary>
    public required double UtcOffsetHours { get; init; }
    public required IReadOnlyList<FixedRacks> Racks { get; init; }

    /// <summary>Draw besides halls and cooling; empty where there is none.</summary>
    public required double[] OtherMegawatts { get; init; }

    /// <summary>Energy that reaches the racks per energy taken for them.</summary>
    public required double EfficiencyFraction { get; init; }
    public required double Accelerators { get; init; }

    /// <summary>Output tokens served in the year.</summary>
    public required double Tokens { get; init; }

    /// <summary>Energy of the racks that served them, training left out.</summary>
    public required double ServingItMegawattHours { get; init; }

    /// <summary>Worth of the tokens served in a year.</summary>
    public required double SalesDollarsPerYear { get; init; }

    /// <summary>Yearly cost of racks, halls and whatever else is no power supply.</summary>
    public required double ComputeDollarsPerYear { get; init; }

    /// <summary>How far the plan of the fleet is from the best, as a share.</summary>
    public required double GapFraction { get; init; }

    /// <summary>The most the site draws in a typical climate: a bound for what may be built.</summary>
    public double PeakMegawatts
    {
        get
        {
            double most = 0;
            for (int t = 0; t < Hours; t++) most = Math.Max(most, Racks.Sum(racks => racks.ItMegawatts[t]) / EfficiencyFraction * TypicalPue + Other(t));
            return most;
        }
    }

    /// <summary>Its mean draw in a typical climate.</summary>
    public double MeanMegawatts => Racks.Sum(racks => racks.ItMegawatts.Average()) / EfficiencyFraction * MeanPue
        + (OtherMegawatts.Length > 0 ? OtherMegawatts.Average() : 0);

    /// <summary>Draw with cooling per draw without, of a hall of any kind: in hot weather, and over a year.</summary>
    const double TypicalPue = 1.25, MeanPue = 1.1;

    public int Hours => Racks.Count > 0 ? Racks[0].ItMegawatts.Length : OtherMegawatts.Length;
    public double Other(int t) => OtherMegawatts.Length == 0 ? 0 : OtherMegawatts[t];

    /// <summary>From the plan of a site.</summary>
    public static FixedFleet Of(Site site, PlanReport plan, double utcOffsetHours)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(plan);
        double compute = plan.Cost.Items.Where(item => !item.Supply && item.Kind != "unserved tokens").Sum(item => item.PerYear.Dollars);
        return new FixedFleet
        {
            Site = site.Name,
            UtcOffsetHours = utcOffsetHours,
            Racks = RacksOf(site, plan.Orders),
            OtherMegawatts = site.OtherLoad is { } other ? [.. Enumerable.Range(0, other.Hours).Select(t => other[t].Megawatts)] : [],
            EfficiencyFraction = site.Tree.EfficiencyFraction,
            Accelerators = plan.Orders.Racks.Sum(racks => racks.Count * TypeOf(site, racks.Rack).Accelerators),
            Tokens = plan.Tokens.Served.Tokens,
            ServingItMegawattHours = plan.Ladder.It.MegawattHours,
            SalesDollarsPerYear = plan.Tokens.Services.Sum(served => (site.Services.First(one => one.Name == served.Name).Value * served.Served).Dollars),
            ComputeDollarsPerYear = compute,
            GapFraction = plan.Objective.GapFraction,
        };
    }

    /// <summary>All that <see cref="Of"/> reads of a site beside its plan, in words: two sites of one program that differ here are two fleets.</summary>
    public static IReadOnlyList<string> ReadsOf(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        static string Told(FormattableString facts) => FormattableString.Invariant(facts);
        return
        [
            Told($"{site.Name}, {site.Tree.EfficiencyFraction:R} to the racks"),
            .. site.Services.Select(service => Told($"{service.Name} {service.Value.DollarsPerMillionTokens:R} $/Mtok")),
            .. site.Racks.Select(rack => Told($"{rack.Type.Name}: {rack.Type.Accelerators}, liquid {rack.Type.LiquidShare:R}, idle {ServerPower.Idle(rack.Type).Watts:R} W")),
            .. site.Halls.SelectMany(hall => new[] { (hall.Name, Plant: hall.Cooling), (hall.Name, Plant: hall.Retrofit?.To ?? hall.Cooling) })
                .Select(part => Told($"{part.Name}: {part.Plant.Kind}, {part.Plant.Supply.Celsius:R} °C, {part.Plant.Rejection}")),
            .. site.OtherLoad is { } other ? Enumerable.Range(0, other.Hours).Select(t => Told($"{other[t].Watts:R} W")) : [],
        ];
    }

    /// <summary>Racks of one kind behind one kind of plant, with the draw that the plan's orders give them.</summary>
    static List<FixedRacks> RacksOf(Site site, PlannedYear orders)
    {
        var plants = new Dictionary<string, CoolingPlant>();
        foreach (Hall hall in site.Halls)
        {
            plants[hall.Name] = hall.Cooling;
            if (hall.Retrofit is { } retrofit) plants[$"{hall.Name} rebuilt"] = retrofit.To;
        }
        List<FixedRacks> all = [];
        foreach (var kind in orders.Racks.GroupBy(racks => (racks.Rack, Plant: plants[racks.Part])))
        {
            RackType type = TypeOf(site, kind.Key.Rack);
            HashSet<string> parts = [.. kind.Select(racks => racks.Part)];
            double count = kind.Sum(racks => racks.Count), idle = ServerPower.Idle(type).Megawatts;
            double[] it = new double[orders.ItMegawatts.Length];
            Array.Fill(it, count * idle);
            foreach (PlannedRun run in orders.Runs.Where(run => run.Rack == kind.Key.Rack && parts.Contains(run.Parts[0])))
                for (int t = 0; t < it.Length; t++) it[t] += (run.PowerPerRack.Megawatts - idle) * run.Racks[t];
            double hall = parts.Sum(part => orders.HallParts.First(one => one.Name == part).Power.Megawatts);
            if (count > 0) all.Add(new(kind.Key.Rack, count, type.LiquidShare, kind.Key.Plant.Kind, kind.Key.Plant.Supply.Celsius, kind.Key.Plant.Rejection, hall, it));
        }
        return all;
    }

    static RackType TypeOf(Site site, string rack) => site.Racks.First(choice => choice.Type.Name == rack).Type;
}

/// <summary>Racks of one kind behind one kind of cooling plant.</summary>
/// <param name="LiquidShare">Share of the heat that liquid carries.</param>
/// <param name="HallMegawatts">What their plant is sized for.</param>
/// <param name="ItMegawatts">Their draw, hour by hour.</param>
public sealed record FixedRacks(
    string Rack, double Count, double LiquidShare, Cooling.CoolingKind Cooling, double SupplyCelsius, Cooling.Rejection Rejection, double HallMegawatts, double[] ItMegawatts);
