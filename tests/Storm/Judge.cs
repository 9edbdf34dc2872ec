using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Storm;

/// <summary>What a day came to.</summary>
internal sealed record Verdict(int Seed)
{
    public int Breaches { get; set; }
    public int Episodes { get; set; }
    public int ForcedSteps { get; set; }
    public Power WorstBreach { get; set; }
    public TimeSpan FirstBreach { get; set; }
    public Power WorstForced { get; set; }

    /// <summary>Steps in a row.</summary>
    public int LongestForced { get; set; }
    public TimeSpan WorstForcedAt { get; set; }
    public double WorstHeat { get; set; }
    public int MostReversals { get; set; }

    /// <summary>Single steps above a limit in an hour.</summary>
    public int MostSingles { get; set; }
    public string First { get; set; } = "";
    public List<string> Wrong { get; } = [];
    public bool Holds => Breaches == 0 && Wrong.Count == 0;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"seed {Seed}: {Breaches} steps above a limit in {Episodes} episodes, worst {WorstBreach.Kilowatts:0.#} kW, first at {FirstBreach} {First}; forced {ForcedSteps}, worst {WorstForced.Kilowatts:0.#} kW, {LongestForced} in a row, at {WorstForcedAt}; "
        + $"breakers {WorstHeat:0.00}; {MostReversals} reversals in an hour; {string.Join("; ", Wrong.Take(5))}");
}

/// <summary>Watches a run with a book of its own, which hears what the controller accepted, at the true time.</summary>
internal sealed class Judge
{
    private readonly SiteRun run;
    private readonly TimeSpan step;
    private readonly LimitBook truth;
    private readonly Dictionary<(LimitSource, string), LimitStamp> accepted = [];
    private readonly Verdict verdict;
    private readonly OrderWatch orders;
    private readonly FeedWatch feeds;
    private readonly Faults faults;
    private readonly string policy;
    private readonly Trace trace = new();
    private TimeSpan changedAt = TimeSpan.FromDays(-1), goneAt = TimeSpan.MaxValue, goneUntil = TimeSpan.FromDays(-1);
    private IReadOnlyList<Failure> failed = [];
    private GridCondition grid;
    private Power idle;
    private readonly Power[] enforced, before;
    private readonly TimeSpan allowed;
    private TimeSpan above;
    private int forcedInARow;
    private TimeSpan lastBreach;

    public Judge(SiteRun run, Verdict verdict, TimeSpan step, AnyDay day)
    {
        (this.run, this.verdict, this.step, this.faults) = (run, verdict, step, day.Faults);
        policy = day.Policy.Name;
        allowed = day.Policy is WildPolicy ? Forced.CapsAfter(run.CapDelay, step) : step;
        truth = new(run.BookSetting());
        (enforced, before) = (new Power[run.Site.Services.Count], new Power[run.Site.Services.Count]);
        orders = new(verdict, run);
        feeds = new(run, verdict, step, faults);
        run.Post.Answered = Answered;
        run.Decided = _ => orders.Look(run.Done);
        (failed, grid) = ([], GridCondition.Sound(60));
    }

    private void Answered(LimitReceipt receipt, TimeSpan now)
    {
        if (receipt.Outcome is not (LimitOutcome.Accepted or LimitOutcome.Heard)) return;
        double[] before = Ahead(now);
        Power[] feedsBefore = feeds.Ahead(truth, now);
        truth.Receive(receipt.Message, now);
        double[] after = Ahead(now);
        feeds.Heard(feedsBefore, feeds.Ahead(truth, now), now);
        for (int k = 0; k < after.Length; k++) if (after[k] < before[k]) changedAt = now;
        if (receipt.Outcome == LimitOutcome.Accepted) accepted[(receipt.Message.Source, receipt.Message.Name)] = receipt.Message.Stamp;
    }

    /// <summary>The ceiling until racks could be off: a change beyond that is known early enough.</summary>
    private double[] Ahead(TimeSpan now) => [.. Enumerable.Range(0, (int)(Forced.OffAfter(run.CapDelay, step) / step) + 1).Select(k => truth.Firm(null, now + k * step, step).Least.Watts)];

    /// <summary>After a step.</summary>
    public void Look(TimeSpan from)
    {
        truth.Advance(from);
        Changes(from);
        if (trace.Tells(from)) Trace.Tell(run, from, changedAt, $", truth {truth.Firm(null, from, step).Least.Kilowatts:0.0}, {Now(from)}");
        Power ceiling = Power.Min(run.Seen.ConnectionMost, truth.Firm(null, from, step).Least), excess = run.Import - ceiling;
        Power meter = Forced.MeterFraction * Power.Max(Power.Min(run.Seen.ConnectionMost, 100.Megawatts), run.Draw);
        bool isAbove = excess > meter;
        above = isAbove ? above + step : TimeSpan.Zero;
        if (above > allowed) Above(from, ceiling, excess, meter);
        else if (isAbove && allowed == step && run.Import > Least(from).Least + meter) Single(from);
        if (!isAbove) forcedInARow = 0;
        feeds.Look(truth, from, goneUntil - step > changedAt ? goneUntil - step : changedAt, allowed);
    }

    private void Changes(TimeSpan from)
    {
        StepEvents events = run.Events;
        // a site that loses its telemetry draws what it drew
        bool changed = !ReferenceEquals(failed, events.Failed) && !Physical(failed).SequenceEqual(Physical(events.Failed)) || grid != events.Grid || Idle() > idle + Power.FromSi(1) || AnswersWrong(from);
        idle = Idle();
        (failed, grid) = (events.Failed, events.Grid);
        for (int i = 0; i < enforced.Length; i++)
        {
            Power now = Power.FromSi(run.Site.Services[i].AboveIdleWatts), inForce = Power.FromSi(run.Site.Services[i].EnforcedWatts);
            bool capsRose = inForce > 1.001 * enforced[i];
            changed |= !capsRose && now > 1.01 * Power.Max(run.Orders.ServiceMost[i], before[i]) + 1.Kilowatts;
            (enforced[i], before[i]) = (inForce, now);
        }
        if (changed) changedAt = from;
        if (run.IsControllerGone) goneUntil = from + step;
        goneAt = !run.IsControllerGone ? TimeSpan.MaxValue : goneAt < from ? goneAt : from;
        // what changes while nobody is there to see it is known once somebody is back
        if (run.IsControllerGone && changedAt >= goneAt) changedAt = from;
    }

    private static IEnumerable<Failure> Physical(IReadOnlyList<Failure> failures) => failures.Where(one => one.Kind != FailureKind.Telemetry);

    /// <summary>In truth, whatever the controller is shown.</summary>
    private Power Idle() => run.Site.Banks.Aggregate(default(Power), (sum, bank) => Power.FromSi(bank.AddIdle(sum.Watts)));

    /// <summary>A device at fault comes to enforce more than it did and more than it was ordered.</summary>
    private bool AnswersWrong(TimeSpan from)
    {
        bool found = false;
        foreach (CapFault fault in faults.Caps)
        {
            if (fault.Bank >= run.Site.Banks.Count) continue;
            CapBank caps = run.Site.Banks[fault.Bank].Caps;
            bool isNow = from >= fault.From && from < fault.Until;
            for (int row = 0; row < caps.Racks; row++)
                found |= isNow && caps.EnforcedWatts[row] > caps.EnforcedBeforeWatts[row] + 1 && caps.EnforcedWatts[row] > caps.Requested(row).Watts + 1;
        }
        return found;
    }

    /// <summary>One step passes before anybody sees the last; steps in turn above a limit and below it are no control.</summary>
    private void Single(TimeSpan from)
    {
        if ((long)from.TotalHours != singlesHour) (singlesHour, singles) = ((long)from.TotalHours, 0);
        if (++singles > verdict.MostSingles) verdict.MostSingles = singles;
        if (singles == SinglesMost + 1) verdict.Wrong.Add($"{from}: more than {SinglesMost} single steps above a limit in an hour");
    }

    /// <summary>In an hour; our choice, one in three minutes.</summary>
    private const int SinglesMost = 20;
    private long singlesHour;
    private int singles;

    /// <summary>What nothing could lower import below, and of it what is beside racks and what they draw under their lowest caps.</summary>
    private (Power Least, Power Beside, Power Capped, Power Stores, TimeSpan Since) Least(TimeSpan from)
    {
        double efficiency = run.Controller.Facts.EfficiencyFraction;
        Power capped = Idle(), stores = default;
        foreach (ServiceFlow flow in run.Site.Services) foreach (ServiceLane lane in flow.Lanes) capped += UnderLowestCaps(lane, from);
        foreach (TrainingLane lane in run.Site.Training) if (DoesNotFollow(lane.Block, from)) capped += Power.FromSi(lane.AboveIdleWatts);
        foreach (PlantUnit plant in run.Site.Plants) if (plant.Follows) stores += Power.Max(default, plant.Reach.Most - plant.Output);
        foreach (StoreUnit store in run.Site.Stores) stores += Power.Max(default, store.Reach.Most - store.Injection);
        Power beside = run.Draw - run.ItDraw / efficiency;
        // racks alone know caps: whoever comes back switches off in the step after the first
        TimeSpan since = from - changedAt, standing = from <= goneUntil && since > Forced.CapsAfter(run.CapDelay, step) ? Forced.CapsAfter(run.CapDelay, step) : since;
        return (Forced.LeastImport(standing, run.CapDelay, step, beside, capped / efficiency, stores), beside, capped / efficiency, stores, since);
    }

    private void Above(TimeSpan from, Power ceiling, Power excess, Power meter)
    {
        Observation seen = run.Seen;
        (Power least, Power beside, Power capped, Power stores, TimeSpan since) = Least(from);
        // forced is what nothing could reach, not more
        if (run.Import <= least + meter)
        {
            verdict.ForcedSteps++;
            verdict.LongestForced = Math.Max(verdict.LongestForced, ++forcedInARow);
            if (excess > verdict.WorstForced) (verdict.WorstForced, verdict.WorstForcedAt) = (excess, from);
            return;
        }
        if (verdict.Breaches == 0 || from - lastBreach > 2 * step) verdict.Episodes++;
        lastBreach = from;
        if (verdict.Breaches++ == 0)
        {
            verdict.FirstBreach = from;
            verdict.First = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{policy} import {run.Import.Kilowatts:0} kW over {ceiling.Kilowatts:0} kW (connection {seen.ConnectionMost.Kilowatts:0}), "
                + $"least {least.Kilowatts:0}, draw {run.Draw.Kilowatts:0}, beside {beside.Kilowatts:0}, under lowest caps {capped.Kilowatts:0}, stores {stores.Kilowatts:0}, {since} since a change, "
                + $"controller {(run.IsControllerGone ? "gone" : "there")}, caps {(seen.CapsStick ? "stick" : "follow")}, soon {seen.CeilingSoon.Kilowatts:0}, ahead {seen.CeilingAhead.Kilowatts:0}, "
                + $"excess {run.Controller.Held.Excess.Kilowatts:0}, plants {string.Join("/", run.Orders.Plants.Select(one => $"{one.Kilowatts:0}"))}, stores {string.Join("/", run.Site.Stores.Select(one => $"{one.Injection.Kilowatts:0} of {one.Reach.Most.Kilowatts:0}"))}, band {run.Orders.ImportMost.Kilowatts:0}, most {string.Join("/", run.Orders.ServiceMost.Select(one => $"{one.Kilowatts:0}"))}, slow {string.Join("/", run.Orders.SlowFraction.Select(one => $"{one:0.00}"))}, run most {string.Join("/", run.Orders.RunMost.Select(one => $"{one.Kilowatts:0}"))}, other {seen.Other.Kilowatts:0}, idle {seen.Idle.Kilowatts:0}, runs {string.Join("/", seen.Runs.Select(one => $"{one.Drawn.Kilowatts:0} of {one.Full.Kilowatts:0}"))}, "
                + $"services {string.Join("/", seen.Services.Select(one => $"{one.Drawn.Kilowatts:0} of {one.Full.Kilowatts:0}"))}, faults {Now(from)}");
        }
        verdict.WorstBreach = Power.Max(verdict.WorstBreach, excess);
    }

    private bool DoesNotFollow(WorkBlock block, TimeSpan from) => faults.Caps.Any(fault =>
        from >= fault.From && from < fault.Until && fault.Bank < run.Site.Banks.Count && block.Rows.Any(row => row.Bank == run.Site.Banks[fault.Bank]));

    /// <summary>What a lane draws above idle, and what of it the lowest caps leave; all of it where its devices do not follow.</summary>
    private Power UnderLowestCaps(ServiceLane lane, TimeSpan from)
    {
        if (DoesNotFollow(lane.Block, from)) return Power.FromSi(lane.AboveIdleWatts);
        RackBank bank = lane.Fleet.Banks[0];
        double least = lane.Block.Length * (lane.WattsMost(bank.CapLeastFraction) - bank.IdleWatts), enforced = lane.Block.AboveMostWatts;
        return Power.FromSi((enforced > 0 ? Math.Min(1, least / enforced) : 1) * lane.AboveIdleWatts);
    }

    /// <summary>What goes wrong at a moment.</summary>
    private string Now(TimeSpan from) => string.Join(", ", faults.Sensors.Where(one => from >= one.From && from < one.Until).Select(one => $"{one.Kind} {one.Index} {one.Trick} {one.SizeFraction:0.00}")
        .Concat(run.Events.Failed.Select(one => one.Kind.ToString())).Concat(faults.Caps.Where(one => from >= one.From && from < one.Until).Select(one => $"caps answer {one.AnswersFraction}"))
        .Concat(faults.Controller.Where(one => from >= one.From && from < one.From + one.Length + 2.Minutes).Select(one => $"controller {one}"))
        .Concat(faults.Clock.Where(one => from >= one.From && from < one.Until + 2.Minutes).Select(one => $"clock {one.Offset}"))
        .Concat(faults.RestartEvery > 0 ? [$"restarts every {faults.RestartEvery}, book only {faults.BookOnly}"] : []));

    /// <summary>At the end of the day.</summary>
    public void Close(RunBook book)
    {
        verdict.WorstHeat = Math.Max(book.WorstGridBreaker, run.Site.Flow.WorstHeatFraction.ToArray().Max());
        if (book.GridTripped) verdict.Wrong.Add($"the breaker of the connection trips: {string.Join(", ", book.Happenings.Where(one => one.What.Contains("trips on overload", StringComparison.Ordinal)))}");
        for (int n = 0; n < run.Site.Tree.Nodes.Count; n++)
            if (run.Site.Flow.WorstHeatFraction[n] >= 1)
                verdict.Wrong.Add($"the breaker of {run.Site.Tree.Nodes[n].Name} trips: {run.Site.Flow.PeakInputWatts[n] / 1e3:0} kW of {run.Site.Tree.Nodes[n].Rating.Kilowatts:0} kW");
        // who starts anew every few steps with the book alone begins a little below what is read each time
        if (!faults.BookOnly || faults.RestartEvery == 0) verdict.MostReversals = orders.MostReversals;
        HashSet<(LimitSource, string, LimitStamp)> kept = [.. run.Controller.Book.Snapshot().Names.Select(one => (one.Source, one.Name, one.Stamp))];
        foreach (((LimitSource source, string name), LimitStamp stamp) in accepted)
            if (!kept.Contains((source, name, stamp))) verdict.Wrong.Add($"the limit \"{name}\" of {source.Id} was accepted and is lost");
    }
}
