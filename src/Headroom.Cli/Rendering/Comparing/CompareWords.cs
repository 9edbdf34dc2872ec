using System.Globalization;
using Headroom.Comparing;
using Headroom.Scenarios.Comparing;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>Figures of a comparison in words.</summary>
static class CompareWords
{
    /// <summary>Less of a plant than this share of the peak is a grain of the solver's.</summary>
    const double GrainShare = 0.005;

    /// <summary>"gasEngine 120 MW, solar 80 MW, battery 20 MW / 60 MWh".</summary>
    public static string Built(SupplyAnswer answer)
    {
        double grain = GrainShare * answer.PeakMegawatts;
        string energy = answer.Build.FirstOrDefault(plant => plant.Name == "battery energy") is { } store ? $" / {Figure.Amount(store.Capacity, store.Unit)}" : "";
        return string.Join(", ", answer.Build.Where(plant => plant.Capacity > grain && plant.Name != "battery energy")
            .Select(plant => plant.Name == "battery power" ? $"battery {Figure.Amount(plant.Capacity, plant.Unit)}{energy}" : $"{plant.Name} {Figure.Amount(plant.Capacity, plant.Unit)}"));
    }

    public static string Name(Strategy strategy) => StrategyFacts.NameOf(strategy);
    public static string Money(double value) => !double.IsFinite(value) ? "∞"
        : (Math.Abs(value) < 0.05 ? 0 : value).ToString(Math.Abs(value) < 99.5 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
    public static string Years(double value) => value.ToString("0.0#", CultureInfo.InvariantCulture);

    /// <summary>2–3–4; one number where the ends agree.</summary>
    public static string Years(Spread spread) => spread.IsPoint ? Years(spread.Mid) : string.Create(CultureInfo.InvariantCulture, $"{spread.Low:0.##}–{spread.Mid:0.##}–{spread.High:0.##}");

    /// <summary>"gas at its high end, 4.05 $/MMBtu (planned 3.1): onsite → grid".</summary>
    public static string Told(Flip flip) => string.Create(CultureInfo.InvariantCulture,
        $"{flip.Parameter} at its {(flip.IsHigh ? "high" : "low")} end, {Value(flip.Value)} {flip.Unit} (planned {Value(flip.Planned)}): {Name(flip.From)} → {Name(flip.To)}");

    /// <summary>"gas 6.1 $/MMBtu (planned 3.1): onsite below, grid above".</summary>
    public static string Told(BreakEven even) => $"{even.Parameter} {Value(even.Value)} {even.Unit} (planned {Value(even.Planned)}): {Name(even.Below)} below, {Name(even.Above)} above";

    /// <summary>Where the winner changes, and which ends of ranges change it: a sentence for each telling that has any.</summary>
    public static IEnumerable<string> Changes(RegionFigures region)
    {
        foreach (Telling telling in Enum.GetValues<Telling>())
        {
            string how = telling == Telling.Plain ? "without waiting" : "with waiting";
            BreakEven[] evens = [.. region.BreakEvens.Where(even => even.Telling == telling)];
            if (evens.Length > 0) yield return $"the winner changes {how} at: {string.Join("; ", evens.Select(Told))}";
            Flip[] flips = [.. region.Flips.Where(flip => flip.Telling == telling)];
            if (flips.Length > 0) yield return $"flips inside a range {how}: {string.Join("; ", flips.Select(Told))}";
        }
    }

    public static string Risk(Strategy strategy) => StrategyFacts.Words(strategy).Risk;

    static string Value(double value) => value.ToString(value < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
