using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Reports;

/// <summary>A plan's answer as figures: what to build, what it costs, what it gives, and what the ceiling is worth. No rendering.</summary>
public sealed record PlanReport
{
    public required string Site { get; init; }
    public required string Region { get; init; }
    public required int Year { get; init; }
    public required ObjectiveFigure Objective { get; init; }
    public required IReadOnlyList<BuildFigure> Build { get; init; }
    public required CostFigures Cost { get; init; }
    public required EnergyFigures Energy { get; init; }
    public required TokenFigures Tokens { get; init; }
    public required LadderFigures Ladder { get; init; }
    public required CarbonFigures Carbon { get; init; }
    public required WaterFigures Water { get; init; }
    public required IReadOnlyList<ShadowPrice> ShadowPrices { get; init; }
    public required ModelFigures Model { get; init; }
    public required DispatchTable Dispatch { get; init; }

    /// <summary>The plan as orders, unrounded: what a simulator carries out.</summary>
    public required PlannedYear Orders { get; init; }

    /// <summary>Hour of the year at which the site has the least headroom.</summary>
    public required int TightestHour { get; init; }
    public IReadOnlyList<Finding> Findings { get; init; } = [];
    public IReadOnlyList<InputFact> Inputs { get; init; } = [];
}

/// <summary>What was sought and how near the answer is to the best possible one.</summary>
/// <param name="Kind">leastCost, mostTokens or mostValue.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">"$", or "Gtok" where tokens are sought: the unit of the exported model.</param>
/// <param name="Bound">No plan is better than this.</param>
/// <param name="GapFraction">|value − bound| / |value|.</param>
public sealed record ObjectiveFigure(string Kind, double Value, string Unit, double Bound, double GapFraction);

/// <summary>One thing that stands in the plan.</summary>
/// <param name="Name">Such as "gasTurbine", "battery energy", "gb200-nvl72 in hall B".</param>
/// <param name="Group">supply, storage, grid, halls or racks.</param>
/// <param name="Installed">What stood before, in <paramref name="Unit"/>.</param>
/// <param name="Total">What stands in the end, in <paramref name="Unit"/>.</param>
/// <param name="Most">What may stand at most; infinite without a limit.</param>
/// <param name="Unit">MW, MWh, racks or modules.</param>
public sealed record BuildFigure(string Name, string Group, double Installed, double Total, double Most, string Unit)
{
    public double Built => Total - Installed;
}

/// <summary>Yearly cost by item.</summary>
/// <param name="Items">What is paid for, in the order of the model.</param>
/// <param name="Total">Their sum, value of served tokens not deducted.</param>
/// <param name="Capital">What is spent once on what is built.</param>
/// <param name="Energy">Cost of power supply per megawatt-hour of the site's draw.</param>
/// <param name="Tokens">Cost of everything per million served output tokens; null without services.</param>
public sealed record CostFigures(IReadOnlyList<CostItem> Items, Money Total, Money Capital, EnergyPrice Energy, TokenPrice? Tokens);

/// <summary>One item of yearly cost.</summary>
/// <param name="Asset">What it is paid for: "gasTurbine", "grid", "gb200-nvl72".</param>
/// <param name="Kind">capital, fixed, fuel, energy, demand charge, carbon, unserved tokens …</param>
/// <param name="PerYear">Money per year; negative for income.</param>
/// <param name="Supply">Whether it counts as power supply in $/MWh.</param>
public sealed record CostItem(string Asset, string Kind, Money PerYear, bool Supply)
{
    /// <summary>Whether it is work that did not come: tokens not served, training not done.</summary>
    public bool IsLost => Kind is "unserved tokens" or "missed tokens" or "undone training";

    /// <summary>Whether nobody is paid: what is not served or not done counts at a price.</summary>
    public bool IsPenalty => IsLost || Kind == "power not there";
}

/// <summary>Energy of the year by where it comes from and where it goes.</summary>
public sealed record EnergyFigures(IReadOnlyList<EnergyItem> Sources, IReadOnlyList<EnergyItem> Uses, Energy Draw, Power Peak);

/// <summary>Energy of one source or one use.</summary>
public sealed record EnergyItem(string Name, Energy Amount);

/// <summary>Tokens of the year.</summary>
public sealed record TokenFigures(IReadOnlyList<ServiceFigure> Services, IReadOnlyList<TrainingFigure> Training, TokenCount Served, TokenCount Unserved);

/// <summary>One service's year.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Demand">Output tokens asked for.</param>
/// <param name="Served">Output tokens served.</param>
/// <param name="Unserved">Output tokens not served.</param>
/// <param name="HoursShort">Hours in which some went unserved.</param>
/// <param name="Basis">How its operating points were found: the fit used, and whether it is an estimate.</param>
public sealed record ServiceFigure(string Name, int Tier, TokenCount Demand, TokenCount Served, TokenCount Unserved, int HoursShort, string Basis)
{
    /// <summary>Of the unserved, what the tier promised to serve; zero but in years in which power comes too late.</summary>
    public TokenCount Missed { get; init; }

    /// <summary>Rack types whose operating points for this service are estimates, not fits to measurements of them.</summary>
    public IReadOnlyList<string> EstimatedOn { get; init; } = [];

    /// <summary>Rack types whose operating points are the user's own measurements; null where none were given.</summary>
    public IReadOnlyList<string>? MeasuredOn { get; init; }
}

/// <summary>One training run's year.</summary>
public sealed record TrainingFigure(string Name, Quantities.Compute Asked, Quantities.Compute Done, Energy It);

/// <summary>Tokens per joule from the accelerator to the meter, with PUE beside it to show what it hides.</summary>
/// <remarks>Energies are of serving only; tokens and joules are summed over the year and divided here, ratios are never averaged.</remarks>
public sealed record LadderFigures(TokenCount Tokens, Energy Accelerator, Energy Server, Energy It, Energy SiteEnergy, double PueRatio)
{
    public TokenEfficiency PerAcceleratorJoule => Tokens / Accelerator;
    public TokenEfficiency PerServerJoule => Tokens / Server;
    public TokenEfficiency PerItJoule => Tokens / It;
    public TokenEfficiency PerSiteJoule => Tokens / SiteEnergy;
    public bool IsEmpty => Tokens == TokenCount.Zero || It == Energy.Zero;
}

/// <summary>Carbon of the year; <paramref name="PerMillionTokens"/> is null without tokens.</summary>
public sealed record CarbonFigures(Mass Total, CarbonIntensity PerEnergy, Mass? PerMillionTokens);

/// <summary>Water of the year; <paramref name="PerMillionTokens"/> is null without tokens.</summary>
public sealed record WaterFigures(Volume Total, WaterIntensity PerItEnergy, Volume? PerMillionTokens);

/// <summary>What one more unit of something scarce is worth.</summary>
/// <param name="Constraint">Family name in the model.</param>
/// <param name="Of">What is scarce: "firm grid", "gasTurbine".</param>
/// <param name="Unit">One more of this: "MW", "rack", "t".</param>
/// <param name="Worth">Change of the objective per unit, in dollars a year or tokens a year; never negative.</param>
/// <param name="WorthUnit">"$/yr" or "tok/yr".</param>
/// <param name="BindingHours">Hours in which it binds; null for yearly limits.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record ShadowPrice(string Constraint, string Of, string Unit, double Worth, string WorthUnit, int? BindingHours, string Sentence);

/// <summary>Size of the model that was solved, and by what.</summary>
public sealed record ModelFigures(int Rows, int Columns, int NonZeros, string Algorithm);

/// <summary>The year hour by hour, one column each, unit in the header.</summary>
/// <param name="Columns">In the order of the file.</param>
public sealed record DispatchTable(IReadOnlyList<DispatchColumn> Columns)
{
    public DispatchColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);
}

/// <summary>One column: a name, its unit, a value per hour.</summary>
/// <param name="Name">Such as "import", "gasTurbine", "battery stored", "chat served".</param>
/// <param name="Unit">Such as "MW".</param>
/// <param name="Role">What a chart does with it.</param>
/// <param name="Values">One for each hour.</param>
public sealed record DispatchColumn(string Name, string Unit, ColumnRole Role, double[] Values);

/// <summary>What a dispatch column is, for charts: sources stack up to the draw, the ceiling is a line above; runs are orders and on no chart.</summary>
public enum ColumnRole { Source, Use, Ceiling, Storage, Work, Price, Weather, Other, Run }
