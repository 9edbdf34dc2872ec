using Headroom.Cooling;
using Headroom.Growth;
using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Sites;

/// <summary>Size class of a site; it sets defaults and sanity ranges.</summary>
public enum Tier { Edge, Enterprise, Hyperscale, Sovereign }

/// <summary>What a plan seeks.</summary>
public enum Objective
{
    /// <summary>Serve the demand at the least yearly cost.</summary>
    LeastCost,

    /// <summary>Serve as many tokens as the site, its demand and its budget allow.</summary>
    MostTokens,

    /// <summary>Value of served tokens less yearly cost.</summary>
    MostValue,
}

/// <summary>One campus behind one utility meter, everything resolved: what stands, what may be built, what is asked of it.</summary>
public sealed record Site
{
    public required string Name { get; init; }
    public Tier? Tier { get; init; }

    /// <summary>Key of the region in the catalog.</summary>
    public required string Region { get; init; }
    public required PlanYear Year { get; init; }
    public Objective Objective { get; init; }
    public required Weather Weather { get; init; }
    public GridConnection? Grid { get; init; }
    public IReadOnlyList<Generator> Generators { get; init; } = [];
    public IReadOnlyList<Battery> Batteries { get; init; } = [];
    public PowerTree Tree { get; init; } = PowerTree.Lossless;
    public IReadOnlyList<Hall> Halls { get; init; } = [];
    public IReadOnlyList<RackChoice> Racks { get; init; } = [];
    public IReadOnlyList<Service> Services { get; init; } = [];
    public IReadOnlyList<TrainingRun> Training { get; init; } = [];

    /// <summary>Electrical draw besides halls and cooling, hour by hour; null where there is none.</summary>
    public Series<Power>? OtherLoad { get; init; }
    public SitePolicy Policy { get; init; } = new();

    /// <summary>The years over which it grows; null where one year is planned.</summary>
    public Horizon? Horizon { get; init; }

    /// <summary>How demand, efficiency and ceilings are taken to grow; never part of a plan of one year. Null where nobody said.</summary>
    public GrowthOutlook? Growth { get; init; }

    /// <summary>Every number that went in, with where it came from.</summary>
    public IReadOnlyList<InputFact> Inputs { get; init; } = [];
}

/// <summary>Caps and prices that hold for the whole site.</summary>
public sealed record SitePolicy
{
    public CarbonPrice CarbonPrice { get; init; }
    public Mass? CarbonMost { get; init; }
    public Volume? WaterMost { get; init; }

    /// <summary>The most that the plan may cost in a year.</summary>
    public Money? YearlyCostMost { get; init; }

    /// <summary>The most that may be spent once on what is built.</summary>
    public Money? CapitalMost { get; init; }

    /// <summary>Firm capacity must reach the peak draw times one plus this, with the largest unit out; null without a reserve.</summary>
    public double? ReserveMarginFraction { get; init; }
}

/// <summary>The path of power from the meter to the racks: how much it may carry and what it loses.</summary>
/// <param name="EfficiencyFraction">Energy that reaches the racks per energy taken for them: UPS and distribution.</param>
/// <param name="Nodes">Ratings along the way.</param>
public sealed record PowerTree(double EfficiencyFraction, IReadOnlyList<PowerNode> Nodes)
{
    public static PowerTree Lossless { get; } = new(1, []);
}

/// <summary>A node of the power tree: a feed, a substation, a UPS or a row, with the halls that hang on it.</summary>
public sealed record PowerNode(string Name, Power Rating, IReadOnlyList<string> Halls);

/// <summary>The weather of the plan's year.</summary>
public sealed record Weather(Series<Temperature> DryBulb, Series<Temperature> WetBulb)
{
    /// <summary>Plants are sized for the hour that only 0.4 % of the year exceeds.</summary>
    const double DesignShareOfHours = 0.996;

    /// <summary>What cooling plants are sized for.</summary>
    public DesignWeather Design() => new(Percentile(DryBulb), Percentile(WetBulb));

    static Temperature Percentile(Series<Temperature> hours)
    {
        double[] sorted = [.. Enumerable.Range(0, hours.Hours).Select(t => hours[t].Celsius).Order()];
        return sorted[(int)(DesignShareOfHours * (sorted.Length - 1))].DegreesCelsius;
    }
}

/// <summary>One input: where it stands in the site's description, what it says, and where it came from.</summary>
/// <param name="Path">Such as <c>supply.gasTurbine.capital</c>.</param>
/// <param name="Text">Value with unit, and the range where the catalog has one.</param>
/// <param name="Source">A citation, or file and line.</param>
/// <param name="Line">Line of the site file; null for catalog values.</param>
public sealed record InputFact(string Path, string Text, string Source, int? Line = null);
