using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Orders about racks that are no numbers.</summary>
public sealed partial class Envelope
{
    /// <summary>Racks that go off, rest or serve by orders that are no numbers: none goes off, none rests, and lanes go by the plan.</summary>
    private void Layout(Orders orders)
    {
        for (int b = 0; b < banks; b++)
        {
            if (!(orders.BankBack[b] >= Power.Zero))
            {
                Held.Add(OrderKind.BankBack, b, orders.BankBack[b].Watts, 0, HoldReason.NoNumber);
                orders.BankBack[b] = default;
            }
            if (orders.BankOff[b] >= Power.Zero && !double.IsInfinity(orders.BankOff[b].Watts)) continue;
            Held.Add(OrderKind.BankOff, b, orders.BankOff[b].Watts, 0, HoldReason.NoNumber);
            orders.BankOff[b] = default;
        }
        for (int f = 0; orders.Rest is { } rest && f < rest.Length; f++)
        {
            if (rest[f] >= -SolverGrain && rest[f] <= double.MaxValue) continue;
            Held.Add(OrderKind.Rest, f, rest[f], 0, HoldReason.NoNumber);
            orders.Rest = null;
        }
        for (int i = 0; i < orders.Lanes.Length; i++)
            for (int k = 0; orders.Lanes[i] is { } lanes && k < lanes.Length; k++)
            {
                LaneUse lane = lanes[k];
                bool isOne = lane.Racks >= -SolverGrain && lane.Racks <= double.MaxValue && Math.Abs(lane.CapFraction - 0.5) <= 0.5 + SolverGrain
                    && lane.Tokens.TokensPerSecond >= -SolverGrain && lane.Tokens.TokensPerSecond <= double.MaxValue;
                if (isOne) continue;
                Held.Add(OrderKind.Lanes, i, double.NaN, 0, HoldReason.NoNumber);
                orders.Lanes[i] = null;
            }
    }

    /// <summary>A look ahead is a solver's answer: so much below zero is its rounding.</summary>
    private const double SolverGrain = 1e-3;
}
