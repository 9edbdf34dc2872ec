using System.Globalization;
using Headroom.Growth;
using Headroom.Quantities;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>The answer in sentences, the same on a screen, in JSON and in the report.</summary>
static class ForecastWords
{
    /// <summary>2029.3; already; after 2040; never.</summary>
    public static string Year(CeilingYear year, GrowthOutlook outlook) => year.IsAlready ? "already"
        : year.Year <= outlook.UntilYear + 1 ? year.Year.ToString("0.0", CultureInfo.InvariantCulture)
        : $"after {outlook.UntilYear}";

    /// <summary>The same in a cell of a table: 2040+ stands for after 2040.</summary>
    public static string Cell(CeilingYear year, GrowthOutlook outlook) => !year.IsAlready && year.Year > outlook.UntilYear + 1 ? $"{outlook.UntilYear}+" : Year(year, outlook);
    public static string Cells(CeilingYear early, CeilingYear late, GrowthOutlook outlook)
    {
        (string from, string to) = (Cell(early, outlook), Cell(late, outlook));
        return from == to ? from : $"{from} to {to}";
    }

    /// <summary>Met, already, later than the last year told, or never.</summary>
    public static string Kind(CeilingYear year, GrowthOutlook outlook) => year.IsAlready ? "already" : year.IsNever ? "never" : year.Year <= outlook.UntilYear + 1 ? "met" : "later";

    /// <summary>From the earlier year to the later one: <c>2028.1 to 2031.9</c>.</summary>
    public static string Range(CeilingYear early, CeilingYear late, GrowthOutlook outlook)
    {
        (string from, string to) = (Year(early, outlook), Year(late, outlook));
        return from == to ? from : $"{from} to {to}";
    }

    /// <summary>Years from one crossing to another; null where either is not to be had.</summary>
    public static double? Bought(CeilingYear before, CeilingYear after) => before.IsAlready || before.IsNever || after.IsNever ? null : after.Year - before.Year;

    /// <summary>What answers the question, sentence by sentence.</summary>
    public static IReadOnlyList<string> Answer(Forecast forecast)
    {
        GrowthOutlook outlook = forecast.Outlook;
        if (!forecast.HasWork) return ["The site has no services and no training that its racks can do, so nothing grows."];
        List<string> sentences = [];
        CeilingForecast[] passed = [.. forecast.Ceilings.Where(one => one.Mid.IsAlready)];
        if (passed.Length > 0)
            sentences.Add($"In {outlook.FromYear} the work of the file already passes {Listed([.. passed.Select(one => $"{one.Ceiling.Name} ({one.Ceiling.At(outlook.FromYear)}, {one.NeedAtFirst} needed)")])}.");
        if (forecast.Headline is not { Mid.IsAlready: false } headline)
        {
            if (Asking(forecast) is { } more) sentences.Add(more);
            if (forecast.Ceilings.Count == 0) sentences.Add("The site states no ceiling.");
            return sentences;
        }
        string what = $"The ceiling {headline.Ceiling.Name}, {headline.Ceiling.At(outlook.FromYear)}{(headline.Ceiling.IsConstant ? "" : $" in {outlook.FromYear}")}{Where(headline.Ceiling.Boundary)},";
        string met = headline.Mid.Year <= outlook.UntilYear + 1 ? $"is met in {Year(headline.Mid, outlook)}" : headline.Mid.IsNever ? "is never met" : $"is met {Year(headline.Mid, outlook)}";
        sentences.Add($"{what} {met} ({Range(headline.High, headline.Low, outlook)} by demand; {Range(headline.Earliest, headline.Latest, outlook)} with every lever at its end at once).");
        if (Symmetry(headline, forecast.Base.It.Training > Power.Zero) is { } symmetry) sentences.Add(symmetry);
        if (Asking(forecast) is { } asking) sentences.Add(asking);
        if (headline.Tornado.Count > 0) sentences.Add(Lever(headline.Tornado[0], outlook));
        return sentences;
    }

    /// <summary>What a doubling buys, on either side of the balance.</summary>
    public static string? Symmetry(CeilingForecast of, bool trains)
    {
        if (Bought(of.Mid, of.AtDoubleCeiling) is not { } doubling || Bought(of.Mid, of.AtHalfJoules) is not { } halving) return null;
        string work = trains ? "per token and per FLOP" : "per token";
        string first = Math.Abs(doubling - halving) < 0.005
            ? $"Twice the ceiling buys {Years(doubling)}, and so does half the joules {work}"
            : $"Twice the ceiling buys {Years(doubling)}, half the joules {work} {Years(halving)}";
        string tokens = Bought(of.Mid, of.AtHalfJoulesPerToken) is { } token && Math.Abs(token - halving) >= 0.05 ? $" (per token alone {Years(token)})" : "";
        return $"{first}{tokens}.";
    }

    /// <summary>When to ask for more grid, where a queue is known; what will be needed when it comes, where it is late already.</summary>
    static string? Asking(Forecast forecast)
    {
        if (forecast.Outlook.Region is not { WaitYears: { } wait } region) return null;
        GrowthOutlook outlook = forecast.Outlook;
        string takes = string.Create(CultureInfo.InvariantCulture, $"More grid takes {wait.Mid:0.#} {(Math.Round(wait.Mid, 1) == 1 ? "year" : "years")} ({wait.Low:0.#} to {wait.High:0.#}) in {region.Name}");
        CeilingForecast[] grid = [.. forecast.Ceilings.Where(one => one.Ceiling.IsGrid)];
        if (grid.Length == 0) return null;
        if (grid.Where(one => !one.Mid.IsAlready).MinBy(one => one.Mid.Year) is { } next)
            return next.Mid.Year > outlook.UntilYear + 1 ? null : string.Create(CultureInfo.InvariantCulture,
                $"{takes}: to have it when {next.Ceiling.Name} is met, in {next.Mid.Year:0.0}, {(next.Mid.Year - wait.Mid < outlook.FromYear ? "it had to be asked for by" : "ask by")} {next.Mid.Year - wait.Mid:0.0}.");
        double comes = outlook.FromYear + wait.Mid;
        Power then = new PowerNeed(outlook, GrowthPick.Mid, forecast.Base.It, forecast.Base.Meter).At(GrowthBoundary.Meter, comes).Total;
        return string.Create(CultureInfo.InvariantCulture, $"{takes}; asked for at the start of {outlook.FromYear}, it comes in {comes:0.0}, when {then} are needed.");
    }

    /// <summary>Behind a ceiling's name: where it is compared.</summary>
    public static string Where(GrowthBoundary boundary) => boundary == GrowthBoundary.It ? " at the racks" : "";

    static string Lever(TornadoBar bar, GrowthOutlook outlook) =>
        $"{char.ToUpperInvariant(LeverWords.Name(bar.Lever)[0])}{LeverWords.Name(bar.Lever)[1..]} moves it most, by {Span(bar)} years: {LeverWords.At(outlook, bar.Lever, GrowthCase.Low)} gives {Year(bar.AtLow, outlook)}, {LeverWords.At(outlook, bar.Lever, GrowthCase.High)} gives {Year(bar.AtHigh, outlook)}.";

    /// <summary>Years that a bar spans; "at least" where an end lies beyond the last year told.</summary>
    public static string Span(TornadoBar bar) => (bar.IsOpen ? "at least " : "") + bar.Years.ToString(bar.Years < 0.95 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    static string Years(double years) => years.ToString("0.0", CultureInfo.InvariantCulture) is var text && text == "1.0" ? "1.0 year" : text + " years";

    static string Listed(string[] items) => items.Length == 1 ? items[0] : $"{string.Join(", ", items[..^1])} and {items[^1]}";

    /// <summary>The same, where a need beyond the whole region's peak is told as that: larger figures say nothing.</summary>
    public static string Bounded(Power power, GrowthOutlook outlook) => outlook.Region?.Peak is { } peak && power > peak.Mid ? "> region" : Megawatts(power);

    /// <summary>Megawatts with about three digits, in one unit for a whole table.</summary>
    public static string Megawatts(Power power) => !double.IsFinite(power.Watts) ? "–" : power.Megawatts >= 99.95 ? Figure.Number(power.Megawatts)
        : power.Megawatts.ToString(power.Megawatts >= 9.995 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
