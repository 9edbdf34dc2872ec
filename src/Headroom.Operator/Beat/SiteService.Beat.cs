using System.Diagnostics;
using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>One beat, and the look ahead beside it.</summary>
public sealed partial class SiteService
{
    private readonly BeatClockwork timing = new();
    private static readonly TimeSpan aheadEvery = TimeSpan.FromMinutes(15);
    private TimeSpan aheadDue = TimeSpan.MinValue;
    private long limitsKnown;
    private bool aheadRuns;

    private async ValueTask BeatAsync(Work.Beat due, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan now = Whole(Clock.Now);
        FieldReading read = await field.ReadAsync(now, settings.Beat, stop);
        byte[] seenText = StateText.Write(read.Seen);       // before the controller writes ceilings into it
        long decides = Stopwatch.GetTimestamp();
        controller!.Decide(read.Seen, orders);
        TimeSpan decision = Stopwatch.GetElapsedTime(decides);
        beats++;
        FieldFigures figures = Counters.Add(read.Figures, countedBefore);
        SiteView view = maker!.Of(beats, now, read.Seen, orders, figures, timing.Now);
        foreach ((string severity, string what) in maker.Noticed) Happen(severity, what);
        journal!.Add(SiteClock.At(now), JournalKinds.Beat, BeatText.Of(seenText, orders, [.. controller.Held.Changes], Figures(view)));
        long appends = Stopwatch.GetTimestamp();
        Now = view;
        await CommitAsync(stop);
        // a lease that ran out while this was written may be another's by now
        if (Stopwatch.GetElapsedTime(appends) >= settings.LeaseLength) throw new OperatorGone("The store took longer than the lease; nothing was ordered.");
        FieldAnswer answer = await field.WriteAsync(orders, stop);
        foreach (string fault in answer.Faults) if (maker.IsNew(fault)) Happen("warning", fault);
        timing.Add(decision, Stopwatch.GetElapsedTime(began), Stopwatch.GetElapsedTime(due.Due, began));
        LastBeatTimestamp = Stopwatch.GetTimestamp();
        views.Tell(view);
        LookAhead(now, stop);
    }

    /// <summary>Beats fall on whole steps of the site's clock, however late their timer is.</summary>
    private TimeSpan Whole(TimeSpan now) => TimeSpan.FromTicks((now.Ticks + settings.Beat.Ticks / 2) / settings.Beat.Ticks * settings.Beat.Ticks);

    private static BeatFigures Figures(SiteView view) => new(view.Ceiling, view.Draw,
        [.. view.Field.Services.Select(one => new ServiceCount(one.Name, one.Tier, one.Tokens, one.Lost))], view.Field.SiteEnergy);

    /// <summary>Starts a look ahead where one is due; the beat never waits for it.</summary>
    private void LookAhead(TimeSpan now, CancellationToken stop)
    {
        if (ahead is null || aheadRuns || !controller!.LooksAhead || field is not IAheadField knows) return;
        long known = Fingerprint(controller.Book);
        if (now < aheadDue && known == limitsKnown) return;
        (aheadDue, limitsKnown, aheadRuns) = (now + aheadEvery, known, true);
        AheadInputs inputs = knows.AheadInputs(settings.Horizon);
        _ = Task.Run(async () =>
        {
            AheadPlan? plan = null;
            try { plan = (ahead(inputs, now) as AheadAnswer.Planned)?.Plan; }
#pragma warning disable CA1031 // a look ahead that fails is one that is not there: the beat goes by the plan, and people are told
            catch (Exception bug) { work.Writer.TryWrite(new Work.Happened("warning", $"the look ahead failed: {bug.Message}")); }
#pragma warning restore CA1031
            await work.Writer.WriteAsync(new Work.Ahead(plan), stop);
        }, stop);
    }

    /// <summary>A number that another limit changes, or a newer message under the name of one.</summary>
    private static long Fingerprint(LimitBook book)
    {
        long sum = 0;
        foreach (BookedLimit one in book.Limits) sum = unchecked(sum + 1 + 31 * one.KnownSince.Ticks + 37 * one.Message.Stamp.Issued.Ticks + 41 * one.Message.Stamp.Sequence);
        return sum;
    }
}

/// <summary>How beats keep time.</summary>
internal sealed class BeatClockwork
{
    private const int Kept = 60;
    private readonly TimeSpan[] late = new TimeSpan[Kept];
    private long count, missed;
    private TimeSpan decision, whole;

    public void Add(TimeSpan decided, TimeSpan took, TimeSpan lateBy)
    {
        (decision, whole) = (decided, took);
        late[count++ % Kept] = lateBy;
    }

    public void Missed() => Interlocked.Increment(ref missed);

    public BeatTiming Now => new(decision, whole, late.Max(), Interlocked.Read(ref missed));
}
