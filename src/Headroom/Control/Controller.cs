using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Limits in, orders out: the same in the simulator and at a site.</summary>
/// <remarks>
///   beat:  book → sight → policy → envelope        pure and deterministic; the same messages and observations give the same orders
///   A policy may be wrong. What leaves is what the envelope let through, and <see cref="Held"/> tells what it changed.
/// </remarks>
public sealed class Controller
{
    private readonly IPolicy policy;
    private readonly Envelope envelope;
    private readonly LimitSight sight;

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
    }

    public ControlFacts Facts { get; }

    /// <summary>Everything that was demanded.</summary>
    public LimitBook Book { get; }

    /// <summary>What the envelope changed in the last beat.</summary>
    public Held Held => envelope.Held;

    /// <summary>Takes a message of an authority, between two beats.</summary>
    public LimitReceipt Receive(LimitMessage message, TimeSpan now)
    {
        LimitReceipt receipt = Book.Receive(message, now);
        sight.Changed();
        return receipt;
    }

    /// <summary>One beat.</summary>
    /// <param name="seen">Readings; ceilings and ramps in it are filled here, from the book.</param>
    /// <param name="orders">What leaves.</param>
    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        Book.Advance(seen.Now);
        sight.Fill(seen);
        orders.Begin();
        policy.Decide(seen, orders);
        envelope.Hold(seen, orders);
    }
}
