using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;
using Headroom.Scenarios.Tests.Series;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.Tests.SiteFiles;

/// <summary>What a simulation of seconds reads and a plan of hours does not.</summary>
public sealed class SimulationFactsTests
{
    private const string Frame = """
        site: x
        region: de-lu
        grid: {firm: 10 MW}
        halls: [{name: A, power: 5 MW, perRack: 15 kW}]
        racks: {hgx-h200: {atMost: 100}}
        services:
          - {name: c, model: llama-3.1-8b, demand: {peak: 1e5 tok/s}

        """;

    private static Site Read(string yaml, string folder = ".")
    {
        SiteReading reading = SiteFile.Parse(yaml, "site.yaml", folder);
        Assert.Empty(reading.Findings.Where(one => one.Severity == Severity.Wrong).Select(one => one.Sentence()));
        return reading.Site!;
    }

    private static ServiceTraffic Traffic(string traffic, string folder = ".") =>
        Read(Frame.TrimEnd() + (traffic.Length == 0 ? "}" : $", traffic: {traffic}}}"), folder).Services.Single().Traffic;

    [Fact]
    public void Requests_come_as_conversations_do_unless_the_file_says_otherwise()
    {
        Assert.Equal(new ServiceTraffic(), Traffic(""));
        Assert.Equal((1.1, 0.96, 0.77), (Traffic("{}").GapVariationFraction, Traffic("{}").InputVariationFraction, Traffic("{}").OutputVariationFraction));
        Assert.Equal(
            new ServiceTraffic { GapVariationFraction = 13, InputVariationFraction = 0, OutputVariationFraction = 0.5, Patience = TimeSpan.FromSeconds(30) },
            Traffic("{gapVariation: 13, inputVariation: 0, outputVariation: 0.5, patience: 30 s}"));
    }

    private static TrainingRun Run(string keys) => Read("""
        site: x
        region: de-lu
        grid: {firm: 10 MW}
        halls: [{name: A, power: 5 MW, perRack: 140 kW}]
        racks: {gb200-nvl72: {atMost: 20}}
        training:
          - {name: t, compute: 1e20 FLOP
        """ + keys + "}").Training.Single();

    [Fact]
    public void A_run_fails_and_draws_as_the_file_says()
    {
        TrainingRun usual = Run("");
        Assert.Null(usual.Waveform);
        Assert.Equal(YoungDaly.FailuresPerAcceleratorHour, usual.FailuresPerAcceleratorHour);
        Assert.Equal((15.0, 300.0, 30.0), (usual.Stall.TotalSeconds, usual.Restart.TotalSeconds, usual.Detection.TotalSeconds));
        TrainingRun stated = Run(", waveform: flat, failures: 2e-5 /h, checkpointStall: 20 s, restart: 10 min, detection: 1 min");
        Assert.Equal((1.0, 1.0, 10.0),
            (stated.Waveform!.Band.LeastFraction, stated.Waveform.Band.MostFraction, stated.Waveform.Step.Duration.TotalSeconds));
        Assert.Equal(2e-5, stated.FailuresPerAcceleratorHour);
        Assert.Equal((20.0, 600.0, 60.0), (stated.Stall.TotalSeconds, stated.Restart.TotalSeconds, stated.Detection.TotalSeconds));
        Assert.Equal(1 / 8760.0, Run(", failures: 1 /yr").FailuresPerAcceleratorHour, 12);
        Assert.Same(ShippedWaveforms.FineTuningH100, Run(", waveform: fineTuning").Waveform);
        Assert.Same(ShippedWaveforms.PreTrainingH100, Run(", waveform: preTraining").Waveform);
    }

    [Fact]
    public void The_grid_dips_and_comes_back_as_the_file_says()
    {
        static GridConnection Grid(string keys) => Read($"site: x\ngrid: {{firm: 10 MW, price: 40 $/MWh{keys}}}\notherLoad: 5 MW").Grid!;
        Assert.Equal((null, null, null), (Grid("").Kilovolts, Grid("").RideThrough, Grid("").Return));
        GridConnection grid = Grid(", voltage: 138 kV, rideThrough: {dips: 3, within: 60 s}, return: {after: 5 min, stage: 20 MW, every: 1 min}");
        Assert.Equal(138, grid.Kilovolts);
        Assert.Equal(new DipLimit(3, TimeSpan.FromMinutes(1)), grid.RideThrough);
        Assert.Equal(new StagedReturn(TimeSpan.FromMinutes(5), 20.Megawatts, TimeSpan.FromMinutes(1)), grid.Return);
    }

    [Theory]
    [InlineData("", CapPath.InBand, false), InlineData(", caps: inBand", CapPath.InBand, false)]
    [InlineData(", caps: clockLock", CapPath.ClockLock, false), InlineData(", caps: brake, smoothing: false", CapPath.Brake, false)]
    [InlineData(", caps: outOfBand, smoothing: true", CapPath.OutOfBand, true)]
    public void Caps_reach_racks_as_the_file_says(string keys, CapPath path, bool smooths)
    {
        RackChoice rack = Read(Frame.Replace("atMost: 100", "atMost: 100" + keys, StringComparison.Ordinal).TrimEnd() + "}").Racks.Single();
        Assert.Equal((path, smooths), (rack.CapPath, rack.Smooths));
    }

    private static Generator Plant(string plant) =>
        Read("site: x\ngrid: {firm: 10 MW, price: 40 $/MWh}\notherLoad: 5 MW\nsupply:\n  " + plant).Generators.Single();

    [Fact]
    public void A_plant_starts_and_ramps_as_the_file_says_else_as_the_catalog_does()
    {
        Generator turbine = Plant("gasTurbine: {atMost: 5 MW, fuelPrice: 4 $/MMBtu}");
        Assert.Equal(15, turbine.StartTime.TotalMinutes);
        Assert.Equal(0.10, turbine.RampPerMinuteFraction!.Value, 12);
        Assert.Null(turbine.RampPerHourFraction);
        Assert.DoesNotContain(Read("site: x\ngrid: {firm: 1 MW, price: 4 $/MWh}\notherLoad: 1 MW\nsupply: {smr: {atMost: 4}}").Inputs,
            fact => fact.Path.EndsWith(".start", StringComparison.Ordinal));
        Generator stated = Plant("gasTurbine: {atMost: 5 MW, fuelPrice: 4 $/MMBtu, start: 20 min, ramp: 60 %/h}");
        Assert.Equal(20, stated.StartTime.TotalMinutes);
        Assert.Equal((0.60, 0.01), (stated.RampPerHourFraction!.Value, Math.Round(stated.RampPerMinuteFraction!.Value, 12)));
        Assert.Null(Plant("gasTurbine: {atMost: 5 MW, fuelPrice: 4 $/MMBtu, ramp: 100 %/s}").RampPerMinuteFraction);
        Assert.Equal((TimeSpan.Zero, null), (Plant("p: {kind: other}").StartTime, Plant("p: {kind: other}").RampPerMinuteFraction));
        Generator sun = Plant("solar: {atMost: 5 MW, availability: 20 %}");
        Assert.Equal((TimeSpan.Zero, null), (sun.StartTime, sun.RampPerMinuteFraction));
    }

    [Theory]
    [InlineData("combinedCycle", 3600, 0.05), InlineData("gasTurbineAero", 300, 0.4), InlineData("gasEngine", 120, 0.5)]
    [InlineData("fuelCell", 28800, 0.05), InlineData("dieselBackup", 10, 3), InlineData("smr", 86400, 0.02), InlineData("nuclear", 86400, 0.02)]
    [InlineData("combinedCycleCapture", 3600, 0.04)]
    public void Every_plant_that_is_started_has_its_start_in_the_catalog(string technology, double seconds, double perMinute)
    {
        Generator plant = Plant($"{technology}: {{atMost: 5 GW, fuelPrice: 4 $/MMBtu}}");
        Assert.Equal(seconds, plant.StartTime.TotalSeconds);
        Assert.Equal(perMinute, plant.RampPerMinuteFraction!.Value, 12);
    }

    [Fact]
    public void A_trace_of_requests_starts_again_a_mean_gap_after_its_last()
    {
        using TemporaryFolder folder = new();
        folder.Write("r.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:40,3,4\n2023-11-16 18:15:41,5,6\n2023-11-16 18:15:50,7,8\n");
        var trace = Assert.IsType<ServiceTrace.Requests>(Traffic("{trace: r.csv, times: 400}", folder.Path).Trace);
        Assert.Equal(400, trace.TimesFactor);
        Assert.Equal(new TracedRequest(TimeSpan.FromSeconds(10), 7, 8), trace.List[2]);
        Assert.Equal(TimeSpan.FromSeconds(15), trace.Duration);
    }

    [Fact]
    public void A_trace_of_windows_is_told_by_its_header_and_its_gaps_are_filled()
    {
        using TemporaryFolder folder = new();
        folder.Write("w.csv", "t_s,rate_rps,mean_input_tokens,mean_output_tokens\n0,10,100,50\n600,0,,\n1200,20,100,50\n");
        var trace = Assert.IsType<ServiceTrace.Windows>(Traffic("{trace: w.csv}", folder.Path).Trace);
        Assert.Null(trace.TimesFactor);
        Assert.Equal(TimeSpan.FromMinutes(10), trace.Shape.Window);
        Assert.Equal([10, 10, 20], trace.Shape.Windows.Select(one => one.RequestsPerSecond));
    }
}
