using System.Numerics;

namespace Headroom.Simulation;

/// <summary>The vector form of <see cref="RackStep"/>; line by line the same, so read that one.</summary>
static class RackVectors
{
    public static void Advance(RackPower racks, CapsInForce caps, ReadOnlySpan<double> demand, int whole, StepFacts facts, double supply)
    {
        Vector<double> rise = new(facts.RiseWatts), fall = new(facts.FallWatts), floor = new(facts.FloorWatts), idle = new(facts.IdleWatts);
        Vector<double> storage = new(facts.StorageJoules), recharge = new(facts.RechargeWatts), seconds = new(facts.Seconds);
        Vector<double> share = new(supply), zero = Vector<double>.Zero, one = Vector<double>.One;
        for (int i = 0; i < whole; i += Vector<double>.Count)
        {
            Vector<double> d = new(demand[i..]), before = new(caps.BeforeWatts[i..]), after = new(caps.AfterWatts[i..]);
            Vector<double> s = new(caps.BeforeShareFraction[i..]), g = new(racks.Smoothed, i), stored = new(racks.Stored, i);
            Vector<double> need = s * Min(d, before) + (one - s) * Min(d, after);
            Vector<double> cap = s * before + (one - s) * after;
            Vector<double> high = g + rise;
            Vector<double> active = Vector.ConditionalSelect(Vector.GreaterThan(d, idle), floor, zero);
            Vector<double> low = Min(Min(Max(g - fall, active), cap), high);
            Vector<double> room = (storage - stored) / seconds, left = stored / seconds;
            Vector<double> fill = Min(recharge, room);
            g = Max(Max(Min(need, high), low), Min(need + fill, Min(high, cap)));
            Vector<double> drawn = share * g, surplus = drawn - need;
            Vector<double> taken = Max(Min(surplus, room), zero), given = Max(Min(-surplus, left), zero);
            g.CopyTo(racks.Smoothed, i);
            drawn.CopyTo(racks.Drawn, i);
            Min(need, drawn + given).CopyTo(racks.Served, i);
            Max(surplus - taken, zero).CopyTo(racks.Burned, i);
            Min(Max(stored + (taken - given) * seconds, zero), storage).CopyTo(racks.Stored, i);
        }
    }

    static Vector<double> Min(Vector<double> a, Vector<double> b) => Vector.ConditionalSelect(Vector.LessThan(a, b), a, b);
    static Vector<double> Max(Vector<double> a, Vector<double> b) => Vector.ConditionalSelect(Vector.GreaterThan(a, b), a, b);
}
