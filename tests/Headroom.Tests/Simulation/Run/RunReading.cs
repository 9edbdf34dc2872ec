using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation;

/// <summary>Runs a standing site and reads what it did. Runs of at most 24 minutes at one second have one bucket a step.</summary>
internal static class RunReading
{
    /// <summary>A watt in the joules of its sum.</summary>
    private const double BalanceFraction = 1e-9;

    public static SimulationReport Report(this StandingSite site, IRunRecorder? recorder = null) =>
        Assert.IsType<SimulationAnswer.Ran>(Simulator.Run(site.Order(), recorder, null, CancellationToken.None)).Report;

    public static double[] Column(this SimulationReport report, string name) => report.Buckets.Columns.Single(one => one.Name == name).Mean;

    /// <summary>Mean of a column between two moments of the run.</summary>
    public static double Mean(this SimulationReport report, string name, TimeSpan from, TimeSpan to) =>
        report.Column(name)[(int)(from / report.Buckets.Bucket)..(int)(to / report.Buckets.Bucket)].Average();

    public static bool? Kept(this SimulationReport report, string what) => report.Checks.First(one => one.What == what).Kept;

    public static Energy Of(this IEnumerable<EnergyItem> items, string name) => items.FirstOrDefault(one => one.Name == name)?.Amount ?? Energy.Zero;

    public static TokenCount Lost(this ServedFigure service) => service.Shed + service.Expired;

    /// <summary>How often a column falls from half of what it begins with to well below that.</summary>
    public static int Falls(this SimulationReport report, string name)
    {
        double[] column = report.Column(name);
        double half = 0.5 * column[..Math.Min(60, column.Length)].Average();
        int falls = 0;
        bool stands = true;
        foreach (double now in column)
        {
            if (stands && now < 0.8 * half) falls++;
            stands = now >= half || stands && now >= 0.8 * half;
        }
        return falls;
    }

    /// <summary>The laws of every run: what is fed is used, power and heat balance, stores stay within their bounds.</summary>
    public static void Lawful(SimulationReport report, StandingSite site)
    {
        double fed = report.Energy.Sources.Sum(one => one.Amount.Joules), used = report.Energy.Uses.Sum(one => one.Amount.Joules);
        Assert.True(Math.Abs(fed - used) <= BalanceFraction * Math.Max(fed, used) + 1, $"fed {fed} J, used {used} J");
        Assert.InRange(report.Heat.PowerImbalanceFraction, 0, 1e-9);
        Assert.InRange(report.Heat.ImbalanceFraction, 0, 1e-9);
        Assert.All(report.Energy.Sources.Concat(report.Energy.Uses), one => Assert.True(one.Amount >= Energy.Zero, $"{one}"));
        if (site.Battery is { } battery)
            foreach (BatteryRunFigure one in report.Batteries)
                Assert.True(one.LeastStored >= Energy.Zero && one.MostStored <= battery.Energy, $"{one}");
        Assert.All(report.Buckets.Columns, column => Assert.All(column.Mean, value => Assert.True(double.IsFinite(value), column.Name)));
    }
}

/// <summary>Keeps what a run tells minute by minute about its rows.</summary>
internal sealed class RowRecorder : IRunRecorder
{
    public List<double[]> DrawnWatts { get; } = [];
    public List<double[]> AllowedFraction { get; } = [];
    public List<double[]> CapWatts { get; } = [];

    public void Open(RecordLayout layout) { }
    public void Step(TimeSpan start, ReadOnlySpan<double> site) { }

    public void Minute(TimeSpan start, in MinuteRecord minute)
    {
        DrawnWatts.Add(minute.RackDrawnWatts.ToArray());
        AllowedFraction.Add(minute.RackAllowedFraction.ToArray());
        CapWatts.Add(minute.RackCapWatts.ToArray());
    }
}
