using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Tests.Compute;
using Headroom.Tests.Compute.Waveforms;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation;

/// <summary>The metered run of GPT-3 on 64 servers, as a job on a simulated site.</summary>
/// <remarks>MLCommons training v4.0, Sustainable Metal Cloud, Apache-2.0. Derived; result not verified by MLCommons Association.</remarks>
public sealed class MeasuredJobTests(ITestOutputHelper report)
{
    /// <summary>In immersion, without fans and without switches, as it was metered: 8·(.97·700 W + 177 W) = 6.85 kW a server.</summary>
    private static readonly RackType server = Known.HgxH100 with { HostPower = 177.0.Watts, NetworkShare = 0, Idle = 2.33.Kilowatts };

    private static readonly StandingSite site = new()
    {
        Rack = server,
        Serving = 0,
        Training = 64,
        GridMost = 2.Megawatts,
        Cooling = new(Headroom.Cooling.CoolingKind.Immersion, 40.DegreesCelsius, Headroom.Cooling.Rejection.DryCooler),
        Run = StandingSite.Job("GPT-3") with { FailuresPerAcceleratorHour = 1e-9 },
        Length = 57.Minutes,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.5)]
    public void The_job_draws_what_the_meter_read(double stepSeconds)
    {
        PowerLog log = MeasuredLogs.Gpt3OnH100();
        var taken = new Taken();
        SimulationOrder order = (site with { Step = TimeSpan.FromSeconds(stepSeconds) }).Order();
        Assert.IsType<SimulationAnswer.Ran>(Simulator.Run(order, taken, null, TestContext.Current.CancellationToken));

        PowerLog drawn = OnGrid(taken.Column("IT"), stepSeconds, log);
        (LogFigures measured, LogFigures simulated) = (LogFigures.Of(log), LogFigures.Of(drawn));
        report.WriteLine($"mean {measured.Mean} {simulated.Mean}; p1 {measured.Percentile1} {simulated.Percentile1}; p99 {measured.Percentile99} {simulated.Percentile99}; "
            + $"wave {measured.Rhythm?.Period} {simulated.Rhythm?.Period}; dip {measured.EvaluationDipFraction:0.0000} {simulated.EvaluationDipFraction:0.0000}");
        // asked: mean 2 %, percentiles 4 %, period 5 %, dip of evaluations 2 points
        Assert.Equal(1, simulated.Mean / measured.Mean, 0.02);
        Assert.Equal(1, simulated.Percentile1 / measured.Percentile1, 0.04);
        Assert.Equal(1, simulated.Percentile5 / measured.Percentile5, 0.04);
        Assert.Equal(1, simulated.Median / measured.Median, 0.02);
        Assert.Equal(1, simulated.Percentile99 / measured.Percentile99, 0.04);
        Assert.Equal(1, simulated.Rhythm!.Period / measured.Rhythm!.Period, 0.05);
        Assert.Equal(measured.EvaluationDipFraction!.Value, simulated.EvaluationDipFraction!.Value, 0.02);
    }

    /// <summary>Means over the rows of the log, from means of steps.</summary>
    private static PowerLog OnGrid(double[] megawatts, double stepSeconds, PowerLog log)
    {
        List<double> seconds = [], watts = [];
        List<bool> evaluates = [];
        for (int row = 0; row + 1 < log.Rows; row++)
        {
            double from = log.TimeOf(row).TotalSeconds, to = log.TimeOf(row + 1).TotalSeconds;
            if (to > megawatts.Length * stepSeconds) break;
            double sum = 0;
            for (int k = (int)(from / stepSeconds); k < to / stepSeconds; k++)
                sum += megawatts[k] * Math.Max(0, Math.Min(to, (k + 1) * stepSeconds) - Math.Max(from, k * stepSeconds));
            seconds.Add(from);
            watts.Add(1e6 * sum / (to - from));
            evaluates.Add(log.Evaluates(row));
        }
        return new(seconds, watts, evaluates);
    }
}

/// <summary>Keeps the site's series in memory.</summary>
internal sealed class Taken : IRunRecorder
{
    private readonly List<double[]> steps = [];
    public RecordLayout? Layout { get; private set; }
    public int Minutes { get; private set; }

    public void Open(RecordLayout layout) => Layout = layout;
    public void Step(TimeSpan start, ReadOnlySpan<double> site) => steps.Add([.. site]);
    public void Minute(TimeSpan start, in MinuteRecord minute) => Minutes++;

    public double[] Column(string name)
    {
        int at = Layout!.Site.Index().Single(one => one.Item.Name == name).Index;
        return [.. steps.Select(step => step[at])];
    }
}
