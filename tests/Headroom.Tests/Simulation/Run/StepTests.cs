using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation;

/// <summary>Steps, seeds, rows and a run that is stopped.</summary>
public sealed class StepTests
{
    private static readonly StandingSite usual = new()
    {
        Serving = 8,
        Training = 8,
        Load = _ => 0.8,
        GridMost = 10.Megawatts,
        Length = 20.Minutes,
        Battery = (1.Megawatts, 0.5.MegawattHours, 0.2.MegawattHours),
        Scenario = new()
        {
            Name = "all of it",
            Limits = [new() { Name = "cut", From = 5.Minutes, Hold = 5.Minutes, BaselineShare = 0.7 }],
            Failures = [new(FailureKind.Pump, 8.Minutes, 2.Minutes, 1, null)],
            Curtailments = [new() { Name = "drawn", HoursPerYear = 2000, MeanLength = 4.Minutes, Capacity = 9.Megawatts }],
        },
    };

    [Theory]
    [InlineData(0.1, 0.005)]
    [InlineData(10, 0.02)]
    [InlineData(60, 0.02)]
    public void Steps_of_any_length_agree_on_energy_within_two_hundredths(double seconds, double within)
    {
        // caps clip the crests of a training wave; steps longer than the wave do not see them
        StandingSite site = usual with { Scenario = null };
        SimulationReport one = site.Report(), other = (site with { Step = seconds.Seconds }).Report();
        foreach (EnergyItem use in one.Energy.Uses.Where(use => use.Amount > Energy.Zero))
            Assert.True(Math.Abs(other.Energy.Uses.Of(use.Name) / use.Amount - 1) < within, $"{use}: {other.Energy.Uses.Of(use.Name)}");
        Assert.InRange(other.Services[0].Served / one.Services[0].Served, 1 - within, 1 + within);
        RunReading.Lawful(other, site);
    }

    [Fact]
    public void A_run_that_is_stopped_reports_what_it_did()
    {
        using CancellationTokenSource stop = new();
        StopsAfter recorder = new(5.Minutes, stop);
        SimulationReport report = Assert.IsType<SimulationAnswer.Ran>(Simulator.Run(usual.Order(), recorder, null, stop.Token)).Report;
        Assert.True(report.Run.IsPartial);
        Assert.InRange(report.Run.Done.TotalMinutes, 5, 7);
        SimulationReport whole = (usual with { Length = report.Run.Done }).Report();
        Assert.Equal(whole.Column("import"), report.Column("import"));
    }

    [Fact]
    public void A_run_that_is_stopped_before_it_begins_reports_nothing_done()
    {
        var answer = Simulator.Run(usual.Order(), null, null, new CancellationToken(canceled: true));
        SimulationReport report = Assert.IsType<SimulationAnswer.Ran>(answer).Report;
        Assert.Equal(TimeSpan.Zero, report.Run.Done);
        Assert.True(report.Run.IsPartial);
        Assert.Equal(0, report.Energy.Draw.Joules);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_two_threads_with_and_without_a_recorder()
    {
        SimulationReport[] runs = new SimulationReport[4];
        SimulationReport first = usual.Report();
        Parallel.For(0, runs.Length, k => runs[k] = usual.Report(k % 2 == 0 ? new RowRecorder() : null));
        Assert.All(runs, run => AssertSame(first, run));
    }

    [Fact]
    public void Another_seed_gives_another_run()
    {
        SimulationReport one = usual.Report(), other = (usual with { Seed = 2 }).Report();
        Assert.NotEqual(one.Column("import"), other.Column("import"));
        Assert.NotEqual(one.Services[0].Asked, other.Services[0].Asked);
    }

    [Fact]
    public void Rows_in_groups_agree_with_single_rows_within_a_hundredth()
    {
        StandingSite site = usual with { Scenario = null, Serving = 30, Training = 20, Battery = null };
        SimulationReport single = site.Report(), grouped = (site with { RowsMost = 10 }).Report();
        Assert.Equal(50, single.Run.Rows);
        Assert.Equal(10, grouped.Run.Rows);
        Assert.InRange(grouped.Energy.Draw / single.Energy.Draw, 0.99, 1.01);
        Assert.InRange(grouped.Services[0].Served / single.Services[0].Served, 0.99, 1.01);
        Assert.InRange(grouped.Training[0].Done / single.Training[0].Done, 0.99, 1.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_site_without_work_runs(double spare)
    {
        StandingSite site = usual with { Serving = 0, Training = 0, Spare = spare, OtherLoad = 100.Kilowatts };
        SimulationReport report = site.Report();
        Assert.InRange(report.Energy.Draw / (0.1.Megawatts * 20.Minutes), spare > 0 ? 1.1 : 1 - 1e-9, spare > 0 ? 5 : 1 + 1e-9);
        RunReading.Lawful(report, site);
    }

    /// <summary>Every figure and every bucket, to the bit.</summary>
    private static void AssertSame(SimulationReport a, SimulationReport b)
    {
        Assert.Equal(a.Ceiling, b.Ceiling);
        Assert.Equal(a.Services, b.Services);
        Assert.Equal(a.Training, b.Training);
        Assert.Equal(a.Ladder, b.Ladder);
        Assert.Equal(a.Energy.Sources, b.Energy.Sources);
        Assert.Equal(a.Energy.Uses, b.Energy.Uses);
        Assert.Equal(a.Costs, b.Costs);
        Assert.Equal(a.Carbon, b.Carbon);
        Assert.Equal(a.Water, b.Water);
        Assert.Equal(a.Ramps, b.Ramps);
        Assert.Equal(a.Batteries, b.Batteries);
        Assert.Equal(a.Heat, b.Heat);
        Assert.Equal(a.Breakers, b.Breakers);
        Assert.Equal(a.Happenings, b.Happenings);
        Assert.Equal(a.Checks, b.Checks);
        Assert.Equal(a.Limits.Select(one => one with { Clauses = [] }), b.Limits.Select(one => one with { Clauses = [] }));
        foreach ((BucketColumn left, BucketColumn right) in a.Buckets.Columns.Zip(b.Buckets.Columns))
            foreach ((double[] x, double[] y) in (ReadOnlySpan<(double[], double[])>)[(left.Least, right.Least), (left.Mean, right.Mean), (left.Most, right.Most)])
                Assert.Equal(x.Select(BitConverter.DoubleToInt64Bits), y.Select(BitConverter.DoubleToInt64Bits));
    }

    /// <summary>Stands for a hand on Ctrl-C.</summary>
    private sealed class StopsAfter(TimeSpan moment, CancellationTokenSource stop) : IRunRecorder
    {
        public void Open(RecordLayout layout) { }
        public void Minute(TimeSpan start, in MinuteRecord minute) { }

        public void Step(TimeSpan start, ReadOnlySpan<double> site)
        {
            if (start >= moment) stop.Cancel();
        }
    }
}
