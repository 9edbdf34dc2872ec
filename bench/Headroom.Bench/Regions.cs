using System.Diagnostics;
using System.Globalization;
using Headroom.Cli.Comparing;
using Headroom.Cli.Sweeping;
using Headroom.Comparing;
using Headroom.Scenarios;
using Headroom.Scenarios.Comparing;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Bench;

/// <summary>A hyperscale campus compared over 15 regions and 4 strategies: the target is five minutes on two cores.</summary>
static class Regions
{
    const string Fifteen = "us-tex-ercot,us-va-pjm,us-oh-aep,us-ga,us-cal-caiso,ca-on,gb,de-lu,fr,se,jp-tk,sg,in-mum,ae,au-nsw";

    public static int Measure()
    {
        CompareRequest request = CompareReader.Read(new(Fifteen, null, null, null, null)).Request!;
        FixedFleetReading fleet = FixedFleetReading.Of(SiteTemplate.Write(Tier.Hyperscale), "hyperscale.yaml", ".");
        using SweepJournal journal = SweepJournal.InMemory();
        using var process = Process.GetCurrentProcess();
        TimeSpan busy = process.TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        CompareAnswer answer = new CompareRun(journal, () => new StructuredSolver(), workers: 2).Run(new(request, fleet, 1e-4), null, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        process.Refresh();
        double processor = (process.TotalProcessorTime - busy).TotalSeconds;
        if (answer is not CompareAnswer.Compared { Comparison: var comparison }) return 1;
        CaseFigures[] planned = [.. comparison.Regions.SelectMany(region => region.Cases).Where(row => row.IsPlanned)];
        Console.WriteLine("| regions | strategies | planned | impossible | s | processor s | largest gap | memory at most |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {comparison.Regions.Count} | {request.Strategies.Count} | {planned.Length} | {comparison.Regions.Count * request.Strategies.Count - planned.Length} | {seconds:0} | {processor:0} | {planned.Max(row => row.Answer.GapFraction):0.0e+0} | {process.PeakWorkingSet64 / 1e6:0} MB |"));
        return 0;
    }
}
