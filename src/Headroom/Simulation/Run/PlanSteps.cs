using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>Hours of a plan as steps of other lengths: means over the minutes of a step, each read as the run reads it.</summary>
internal sealed class PlanSteps
{
    private readonly HourBlend[][] minutes;

    public PlanSteps(SimulationOrder order, TimeSpan from, IReadOnlyList<TimeSpan> lengths)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(lengths);
        (Order, From, Lengths) = (order, from, lengths);
        TimeSpan passage = order.Passage(), at = from;
        minutes = new HourBlend[lengths.Count][];
        for (int t = 0; t < minutes.Length; t++)
        {
            int count = Math.Max(1, (int)Math.Round(lengths[t].TotalMinutes));
            TimeSpan start = at;
            minutes[t] = [.. Enumerable.Range(0, count).Select(k => order.BlendAt(start + (k + 0.5) / count * lengths[t], passage))];
            at += lengths[t];
        }
    }

    public SimulationOrder Order { get; }
    public TimeSpan From { get; }
    public IReadOnlyList<TimeSpan> Lengths { get; }

    public T[] Each<T>(Func<TimeSpan, TimeSpan, int, T> of)
    {
        T[] all = new T[Lengths.Count];
        TimeSpan at = From;
        for (int t = 0; t < all.Length; t++)
        {
            all[t] = of(at, Lengths[t], t);
            at += Lengths[t];
        }
        return all;
    }

    public Q Mean<Q>(Series<Q> hourly, int step) where Q : struct, IQuantity<Q>
    {
        double sum = 0;
        foreach (HourBlend minute in minutes[step]) sum += minute.Of(hourly).Si;
        return Q.FromSi(sum / minutes[step].Length);
    }

    public double Mean(double[] hourly, int step)
    {
        double sum = 0;
        foreach (HourBlend minute in minutes[step]) sum += minute.Of(hourly);
        return sum / minutes[step].Length;
    }

    /// <summary>Capacity of the connection: the least of the step.</summary>
    public Power ConnectionLeast(int step) => Connection(step, shares => shares.Min());

    /// <summary>Its mean over the step.</summary>
    public Power ConnectionMean(int step) => Connection(step, shares => shares.Average());

    private Power Connection(int step, Func<IEnumerable<double>, double> over) => Order.Plan.GridFirm
        + (Order.Site.Grid?.Flexible is { } flexible ? over(minutes[step].Select(minute => flexible.AvailableFraction[minute.Nearest])) : 1) * Order.Plan.GridFlexible;

    /// <summary>Draw per IT watt beside the other load, by the plan; of both sums, for ratios have no mean.</summary>
    public double Ratio(int step)
    {
        (double draw, double it) = (Mean(Order.Plan.DrawMegawatts, step), Mean(Order.Plan.ItMegawatts, step));
        double other = Order.Site.OtherLoad is { } load ? Mean(load, step).Megawatts : 0;
        return it > 0 ? (draw - other) / it : 1 / Order.Site.Tree.EfficiencyFraction;
    }

    /// <summary>The hour whose end is nearest before the first step.</summary>
    public int HourBefore(int hours) => (Order.FirstHour + (int)From.TotalHours + hours - 1) % hours;

    /// <summary>What the plan left waiting then: the latest arrivals of it.</summary>
    public IReadOnlyList<AheadOwed> Owed(Service service)
    {
        if (Order.Plan.Backlogs.FirstOrDefault(one => one.Service == service.Name) is not { } backlog) return [];
        int year = Order.Site.Year.Hours, last = HourBefore(year);
        List<AheadOwed> owed = [];
        double left = backlog.Tokens[last];
        for (int back = 0; left > 1 && back < year; back++)
        {
            double came = Math.Min(left, service.Demand[(last + year - back) % year].TokensPerSecond * 3600);
            if (came > 0) owed.Add(new(TimeSpan.FromHours(back + 0.5), came.Tokens));
            left -= came;
        }
        return owed;
    }
}
