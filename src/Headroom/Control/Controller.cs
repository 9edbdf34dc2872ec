using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Limits in, orders out: the same in the simulator and at a site.</summary>
/// <remarks>
///   beat:  clock → book → door → trust → sight → guide → policy → envelope        pure and deterministic; the same messages and observations give the same orders
///   A policy may be wrong. What leaves is what the envelope let through, and <see cref="Held"/> tells what it changed.
///   A snapshot is taken after every message and beat, before anything is answered: what was accepted is never lost by a restart.
/// </remarks>
public sealed class Controller
{
    private readonly IPolicy policy;
    private readonly Envelope envelope;
    private readonly LimitSight sight;
    private readonly ReadingTrust? trust;
    private readonly AheadGuide guide = new();
    private readonly ReadingDoor door;
    private BeatState? beat;
    private TimeSpan apart = BeatRules.EverySecond.Period;
    private BeatRules rules = BeatRules.EverySecond;

    /// <param name="marginFraction">Share of a ceiling that the envelope keeps free.</param>
    public Controller(ControlFacts facts, LimitBook book, IPolicy policy, double marginFraction)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(policy);
        (Facts, Book, this.policy) = (facts, book, policy);
        sight = new(facts, book);
        sight.Changed();
        envelope = new(marginFraction, facts, sight);
        door = new(facts);
        if (facts.ChecksReadings) trust = new();
    }

    /// <summary>The controller that was saved, with a policy that remembers nothing.</summary>
    public static Controller Restored(ControlFacts facts, LimitBookSetting setting, ControllerSnapshot saved, IPolicy policy, double marginFraction)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(policy);
        var controller = new Controller(facts, new(setting, saved.Book), policy.Anew(), marginFraction) { beat = saved.Beat };
        controller.sight.TakeOver(saved.Memory?.Minute, saved.Memory?.MinuteHas ?? default);
        if (saved.Memory is { } own) controller.apart = own.Apart;
        if (saved.Memory?.Guide is { } guided) controller.guide.TakeOver(guided);
        if (saved.Memory?.Envelope is { } memory) controller.envelope.TakeOver(memory);
        else controller.envelope.TakeOver();
        if (saved.Memory?.Trust is { } judged) controller.trust?.TakeOver(judged);
        if (saved.Memory?.Readings is { } readings) controller.door.TakeOver(readings);
        return controller;
    }

    public ControlFacts Facts { get; }

    /// <summary>Everything that was demanded.</summary>
    public LimitBook Book { get; }

    /// <summary>What the envelope changed in the last beat.</summary>
    public Held Held => envelope.Held;

    /// <summary>All that a restart needs, but for what the policy remembers.</summary>
    public ControllerSnapshot Snapshot() => new(Book.Snapshot(), beat, new(sight.Minute, envelope.Memory, trust?.Memory)
    {
        Readings = door.Memory,
        Guide = guide.Memory,
        MinuteHas = sight.MinuteHas,
        Apart = apart,
    });

    /// <summary>Takes a message of an authority, between two beats, and says of a demand whether its notice is enough, by the readings of the last beat.</summary>
    public LimitReceipt Receive(LimitMessage message, TimeSpan now)
    {
        Book.Missed(now, 2 * apart);
        // while nobody can say what time it is, nothing is lost by the clock's word alone, and nothing new is turned away
        TimeSpan earliest = beat is { } before && before.Earliest < now ? before.Earliest : now, latest = beat is { } last && last.Latest > now ? last.Latest : now;
        LimitReceipt receipt = Book.Receive(message, now, earliest, latest);
        sight.Changed();
        if (receipt.Outcome != LimitOutcome.Accepted || Book.Limits.FirstOrDefault(one => one.Message == message) is not { } booked) return receipt;
        return receipt with { Reach = LimitReach.Of(booked.Course, now, Facts, door.Last) };
    }

    /// <summary>Takes what a look ahead found, between two beats; a restart goes on with it where its memory was saved.</summary>
    public void Follow(AheadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        guide.Take(plan);
    }

    /// <summary>Its policy is shown the look ahead.</summary>
    public bool LooksAhead => policy.LooksAhead;

    /// <summary>One beat.</summary>
    /// <param name="seen">Readings; ceilings and ramps in it are filled here, from the book. Of the readings nothing is changed.</param>
    /// <param name="orders">What leaves.</param>
    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        if (rules.Period != seen.Step) rules = rules with { Period = seen.Step, Tolerance = seen.Step / 2 };
        BeatState now = beat is { } before ? before.Next(before.Count + 1, seen.Now, rules) : BeatState.First(0, seen.Now);
        beat = now;
        Book.Missed(seen.Now, 2 * apart);
        apart = seen.Step;
        Book.Advance(seen.Now, now.Earliest < seen.Now ? now.Earliest : seen.Now, now.Latest);
        Observation read = door.Take(seen);
        trust?.Judge(read, now);
        sight.Fill(read, now);
        seen.TakeLimitsOf(read);
        envelope.WasGone = now.IsGap(seen.Step);
        orders.Begin();
        if (policy.LooksAhead) guide.Guide(read, orders);
        policy.Decide(read, orders);
        envelope.Hold(read, orders);
    }
}
