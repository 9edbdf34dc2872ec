using System.Globalization;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Storm;

/// <summary>Steps in numbers, for whoever runs a seed again: HEADROOM_STORM_TRACE=13:03:00-13:03:30.</summary>
internal sealed class Trace
{
    private readonly TimeSpan first = TimeSpan.MaxValue, last;

    public Trace()
    {
        string[] ends = Environment.GetEnvironmentVariable("HEADROOM_STORM_TRACE")?.Split('-') ?? [];
        if (ends.Length == 2) (first, last) = (TimeSpan.Parse(ends[0], CultureInfo.InvariantCulture), TimeSpan.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    public bool Tells(TimeSpan at) => at >= first && at <= last;

    public static void Tell(SiteRun run, TimeSpan at, TimeSpan changedAt, string why)
    {
        (Control.Observation seen, Control.Orders orders) = (run.Seen, run.Orders);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{at} import {Kw(run.Import)} of {Kw(seen.CeilingNow)}, soon {Kw(seen.CeilingSoon)}, ahead {Kw(seen.CeilingAhead)}, draw {Kw(run.Draw)}, it {Kw(run.ItDraw)}, excess {Kw(run.Controller.Held.Excess)}, idle {Kw(seen.Idle)}, "
            + $"burned {Kw(seen.Burned)}, other {Kw(seen.Other)}, ratio {seen.DrawPerItRatio:0.0000}, changed {changedAt}{why}")
            + Of(" most", orders.ServiceMost.Select(Kw)) + Of("drawn before", seen.Services.Select(one => Kw(one.Drawn))) + Of("now", run.Site.Services.Select(one => $"{one.AboveIdleWatts / 1e3:0.0}"))
            + Of("slow", orders.SlowFraction.Select(one => $"{one:0.00}")) + Of("enforced", seen.Services.Select(one => $"{Kw(one.Enforced)} of {Kw(one.Full)}"))
            + Of("run most", orders.RunMost.Select(Kw)) + Of("runs before", seen.Runs.Select(one => Kw(one.Drawn))) + Of("runs now", run.Site.Training.Select(one => $"{one.AboveIdleWatts / 1e3:0.0}"))
            + Of("run enforced", seen.Runs.Select(one => $"{Kw(one.Enforced)} of {Kw(one.Full)}")) + Of("owed", seen.Runs.Select(one => $"{Kw(one.Returning)} of {Kw(one.Owed)}"))
            + Of("plants", orders.Plants.Select(Kw))
            + Of("stores", run.Site.Stores.Select((one, k) => $"{Kw(one.Injection)} of {Kw(one.Reach.Most)} asked {Kw(orders.Batteries[k])} deliverable {seen.Batteries[k].Deliverable.Joules / 1e6:0.0} MJ"))
            + Of("bank", orders.BankShare.Select(one => $"{one:0.000}")) + Of("off", orders.BankOff.Select(Kw)) + $", drop {Kw(orders.Drop)}"
            + Of("feeds", seen.Feeds.Select((one, f) => $"{Kw(one.Flow)} idle {Kw(one.Idle)} true {run.Site.Flow.InputWatts[f + 1] / 1e3:0.0} of {Kw(run.Site.Tree.Nodes[f + 1].Rating)} heat {run.Site.Flow.HeatFraction[f + 1]:0.00}"))
            + Of("caps", run.Site.Banks.Select(bank => $"{bank.On.Count(on => on)} on, {bank.Caps.EnforcedWatts.ToArray().DefaultIfEmpty().Min() / 1e3:0.0}-{bank.Caps.EnforcedWatts.ToArray().DefaultIfEmpty().Max() / 1e3:0.0} asked {bank.Caps.RequestedWatts.DefaultIfEmpty().Min() / 1e3:0.0}-{bank.Caps.RequestedWatts.DefaultIfEmpty().Max() / 1e3:0.0}"))
            + Of("limits", run.Controller.Book.Limits.Where(one => one.Course.Level < seen.ConnectionMost).Select(one => $"{one.Message.Name} {Kw(one.Course.Level)} {one.Course.RampStart:hh\\:mm\\:ss}-{one.Course.End:hh\\:mm\\:ss} known {one.KnownSince:hh\\:mm\\:ss} {one.Message.Silence?.Then} {one.Message.Silence?.Tolerance}"))
            + Of("held", run.Controller.Held.Changes.ToArray().Select(one => $"{one.Kind} {one.Index} {one.Asked:g4} to {one.Given:g4} {one.Reason}"))
            + $", seen {seen.Now}, sticks {seen.CapsStick}, lives {seen.GridLives}, silent {seen.RacksAreSilent}, gone {run.IsControllerGone}");
    }

    private static string Kw(Power power) => power.Kilowatts.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Of(string name, IEnumerable<string> each) => $", {name} {string.Join("/", each)}";
}
