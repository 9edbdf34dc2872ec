using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Storm;

/// <summary>Watches what flows into each feed that has a limit.</summary>
/// <remarks>
///   least(t) = anything              t &lt; caps
///            = (idle + Σ lowest)/η   caps ≤ t &lt; off        Σ over the banks behind the feed; of those whose caps do not follow, what they draw
///            = 0                     off ≤ t
///   off      = 2·latency + 5 s + 10 steps: a feed is left its overload while caps land, then racks go off in rounds that the meter shows
///   t counts from a message that lowers the feed's ceiling, or a change of the site that nobody could know (<see cref="Forced"/>).
///   While the controller is gone nobody holds a feed, for racks know a share for the whole site alone: t counts from its return.
/// </remarks>
internal sealed class FeedWatch(SiteRun run, Verdict verdict, TimeSpan step, Faults faults)
{
    private readonly string[] names = [.. run.Site.Tree.Nodes.Skip(1).Select(node => node.Name)];
    private readonly Dictionary<string, (TimeSpan ChangedAt, TimeSpan Above)> feeds = [];

    private TimeSpan OffAfter => 2 * run.CapDelay + 5.Seconds + 10 * step;

    /// <summary>Least ceilings until racks behind a feed could be off, before a message is taken and after.</summary>
    public Power[] Ahead(LimitBook truth, TimeSpan now) => [.. names.SelectMany(name => Enumerable.Range(0, (int)(OffAfter / step) + 1).Select(k => truth.Firm(name, now + k * step, step).Least))];

    public void Heard(Power[] before, Power[] after, TimeSpan now)
    {
        int each = before.Length / Math.Max(1, names.Length);
        for (int k = 0; k < before.Length; k++)
            if (after[k] < before[k]) feeds[names[k / each]] = (now, feeds.GetValueOrDefault(names[k / each]).Above);
    }

    public void Look(LimitBook truth, TimeSpan from, TimeSpan siteChangedAt, TimeSpan allowed)
    {
        for (int n = 1; n < run.Site.Tree.Nodes.Count; n++)
        {
            string name = run.Site.Tree.Nodes[n].Name;
            CeilingInForce ceiling = truth.Firm(name, from, step);
            if (ceiling.Binding is null) continue;
            (TimeSpan changedAt, TimeSpan above) = feeds.TryGetValue(name, out var known) ? known : (TimeSpan.FromDays(-1), default);
            Power flow = Power.FromSi(run.Site.Flow.InputWatts[n]), excess = flow - ceiling.Least, meter = Forced.MeterFraction * Power.Max(ceiling.Least, flow);
            above = excess > meter ? above + step : TimeSpan.Zero;
            feeds[name] = (changedAt, above);
            if (above <= allowed) continue;
            TimeSpan since = from - (changedAt > siteChangedAt ? changedAt : siteChangedAt);
            if (since < Forced.CapsAfter(run.CapDelay, step) || since < OffAfter && flow <= Lowest(n, from) + meter)
            {
                verdict.ForcedSteps++;
                continue;
            }
            if (verdict.Breaches++ == 0)
            {
                verdict.FirstBreach = from;
                verdict.First = string.Create(CultureInfo.InvariantCulture,
                    $"{name} carries {flow.Kilowatts:0.0} kW of {ceiling.Least.Kilowatts:0.0} kW, under lowest caps {Lowest(n, from).Kilowatts:0.0}, {since} since a change, controller {(run.IsControllerGone ? "gone" : "there")}");
            }
            verdict.WorstBreach = Power.Max(verdict.WorstBreach, excess);
        }
    }

    /// <summary>What racks behind a node draw when each row that works is at its lowest cap.</summary>
    private Power Lowest(int node, TimeSpan from)
    {
        double watts = 0;
        for (int b = 0; b < run.Site.Banks.Count; b++)
        {
            RackBank bank = run.Site.Banks[b];
            int at = run.Site.NodeOfBank[b];
            while (at > node) at = run.Site.Tree.Nodes[at].Parent;
            if (at != node) continue;
            bool follows = !faults.Caps.Any(fault => fault.Bank == b && from >= fault.From && from < fault.Until);
            for (int row = 0; row < bank.Rows; row++)
                if (bank.On[row]) watts += bank.Units[row] * Math.Min(Math.Max(bank.IdleWatts, bank.Draw.Drawn[row]), follows ? Math.Max(bank.IdleWatts, bank.WattsOfCap(bank.CapLeastFraction).Watts) : double.PositiveInfinity);
        }
        return Power.FromSi(watts / run.Controller.Facts.EfficiencyFraction);
    }
}
