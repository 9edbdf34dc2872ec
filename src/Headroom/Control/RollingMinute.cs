using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>The greatest rise and fall of a metered power within any rolling minute.</summary>
/// <remarks>
///   rise = max over t and 0 ≤ s ≤ 60 s of P(t) − P(t − s); fall likewise. P are the means of equal steps, as a meter writes them.
///   Two queues of candidates keep the least and the most of the window: constant work a step, memory of one window.
///   A step longer than a minute is compared with the one before it, and the change counted in full.
/// </remarks>
public sealed class RollingMinute
{
    readonly int steps;
    readonly Candidates least, most;
    long taken;

    public RollingMinute(TimeSpan step)
    {
        if (step <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(step), step, "a step is above zero");
        steps = Math.Max(1, (int)(TimeSpan.TicksPerMinute / step.Ticks));
        (least, most) = (new(steps + 2, sign: 1), new(steps + 2, sign: -1));
    }

    private RollingMinute(RollingMinute other)
    {
        (steps, taken, least, most) = (other.steps, other.taken, other.least.Copy(), other.most.Copy());
        (Rise, Fall, WorstRise, WorstFall) = (other.Rise, other.Fall, other.WorstRise, other.WorstFall);
    }

    /// <summary>The same, to go on by itself.</summary>
    public RollingMinute Copy() => new(this);

    /// <summary>Of the minute that ends now.</summary>
    public Power Rise { get; private set; }
    public Power Fall { get; private set; }

    /// <summary>Least and most of the minute that ends now; nothing has been added while there is none.</summary>
    public Power? Least => taken > 0 ? Power.FromSi(least.Best) : null;
    public Power? Most => taken > 0 ? Power.FromSi(most.Best) : null;

    /// <summary>Of every minute so far.</summary>
    public Power WorstRise { get; private set; }
    public Power WorstFall { get; private set; }

    public void Add(Power mean)
    {
        least.Add(taken, mean.Watts, steps);
        most.Add(taken, mean.Watts, steps);
        taken++;
        Rise = mean - Power.FromSi(least.Best);
        Fall = Power.FromSi(most.Best) - mean;
        WorstRise = Power.Max(WorstRise, Rise);
        WorstFall = Power.Max(WorstFall, Fall);
    }

    /// <summary>Whether no rolling minute changed by more than the ramp allows.</summary>
    public bool Kept(Ramp limit)
    {
        Power most = limit * TimeSpan.FromMinutes(1);
        return Power.Max(WorstRise, WorstFall).Watts <= most.Watts + PowerGrain.Of(most);
    }

    /// <summary>Values of a window that may yet become its least (sign 1) or its most (sign −1), in their order.</summary>
    sealed class Candidates(int room, int sign)
    {
        readonly long[] at = new long[room];
        readonly double[] value = new double[room];
        int first, count;

        public double Best => value[first];

        public Candidates Copy()
        {
            Candidates copy = new(room, sign) { first = first, count = count };
            at.CopyTo(copy.at, 0);
            value.CopyTo(copy.value, 0);
            return copy;
        }

        public void Add(long now, double added, int window)
        {
            while (count > 0 && at[first] < now - window) (first, count) = ((first + 1) % room, count - 1);
            while (count > 0 && sign * value[(first + count - 1) % room] >= sign * added) count--;
            int last = (first + count) % room;
            (at[last], value[last]) = (now, added);
            count++;
        }
    }
}
