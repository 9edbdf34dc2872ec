using System.Globalization;
using System.Text;
using Headroom.Cli.Rendering.Expanding;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.FleetYears;

/// <summary>The files of a fleet's plan over years.</summary>
static class FleetYearsFiles
{
    public static void WriteAll(OutputFolder folder, FleetYearsDocument document)
    {
        if (document.Answer is not FleetYearsAnswer.Planned { Report: var report }) return; // who stops a run keeps what the folder holds
        folder.Write("plan.json", path => File.WriteAllText(path, FleetYearsJson.Text(document)));
        folder.Write("years.csv", path => File.WriteAllText(path, Years(report)));
        folder.Write("flows.csv", path => File.WriteAllText(path, Flows(report)));
        folder.Write("report.html", path => File.WriteAllText(path, FleetYearsHtml.Text(report, document.Findings), new UTF8Encoding(false)));
    }

    /// <summary>A row for each site, year and asset, units beside the numbers.</summary>
    static string Years(FleetYearsReport report)
    {
        var text = new StringBuilder($"site,{ExpansionCsv.Heads}\n");
        foreach (SiteYears site in report.Sites)
            foreach (string row in ExpansionCsv.Rows(site)) text.Append(CultureInfo.InvariantCulture, $"{site.Site},{row}\n");
        return text.ToString();
    }

    /// <summary>A row for each year and flow.</summary>
    static string Flows(FleetYearsReport report)
    {
        var text = new StringBuilder("year,service,region,site,tokens (tok),round trip (ms)\n");
        foreach (FleetYearFigures year in report.Years)
            foreach (FlowFigure flow in year.Flows)
                text.Append(CultureInfo.InvariantCulture, $"{year.Year},{flow.Service},{flow.Region},{flow.Site},{flow.Tokens.Tokens},{flow.RoundTrip.TotalMilliseconds}\n");
        return text.ToString();
    }
}
