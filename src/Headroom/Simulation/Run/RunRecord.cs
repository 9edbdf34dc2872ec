using System.Numerics;
using Headroom.Reports;

namespace Headroom.Simulation;

/// <summary>From steps to charts and to whoever records: values of every step, means of every minute.</summary>
internal sealed class RunRecord
{
    private readonly IRunRecorder? recorder;
    private readonly RunColumns columns;
    private readonly RunBuckets buckets;
    private readonly double[] feedWatts, rackWatts, orderedWatts, capWatts;
    private readonly long stepsPerMinute;
    private readonly TimeSpan step;
    private long count;

    public RunRecord(SimulationOrder order, SiteState site, IRunRecorder? recorder)
    {
        (this.recorder, step) = (recorder, order.Step);
        columns = new(site);
        buckets = new(columns.Values.Length, order.Step, order.Length);
        stepsPerMinute = TimeSpan.TicksPerMinute / order.Step.Ticks;
        (feedWatts, rackWatts) = (new double[site.Tree.Nodes.Count], new double[site.Rows]);
        (orderedWatts, capWatts) = (new double[site.Rows], new double[site.Rows]);
        recorder?.Open(new(order.StartUtc, order.Step, order.Length, columns.Names, [.. site.Tree.Nodes.Select(node => node.Name)], Names(site)));
    }

    public void Add(TimeSpan from, SiteRun run)
    {
        run.Fill(columns.Values);
        buckets.Add(columns.Values);
        if (recorder is null) return;
        recorder.Step(from, columns.Values);
        SiteState site = run.Site;
        for (int n = 0; n < feedWatts.Length; n++) feedWatts[n] += site.Flow.InputWatts[n];
        Sum(site.RowDrawnWatts);
        if (++count == stepsPerMinute) Minute(from, site);
    }

    private void Sum(double[] watts)
    {
        int i = 0;
        for (; i <= watts.Length - Vector<double>.Count; i += Vector<double>.Count) (new Vector<double>(rackWatts, i) + new Vector<double>(watts, i)).CopyTo(rackWatts, i);
        for (; i < watts.Length; i++) rackWatts[i] += watts[i];
    }

    private void Minute(TimeSpan from, SiteState site)
    {
        for (int n = 0; n < feedWatts.Length; n++) feedWatts[n] /= count;
        for (int i = 0; i < rackWatts.Length; i++) rackWatts[i] /= count;
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < bank.Rows; i++)
            {
                orderedWatts[bank.FirstRow + i] = bank.Units[i] * bank.Caps.RequestedWatts[i];
                capWatts[bank.FirstRow + i] = bank.Units[i] * bank.Caps.EnforcedWatts[i];
            }
        recorder!.Minute(from + step - count * step, new()
        {
            FeedWatts = feedWatts,
            RackDrawnWatts = rackWatts,
            RackOrderedWatts = orderedWatts,
            RackCapWatts = capWatts,
            RackCoolantKelvin = site.HeatNow is { } heat ? heat.RackCoolantKelvin : rackWatts,
            RackAllowedFraction = site.HeatDone is { } done ? done.RackAllowedFraction : rackWatts,
        });
        Array.Clear(feedWatts);
        Array.Clear(rackWatts);
        count = 0;
    }

    public void Close() => buckets.Close();

    public BucketTable Table()
    {
        var all = new BucketColumn[columns.Names.Count];
        for (int c = 0; c < all.Length; c++)
        {
            (double[] least, double[] mean, double[] most) = buckets.Column(c);
            all[c] = new(columns.Names[c].Name, columns.Names[c].Unit, columns.GroupOf(c), least, mean, most);
        }
        return new(buckets.Bucket, all);
    }

    private static RackName[] Names(SiteState site)
    {
        var names = new RackName[site.Rows];
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < bank.Rows; i++)
                names[bank.FirstRow + i] = new(bank.NameOf(i), bank.Choice.Type.Name, bank.Part.Name, bank.Units[i]);
        return names;
    }
}
