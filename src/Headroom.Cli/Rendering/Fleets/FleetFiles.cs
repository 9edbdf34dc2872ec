using System.Globalization;
using System.Text;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Fleets;

/// <summary>The files of a fleet's plan.</summary>
static class FleetFiles
{
    public static void WriteAll(OutputFolder folder, FleetDocument document)
    {
        folder.Write("plan.json", target => File.WriteAllText(target, FleetJson.Text(document)));
        if (document.Report is not { } report) return;
        folder.Write("flows.csv", target =>
        {
            using FileStream file = File.Create(target);
            WriteFlows(file, report);
        });
        foreach (FleetSiteFigure site in report.Sites)
            folder.Write($"dispatch-{FileName(site.Name)}.csv", target =>
            {
                using FileStream file = File.Create(target);
                DispatchCsv.Write(file, site.Plan);
            });
        folder.Write("report.html", target => File.WriteAllText(target, FleetHtml.Text(report, document.Findings), new UTF8Encoding(false)));
        folder.Write("map.svg", target => File.WriteAllText(target, FleetMap.Text(report)));
    }

    /// <summary>Letters that every file system takes.</summary>
    static string FileName(string site) => string.Concat(site.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-'));

    /// <summary>Who served whom, hour by hour: a column for each service, region and site.</summary>
    static void WriteFlows(Stream to, FleetReport report)
    {
        DispatchColumn[] columns = [.. report.Flows.Select(flow => new DispatchColumn($"{flow.Service} {flow.Region} to {flow.Site}", "Mtok/s", ColumnRole.Work,
            [.. flow.Hours.Select(rate => rate / 1e6)]))];
        DispatchCsv.Write(to, report.Year, columns);
    }
}
