using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>How far work gives way for an offer. Training that may pause and work that may wait give in each of them.</summary>
public enum OfferDepth
{
    /// <summary>No token of a service is lost.</summary>
    NothingLost,

    /// <summary>Tiers 1 to 3 lose what their promise lets go: 10, 25, 50 %.</summary>
    Promises,

    /// <summary>Everything but tier 0 may stand still.</summary>
    AllButTierZero,
}

/// <summary>What the site can promise upward: import at <see cref="Level"/> at most from <see cref="From"/> on, for <see cref="Duration"/>.</summary>
public sealed record Offer
{
    /// <summary>When the level holds, on the clock of the inputs.</summary>
    public required TimeSpan From { get; init; }

    /// <summary>From the instruction until the level holds; the ramp lies at its end.</summary>
    public required TimeSpan Notice { get; init; }
    public required TimeSpan Duration { get; init; }
    public required OfferDepth Depth { get; init; }

    /// <summary>Least import that is expected while it lasts: what the cut counts from.</summary>
    public required Power Baseline { get; init; }

    /// <summary>Baseline less level; never negative.</summary>
    public required Power Cut { get; init; }
    public Power Level => Baseline - Cut;

    /// <summary>How long import takes to fall; no longer than the notice.</summary>
    public required TimeSpan RampDown { get; init; }

    /// <summary>How long import takes to come back after <see cref="Duration"/>; the level holds until then.</summary>
    public required TimeSpan RampUp { get; init; }
    public required OfferRebound Rebound { get; init; }

    /// <summary>Chance that it is delivered, at least: <see cref="OfferConfidence"/>.</summary>
    public required double ConfidenceFraction { get; init; }
    public required OfferCost Cost { get; init; }

    /// <summary>Tokens lost by tiers 0 … 3, at most.</summary>
    public required IReadOnlyList<TokenCount> Lost { get; init; }
    public required OfferBinding Binding { get; init; }
}

/// <summary>What comes back after an offer.</summary>
/// <param name="Energy">At the meter: batteries filled again, with their losses, and work made up for.</param>
/// <param name="Peak">Import above what was expected, at most, if all of it comes back as fast as it may.</param>
/// <param name="Recovery">How long it takes at that peak; infinite where there is no room for it.</param>
public readonly record struct OfferRebound(Energy Energy, Power Peak, TimeSpan Recovery);

/// <summary>What an offer costs at most; saved energy counts against it.</summary>
/// <param name="LostTokens">Value of tokens that are lost.</param>
/// <param name="Delayed">Energy of work and charge that come back, at the dearest price of the time to come.</param>
/// <param name="Saved">Energy that is not imported, at the price of its hours.</param>
public readonly record struct OfferCost(Money LostTokens, Money Delayed, Money Wear, Money Fuel, Money Saved)
{
    public Money Total => LostTokens + Delayed + Wear + Fuel - Saved;
}

/// <summary>What keeps an offer from being larger.</summary>
/// <param name="Constraint">In words.</param>
/// <param name="Move">By how much it would have to move, in words; empty where nothing moves it.</param>
/// <param name="Gain">What that would add to the cut.</param>
public sealed record OfferBinding(string Constraint, string Move, Power Gain);
