using System.Numerics;

namespace Headroom.Simulation;

/// <summary>One step of a bank of caps: the scalar form is the specification, the vector form agrees with it to the last bit.</summary>
/// <remarks>
///   resolved(o) = clamp(min(⌊o/r⌋·r, o), least, most)
///   A free device (due = ∞) takes the waiting order: pending = refusal if it has one, else resolved(o); due = now + latency.
///   A pending cap lands when due &lt; now + dt. Then after = pending, share = max(0, due − now)/dt; else after = before, share = 0.
///   With the landing the device is free: what waits leaves at that instant, and lands a latency after it, no earlier than in the step that follows.
///   Only +, −, ·, /, ⌊⌋ and comparisons: the same bits on every machine. A minimum is written as a comparison because
///   processors differ on zeros and NaN.
/// </remarks>
static class CapStep
{
    public static double Resolved(double orderWatts, CapFacts facts)
    {
        double whole = Math.Floor(orderWatts / facts.ResolutionWatts) * facts.ResolutionWatts;
        double most = whole > orderWatts ? orderWatts : whole;
        double least = most < facts.LeastWatts ? facts.LeastWatts : most;
        return least > facts.MostWatts ? facts.MostWatts : least;
    }

    public static void Advance(CapBank bank, TimeSpan now, TimeSpan step)
    {
        int whole = bank.Racks - bank.Racks % Vector<double>.Count;
        bool busy = Vectors(bank, whole, now.Ticks, step.Ticks);
        busy |= Scalars(bank, whole, bank.Racks, now.Ticks, step.Ticks);
        bank.Quiet = !busy;
    }

    /// <summary>The reference: one rack after the other.</summary>
    public static void AdvanceOneByOne(CapBank bank, TimeSpan now, TimeSpan step) =>
        bank.Quiet = !Scalars(bank, 0, bank.Racks, now.Ticks, step.Ticks);

    static bool Scalars(CapBank bank, int from, int to, double nowTicks, double stepTicks)
    {
        CapFacts facts = bank.Facts;
        bool busy = false;
        for (int i = from; i < to; i++)
        {
            double waiting = bank.WaitingWatts[i], due = bank.DueTicks[i], pending = bank.PendingWatts[i], before = bank.AfterWatts[i];
            if (!(due < double.PositiveInfinity) && !double.IsNaN(waiting))
            {
                pending = Answer(bank, i, waiting);
                due = nowTicks + facts.LatencyTicks;
                waiting = double.NaN;
            }
            bool lands = due < nowTicks + stepTicks;
            double after = lands ? pending : before;
            bank.BeforeShare[i] = lands ? (due > nowTicks ? due - nowTicks : 0) / stepTicks : 0;
            bank.BeforeWatts[i] = before;
            bank.AfterWatts[i] = after;
            if (lands)
            {
                bool follows = !double.IsNaN(waiting);
                if (follows) pending = Answer(bank, i, waiting);
                due = follows ? due + facts.LatencyTicks : double.PositiveInfinity;
                waiting = double.NaN;
            }
            bank.WaitingWatts[i] = waiting;
            bank.PendingWatts[i] = pending;
            bank.DueTicks[i] = due;
            busy |= lands || due < double.PositiveInfinity || !double.IsNaN(waiting) || before != after;
        }
        return busy;
    }

    static double Answer(CapBank bank, int i, double order) => double.IsNaN(bank.RefusalWatts[i]) ? Resolved(order, bank.Facts) : bank.RefusalWatts[i];

    static bool Vectors(CapBank bank, int whole, double nowTicks, double stepTicks)
    {
        CapFacts facts = bank.Facts;
        Vector<double> never = new(double.PositiveInfinity), none = new(double.NaN), now = new(nowTicks), step = new(stepTicks);
        Vector<double> latency = new(facts.LatencyTicks), resolution = new(facts.ResolutionWatts);
        Vector<double> least = new(facts.LeastWatts), most = new(facts.MostWatts), end = now + step;
        Vector<long> busy = Vector<long>.Zero;
        for (int i = 0; i < whole; i += Vector<double>.Count)
        {
            Vector<double> waiting = new(bank.WaitingWatts, i), due = new(bank.DueTicks, i), pending = new(bank.PendingWatts, i);
            Vector<double> before = new(bank.AfterWatts, i), refusal = new(bank.RefusalWatts, i);

            Vector<long> leaves = Vector.AndNot(Vector.Equals(waiting, waiting), Vector.LessThan(due, never));
            Vector<double> floor = Vector.Floor(waiting / resolution) * resolution;
            Vector<double> resolved = Vector.ConditionalSelect(Vector.GreaterThan(floor, waiting), waiting, floor);
            resolved = Vector.ConditionalSelect(Vector.LessThan(resolved, least), least, resolved);
            resolved = Vector.ConditionalSelect(Vector.GreaterThan(resolved, most), most, resolved);
            resolved = Vector.ConditionalSelect(Vector.Equals(refusal, refusal), refusal, resolved);
            pending = Vector.ConditionalSelect(leaves, resolved, pending);
            due = Vector.ConditionalSelect(leaves, now + latency, due);
            waiting = Vector.ConditionalSelect(leaves, none, waiting);

            Vector<long> lands = Vector.LessThan(due, end), follows = lands & Vector.Equals(waiting, waiting);
            Vector<double> after = Vector.ConditionalSelect(lands, pending, before), late = due - now;
            late = Vector.ConditionalSelect(Vector.GreaterThan(late, Vector<double>.Zero), late, Vector<double>.Zero);
            Vector.ConditionalSelect(lands, late / step, Vector<double>.Zero).CopyTo(bank.BeforeShare, i);
            before.CopyTo(bank.BeforeWatts, i);
            after.CopyTo(bank.AfterWatts, i);
            pending = Vector.ConditionalSelect(follows, resolved, pending);
            due = Vector.ConditionalSelect(lands, Vector.ConditionalSelect(follows, due + latency, never), due);
            waiting = Vector.ConditionalSelect(lands, none, waiting);
            waiting.CopyTo(bank.WaitingWatts, i);
            pending.CopyTo(bank.PendingWatts, i);
            due.CopyTo(bank.DueTicks, i);
            busy |= lands | Vector.LessThan(due, never) | Vector.Equals(waiting, waiting) | ~Vector.Equals(before, after);
        }
        return busy != Vector<long>.Zero;
    }
}
