using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What happens to a site while it is simulated. All times count from the start of the run.</summary>
public sealed record Scenario
{
    public required string Name { get; init; }
    public string About { get; init; } = "";

    /// <summary>For everything that is drawn; the run's own seed where a run states one.</summary>
    public ulong Seed { get; init; }
    public IReadOnlyList<LimitEvent> Limits { get; init; } = [];
    public IReadOnlyList<CurtailmentStatistics> Curtailments { get; init; } = [];
    public IReadOnlyList<PriceEvent> Prices { get; init; } = [];
    public IReadOnlyList<HeatWave> HeatWaves { get; init; } = [];
    public IReadOnlyList<Failure> Failures { get; init; } = [];
    public IReadOnlyList<VoltageDip> Dips { get; init; } = [];
    public IReadOnlyList<FrequencyEvent> Frequencies { get; init; } = [];
    public IReadOnlyList<GridLoss> GridLosses { get; init; } = [];
    public IReadOnlyList<TrainingRestart> Restarts { get; init; } = [];
}

/// <summary>Another price for a while: set · or · factor · price + add.</summary>
/// <param name="Set">The price itself; null where the base price is changed instead.</param>
public sealed record PriceEvent(TimeSpan From, TimeSpan To, EnergyPrice? Set, double ScaleFactor, EnergyPrice Add)
{
    public EnergyPrice Of(EnergyPrice price) => (Set ?? price) * ScaleFactor + Add;
}

/// <summary>How an offset grows and fades over its window.</summary>
public enum WindowShape
{
    /// <summary>Whole from the first to the last moment.</summary>
    Flat,

    /// <summary>Rises to the middle and falls from there.</summary>
    Triangle,

    /// <summary>Rises over the first quarter, holds, falls over the last quarter.</summary>
    Plateau,
}

/// <summary>Hotter than the weather file says, by an offset that is whole at the window's height.</summary>
public sealed record HeatWave(TimeSpan From, TimeSpan To, TemperatureRise DryBulb, TemperatureRise WetBulb, WindowShape Shape);

/// <summary>What can fail.</summary>
public enum FailureKind { Chiller, Pump, Generator, Battery, RackLeak, Feed, Telemetry }

/// <summary>Components that are out for a while.</summary>
/// <param name="Duration">Null: to the end of the run.</param>
/// <param name="Count">How many of the kind; of the named one, where a name is given.</param>
/// <param name="Component">Its name in the site; null for any.</param>
public sealed record Failure(FailureKind Kind, TimeSpan From, TimeSpan? Duration, int Count, string? Component)
{
    public TimeSpan End => Duration is { } length && length < TimeSpan.MaxValue - From ? From + length : TimeSpan.MaxValue;
}

/// <summary>A sag of the grid's voltage.</summary>
/// <param name="RetainedFraction">Positive-sequence voltage that is left, per unit: 0.25 is a dip by three quarters.</param>
/// <param name="WorstPhaseFraction">Voltage of the lowest phase, per unit; equal to the other for a balanced dip.</param>
public sealed record VoltageDip(TimeSpan At, TimeSpan Duration, double RetainedFraction, double WorstPhaseFraction)
{
    public TimeSpan End => At + Duration;
}

/// <summary>The grid's frequency leaves its nominal value for a while.</summary>
public sealed record FrequencyEvent(TimeSpan At, TimeSpan Duration, double Hertz)
{
    public TimeSpan End => At + Duration;
}

/// <summary>No power from the grid.</summary>
/// <param name="Feed">Null: the whole site.</param>
/// <param name="Duration">Null: to the end of the run.</param>
public sealed record GridLoss(TimeSpan From, TimeSpan? Duration, string? Feed);

/// <summary>Training stands still and then starts everywhere at once.</summary>
/// <param name="At">When it starts again.</param>
/// <param name="Standstill">How long before that it stands.</param>
/// <param name="Runs">Names of the runs; empty for all.</param>
/// <param name="RampLimit">How fast the site may change from the standstill on; null without a limit of the scenario's own.</param>
public sealed record TrainingRestart(TimeSpan At, TimeSpan Standstill, IReadOnlyList<string> Runs, Ramp? RampLimit)
{
    public TimeSpan From => At - Standstill;
}

/// <summary>What a scenario needs to know of the site and the run to become concrete.</summary>
/// <param name="Connection">What the site may draw without any limit of the scenario.</param>
/// <param name="Baseline">The draw that shares are shares of, where a limit states none.</param>
public sealed record ScenarioContext(TimeSpan Horizon, Power Connection, Power Baseline)
{
    public IReadOnlyDictionary<string, FeedContext> Feeds { get; init; } = new Dictionary<string, FeedContext>();

    /// <summary>Grid capacity without a promise; null where the site has none.</summary>
    public Power? Flexible { get; init; }

    /// <summary>Names that a failure of a kind may have; kinds that are missing are not checked.</summary>
    public IReadOnlyDictionary<FailureKind, IReadOnlyList<string>> Components { get; init; } = new Dictionary<FailureKind, IReadOnlyList<string>>();

    /// <summary>Names of the site's training runs; null where nobody knows.</summary>
    public IReadOnlyList<string>? Runs { get; init; }

    /// <summary>How fast the site may change by its own grid contract.</summary>
    public Ramp? RampLimit { get; init; }
}

/// <summary>One feed: its rating and its usual draw.</summary>
public sealed record FeedContext(Power Rating, Power Baseline);
