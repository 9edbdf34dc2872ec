using System.Globalization;
using System.Text;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering;

/// <summary>The sections of the report, each a heading and a table or a figure; the tables carry their own bars and need no script.</summary>
static class ReportSections
{
    public static string Key(PlanReport report)
    {
        CostFigures cost = report.Cost;
        ObjectiveFigure objective = report.Objective;
        var key = new StringBuilder("<dl class=\"key\">\n");
        void Add(string name, string value, string unit) => key.Append($"<div><dt>{E(name)}</dt><dd>{E(value)} <span>{E(unit)}</span></dd></div>\n");
        if (objective.Unit != "$") Add("Tokens", QuantityText.Number(objective.Value / 1e12), "Ttok/yr");
        Add("Cost", QuantityText.Number(cost.Total.Dollars / 1e6), "M$/yr");
        Add("Power", Figure.Number(cost.Energy.DollarsPerMegawattHour), "$/MWh");
        if (cost.Tokens is { } tokens) Add("All in", Figure.Number(tokens.DollarsPerMillionTokens), "$/Mtok");
        if (!report.Ladder.IsEmpty) Add("At the meter", Figure.Ratio(report.Ladder.PerSiteJoule.TokensPerJoule), "tok/J");
        Add("PUE", Figure.Ratio(report.Ladder.PueRatio), "");
        Add("Carbon", Figure.Number(report.Carbon.PerEnergy.GramsPerKilowattHour), "g/kWh");
        if (report.Tokens.Services.Count > 0)
        {
            double asked = report.Tokens.Served.Tokens + report.Tokens.Unserved.Tokens;
            Add("Unserved", asked > 0 ? Figure.Percent(report.Tokens.Unserved.Tokens / asked).Replace(" %", "", StringComparison.Ordinal) : "0", "%");
        }
        return key.Append("</dl>\n").ToString();
    }

    public static string Week(PlanReport report, DispatchView view) => $"""
        <section id="week"><h2>The week around the tightest hour</h2>
        <p>The site comes closest to its ceiling on {E(Hours.Text(report.Year, report.TightestHour))}. Sources stack up to the draw; charging and export hang below zero. Each step is the mean of an hour.</p>
        <figure><div class="bar-of-buttons script"><button type="button" data-week="-1">Week before</button><button type="button" data-week="0">Tightest week</button><button type="button" data-week="1">Week after</button><output id="week-name" aria-live="polite"></output></div>
        <div id="week-chart" class="chart script" role="img" aria-label="{E(WeekSvg.Alt(report, view))}"></div>
        <div class="still">{WeekSvg.Text(report, view)}</div></figure></section>

        """;

    public static string Year(DispatchView view) => $"""
        <section id="year"><h2>The year, hour by hour</h2>
        <figure><div class="bar-of-buttons script"><label for="map-of">Show</label><select id="map-of"><option value="draw">draw</option>{(view.Ceiling is null ? "" : "<option value=\"headroom\">headroom: ceiling less draw</option>")}{(view.Price is null ? "" : $"<option value=\"price\">{E(view.Price.Name)}</option>")}</select><span class="hint">Select a day to see its week above.</span></div>
        <div id="map-chart" class="chart map script" role="img" aria-label="Heat map with a column for each day of the year and a row for each hour of the day, in UTC. dispatch.csv holds the same numbers."></div>
        <p class="still">The heat map needs script; dispatch.csv holds the same numbers.</p></figure></section>

        """;

    public static string Build(PlanReport report)
    {
        var rows = new StringBuilder();
        foreach (IGrouping<string, BuildFigure> group in report.Build.GroupBy(figure => figure.Group))
        {
            rows.Append($"<tr class=\"group\"><th colspan=\"7\" scope=\"rowgroup\">{E(group.Key)}</th></tr>\n");
            foreach (BuildFigure figure in group.Select(Figure.Readable))
            {
                double whole = double.IsFinite(figure.Most) ? figure.Most : report.Build.Where(other => other.Unit == figure.Unit).Max(other => other.Total);
                string bar = Bar((figure.Installed, whole, "installed"), (figure.Built, whole, "built"));
                string state = figure.Total <= BuildBlock.Nothing ? " class=\"none\"" : "";
                rows.Append($"<tr{state}><th scope=\"row\">{E(figure.Name)}</th><td>{bar}</td><td class=\"n\">{Figure.Number(figure.Installed)}</td><td class=\"n\">{Figure.Number(figure.Built)}</td><td class=\"n\"><b>{Figure.Number(figure.Total)}</b></td><td class=\"n\">{(double.IsFinite(figure.Most) ? Figure.Number(figure.Most) : "no limit")}</td><td>{E(figure.Unit)}</td></tr>\n");
            }
        }
        return $"""
            <section id="build"><h2>What to build</h2>
            <table><caption>Bars run to the most that may stand; the pale part stood before.</caption>
            <thead><tr><th scope="col">Asset</th><td class="wide"></td><th scope="col" class="n">stood</th><th scope="col" class="n">built</th><th scope="col" class="n">stands</th><th scope="col" class="n">at most</th><th scope="col">unit</th></tr></thead>
            <tbody>
            {rows}</tbody></table></section>

            """;
    }

    public static string Cost(PlanReport report)
    {
        CostFigures cost = report.Cost;
        AssetCost[] assets = [.. AssetCost.Of(cost.Items)];
        double most = assets.Select(asset => asset.Total).DefaultIfEmpty(1).Max();
        (double unit, string name) = Figure.MoneyUnit(cost.Total.Dollars);
        string Cell(double dollars) => $"<td class=\"n\">{QuantityText.Number(dollars / unit, 4)}</td>";
        var rows = new StringBuilder();
        foreach (AssetCost asset in assets)
        {
            string kinds = string.Join(", ", cost.Items.Where(item => item.Asset == asset.Asset && Math.Abs(item.PerYear.Dollars) > 0.5)
                .Select(item => $"{item.Kind} {QuantityText.Number(item.PerYear.Dollars / unit, 4)}"));
            rows.Append($"<tr><th scope=\"row\">{E(asset.Asset)}</th><td>{Bar((asset.Capital, most, "capital"), (asset.Running, most, "running"))}</td>{Cell(asset.Capital)}{Cell(asset.Running)}{Cell(asset.Total)}<td class=\"kinds\">{E(kinds)}</td></tr>\n");
        }
        return $"""
            <section id="cost"><h2>What it costs a year</h2>
            <table><caption><span class="swatch capital"></span>capital, repaid over its life <span class="swatch running"></span>running: fixed, fuel, energy, charges. All in {name}. {E(cost.Capital.ToString())} is spent once.</caption>
            <thead><tr><th scope="col">Asset</th><td class="wide"></td><th scope="col" class="n">capital</th><th scope="col" class="n">running</th><th scope="col" class="n">total</th><th scope="col">of which</th></tr></thead>
            <tbody>
            {rows}</tbody>
            <tfoot><tr><th scope="row">Total</th><td></td>{Cell(assets.Sum(asset => asset.Capital))}{Cell(assets.Sum(asset => asset.Running))}{Cell(assets.Sum(asset => asset.Total))}<td></td></tr></tfoot></table></section>

            """;
    }

    /// <param name="period">What the tokens and joules are summed over: "the year".</param>
    public static string Ladder(LadderFigures ladder, string period)
    {
        if (ladder.IsEmpty) return "<section id=\"ladder\"><h2>Tokens per joule</h2><p>No tokens are served.</p></section>\n";
        double most = ladder.PerAcceleratorJoule.TokensPerJoule;
        var rows = new StringBuilder();
        double above = most;
        void Step(string boundary, string holds, TokenEfficiency efficiency)
        {
            double value = efficiency.TokensPerJoule;
            rows.Append($"<tr><th scope=\"row\">{boundary}</th><td>{Bar((value, most, "step"))}</td><td class=\"n\">{Figure.Ratio(value)}</td><td class=\"n\">{(value < above ? "−" + Figure.Percent(1 - value / above) : "")}</td><td class=\"kinds\">{holds}</td></tr>\n");
            above = value;
        }
        Step("accelerator", "the chip and its memory", ladder.PerAcceleratorJoule);
        Step("server", "host, network cards, fans, conversion", ladder.PerServerJoule);
        Step("IT", "switches, storage, idle racks", ladder.PerItJoule);
        Step("site", "cooling, UPS, distribution", ladder.PerSiteJoule);
        return $"""
            <section id="ladder"><h2>What a joule buys</h2>
            <div class="beside"><table><caption>Output tokens per joule at each boundary; tokens and joules are summed over {period}, then divided.</caption>
            <thead><tr><th scope="col">Boundary</th><td class="wide"></td><th scope="col" class="n">tok/J</th><th scope="col" class="n">lost</th><th scope="col">what it adds</th></tr></thead>
            <tbody>
            {rows}</tbody></table>
            <aside><p class="big">{Figure.Ratio(ladder.PueRatio)}</p><p><b>PUE</b> sees only the last step, from IT to site. What is lost before it, and whether the joules bought any tokens at all, it hides.</p></aside></div></section>

            """;
    }

    public static string Energy(EnergyFigures energy, CarbonFigures carbon, WaterFigures water, string period)
    {
        (double unit, string name) = Figure.EnergyUnit(energy.Draw.MegawattHours);
        double most = energy.Sources.Concat(energy.Uses).Select(item => item.Amount.MegawattHours).Append(1e-9).Max();
        double draw = Math.Max(energy.Draw.MegawattHours, 1e-9);
        string Rows(IReadOnlyList<EnergyItem> items, bool sources) => string.Concat(items.Where(item => Counts(item, draw)).Select((item, i) =>
        {
            Swatch swatch = Palette.Of(item.Name, i);
            string mark = sources ? $"<span class=\"swatch\" style=\"background:light-dark({swatch.Light},{swatch.Dark})\"></span>" : "";
            double megawattHours = item.Amount.MegawattHours;
            string bar = sources ? Bar((megawattHours, most, "source")).Replace("style=\"", $"style=\"background:light-dark({swatch.Light},{swatch.Dark});", StringComparison.Ordinal) : Bar((megawattHours, most, "use"));
            return $"<tr><th scope=\"row\">{mark}{E(item.Name)}</th><td>{bar}</td><td class=\"n\">{Figure.Number(megawattHours / unit)}</td><td class=\"n\">{Figure.Percent(megawattHours / draw)}</td></tr>\n";
        }));
        return $"""
            <section id="energy"><h2>Where the energy comes from, and where it goes</h2>
            <table><caption>The site draws {E(energy.Draw.ToString())} in {period}, {E(energy.Peak.ToString())} at its peak; what sources give beyond that is stored, lost or sent out. Carbon {E(carbon.Total.ToString())}, water {E(water.Total.ToString())}.</caption>
            <thead><tr><th scope="col">Source</th><td class="widest"></td><th scope="col" class="n">{name}</th><th scope="col" class="n">of the draw</th></tr></thead>
            <tbody>
            {Rows(energy.Sources, true)}</tbody>
            <tbody><tr class="group"><th colspan="4" scope="rowgroup">uses</th></tr>
            {Rows(energy.Uses, false)}</tbody></table></section>

            """;
    }

    /// <summary>More than the dust of a solver; half a megawatt-hour is dust in a year and much in a day of a small site.</summary>
    static bool Counts(EnergyItem item, double drawMegawattHours) => item.Amount.MegawattHours > Math.Min(0.5, 1e-5 * drawMegawattHours);

    public static string Work(PlanReport report)
    {
        var rows = new StringBuilder();
        foreach (ServiceFigure service in report.Tokens.Services)
            rows.Append($"<tr><th scope=\"row\">{E(service.Name)}</th><td class=\"n\">{service.Tier}</td><td class=\"n\">{service.Demand}</td><td class=\"n\">{service.Served}</td><td class=\"n\">{(service.Unserved.Tokens > 1e-6 * service.Demand.Tokens ? service.Unserved.ToString() : "none")}</td><td class=\"n\">{service.HoursShort:#,0}</td><td class=\"kinds\">{E(service.Basis)}</td></tr>\n");
        foreach (TrainingFigure run in report.Tokens.Training)
            rows.Append($"<tr><th scope=\"row\">{E(run.Name)}</th><td class=\"n\">training</td><td class=\"n\">{Flop(run.Asked)}</td><td class=\"n\">{Flop(run.Done)}</td><td class=\"n\"></td><td class=\"n\"></td><td class=\"kinds\">{E(run.It.ToString())} of IT energy</td></tr>\n");
        if (rows.Length == 0) return "<section id=\"work\"><h2>Work</h2><p>The site file asks for no tokens and no training.</p></section>\n";
        return $"""
            <section id="work"><h2>Work</h2>
            <table><thead><tr><th scope="col">Service or run</th><th scope="col" class="n">tier</th><th scope="col" class="n">asked</th><th scope="col" class="n">done</th><th scope="col" class="n">unserved</th><th scope="col" class="n">hours short</th><th scope="col">basis</th></tr></thead>
            <tbody>
            {rows}</tbody></table></section>

            """;

        static string Flop(Headroom.Quantities.Compute amount) => amount.Operations.ToString("0.###e+0", CultureInfo.InvariantCulture) + " FLOP";
    }

    public static string Ceiling(PlanReport report)
    {
        string items = string.Concat(report.ShadowPrices.Select(price => $"<li><p>{E(price.Sentence)}</p><p class=\"small\">{E(price.Constraint)}{(price.BindingHours is { } hours ? $", binding in {hours:#,0} hours" : "")}</p></li>\n"));
        return "<section id=\"ceiling\"><h2>The price of the ceiling</h2>\n"
            + (items.Length == 0 ? "<p>Nothing binds: no limit of the site is worth paying to move.</p>" : $"<ol class=\"prices\">\n{items}</ol>") + "</section>\n";
    }

    public static string Findings(IReadOnlyList<Finding> findings)
    {
        string items = string.Concat(findings.OrderByDescending(finding => finding.Severity).Select(finding =>
            $"<li class=\"{finding.Severity.ToString().ToLowerInvariant()}\"><p>{E(FindingText.Sentence(finding))}</p>{(finding.File is { } file ? $"<p class=\"small\">{E(file)}{(finding.Line is { } line ? $", line {line}" : "")}</p>" : "")}</li>\n"));
        return $"<section id=\"findings\"><h2>Findings</h2>\n{(items.Length == 0 ? "<p>None.</p>" : $"<ul class=\"findings\">\n{items}</ul>")}</section>\n";
    }

    /// <param name="hasFilter">Whether the page has the script that filters the rows.</param>
    public static string Inputs(IReadOnlyList<InputFact> inputs, bool hasFilter = false)
    {
        string rows = string.Concat(inputs.Select(input =>
            $"<tr><th scope=\"row\">{E(input.Path)}</th><td>{E(input.Text)}</td><td class=\"kinds\">{E(input.Source)}{(input.Line is { } line && !input.Source.EndsWith($":{line}", StringComparison.Ordinal) ? $", line {line}" : "")}</td></tr>\n"));
        return $"""
            <section id="inputs"><h2>Every input, and where it came from</h2>
            {(hasFilter ? "<p class=\"script\"><label for=\"filter\">Filter</label> <input id=\"filter\" type=\"search\" autocomplete=\"off\"> <output id=\"filter-count\" aria-live=\"polite\"></output></p>" : "")}
            <table><thead><tr><th scope="col">Input</th><th scope="col">Value</th><th scope="col">Source</th></tr></thead>
            <tbody id="input-rows">
            {rows}</tbody></table></section>

            """;
    }

    /// <summary>A bar made of parts, each a share of the same whole; the numbers beside it say the same, so readers skip it.</summary>
    internal static string Bar(params ReadOnlySpan<(double Value, double Whole, string Class)> parts)
    {
        var bar = new StringBuilder("<div class=\"hbar\" aria-hidden=\"true\">");
        foreach ((double value, double whole, string name) in parts)
            if (value > 0 && whole > 0) bar.Append(CultureInfo.InvariantCulture, $"<i class=\"{name}\" style=\"width:{Math.Min(100, 100 * value / whole):0.##}%\"></i>");
        return bar.Append("</div>").ToString();
    }
}
