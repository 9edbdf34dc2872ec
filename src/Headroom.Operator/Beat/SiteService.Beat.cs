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

    private async ValueTask BeatAsync(CancellationToken stop)
    {
        // a step that is taken is a beat: who stops takes none
        stop.ThrowIfCancellationRequested();
        TimeSpan now = stepped?.Step() ?? BeatTimer.Whole(Clock.Now, settings.Beat);
        // one that waited for a message may have gone over to the next step, and the next call is for that
        if (now == beatAt) return;
        beatAt = now;
        long began = Stopwatch.GetTimestamp();
        if (timing.Begin(Clock.Time.GetElapsedTime(Interlocked.Read(ref due))) is { } late)
            log.Late(Milliseconds(late.Late), Milliseconds(late.Since), Milliseconds(late.Before), Milliseconds(late.Journal),
                Milliseconds(late.Processor), Milliseconds(late.Collecting));
        await AnnounceAsync(now, stop);
        FieldReading read = await field.ReadAsync(now, settings.Beat, stop);
        byte[] seenText = StateText.Write(read.Seen);       // before the controller writes ceilings into it
        long decides = Stopwatch.GetTimestamp();
        controller!.Decide(read.Seen, orders);
        TimeSpan decision = Stopwatch.GetElapsedTime(decides);
        beats++;
        // a field counts from its own start: what was counted before goes on from there
        if (saveds is { } before) (countedBefore, saveds) = (Counters.Less(before, read.Figures), null);
        FieldFigures figures = Counters.Add(read.Figures, countedBefore);
        counted = figures;
        journal!.Add(SiteClock.At(now), JournalKinds.Beat, BeatText.Of(seenText, orders, [.. controller.Held.Changes], Figures(read.Seen, figures)));
        long appends = Stopwatch.GetTimestamp(), permit = Clock.Time.GetTimestamp();
        await CommitAsync(stop);
        TimeSpan journaled = Stopwatch.GetElapsedTime(appends);
        // a lease that ran out while this was written may be another's by now
        if (journaled >= settings.LeaseLength) throw new OperatorGone("The store took longer than the lease; nothing was ordered.");
        field.Permit(permit + (long)(settings.LeaseLength.TotalSeconds * Clock.Time.TimestampFrequency));
        FieldAnswer answer = await field.WriteAsync(orders, stop);
        Confirm(answer);
        SiteView view = maker!.Of(beats, now, read.Seen, orders, figures, timing.Now) with { Speed = Speed };
        foreach ((string severity, string what) in maker.Noticed) Happen(severity, what);
        foreach ((string severity, string what) in alarms.After(now, read.Alarms)) Happen(severity, what);
        foreach (string fault in answer.Faults) if (maker.IsNew(fault)) Happen("warning", fault);
        timing.End(decision, journaled, Stopwatch.GetElapsedTime(began));
        (LastBeatTimestamp, Now, Fault, FaultDetail) = (Stopwatch.GetTimestamp(), view, null, null);
        views.Tell(view);
        LookAhead(now, stop);
        Offer(now, stop);
    }

    private FieldFigures counted = new();

    /// <summary>Beats fall on whole steps of the site's clock, however late their timer is, and no two on one.</summary>
    private TimeSpan beatAt = TimeSpan.MinValue;

    /// <summary>When the oldest limit was taken whose caps are not confirmed yet, and how many since; 0 without one.</summary>
    private long takenAt;

    /// <inheritdoc cref="takenAt"/>
    private int taken;

    /// <summary>Tells how long it took from the first limit that was taken since the last time to the last confirmed cap.</summary>
    private void Confirm(FieldAnswer answer)
    {
        if (takenAt == 0 || answer.Unconfirmed > 0) return;
        if (answer.ConfirmedAt is { } confirmed && confirmed > takenAt) log.Confirmed(taken, Milliseconds(Clock.Time.GetElapsedTime(takenAt, confirmed)));
        (takenAt, taken) = (0, 0);
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private static BeatFigures Figures(Observation seen, FieldFigures figures) => new(ViewMaker.CeilingOf(seen), ViewMaker.DrawOf(seen, figures),
        [.. figures.Services.Select(one => new ServiceCount(one.Name, one.Tier, one.Tokens, one.Lost))], figures.SiteEnergy);

    /// <summary>Starts a look ahead where one is due; the beat never waits for it.</summary>
    private void LookAhead(TimeSpan now, CancellationToken stop)
    {
        if (ahead is null || aheadRuns || !controller!.LooksAhead || field is not IAheadField knows) return;
        long known = controller.Book.Fingerprint;
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

    private static readonly TimeSpan offersEvery = TimeSpan.FromMinutes(5);
    private TimeSpan offersDue = TimeSpan.MinValue;
    private bool offersRun;

    /// <summary>Offers are worked out beside the beat, and told with the view after they are there.</summary>
    private void Offer(TimeSpan now, CancellationToken stop)
    {
        if (offersRun || now < offersDue || field is not IAheadField knows) return;
        (offersDue, offersRun) = (now + offersEvery, true);
        Func<IReadOnlyList<Offer>> make = knows.Offers();
        _ = Task.Run(async () =>
        {
            IReadOnlyList<Offer> made = [];
            try { made = make(); }
#pragma warning disable CA1031 // no offers is an answer too: nothing is promised, and people are told why
            catch (Exception bug) { work.Writer.TryWrite(new Work.Happened("warning", $"offers failed: {bug.Message}")); }
#pragma warning restore CA1031
            await work.Writer.WriteAsync(new Work.Offers(made, SiteClock.At(now)), stop);
        }, stop);
    }

    /// <summary>What a scenario announces comes as messages of its authorities do.</summary>
    private async ValueTask AnnounceAsync(TimeSpan now, CancellationToken stop)
    {
        if (field is not IAnnouncingField scenario) return;
        foreach (LimitMessage message in scenario.Announces(now)) await TakeAsync(new(message, new("scenario", message.Source.Id, "limit announced", default)), stop);
    }
}
