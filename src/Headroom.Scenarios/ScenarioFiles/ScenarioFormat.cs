using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;

namespace Headroom.Scenarios.ScenarioFiles;

/// <summary>The scenario file, key by key. Every time counts from the start of the run.</summary>
public static class ScenarioFormat
{
    private static readonly Amount time = new(UnitTable.Duration);
    private static readonly Amount length = new(UnitTable.Duration, 0, double.PositiveInfinity, AboveLeast: true);
    private static readonly Amount rate = new(UnitTable.Ramp, SiteFormat.RampLeast);
    private static readonly Key feed = new("feed", new Words(), "name of the feed", "the whole site");
    private static readonly Key authority =
        new("authority", new Choice("utility", "market", "operator", "breaker", "coolingPlant"), "who demands it", "utility");
    private static readonly Key notice = new("notice", time, "how long before `from` it is announced", "0 s");

    public static BlockShape Ramp { get; } = new("ramp", "Straight lines between baseline and level.",
    [
        new("down", time, "how long it takes down", "0 s"),
        new("up", time, "how long it takes back up; it starts when the limit ends", "0 s"),
        new("at", new Choice("starts", "ends"), "whether the ramp down starts at `from`, or has ended by then", "ends"),
        new("rate", rate, "no ramp is steeper: it lengthens instead", "the ramp limit of the site's grid"),
    ]);

    public static BlockShape Limit { get; } = new("limits", "At most this power, from then to then.",
    [
        new("name", new Words(), "for the report", "its number"),
        feed,
        new("power", new Amount(UnitTable.Power), "the level; or `share`", "none"),
        new("share", new Amount(UnitTable.Share, 0, 1), "the level as a share of the baseline", "none"),
        new("baseline", new Amount(UnitTable.Power, 0, double.PositiveInfinity, AboveLeast: true), "what shares and ramps start from",
            "the mean import that the plan means for the time of the limit"),
        new("from", time, "the notified moment", IsRequired: true),
        new("to", time, "when the level ends; or `hold`", "open end"),
        new("hold", length, "how long the level holds once it is reached", "none"),
        notice,
        new("ramp", new Nested(Ramp), "ramps", "none"),
        new("recovery", time, "how long the baseline stays a ceiling after the ramp up: no snap-back", "0 s"),
        authority,
        new("firmness", new Choice("firm", "bestEffort"), "whether it must hold or should", "firm"),
        new("priority", new Whole(0, 99), "smaller is more important; the tightest firm limit binds whatever it is", "1"),
    ]);

    public static BlockShape Curtailment { get; } = new("curtailments", "Flexible capacity taken away, drawn from statistics.",
    [
        new("name", new Words(), "for the report", "curtailment"),
        feed,
        new("hours", new Amount(UnitTable.HoursPerYear, 0, 8760), "hours a year without it, in the mean", IsRequired: true),
        new("length", new Amount(UnitTable.Duration, 60, 8760 * 3600), "mean length of one curtailment", IsRequired: true),
        new("depth", new Amount(UnitTable.Share, 0, 1, AboveLeast: true), "share of the capacity taken away", "100 %"),
        new("capacity", new Amount(UnitTable.Power, 0, double.PositiveInfinity, AboveLeast: true), "what may be taken away",
            "the site's flexible grid capacity"),
        new("seed", new Whole(0, int.MaxValue), "seed of its draws", "the scenario's"),
        notice,
        new("ramp", new Nested(Ramp), "ramps of each", "none"),
        authority,
    ]);

    public static BlockShape Price { get; } = new("prices", "Another energy price for a while: (price or base) · factor + add.",
    [
        new("from", time, "start", IsRequired: true),
        new("to", time, "end", IsRequired: true),
        new("price", new Amount(UnitTable.EnergyPrice, double.NegativeInfinity), "the price itself", "the base price"),
        new("factor", new Amount(UnitTable.Count), "times the price", "1"),
        new("add", new Amount(UnitTable.EnergyPrice, double.NegativeInfinity), "on top", "0 $/MWh"),
    ]);

    public static BlockShape HeatWave { get; } = new("heatWaves", "Hotter than the weather of the site.",
    [
        new("from", time, "start", IsRequired: true),
        new("to", time, "end", IsRequired: true),
        new("dryBulb", new Amount(UnitTable.TemperatureRise, 0, 30), "on the air temperature, at its height", IsRequired: true),
        new("wetBulb", new Amount(UnitTable.TemperatureRise, 0, 30), "on the wet-bulb temperature, at its height", "0 K"),
        new("shape", new Choice("flat", "triangle", "plateau"), "flat; up to the middle and down; or up, level and down", "plateau"),
    ]);

    public static BlockShape Failure { get; } = new("failures", "Components that are out for a while.",
    [
        new("kind", new Choice("chiller", "pump", "generator", "battery", "rackLeak", "feed", "telemetry"), "what fails",
            IsRequired: true),
        new("name", new Words(), "name of the component in the site", "any of the kind"),
        new("count", new Whole(1, 1_000_000), "how many", "1"),
        new("from", time, "start", IsRequired: true),
        new("duration", length, "until it is back", "to the end of the run"),
    ]);

    public static BlockShape Dip { get; } = new("dips", "Sags of the grid's voltage.",
    [
        new("at", time, "start of the first", IsRequired: true),
        new("duration", new Amount(UnitTable.Duration, 0, 60, AboveLeast: true), "of one", IsRequired: true),
        new("voltage", new Amount(UnitTable.PerUnit, 0, 1), "positive-sequence voltage that is left: depth is one less this",
            IsRequired: true),
        new("worstPhase", new Amount(UnitTable.PerUnit, 0, 1), "voltage of the lowest phase", "voltage"),
        new("count", new Whole(1, 1000), "how many in a row", "1"),
        new("spacing", new Amount(UnitTable.Duration, 0, 86_400, AboveLeast: true), "from start to start", "none"),
    ]);

    public static BlockShape Frequency { get; } = new("frequencies", "The grid's frequency leaves its nominal value.",
    [
        new("at", time, "start", IsRequired: true),
        new("duration", length, "how long", IsRequired: true),
        new("frequency", new Amount(UnitTable.Frequency, 40, 70), "while it lasts", IsRequired: true),
    ]);

    public static BlockShape GridLoss { get; } = new("gridLosses", "No power from the grid.",
    [
        new("from", time, "start", IsRequired: true),
        new("duration", length, "until it is back", "to the end of the run"),
        feed,
    ]);

    public static BlockShape Restart { get; } = new("restarts", "Training stands still, then starts everywhere at once.",
    [
        new("at", time, "when it starts again", IsRequired: true),
        new("standstill", length, "how long it stands before", IsRequired: true),
        new("runs", new Names(), "names of training runs", "all"),
        new("rampLimit", rate, "how fast the site may change from the standstill on", "the ramp limit of the site's grid"),
    ]);

    public static BlockShape Scenario { get; } = new("scenario file", "What happens to a site while it is simulated.",
    [
        new("scenario", new Words(), "its name", IsRequired: true),
        new("about", new Words(), "a sentence", "none"),
        new("seed", new Whole(0, int.MaxValue), "for everything that is drawn", "0; a run may state another"),
        new("limits", new ListOf(Limit), Limit.Meaning, "none"),
        new("curtailments", new ListOf(Curtailment), Curtailment.Meaning, "none"),
        new("prices", new ListOf(Price), Price.Meaning, "none"),
        new("heatWaves", new ListOf(HeatWave), HeatWave.Meaning, "none"),
        new("failures", new ListOf(Failure), Failure.Meaning, "none"),
        new("dips", new ListOf(Dip), Dip.Meaning, "none"),
        new("frequencies", new ListOf(Frequency), Frequency.Meaning, "none"),
        new("gridLosses", new ListOf(GridLoss), GridLoss.Meaning, "none"),
        new("restarts", new ListOf(Restart), Restart.Meaning, "none"),
    ]);

    /// <summary>The JSON schema for editors.</summary>
    public static string Schema() => SiteSchema.Write(Scenario, "Headroom scenario file", "docs/scenarios.md");
}
