using System.Globalization;
using Headroom.Cli.Comparing;
using Headroom.Comparing;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>A comparison for the terminal: one table, then what moves the winner.</summary>
static class CompareText
{
    public static void Write(Terminal terminal, CompareDocument document, string? wrote, string? folder)
    {
        TextWriter to = terminal.Out;
        switch (document.Answer)
        {
            case CompareAnswer.Compared { Comparison: var comparison }: Write(to, comparison, terminal.Width, new Ink(terminal.Colour)); break;
            case CompareAnswer.Stopped { Done: var done, All: var all }:
                to.WriteLine($"Stopped: {done} of {all} plans are made{(folder is null ? "; --out DIR would have kept them" : $" and kept in {folder}; --resume goes on")}.");
                break;
            case CompareAnswer.NoFleet { Answer: var answer }:
                to.WriteLine($"The racks cannot be planned, whatever their power: {(answer is PlanAnswer.Infeasible { Conflicts: [var first, ..] } ? $"{first.Meaning}, short by {first.ByHowMuch}. {first.Relief}" : answer.ToString())}");
                break;
            default: throw new InvalidOperationException("an answer without a case");
        }
        if (wrote is not null) to.WriteLine(wrote);
    }

    static void Write(TextWriter to, Comparison comparison, int width, Ink ink)
    {
        FixedFleet fleet = comparison.Fleet;
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{fleet.Site}: {fleet.Accelerators:#,0} accelerators, {fleet.Racks.Sum(racks => racks.ItMegawatts.Average()):0.##} MW of racks on average, planned once and fed everywhere."));
        if (comparison.Suppositions.Count > 0) to.WriteLine($"What if: {string.Join(", ", comparison.Suppositions)}.");
        to.WriteLine();
        foreach (string line in new TextTable("region, strategy", ["$/MWh", "low–high", "waiting", "$/Mtok", "waiting", "tok/J", "g/kWh", "L/kWh", "power, yr"], [.. comparison.Regions.SelectMany(Rows)]).Lines(width, ink))
            to.WriteLine(line.TrimEnd());
        foreach (RegionFigures region in comparison.Regions) WriteRegion(to, region, comparison.Draws, width);
        to.WriteLine();
        foreach (string line in Wording.Wrap(Says(comparison), width)) to.WriteLine(line);
    }

    static IEnumerable<string[]> Rows(RegionFigures region)
    {
        foreach (CaseFigures row in region.Cases)
        {
            string mark = (region.Winner == row.Strategy ? "*" : "") + (region.WinnerWithWaiting == row.Strategy ? "†" : "");
            string name = $"{region.Region} {CompareWords.Name(row.Strategy)}{mark}";
            yield return !row.IsPlanned ? [name, "–", "–", "–", "–", "–", "–", "–", "–", "–"]
                :
                [
                    name, CompareWords.Money(row.DollarsPerMegawattHour.Mid), $"{CompareWords.Money(row.DollarsPerMegawattHour.Low)}–{CompareWords.Money(row.DollarsPerMegawattHour.High)}",
                    CompareWords.Money(row.WithWaitingDollarsPerMegawattHour.Mid), Tokens(row.DollarsPerMillionTokens), Tokens(row.WithWaitingDollarsPerMillionTokens),
                    Figure.Ratio(row.TokensPerJoule), row.GramsPerKilowattHour.ToString("0", CultureInfo.InvariantCulture),
                    row.LitresPerKilowattHour.ToString("0.00", CultureInfo.InvariantCulture), CompareWords.Years(row.YearsToPower),
                ];
        }
    }

    static string Tokens(double? cost) => cost is { } value ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    static void WriteRegion(TextWriter to, RegionFigures region, int draws, int width)
    {
        to.WriteLine();
        to.WriteLine($"{region.Title}{Winners(region)}");
        void Say(string text)
        {
            string indent = "  ";
            foreach (string line in Wording.Wrap(text, width - 4))
            {
                to.WriteLine(indent + line);
                indent = "    ";
            }
        }
        foreach (CaseFigures row in region.Cases)
        {
            string name = CompareWords.Name(row.Strategy);
            if (!row.IsPlanned) Say($"{name}: impossible, {row.Impossible}");
            else Say($"{name}: {CompareWords.Built(row.Answer)}{Chance(row, draws)}");
        }
        foreach (string line in CompareWords.Changes(region)) Say(line);
        foreach (string note in region.Notes) Say(note);
    }

    public static string Winners(RegionFigures region) => (region.Winner, region.WinnerWithWaiting) switch
    {
        ({ } plain, { } waiting) when plain == waiting => $": {CompareWords.Name(plain)}, with and without waiting",
        ({ } plain, { } waiting) => $": {CompareWords.Name(plain)} without waiting, {CompareWords.Name(waiting)} with it",
        _ => ": nothing can be planned",
    };

    static string Chance(CaseFigures row, int draws) => draws == 0 || row.Chance is not { } chance || row.ChanceWithWaiting is not { } waiting ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; P10–P50–P90 {CompareWords.Money(chance.P10)}–{CompareWords.Money(chance.P50)}–{CompareWords.Money(chance.P90)} $/MWh, with waiting {CompareWords.Money(waiting.P10)}–{CompareWords.Money(waiting.P50)}–{CompareWords.Money(waiting.P90)}; cheapest in {100 * row.WonFraction:0} % of draws, {100 * row.WonWithWaitingFraction:0} % with waiting");

    /// <summary>What the figures rest on.</summary>
    public static string Says(Comparison comparison)
    {
        // as it was asked for, which is the same on every machine; where a plan ended further off, that
        IEnumerable<CaseFigures> planned = comparison.Regions.SelectMany(region => region.Cases).Where(row => row.IsPlanned);
        double gap = planned.Select(row => row.Answer.GapFraction).Append(comparison.GapAskedFraction).Max();
        Setting? setting = comparison.Setting;
        string waiting = setting is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $" Waiting counts idle accelerators at {setting.Assumptions[Parameters.IdleValue].Values.Mid:0.00} $ an hour from the decision until power and halls ({CompareWords.Years(setting.Building)} yr) stand, over {setting.HorizonYears:0} years at {100 * setting.DiscountFraction:0.#} %.");
        return $"* cheapest, † cheapest with waiting; the mix never loses and does not compete. Every plan is proven within {Figure.Percent(gap)} of the best supply of the fixed draw."
            + waiting + " Ranges, break-evens and draws keep the planned dispatch: a new plan would cost no more.";
    }
}
