using System.Globalization;
using System.Text;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Growth;
using Headroom.Quantities;
using static Headroom.Cli.Rendering.Growing.ForecastWords;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>A forecast as one HTML file: opens offline, asks nothing of any network, prints, and needs no script.</summary>
static class ForecastHtml
{
    public static string Text(ForecastDocument document)
    {
        Forecast forecast = document.Forecast!;
        var page = new StringBuilder(100_000);
        page.Append(Head(forecast));
        page.Append($"<section id=\"picture\"><h2>Power by year, and what moves the year</h2><figure>{ForecastSvg.Text(forecast)}</figure></section>\n");
        page.Append(Section("ceilings", "Ceilings", Ceilings(forecast)));
        page.Append(Section("years", "Power by year", Years(forecast, forecast.Outlook)));
        page.Append(Section("tornado", "What moves the year, one lever at a time", string.Concat(forecast.Ceilings.Where(one => one.Tornado.Count > 0).Select(one => Tornado(one, forecast.Outlook)))));
        page.Append(Section("work", string.Create(CultureInfo.InvariantCulture, $"Work in {forecast.Outlook.FromYear}"), Work(forecast)));
        page.Append(Section("sources", "What is taken to grow, and who says so", Sources(forecast.Outlook)));
        page.Append(Section("notices", "Read with care", $"<ul>{string.Concat(document.Notices.Append(Caution).Select(notice => $"<li>{E(notice)}</li>"))}</ul>"));
        page.Append(ReportSections.Findings(document.Findings));
        page.Append("</main>\n<footer><p>forecast.json and forecast.csv hold the same numbers. Power is at the start of a year; a moment is told in years, 2029.5 is the middle of 2029.</p></footer>\n");
        return HtmlPage.Closed(page);
    }

    const string Caution = "Growth of decades is arithmetic, not knowledge. Efficiency is taken to reach all racks at once; racks of today live five years, so a fleet lags behind it.";

    static string Head(Forecast forecast) => $"""
        {HtmlPage.Opening($"{forecast.Site}: forecast to {forecast.Outlook.UntilYear}")}
        <header>
        <p class="kind">Headroom forecast</p>
        <h1>{E(forecast.Site)}</h1>
        <p class="where">{E(forecast.Region)}, {forecast.Outlook.FromYear} to {forecast.Outlook.UntilYear}</p>
        {string.Concat(Answer(forecast).Select(sentence => $"<p class=\"answer\">{E(sentence)}</p>\n"))}
        <nav aria-label="Sections"><a href="#picture">Picture</a><a href="#ceilings">Ceilings</a><a href="#years">Years</a><a href="#tornado">Levers</a><a href="#work">Work</a><a href="#sources">Sources</a><a href="#notices">Read with care</a><a href="#findings">Findings</a></nav>
        </header>
        <main>

        """;

    static string Section(string id, string heading, string body) => $"<section id=\"{id}\"><h2>{E(heading)}</h2>\n{body}</section>\n";

    static string Ceilings(Forecast forecast)
    {
        GrowthOutlook outlook = forecast.Outlook;
        return new HtmlTable("By demand: from high to low demand, efficiency in the middle. Full range: every lever at its end at once. MW at the meter, or at the racks where it says so.",
            ["Ceiling", $"MW {outlook.FromYear}#", $"MW {outlook.UntilYear}#", "met in#", "by demand#", "full range#", "twice it buys, or lasts#", "half the joules buy#", "what it is"],
            forecast.Ceilings.Select(one => new HtmlCell[]
            {
                one.Ceiling.Name + Where(one.Ceiling.Boundary), Megawatts(one.Ceiling.At(outlook.FromYear)),
                Megawatts(one.Ceiling.At(outlook.UntilYear)), Cell(one.Mid, outlook),
                Cells(one.High, one.Low, outlook), Cells(one.Earliest, one.Latest, outlook), ForecastText.Doubling(one, outlook), Halving(one), new(one.Ceiling.Basis, "kinds"),
            })).ToString();
    }

    static string Halving(CeilingForecast one) => Bought(one.Mid, one.AtHalfJoules) is { } years ? years.ToString("0.0", CultureInfo.InvariantCulture) + " yr" : "–";

    static string Years(Forecast forecast, GrowthOutlook outlook) => new HtmlTable("MW at the meter at the start of each year. \"> region\": more than the highest load of the whole region.",
        ["Year", "least#", "low#", "mid#", "high#", "most#", "training#", "inference#", "other load#", "met in the year"],
        forecast.Years.Select(year => new HtmlCell[]
        {
            year.Year.ToString(CultureInfo.InvariantCulture), Bounded(year.Least, outlook), Bounded(year.Low, outlook),
            Bounded(year.Mid.Total, outlook), Bounded(year.High, outlook), Bounded(year.Most, outlook),
            Megawatts(year.Mid.Training), Megawatts(year.Mid.Inference), Megawatts(year.Mid.Steady), ForecastText.Met(forecast, year.Year),
        })).ToString();

    static string Tornado(CeilingForecast one, GrowthOutlook outlook) => new HtmlTable($"{one.Ceiling.Name}: {Year(one.Mid, outlook)} in the middle.", ["Lever", "at low", "at high", "years#"],
        one.Tornado.Select(bar => new HtmlCell[]
        {
            LeverWords.Name(bar.Lever), $"{LeverWords.At(outlook, bar.Lever, GrowthCase.Low)}: {Year(bar.AtLow, outlook)}", $"{LeverWords.At(outlook, bar.Lever, GrowthCase.High)}: {Year(bar.AtHigh, outlook)}", Span(bar),
        })).ToString();

    static string Work(Forecast forecast) => new HtmlTable(string.Create(CultureInfo.InvariantCulture,
        $"In the hour in which the site draws most. {forecast.Base.It.Total} at the racks times {forecast.Base.MeterPerItRatio:0.000} for losses and cooling make {forecast.Base.Meter.Total} at the meter{(forecast.Base.Meter.Steady > Power.Zero ? $", with {forecast.Base.Meter.Steady} of other load" : "")}."),
        ["Work", "asks for", "joules#", "MW at the racks#", "on"],
        forecast.Base.Work.Select(work => new HtmlCell[] { work.Name, work.Asked, ForecastText.Joules(work), Megawatts(work.It), work.Racks })).ToString();

    static string Sources(GrowthOutlook outlook) => new HtmlTable($"Factors per year; an arrow bends to a later factor. Grade: R recomputed, P primary, S secondary, D derived, E estimate, U to be checked; none: stated in the file.",
        ["Lever", "low#", "mid#", "high#", "grade", "source"],
        GrowthLevers.All.Where(lever => LeverWords.Source(outlook, lever).Length > 0).Select(lever => new HtmlCell[]
        {
            LeverWords.Name(lever), LeverWords.At(outlook, lever, GrowthCase.Low), LeverWords.At(outlook, lever, GrowthCase.Mid),
            LeverWords.At(outlook, lever, GrowthCase.High), LeverWords.Grade(outlook, lever), new(LeverWords.Source(outlook, lever), "kinds"),
        })).ToString();
}
