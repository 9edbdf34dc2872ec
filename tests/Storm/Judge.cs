using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Storm;

/// <summary>What a day came to.</summary>
internal sealed record Verdict(int Seed)
{
    public int Breaches { get; set; }
    public int ForcedSteps { get; set; }
    public Power WorstBreach { get; set; }
    public TimeSpan FirstBreach { get; set; }
    public Power WorstForced { get; set; }
    public TimeSpan WorstForcedAt { get; set; }
    public double WorstHeat { get; set; }
    public int MostReversals { get; set; }
    public List<string> Wrong { get; } = [];
    public bool Holds => Breaches == 0 && Wrong.Count == 0;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"seed {Seed}: {Breaches} steps above a limit, worst {WorstBreach.Kilowatts:0.#} kW, first at {FirstBreach}; forced {ForcedSteps}, worst {WorstForced.Kilowatts:0.#} kW at {WorstForcedAt}; "
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
    private TimeSpan changedAt = TimeSpan.FromDays(-1), goneAt = TimeSpan.MaxValue;
    private IReadOnlyList<Failure> failed = [];
    private GridCondition grid;
    private bool wasAbove;

    public Judge(SiteRun run, Verdict verdict, TimeSpan step)
    {
        (this.run, this.verdict, this.step) = (run, verdict, step);
        truth = new(run.BookSetting());
        orders = new(verdict, run);
        run.Post.Answered = Answered;
        run.Decided = _ => orders.Look(run.Done);
        (failed, grid) = ([], GridCondition.Sound(60));
    }

    private void Answered(LimitReceipt receipt, TimeSpan now)
    {
        if (receipt.Outcome is not (LimitOutcome.Accepted or LimitOutcome.Heard)) return;
        double[] before = Ahead(now);
        truth.Receive(receipt.Message, now);
        double[] after = Ahead(now);
        for (int k = 0; k < after.Length; k++) if (after[k] < before[k]) changedAt = now;
        if (receipt.Outcome == LimitOutcome.Accepted) accepted[(receipt.Message.Source, receipt.Message.Name)] = receipt.Message.Stamp;
    }

    /// <summary>The ceiling while caps land and work leaves: a change beyond that is known early enough.</summary>
    private double[] Ahead(TimeSpan now) => [.. Enumerable.Range(0, 19).Select(k => truth.Firm(null, now + 5 * k * step, 5 * step).Least.Watts)];

    /// <summary>After a step.</summary>
    public void Look(TimeSpan from)
    {
        truth.Advance(from);
        Changes(from);
        Power ceiling = Power.Min(run.Seen.ConnectionMost, truth.Firm(null, from, step).Least), excess = run.Import - ceiling;
        Power meter = Forced.MeterFraction * Power.Max(Power.Min(run.Seen.ConnectionMost, 100.Megawatts), run.Draw);
        bool isAbove = excess > meter;
        if (isAbove && wasAbove) Above(from, ceiling, excess);
        wasAbove = isAbove;
    }

    private void Changes(TimeSpan from)
    {
        StepEvents events = run.Events;
        bool changed = !ReferenceEquals(failed, events.Failed) && !failed.SequenceEqual(events.Failed) || grid != events.Grid;
        (failed, grid) = (events.Failed, events.Grid);
        if (changed) changedAt = from;
        goneAt = !run.IsControllerGone ? TimeSpan.MaxValue : goneAt < from ? goneAt : from;
        // what changes while nobody is there to see it is known once somebody is back
        if (run.IsControllerGone && changedAt >= goneAt) changedAt = from;
    }

    private void Above(TimeSpan from, Power ceiling, Power excess)
    {
        Observation seen = run.Seen;
        double efficiency = run.Controller.Facts.EfficiencyFraction;
        Power capped = run.Site.Banks.Aggregate(default(Power), (sum, bank) => Power.FromSi(bank.AddIdle(sum.Watts))), stores = default;
        foreach (ServiceNeed need in seen.Services) capped += Power.Min(need.Drawn, seen.CapsStick ? need.Drawn : need.LeastFraction * need.Full);
        foreach (PlantUnit plant in run.Site.Plants) if (plant.Follows) stores += Power.Max(default, plant.Reach.Most - plant.Output);
        foreach (StoreUnit store in run.Site.Stores) stores += Power.Max(default, store.Reach.Most - store.Injection);
        Power beside = run.Draw - run.ItDraw / efficiency;
        TimeSpan since = from - changedAt, standing = run.IsControllerGone && since > Forced.CapsAfter(run.CapDelay, step) ? Forced.CapsAfter(run.CapDelay, step) : since;
        Power least = Forced.LeastImport(standing, run.CapDelay, step, beside, capped / efficiency, stores);
        if (ceiling < least)
        {
            verdict.ForcedSteps++;
            if (excess > verdict.WorstForced) (verdict.WorstForced, verdict.WorstForcedAt) = (excess, from);
            return;
        }
        if (verdict.Breaches++ == 0) verdict.FirstBreach = from;
        verdict.WorstBreach = Power.Max(verdict.WorstBreach, excess);
    }

    /// <summary>At the end of the day.</summary>
    public void Close(RunBook book)
    {
        verdict.WorstHeat = Math.Max(book.WorstGridBreaker, run.Site.Flow.WorstHeatFraction.ToArray().Max());
        if (verdict.WorstHeat >= 1) verdict.Wrong.Add("a breaker trips");
        verdict.MostReversals = orders.MostReversals;
        HashSet<(LimitSource, string, LimitStamp)> kept = [.. run.Controller.Book.Snapshot().Names.Select(one => (one.Source, one.Name, one.Stamp))];
        foreach (((LimitSource source, string name), LimitStamp stamp) in accepted)
            if (!kept.Contains((source, name, stamp))) verdict.Wrong.Add($"the limit \"{name}\" of {source.Id} was accepted and is lost");
    }
}
