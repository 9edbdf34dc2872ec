using System.Text;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Protocols.Tests.Redfish;

public class RedfishMessageTests
{
    private static T Read<T>(string json, Func<RedfishNode, T> read) where T : class =>
        RedfishText.Read(Encoding.UTF8.GetBytes(json), read, out _)!;

    [Theory]
    [InlineData("PT0S", 0), InlineData("P1DT2H3M4.5S", 93784.5), InlineData("PT36H", 129600), InlineData("P2D", 172800), InlineData("-PT1M", -60), InlineData("PT0.000000100S", 1e-7)]
    public void Durations_are_read(string text, double seconds)
    {
        Assert.True(IsoDuration.TryRead(text, out TimeSpan span));
        Assert.Equal(seconds, span.TotalSeconds, 1e-7);
    }

    [Theory]
    [InlineData(""), InlineData("P"), InlineData("PT"), InlineData("P1D T1H"), InlineData("PT1M1H"), InlineData("P1H"),
        InlineData("1S"), InlineData("PT1.2.3S"), InlineData("P99999999999D"), InlineData("PT1S2S")]
    public void What_is_no_duration_is_none(string text) => Assert.False(IsoDuration.TryRead(text, out _));

    [Theory]
    [InlineData("HW_POWER_BRAKE_SLOWDOWN", Limiters.HardwarePowerBrake), InlineData("HWPowerBrakeSlowdown", Limiters.HardwarePowerBrake), InlineData("0x80", Limiters.HardwarePowerBrake)]
    [InlineData("SW_POWER_CAP", Limiters.SoftwarePowerCap), InlineData("SWPowerCap", Limiters.SoftwarePowerCap), InlineData("0x4", Limiters.SoftwarePowerCap)]
    [InlineData("HW_SLOWDOWN", Limiters.HardwareSlowdown), InlineData("SW_THERMAL_SLOWDOWN", Limiters.SoftwareThermal), InlineData("HWThermalSlowdown", Limiters.HardwareThermal)]
    [InlineData("GPU_IDLE", Limiters.Idle), InlineData("ApplicationsClocksSetting", Limiters.ApplicationClocks), InlineData("none", Limiters.None), InlineData("Gremlins", Limiters.Unknown)]
    public void Limiters_are_told_apart_however_they_are_written(string name, Limiters limiter) =>
        Assert.Equal(limiter, LimiterNames.Of(name));

    [Fact]
    public void A_software_cap_is_no_brake_and_silence_is_no_answer()
    {
        ProcessorMetrics capped = Read("""{"Oem":{"Nvidia":{"ThrottleReasons":["SW_POWER_CAP","HW_SLOWDOWN"]}}}""", ProcessorMetrics.Of);
        Assert.False(capped.Now!.Value.HasFlag(Limiters.HardwarePowerBrake));
        Assert.Null(Read("{}", ProcessorMetrics.Of).Now);
        Assert.Equal(Limiters.None, Read("""{"Oem":{"Nvidia":{"PowerBreakPerformanceState":"Normal"}}}""", ProcessorMetrics.Of).Now);
        Assert.Equal(Limiters.HardwarePowerBrake, Read("""{"Oem":{"Nvidia":{"PowerBreakPerformanceState":"Throttled"}}}""", ProcessorMetrics.Of).Now);
    }

    [Fact]
    public void A_set_point_in_per_cent_between_bounds_in_watts_is_no_cap()
    {
        RedfishControl odd = Read("""{"ControlType":"Power","SetPoint":80,"SetPointUnits":"%","AllowableMin":50,"AllowableMax":150}""", RedfishControl.Of);
        Assert.Null(odd.Limit);
        Assert.Equal(80, odd.SetPoint);
    }

    [Fact]
    public void A_sensor_of_1970_has_no_moment() =>
        Assert.Null(Read("""{"Reading":12,"ReadingTime":"1970-01-01T00:00:00Z"}""", Sensor.Of).ReadAt);

    [Fact]
    public void Excerpts_and_bare_numbers_are_both_read()
    {
        Assert.Equal(900, Read("""{"PowerWatts":{"Reading":900}}""", EnvironmentMetrics.Of).Power!.Value.Watts);
        Assert.Equal(900, Read("""{"PowerWatts":900}""", EnvironmentMetrics.Of).Power!.Value.Watts);
        Assert.Null(Read("""{"PowerWatts":"a lot","PowerLimitWatts":[]}""", EnvironmentMetrics.Of).Power);
        Assert.Null(Read("""{"PowerWatts":1e999}""", EnvironmentMetrics.Of).Power);
    }

    [Fact]
    public void Unavailable_and_unknown_are_not_dry()
    {
        Assert.Equal(LeakState.Unavailable, Read("""{"DetectorState":"Unavailable"}""", LeakDetector.Of).State);
        Assert.Equal(LeakState.Unknown, Read("""{"DetectorState":null}""", LeakDetector.Of).State);
        Assert.Equal(LeakState.Unknown, Read("""{"DetectorState":"ok"}""", LeakDetector.Of).State);
        Assert.Equal(LeakState.Ok, Read("""{"DetectorState":"OK"}""", LeakDetector.Of).State);
    }

    [Fact]
    public void Heat_by_flow_is_flow_times_rise()
    {
        CoolantConnector connector = Read("""{"FlowLitersPerMinute":{"Reading":1200},"SupplyTemperatureCelsius":{"Reading":40},"ReturnTemperatureCelsius":{"Reading":50},"HeatRemovedkW":{"Reading":829}}""", CoolantConnector.Of);
        // 20 l/s · 4.1456 MJ/(m³·K) · 10 K, by hand
        Assert.Equal(829_120, connector.HeatByFlow!.Value.Watts, 200.0);
        Assert.Equal(829_000, connector.HeatRemoved!.Value.Watts);
    }

    [Fact]
    public void Masks_are_read_and_written()
    {
        Assert.True(ProfileMask.TryRead("0x1f", out ProfileMask mask));
        Assert.Equal("0x1f", mask.ToString());
        Assert.False(ProfileMask.TryRead("1f", out _));
        Assert.False(ProfileMask.TryRead("0x" + new string('f', 40), out _));
    }

    [Fact]
    public void Caps_are_whole_watts_and_never_more_than_was_asked()
    {
        Assert.Equal("""{"PowerLimitWatts":{"SetPoint":899}}""", Encoding.UTF8.GetString(RedfishBody.Limit(Power.FromSi(899.9))));
        Assert.Equal("""{"PowerLimitWatts":{"SetPoint":900}}""", Encoding.UTF8.GetString(RedfishBody.Limit(Power.FromSi(899.9999999))));
        Assert.Equal("""{"SetPoint":2400}""", Encoding.UTF8.GetString(RedfishBody.SetPoint(Power.FromSi(2400))));
        Assert.Equal("""{"PowerLimitWatts":{"SetPoint":700},"Oem":{"Nvidia":{"PowerLimitPersistency":true}}}""", Encoding.UTF8.GetString(RedfishBody.Limit(Power.FromSi(700), persistent: true)));
        Assert.Equal("""{"SupplyTemperatureControlCelsius":{"SetPoint":42.5}}""", Encoding.UTF8.GetString(RedfishBody.Nested("SupplyTemperatureControlCelsius", 42.5)));
        Assert.Equal("""{"UserName":"a\u0022b","Password":"c"}""", Encoding.UTF8.GetString(RedfishBody.Session("a\"b", "c")));
    }

    private const string Report = """
        {"Id":"R","MetricValues":[
          {"MetricProperty":"/a","MetricValue":"12.5","Timestamp":"2026-11-28T12:00:00Z"},
          {"Timestamp":"1970-01-01T00:00:00Z","MetricValue":7,"MetricProperty":"/b","Oem":{"x":[1,{"y":2}]}},
          {"MetricProperty":"/c","MetricValue":null},
          "noise",
          {"MetricProperty":"/d","MetricValue":"nan"}],"Other":[[[]]]}
        """;

    [Fact]
    public void A_bulk_report_fills_the_places_that_were_asked_for()
    {
        MetricIndex index = new(["/b", "/a", "/missing", "/d"]);
        MetricReading[] into = [.. Enumerable.Repeat(MetricReading.None, 4)];
        for (int again = 0; again < 3; again++) Assert.Null(MetricReport.Read(Encoding.UTF8.GetBytes(Report), index, into));
        Assert.Equal((7, null), (into[0].Value, into[0].At));
        Assert.Equal((12.5, new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero)), (into[1].Value, into[1].At!.Value));
        Assert.False(into[2].IsThere);
        Assert.False(into[3].IsThere);
    }

    [Theory]
    [InlineData("\"nan\"", "{}", false), InlineData("null", "{}", false), InlineData("\"Infinity\"", "{}", false)]
    [InlineData("\"7\"", """{"Nvidia":{"@odata.type":"#x","MetricValueStale":true,"More":{"a":[1]}}}""", false)]
    [InlineData("\"7\"", """{"Nvidia":{"MetricValueStale":false}}""", true), InlineData("\"7\"", """{"Other":{"MetricValueStale":true},"Nvidia":7}""", true)]
    [InlineData("\"7\"", "[1]", true), InlineData("\"7\"", "null", true)]
    public void A_value_that_is_lost_or_stale_takes_the_one_before_it_away(string value, string oem, bool isThere)
    {
        MetricIndex index = new(["/a", "/b"]);
        MetricReading[] into = [new(5, DateTimeOffset.UnixEpoch), new(5, DateTimeOffset.UnixEpoch)];
        string report = $$"""{"MetricValues":[{"MetricProperty":"/a","MetricValue":{{value}},"Oem":{{oem}},"Timestamp":"2026-11-28T12:00:00Z"},{"MetricProperty":"/b","MetricValue":"3"}]}""";
        Assert.Null(MetricReport.Read(Encoding.UTF8.GetBytes(report), index, into));
        Assert.Equal((isThere ? 7 : double.NaN, isThere), (into[0].Value, into[0].At is not null));
        Assert.Equal(3, into[1].Value);
    }

    [Fact]
    public void A_report_in_another_order_is_read_as_well()
    {
        MetricIndex index = new(["/1", "/2", "/3"]);
        MetricReading[] into = new MetricReading[3];
        foreach (int[] order in (int[][])[[1, 2, 3], [3, 1, 2], [2, 3, 1], [1, 2, 3]])
        {
            string values = string.Join(',', order.Select(n => $$"""{"MetricProperty":"/{{n}}","MetricValue":"{{10 * n}}"}"""));
            Assert.Null(MetricReport.Read(Encoding.UTF8.GetBytes($$"""{"MetricValues":[{{values}}]}"""), index, into));
            Assert.Equal([10, 20, 30], into.Select(one => one.Value));
        }
    }

    [Fact]
    public void A_report_that_is_cut_short_is_malformed() =>
        Assert.NotNull(MetricReport.Read(Encoding.UTF8.GetBytes(Report).AsSpan(0, 200), new(["/a"]), new MetricReading[1]));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_a_message()
    {
        byte[] marked = Encoding.UTF8.GetBytes("\uFEFF{\"UUID\":\"1\",\"MetricValues\":[{\"MetricProperty\":\"/a\",\"MetricValue\":\"7\"}]}");
        Assert.Equal("1", RedfishText.Read(marked, ServiceRoot.Of, out _)!.Uuid);
        MetricReading[] into = new MetricReading[1];
        Assert.Null(MetricReport.Read(marked, new(["/a"]), into));
        Assert.Equal(7, into[0].Value);
    }

    [Fact]
    public void What_is_too_deep_or_no_object_is_malformed()
    {
        RedfishText.Read(Encoding.UTF8.GetBytes(new string('[', 100)), ServiceRoot.Of, out Malformed? deep);
        Assert.NotNull(deep);
        RedfishText.Read("[1]"u8.ToArray(), ServiceRoot.Of, out Malformed? list);
        Assert.NotNull(list);
        RedfishText.Read((byte[])[.. "{\"UUID\":\""u8, 0xff, .. "\"}"u8], ServiceRoot.Of, out Malformed? bytes);
        Assert.NotNull(bytes);
    }

    [Fact]
    public void Refusals_say_whether_a_property_is_read_only()
    {
        RedfishFault fault = Read("""{"error":{"code":"Base.1.18.GeneralError","message":"no","@Message.ExtendedInfo":[{"MessageId":"Base.1.18.PropertyNotWritable"}]}}""", RedfishFault.Of);
        Assert.True(fault.IsReadOnly);
        Assert.True(Read("""{"SetPoint@Message.ExtendedInfo":[{"MessageId":"Base.1.19.0.PropertyNotWritable"}]}""", RedfishFault.Of).IsReadOnly);
        Assert.Empty(Read("""{"Power@Message.ExtendedInfo":7,"@Message.ExtendedInfo":[{"MessageId":7},null]}""", RedfishFault.Of).MessageIds);
        Assert.False(Read("""{"error":{"@Message.ExtendedInfo":[{"MessageId":"Base.1.18.PropertyValueOutOfRange"}]}}""", RedfishFault.Of).IsReadOnly);
    }
}
