using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;

namespace Headroom.Scenarios.Rules;

/// <summary>The file of a rule pack, key by key. A rule has exactly one requirement.</summary>
public static class RuleFormat
{
    private static readonly Amount length = new(UnitTable.Duration, 0, 1e9, AboveLeast: true);
    private static readonly Amount share = new(UnitTable.Share, 0, 1, AboveLeast: true);
    private static readonly Amount perUnit = new(UnitTable.PerUnit, 0, 2), hertz = new(UnitTable.Frequency, 40, 70);
    private static readonly Amount kilovolts = new(UnitTable.Voltage, 0, double.PositiveInfinity, AboveLeast: true);

    public static BlockShape Applies { get; } = new("applies", "Sites that the rule means; any one entry is enough.",
    [
        new("atLeast", new Amount(UnitTable.Power), "contracted power", "0 MW"),
        new("voltageAbove", kilovolts, "voltage of the connection, itself not included", "any"),
        new("voltageAtLeast", kilovolts, "voltage of the connection, itself included", "any"),
        new("voltageAtMost", kilovolts, "voltage of the connection", "any"),
    ]);

    public static BlockShape Ramp { get; } = new("ramp", "How fast the site may change.",
    [
        new("most", new Amount(UnitTable.Ramp, 0, double.PositiveInfinity, AboveLeast: true), "the limit", IsRequired: true),
        new("window", length, "over which it is judged", IsRequired: true),
    ]);

    public static BlockShape Recovery { get; } = new("recovery", "How much load is back, how soon after a dip.",
    [
        new("share", share, "of the load before the fault", IsRequired: true),
        new("within", length, "from the moment the voltage is back", IsRequired: true),
        new("voltage", perUnit, "what counts as back", IsRequired: true),
    ]);

    public static BlockShape Loss { get; } = new("loss", "The most power that may be lost at once.",
    [
        new("most", new Amount(UnitTable.Power, 0, double.PositiveInfinity, AboveLeast: true), "the limit", IsRequired: true),
        new("window", length, "what counts as at once", IsRequired: true),
    ]);

    public static BlockShape VoltageZone { get; } = Zone("voltageBand", "Voltages at which the site stays.", perUnit);
    public static BlockShape FrequencyZone { get; } = Zone("frequencyBand", "Frequencies at which the site stays.", hertz);

    private static BlockShape Zone(string name, string meaning, Amount level) => new(name, meaning,
    [
        new("least", level, "lower end, included", IsRequired: true),
        new("most", level, "upper end, included", IsRequired: true),
        new("stay", length, "how long it must stay", "without end"),
    ]);

    public static BlockShape Rule { get; } = new("rules", "One rule.",
    [
        new("id", new Words(), "its name in reports", IsRequired: true),
        new("authority", new Words(), "who demands it", IsRequired: true),
        new("title", new Words(), "a sentence", IsRequired: true),
        new("version", new Words(), "day of this record", IsRequired: true),
        new("status", new Choice("proposed", "approved", "effective", "expired", "handbook", "study"), "how far it has come",
            IsRequired: true),
        new("validFrom", new Day(), "first day", "open"),
        new("validTo", new Day(), "last day", "open"),
        new("applies", new ListOf(Applies), Applies.Meaning, "every site"),
        new("ramp", new Nested(Ramp), Ramp.Meaning, "none"),
        new("recovery", new Nested(Recovery), Recovery.Meaning, "none"),
        new("loss", new Nested(Loss), Loss.Meaning, "none"),
        new("voltageBand", new ListOf(VoltageZone), VoltageZone.Meaning, "none"),
        new("frequencyBand", new ListOf(FrequencyZone), FrequencyZone.Meaning, "none"),
        new("nonePublished", new Words(), "what the authority publishes no number for", "none"),
        new("duty", new Words(), "a duty in words, which no power series shows", "none"),
        new("voltage", new Choice("notStated", "positiveSequence", "worstPhase"), "which voltage it means", "notStated"),
        new("averaging", new Amount(UnitTable.Duration, 0.1, 86_400), "power is averaged over this before it is judged", "none published"),
        new("source", new Words(), "where it stands", IsRequired: true),
        new("grade", new Choice("V", "Q", "2", "D", "C"), "V primary read, Q quoted primary, 2 secondary, D derived, C our choice",
            IsRequired: true),
        new("checkedOn", new Words(), "month in which the source was last looked at", IsRequired: true),
        new("note", new Words(), "what to know besides", "none"),
    ]);

    public static BlockShape Pack { get; } = new("rule pack", "Rules of one authority or area.",
    [
        new("pack", new Words(), "its name", IsRequired: true),
        new("title", new Words(), "a sentence", IsRequired: true),
        new("regions", new Names(), "regions of the catalog that it concerns", "none: it is chosen by name"),
        new("rules", new ListOf(Rule), Rule.Meaning, IsRequired: true),
    ]);

    /// <summary>The JSON schema for editors.</summary>
    public static string Schema() => SiteSchema.Write(Pack, "Headroom rule pack", "docs/scenarios.md");
}
