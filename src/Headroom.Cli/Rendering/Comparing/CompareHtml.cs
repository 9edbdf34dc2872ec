using System.Globalization;
using System.Text;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Comparing;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>A comparison as one HTML file: opens offline, runs no script, prints.</summary>
static class CompareHtml
{
    public static string Text(Comparison comparison)
    {
        var page = new StringBuilder(200_000);
        page.Append(HtmlPage.Opening($"{comparison.Fleet.Site}: regions and strategies"));
        page.Append(Head(comparison));
        page.Append("<section id=\"maps\"><h2>Heat maps</h2>\n<p>Pale is good, dark is bad, grey cannot be. Each map has its own scale.</p>\n");
        foreach (HeatMap map in Maps(comparison)) page.Append($"<figure><figcaption>{E(map.Title)}{(map.Unit.Length > 0 ? $", {E(map.Unit)}" : "")}</figcaption>\n{map.Svg()}</figure>\n");
        page.Append("</section>\n");
        page.Append($"<section id=\"table\"><h2>Table</h2>\n{Table(comparison)}\n</section>\n");
        page.Append($"<section id=\"regions\"><h2>What moves the winner</h2>\n");
        foreach (RegionFigures region in comparison.Regions) Region(page, region);
        page.Append("</section>\n");
        page.Append($"<section id=\"assumptions\"><h2>What is taken for granted</h2>\n");
        foreach (RegionFigures region in comparison.Regions) page.Append(Assumptions(region));
        page.Append("</section>\n</main>\n");
        page.Append($"<footer><p>{E(CompareText.Says(comparison))}</p></footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    static string Head(Comparison comparison)
    {
        string what = comparison.Suppositions.Count > 0 ? $"What if: {string.Join(", ", comparison.Suppositions)}." : "As the catalog has it.";
        int plain = comparison.Regions.Count(region => region.Winner is { } winner && winner != region.WinnerWithWaiting);
        return $"""
            <header>
            <p class="kind">Headroom comparison</p>
            <h1>{E(comparison.Fleet.Site)}</h1>
            <p class="where">{Wording.Counted(comparison.Regions.Count, ("region", "regions"))}; {E(string.Create(CultureInfo.InvariantCulture, $"{comparison.Fleet.Accelerators:#,0} accelerators, the same everywhere"))}. {E(what)}</p>
            <p class="answer">{E(plain == 0 ? "Waiting changes no winner." : $"Waiting changes the winner in {plain} of {comparison.Regions.Count} regions.")}</p>
            <nav aria-label="Sections"><a href="#maps">Heat maps</a><a href="#table">Table</a><a href="#regions">What moves the winner</a><a href="#assumptions">Assumptions</a></nav>
            </header>
            <main>

            """;
    }

    static IEnumerable<HeatMap> Maps(Comparison comparison)
    {
        string[] regions = [.. comparison.Regions.Select(region => region.Region)];
        string[] strategies = [.. comparison.Regions.SelectMany(region => region.Cases).Select(row => CompareWords.Name(row.Strategy)).Distinct()];
        HeatMap Of(string title, string unit, string format, Func<CaseFigures, double?> of, bool isMoreBetter = false) => new(title, unit, regions, strategies,
            [.. comparison.Regions.Select(region => region.Cases.Select(row => row.IsPlanned ? of(row) : null).ToArray())], format, isMoreBetter);
        yield return Of("Cost of energy without waiting", "$/MWh", "0", row => row.DollarsPerMegawattHour.Mid);
        yield return Of("Cost of energy with waiting", "$/MWh", "#,0", row => row.WithWaitingDollarsPerMegawattHour.Mid);
        yield return Of("Cost of tokens without waiting", "$/Mtok", "0.000", row => row.DollarsPerMillionTokens);
        yield return Of("Cost of tokens with waiting", "$/Mtok", "0.000", row => row.WithWaitingDollarsPerMillionTokens);
        yield return Of("Time to power", "years", "0.0#", row => row.YearsToPower.Mid);
        yield return Of("Tokens per joule at the site", "tok/J", "0.00", row => row.TokensPerJoule, isMoreBetter: true);
        yield return Of("Carbon", "g/kWh", "0", row => row.GramsPerKilowattHour);
        yield return Of("Water of cooling and plants", "L/kWh", "0.00", row => row.LitresPerKilowattHour);
        if (comparison.Draws > 0)
            yield return Of("Risk: 90th percentile of cost with waiting over the middle one", "", "0.00", row => row.ChanceWithWaiting is { } chance ? chance.P90 / chance.P50 : null);
    }

    static string Table(Comparison comparison) => new HtmlTable(null,
        ["region", "strategy", "$/MWh#", "low–high#", "P10–P50–P90#", "with waiting#", "P10–P50–P90#", "$/Mtok#", "with waiting#", "cheapest#", "with waiting#", "time to power, yr#", "built"],
        comparison.Regions.SelectMany(region => region.Cases).Select(Row)).ToString();

    static HtmlCell[] Row(CaseFigures row) => !row.IsPlanned ? [row.Region, CompareWords.Name(row.Strategy), new($"impossible: {row.Impossible}", "open", 11)]
        :
        [
            row.Region, CompareWords.Name(row.Strategy), CompareWords.Money(row.DollarsPerMegawattHour.Mid),
            $"{CompareWords.Money(row.DollarsPerMegawattHour.Low)}–{CompareWords.Money(row.DollarsPerMegawattHour.High)}", Drawn(row.Chance),
            CompareWords.Money(row.WithWaitingDollarsPerMegawattHour.Mid), Drawn(row.ChanceWithWaiting),
            Tokens(row.DollarsPerMillionTokens), Tokens(row.WithWaitingDollarsPerMillionTokens),
            Figure.Percent(row.WonFraction), Figure.Percent(row.WonWithWaitingFraction), CompareWords.Years(row.YearsToPower), CompareWords.Built(row.Answer),
        ];

    static string Drawn(Percentiles? drawn) => drawn is { } known ? $"{CompareWords.Money(known.P10)}–{CompareWords.Money(known.P50)}–{CompareWords.Money(known.P90)}" : "–";
    static string Tokens(double? cost) => cost is { } value ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    static void Region(StringBuilder page, RegionFigures region)
    {
        page.Append($"<h3>{E(region.Title)}{E(CompareText.Winners(region))}</h3>\n<ul class=\"findings\">\n");
        foreach (CaseFigures row in region.Cases) page.Append($"<li>{E(CompareWords.Name(row.Strategy))}: risk: {E(CompareWords.Risk(row.Strategy))}</li>\n");
        foreach (string line in CompareWords.Changes(region).Concat(region.Notes)) page.Append($"<li>{E(line)}</li>\n");
        page.Append("</ul>\n");
    }

    static string Assumptions(RegionFigures region) => new HtmlTable(region.Title, ["parameter", "low#", "middle#", "high#", "unit", "source"],
        region.Assumptions.Select(one => new HtmlCell[]
        {
            one.Name, Figure.Number(one.Values.Low), Figure.Number(one.Values.Mid), Figure.Number(one.Values.High), one.Unit, one.Source,
        })).ToString();
}
