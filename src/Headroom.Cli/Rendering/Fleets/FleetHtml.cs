using System.Text;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Fleets;

/// <summary>A fleet's plan as one HTML file: opens offline, asks nothing of any network, and has no script at all.</summary>
static class FleetHtml
{
    public static string Text(FleetReport report, IReadOnlyList<Finding> findings)
    {
        var page = new StringBuilder();
        page.Append(Head(report)).Append(Key(report)).Append(Map(report)).Append(Sites(report)).Append(Flows(report)).Append(Training(report)).Append(Prices(report));
        foreach (FleetSiteFigure site in report.Sites) page.Append(Site(site));
        page.Append(ReportSections.Findings(findings)).Append(Inputs(report)).Append(Foot(report));
        return page.ToString();
    }

    static string Head(FleetReport report) => $"""
        {HtmlPage.Opening($"{report.Fleet}: plan for {report.Year}")}
        <header>
        <p class="kind">Headroom plan of a fleet</p>
        <h1>{E(report.Fleet)}</h1>
        <p class="where">{Wording.Counted(report.Sites.Count, ("site", "sites"))}, {report.Year}</p>
        <nav aria-label="Sections"><a href="#map">Map</a><a href="#sites">Sites</a><a href="#flows">Flows</a><a href="#training">Training</a><a href="#ceiling">Ceilings</a>{string.Concat(report.Sites.Select(site => $"<a href=\"#{E(site.Name)}\">{E(site.Name)}</a>"))}<a href="#findings">Findings</a><a href="#inputs">Inputs</a></nav>
        </header>
        <main>

        """;

    static string Key(FleetReport report)
    {
        var key = new StringBuilder("<dl class=\"key\">\n");
        void Add(string name, string value, string unit) => key.Append($"<div><dt>{E(name)}</dt><dd>{E(value)} <span>{E(unit)}</span></dd></div>\n");
        Add("Cost", QuantityText.Number(report.Cost.Dollars / 1e6), "M$/yr");
        Add("Spent once", QuantityText.Number(report.Capital.Dollars / 1e6), "M$");
        Add("Energy", Figure.Number(report.Draw.MegawattHours / 1e3), "GWh");
        if (!report.Ladder.IsEmpty) Add("At the meters", Figure.Ratio(report.Ladder.PerSiteJoule.TokensPerJoule), "tok/J");
        Add("PUE", Figure.Ratio(report.Ladder.PueRatio), "");
        Add("Carbon", Figure.Number(report.Carbon.PerEnergy.GramsPerKilowattHour), "g/kWh");
        return key.Append("</dl>\n").ToString();
    }

    static string Map(FleetReport report) => $"""
        <section id="map"><h2>Who serves whom from where</h2>
        <p>Discs are sites, by peak draw; a red one would gain from more firm grid. Diamonds are regions of users; arcs grow with the tokens that flow. Point at one to read it.</p>
        <figure>{FleetMap.Text(report)}</figure></section>

        """;

    static string Sites(FleetReport report)
    {
        string rows = string.Concat(report.Sites.Select(site =>
        {
            PlanReport plan = site.Plan;
            double Sum(string group, string unit) => plan.Build.Where(figure => figure.Group == group && figure.Unit == unit).Sum(figure => figure.Total);
            return Row(site.Name, plan.Region, Figure.Number(Sum("grid", "MW")), Figure.Number(Sum("supply", "MW")), Figure.Number(plan.Energy.Peak.Megawatts),
                Figure.Number(Sum("racks", "racks")), Figure.Number(plan.Energy.Draw.MegawattHours / 1e3), QuantityText.Number(plan.Tokens.Served.Tokens / 1e12, 4),
                Figure.Number(plan.Cost.Energy.DollarsPerMegawattHour), Figure.Number(plan.Carbon.PerEnergy.GramsPerKilowattHour), Figure.Number(plan.Cost.Total.Dollars / 1e6));
        }));
        return Table("sites", "What stands, and what it does", ["Site", "region", "grid MW", "own MW", "peak MW", "racks", "draw GWh", "served Ttok", "$/MWh", "g/kWh", "M$/yr"], rows);
    }

    static string Flows(FleetReport report) => Table("flows", "Flows of the year", ["Service", "from", "to", "Ttok", "share of what its region asks", "round trip ms"],
        string.Concat(report.Flows.Select(flow =>
        {
            double all = report.Flows.Where(other => other.Service == flow.Service && other.Region == flow.Region).Sum(other => other.Tokens.Tokens);
            return Row(flow.Service, flow.Region, flow.Site, QuantityText.Number(flow.Tokens.Tokens / 1e12, 4), Figure.Percent(flow.Tokens.Tokens / all), $"{flow.RoundTrip.TotalMilliseconds:0}");
        })));

    static string Training(FleetReport report) => Table("training", "Where training runs", ["Run", "site", "FLOP", "share", "IT GWh"],
        string.Concat(report.Training.SelectMany(run => report.Sites.SelectMany(site => site.Plan.Tokens.Training.Where(part => part.Name == run.Name)
            .Select(part => Row(run.Name, site.Name, $"{part.Done.Operations:0.##e+0}", Figure.Percent(part.Done.Operations / run.Done.Operations), Figure.Number(part.It.MegawattHours / 1e3)))))));

    static string Prices(FleetReport report)
    {
        string items = string.Concat(report.Prices.Select(price => $"<li><p>{E(price.Price.Sentence)}</p></li>\n"));
        return "<section id=\"ceiling\"><h2>The price of each ceiling</h2>\n"
            + (items.Length == 0 ? "<p>Nothing binds: no limit of any site is worth paying to move.</p>" : $"<ol class=\"prices\">\n{items}</ol>") + "</section>\n";
    }

    /// <summary>The week as a picture of its own: the styles of several would meet on one page.</summary>
    static string Site(FleetSiteFigure site) => $"""
        <section id="{E(site.Name)}"><h2>{E(site.Name)}</h2>
        <figure><img alt="{E(WeekSvg.Alt(site.Plan, new DispatchView(site.Plan.Dispatch)))}" src="data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(WeekSvg.Text(site.Plan)))}"></figure>
        {ReportSections.Build(site.Plan).Replace(" id=\"build\"", "", StringComparison.Ordinal)}
        {ReportSections.Cost(site.Plan).Replace(" id=\"cost\"", "", StringComparison.Ordinal)}
        </section>

        """;

    static string Inputs(FleetReport report) => Table("inputs", "Inputs of the fleet", ["Input", "value", "source"],
        string.Concat(report.Inputs.Select(input => $"<tr><th scope=\"row\">{E(input.Path)}</th><td>{E(input.Text)}</td><td class=\"kinds\">{E(input.Source)}</td></tr>\n")));

    static string Table(string id, string title, string[] heads, string rows) =>
        $"<section id=\"{id}\"><h2>{E(title)}</h2>\n" + (rows.Length == 0 ? "<p>None.</p></section>\n"
            : $"<table><thead><tr>{string.Concat(heads.Select((head, k) => $"<th scope=\"col\"{(k == 0 ? "" : " class=\"n\"")}>{E(head)}</th>"))}</tr></thead>\n<tbody>\n{rows}</tbody></table></section>\n");

    static string Row(params string[] cells) =>
        $"<tr><th scope=\"row\">{E(cells[0])}</th>{string.Concat(cells.Skip(1).Select(cell => $"<td class=\"n\">{E(cell)}</td>"))}</tr>\n";

    static string Foot(FleetReport report) => $"""
        </main>
        <footer>
        <p>{report.Model.Rows:#,0} rows, {report.Model.Columns:#,0} columns, {report.Model.NonZeros:#,0} non-zeros, solved by {E(report.Model.Algorithm)}; gap {Figure.Percent(report.Objective.GapFraction)}. Times are UTC.</p>
        </footer>
        </body>
        </html>

        """;
}
