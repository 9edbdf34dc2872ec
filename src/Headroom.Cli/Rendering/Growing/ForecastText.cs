using System.Globalization;
using Headroom.Growth;
using Headroom.Quantities;
using static Headroom.Cli.Rendering.Growing.ForecastWords;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>A forecast on one screen: the answer, the ceilings, the years, the tornado.</summary>
static class ForecastText
{
    public static void Write(Terminal terminal, ForecastDocument document)
    {
        Forecast forecast = document.Forecast!;
        GrowthOutlook outlook = forecast.Outlook;
        var ink = new Ink(terminal.Colour);
        TextWriter to = terminal.Out;
        void Prose(string text)
        {
            foreach (string line in Wording.Wrap(text, terminal.Width)) to.WriteLine(line);
        }
        to.WriteLine(ink.Strong($"{forecast.Site}, {forecast.Region}: power needed from {outlook.FromYear} to {outlook.UntilYear}"));
        to.WriteLine();
        foreach (string sentence in Answer(forecast)) Prose(sentence);
        if (forecast.HasWork)
        {
            Base(to, forecast, ink, terminal.Width);
            Ceilings(to, forecast, ink, terminal.Width);
            Years(to, forecast, ink, terminal.Width);
            if (forecast.Headline is { Tornado.Count: > 0 } headline) Tornado(to, headline, outlook, ink, terminal.Width);
            to.WriteLine();
            Prose($"Low, mid and high move demand and leave efficiency in the middle; the full range moves everything at once{(outlook.Region?.Peak is { } peak ? $"; > region: more than the region's peak of {peak.Mid}" : "")}. Growth: {Rates(outlook)}.");
        }
        foreach (string notice in document.Notices) Prose(notice);
        if (document.Findings.Count == 0) return;
        to.WriteLine();
        FindingText.Write(to, document.Findings, "site file");
    }

    static void Base(TextWriter to, Forecast forecast, Ink ink, int width)
    {
        BaseNeed need = forecast.Base;
        to.WriteLine();
        var table = new TextTable(string.Create(CultureInfo.InvariantCulture, $"Work in {forecast.Outlook.FromYear}"), ["asks for", "joules", "on", "MW at the racks"],
        [
            .. need.Work.Select(work => new[] { "  " + work.Name, work.Asked, Joules(work), Wording.Cut(work.Racks, 26), Megawatts(work.It) }),
        ]);
        foreach (string line in table.Lines(width, ink)) to.WriteLine(line.TrimEnd());
        foreach (string line in Wording.Wrap(string.Create(CultureInfo.InvariantCulture,
            $"In its tightest hour the site needs {need.Meter.Total} at the meter: {need.It.Total} at the racks times {need.MeterPerItRatio:0.000} for losses and cooling{(need.Meter.Steady > Power.Zero ? $", and {need.Meter.Steady} besides" : "")}."), width)) to.WriteLine(line);
    }

    public static string Joules(BaseWork work) => work.IsTraining ? string.Create(CultureInfo.InvariantCulture, $"{1e12 * work.JoulesPerUnit:0.###} J/TFLOP")
        : string.Create(CultureInfo.InvariantCulture, $"{work.JoulesPerUnit:0.000} J/tok");

    static void Ceilings(TextWriter to, Forecast forecast, Ink ink, int width)
    {
        GrowthOutlook outlook = forecast.Outlook;
        to.WriteLine();
        if (forecast.Ceilings.Count == 0) return;
        var table = new TextTable("Ceiling", ["MW", $"in {outlook.UntilYear}", "met in", "by demand", "full range", "×2 buys"],
        [
            .. forecast.Ceilings.Select(one => new[]
            {
                "  " + one.Ceiling.Name + Where(one.Ceiling.Boundary), Megawatts(one.Ceiling.At(outlook.FromYear)), Megawatts(one.Ceiling.At(outlook.UntilYear)),
                Cell(one.Mid, outlook), Cells(one.High, one.Low, outlook), Cells(one.Earliest, one.Latest, outlook), Doubling(one, outlook),
            }),
        ]);
        foreach (string line in table.Lines(width, ink)) to.WriteLine(line.TrimEnd());
    }

    /// <summary>The years that a doubling buys; of a ceiling that is passed already, the year to which twice of it would last.</summary>
    public static string Doubling(CeilingForecast one, GrowthOutlook outlook)
    {
        if (one is { Mid.IsAlready: true, AtDoubleCeiling.IsAlready: false }) return $"to {Cell(one.AtDoubleCeiling, outlook)}";
        return Bought(one.Mid, one.AtDoubleCeiling) is { } years ? years.ToString("0.0", CultureInfo.InvariantCulture) + " yr" : "–";
    }

    static void Years(TextWriter to, Forecast forecast, Ink ink, int width)
    {
        GrowthOutlook outlook = forecast.Outlook;
        to.WriteLine();
        var table = new TextTable("MW at the meter", ["low", "mid", "high", "full range", "training", "inference"],
        [
            .. forecast.Years.Select(year => new[]
            {
                $"  {year.Year}", Bounded(year.Low, outlook), Bounded(year.Mid.Total, outlook), Bounded(year.High, outlook),
                $"{Bounded(year.Least, outlook)} – {Bounded(year.Most, outlook)}",
                Megawatts(year.Mid.Training), Megawatts(year.Mid.Inference),
            }),
        ]);
        foreach (string line in table.Lines(width, ink)) to.WriteLine(line.TrimEnd());
    }

    /// <summary>Ceilings that the middle meets in a year.</summary>
    public static string Met(Forecast forecast, int year) =>
        string.Join(", ", forecast.Ceilings.Where(one => !one.Mid.IsAlready && (int)Math.Floor(one.Mid.Year) == year).Select(one => one.Ceiling.Name));

    static void Tornado(TextWriter to, CeilingForecast headline, GrowthOutlook outlook, Ink ink, int width)
    {
        to.WriteLine();
        double most = headline.Tornado[0].Years;
        to.WriteLine(ink.Strong($"What moves the year of {headline.Ceiling.Name}, one lever at a time"));
        var table = new TextTable("Lever", ["at low", "at high", "years", ""],
        [
            .. headline.Tornado.Select(bar => new[]
            {
                "  " + LeverWords.Name(bar.Lever), $"{LeverWords.At(outlook, bar.Lever, GrowthCase.Low)}: {Cell(bar.AtLow, outlook)}",
                $"{LeverWords.At(outlook, bar.Lever, GrowthCase.High)}: {Cell(bar.AtHigh, outlook)}", Span(bar).Replace("at least", "≥", StringComparison.Ordinal),
                Figure.Bar(bar.Years / most, 12).PadRight(12),
            }),
        ]);
        foreach (string line in table.Lines(width, ink)) to.WriteLine(line.TrimEnd());
    }

    static string Rates(GrowthOutlook outlook) => string.Join(", ", GrowthLevers.All.Where(lever => outlook.Rate(lever) is not null)
        .Select(lever => $"{LeverWords.Name(lever)} {LeverWords.At(outlook, lever, GrowthCase.Mid)}"));
}
