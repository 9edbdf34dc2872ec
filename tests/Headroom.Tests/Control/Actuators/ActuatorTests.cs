using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;
using static Headroom.Tests.Control.Actuators.Known;

namespace Headroom.Tests.Control.Actuators;

public sealed class ActuatorTests
{
    [Theory]
    [InlineData(ActuatorKind.Smoothing, LatencyClass.L0, 0, 0.1, FailureMode.RunsEmpty)]
    [InlineData(ActuatorKind.Storage, LatencyClass.L0, 0.02, 0.1, FailureMode.RunsEmpty)]
    [InlineData(ActuatorKind.ClockLock, LatencyClass.L1, 0.01, 0.1, FailureMode.Forgets)]
    [InlineData(ActuatorKind.InBandCap, LatencyClass.L1, 1, 0.1, FailureMode.Forgets)]
    [InlineData(ActuatorKind.Brake, LatencyClass.L2, 5, 2, FailureMode.StaysOn)]
    [InlineData(ActuatorKind.PreArmedCap, LatencyClass.L2, 1, 2, FailureMode.Sticks)]
    [InlineData(ActuatorKind.OutOfBandCap, LatencyClass.L3, 40, 2, FailureMode.Sticks)]
    [InlineData(ActuatorKind.Batch, LatencyClass.L4, 30, 2, FailureMode.Sticks)]
    [InlineData(ActuatorKind.Scheduler, LatencyClass.L5, 300, 2, FailureMode.LosesWork)]
    [InlineData(ActuatorKind.CoolingSetPoint, LatencyClass.L6, 1200, 10, FailureMode.Sticks)]
    [InlineData(ActuatorKind.Generator, LatencyClass.L6, 5400, 10, FailureMode.DoesNotStart)]
    public void The_shipped_facts(ActuatorKind kind, LatencyClass latencyClass, double latency, double telemetry, FailureMode failure)
    {
        Actuator one = Of(kind);
        Assert.Equal((latencyClass, Seconds(latency), Seconds(telemetry), failure), (one.Class, one.Latency, one.Telemetry, one.Failure));
        Assert.Equal(Seconds(latency + telemetry), one.Reach);
        Assert.InRange(one.MeasuredYear, 2023, 2026);
        Assert.Contains(one.Grade, (string[])["P", "S", "E"]);
        Assert.True(one.Source.Length > 10 && one.Name.Length > 3);
    }

    [Fact]
    public void Every_kind_is_shipped() => Assert.Equal(Enum.GetValues<ActuatorKind>().Order(), ActuatorFile.Shipped.Actuators.Select(one => one.Kind).Order());

    [Fact]
    public void An_out_of_band_cap_is_in_time_when_ordered_42_s_ahead_and_no_later()
    {
        Actuator cap = Of(ActuatorKind.OutOfBandCap);
        Assert.True(cap.InTime(Seconds(42)));
        Assert.False(cap.InTime(Seconds(42) - TimeSpan.FromTicks(1)));
        Assert.Equal(Seconds(58), cap.CommandBy(Seconds(100)));
        Assert.Equal((200.Watts, 1.Watts, Seconds(60), 2023, "S"), (cap.Least, cap.Resolution, cap.Hold, cap.MeasuredYear, cap.Grade));
        Assert.StartsWith("POLCA", cap.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_that_facts_lack_is_said()
    {
        var none = new ActuatorFacts([]);
        Assert.Contains("no Brake", Assert.Throws<ArgumentException>(() => none[ActuatorKind.Brake]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value: 40 s, source: polca", "value: 40 MW, source: polca", "actuators[6].latency.value", "is power, not a time")]
    [InlineData("value: 40 s, source: polca", "value: 40 s, source: polka", "actuators[6].latency.source", "source \"polka\"")]
    [InlineData("kind: outOfBandCap", "kind: brake", "actuators[6].kind", "a second Brake")]
    [InlineData("low: 1 min, mid: 2 min, high: 5 min", "low: 3 min, mid: 2 min, high: 5 min", "actuators[8].latency.low", "out of order")]
    [InlineData("low: 1 min, mid: 2 min, high: 5 min", "low: 1 min, high: 5 min", "actuators[8].latency", "a part of a range")]
    [InlineData("low: 1 min, mid: 2 min, high: 5 min", "value: 2 min, low: 1 min, mid: 2 min, high: 5 min", "actuators[8].latency.value", "a value and a range")]
    [InlineData("value: 40 s, source: polca, year: 2023, kind: published, grade: S", "value: 40 s, source: polca, year: 2023, kind: published",
        "actuators[6].latency.kind", "published without `grade`")]
    [InlineData("{value: 40 s, source: polca, year: 2023", "{value: 40 s, year: 2023", "actuators[6].latency", "no `source`")]
    [InlineData("failure: losesWork", "failure: losesSleep", "actuators[8].failure", "losesSleep")]
    public void A_fault_of_the_file_is_found_with_its_place(string was, string becomes, string path, string read)
    {
        string text = CatalogFile.Text("actuators");
        Assert.Contains(was, text, StringComparison.Ordinal);
        ActuatorReading reading = ActuatorFile.Parse(text.Replace(was, becomes, StringComparison.Ordinal), "mine.yaml");
        Finding finding = Assert.Single(reading.Findings);
        Assert.Null(reading.Facts);
        Assert.StartsWith(path, finding.Path, StringComparison.Ordinal);
        Assert.Contains(read, finding.Read, StringComparison.Ordinal);
        Assert.Equal("mine.yaml", finding.File);
        Assert.True(finding.Line > 20);
    }

    [Theory]
    [InlineData("actuators: []\n", "no `sources`")]
    [InlineData("sources:\n  a: \"b\"\n", "no `actuators`")]
    [InlineData("- one\n", "a list")]
    [InlineData("sources:\n  a: {b: c}\nactuators: []\n", "a map of keys")]
    public void A_file_of_another_form_is_refused(string text, string read)
    {
        ActuatorReading reading = ActuatorFile.Parse(text, "x.yaml");
        Assert.Null(reading.Facts);
        Assert.Contains(reading.Findings, finding => finding.Read.Contains(read, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_finding() => Assert.Contains("cannot be opened", Assert.Single(ActuatorFile.Read("no-such-file.yaml").Findings).Read, StringComparison.Ordinal);
}
