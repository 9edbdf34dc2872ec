using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Who takes what in a step. Nothing vanishes: what nobody may take is <see cref="Left"/>.</summary>
/// <param name="Grid">Injection of the grid, within what the rules permit.</param>
/// <param name="Batteries">Sum of the batteries' injections.</param>
/// <param name="Left">Positive: draw that nobody serves. Negative: injection that nobody takes. Callers shed, curtail, or let the grid carry it.</param>
public readonly record struct Settlement(Power Grid, Power Batteries, Power Left)
{
    /// <summary>The grid carries what is left, against the rules: an excursion that <see cref="GridLink.After"/> books and breakers judge.</summary>
    public Settlement OnTheGrid => new(Grid + Left, Batteries, default);
}

/// <summary>The site's bus: power that is fed equals power that is drawn.</summary>
public static class Bus
{
    /// <summary>Divides a draw: plants and batteries as ordered, the grid within its band, then batteries beyond their orders, the rest is left.</summary>
    /// <param name="draw">At the bus, from the tree.</param>
    /// <param name="generation">Injections of the plants.</param>
    /// <param name="reaches">What each battery can do.</param>
    /// <param name="batteries">In: orders, each within its reach. Out: injections.</param>
    public static Settlement Settle(Power draw, Power generation, PowerBand grid, ReadOnlySpan<PowerBand> reaches, Span<Power> batteries)
    {
        if (reaches.Length != batteries.Length) throw new ArgumentException($"{reaches.Length} reaches, {batteries.Length} batteries", nameof(reaches));
        Power missing = draw - generation;
        for (int i = 0; i < batteries.Length; i++)
        {
            Always.Holds(reaches[i].Holds(batteries[i]), "a battery is ordered what it can do");
            missing -= batteries[i];
        }
        Power import = grid.Nearest(missing);
        missing -= import;
        Power sum = default;
        for (int i = 0; i < batteries.Length; i++)
        {
            if (missing != default(Power))
            {
                Power moved = reaches[i].Nearest(batteries[i] + missing);
                missing -= moved - batteries[i];
                batteries[i] = moved;
            }
            sum += batteries[i];
        }
        return new(import, sum, missing);
    }

    /// <summary>The law of every step, from two sides that share no number.</summary>
    /// <remarks>
    ///   Σ injections as devices book them — meter, store, fuel — plus what is left  =  Σ loads plus losses as the tree books them.
    /// </remarks>
    /// <param name="injected">Sum of the devices' own <c>Delivered</c>.</param>
    /// <param name="drawn">Loads and losses.</param>
    public static Power Imbalance(Power injected, Power left, Power drawn)
    {
        Power imbalance = injected + left - drawn;
        Always.Holds(Math.Abs(imbalance.Watts) <= PowerGrain.Of(drawn), "power in equals power out");
        return imbalance;
    }
}
