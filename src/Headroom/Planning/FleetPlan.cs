using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>All racks of one kind behind one kind of cooling plant: alike in every hour, so they share their variables.</summary>
/// <remarks>The frontier is concave, so a mix of points needs no integers.</remarks>
sealed class FleetPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        Σ over workloads and operating points of run[k,p,t] ≤ racks
        it[t] = idle · racks + Σ (power[p] − idle) · run[k,p,t]        bus[t] = it[t] · (1 + cooling[t]) / efficiency
        it[t] ≤ what the cooling plant rejects in hour t
        cost = a · price · (racks − installed)
        """;

    readonly List<RunPlan> runs = [];

    public required string Name { get; init; }
    public required RackChoice Choice { get; init; }
    public required CoolingPlant Plant { get; init; }

    /// <summary>Racks of this fleet in each part of a hall.</summary>
    public required IReadOnlyList<(HallPart Part, Variable<Count> Racks)> Placed { get; init; }
    public required Power Idle { get; init; }

    /// <summary>Draw at the bus per draw at the racks, hour by hour: distribution losses and cooling.</summary>
    public required double[] BusPerItRatio { get; init; }
    public required CoolingCost[] Cooling { get; init; }
    public IReadOnlyList<RunPlan> Runs => runs;
    public Expr<Count> Racks => Placed.Select(place => place.Racks.Expression).Sum();

    /// <summary>Opens variables for a workload on this fleet.</summary>
    public RunPlan Add(Frame frame, string workload, Algebra.Index hours, int firstHour, IReadOnlyList<RunPoint> points)
    {
        Variables<Count>[] racks = [.. points.Select((point, p) =>
            frame.Program.Variable($"{workload} on {Name} at {100 * point.CapFraction:0} %", hours, Count.Zero, Frame.Roof(Choice.Size.Most)))];
        var run = new RunPlan(workload, this, firstHour, hours.Count, points, racks);
        runs.Add(run);
        return run;
    }

    /// <summary>Writes the rack-use rows; after all workloads are known.</summary>
    public void Close(Frame frame)
    {
        if (runs.Count == 0) return;
        frame.Program.ForEach(frame.Hours, $"{Name} rack use", t => runs.Select(run => run.RacksAt(t)).Sum() <= Racks,
            "no more racks run than stand");
    }

    /// <summary>Draw of all racks of the fleet at the IT boundary.</summary>
    public Expr<Power> ItDraw(int t) => Idle * Racks + runs.Select(run => run.PowerAboveIdle(t)).Sum();

    /// <summary>Draw at the bus: racks, distribution losses, cooling.</summary>
    public Expr<Power> BusDraw(int t) => BusPerItRatio[t] * ItDraw(t);
}

/// <summary>One way for a rack to run a workload: power and work at a cap.</summary>
/// <param name="Work">Output tokens per second, or FLOP per second in training, in SI.</param>
readonly record struct RunPoint(double CapFraction, Power Power, Power AcceleratorPower, Power ServerPower, double Work);

/// <summary>One workload on one fleet: how many racks run it at each operating point in each hour.</summary>
sealed record RunPlan(string Workload, FleetPlan Fleet, int FirstHour, int HourCount, IReadOnlyList<RunPoint> Points, Variables<Count>[] Racks)
{
    public bool Covers(int t) => t >= FirstHour && t < FirstHour + HourCount;

    public Expr<Count> RacksAt(int t) => Covers(t) ? Racks.Select(point => point[t - FirstHour]).Sum() : default;

    public Expr<Power> PowerAboveIdle(int t) => Each(t, p => (Points[p].Power - Fleet.Idle) * Racks[p][t - FirstHour]);

    public Expr<TokenRate> Tokens(int t) => Each(t, p => TokenRate.FromSi(Points[p].Work) * Racks[p][t - FirstHour]);

    public Expr<ComputeRate> Arithmetic(int t) => Each(t, p => ComputeRate.FromSi(Points[p].Work) * Racks[p][t - FirstHour]);

    /// <summary>Work of some runs in every hour of a plan, in SI.</summary>
    public static double[] WorkOf(IReadOnlyList<RunPlan> runs, Solution solution, int hours)
    {
        double[] work = new double[hours];
        foreach (RunPlan run in runs)
            for (int p = 0; p < run.Points.Count; p++)
            {
                ReadOnlySpan<double> racks = solution.PlanValues(run.Racks[p]);
                for (int t = 0; t < racks.Length; t++) work[run.FirstHour + t] += run.Points[p].Work * racks[t];
            }
        return work;
    }

    Expr<Q> Each<Q>(int t, Func<int, Expr<Q>> of) where Q : struct, IQuantity<Q>
    {
        Expr<Q> sum = default;
        if (Covers(t)) for (int p = 0; p < Points.Count; p++) sum += of(p);
        return sum;
    }
}
