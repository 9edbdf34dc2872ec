using Headroom.Operator.Field;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Modbus;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Live;

/// <summary>What no site has is no reading: nothing that is summed, smoothed or saved leaves the numbers by it.</summary>
public class AbsurdReadingTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;

    [Theory]
    [InlineData(1e308), InlineData(-1e308), InlineData(double.PositiveInfinity), InlineData(double.NaN), InlineData(2e12)]
    public async Task A_meter_that_shows_what_no_site_has_tells_nothing_new_and_is_an_alarm(double watts)
    {
        ManualTime time = new(LiveSiteOfRacks.Noon);
        double now = 3e6;
        JoinedMeter meter = new("meter", _ => ValueTask.FromResult<MeterReading>(new MeterReading.Read(new(Power.FromSi(now), null, null))), time);
        await meter.ReadAsync(Stop);
        now = watts;
        time.Advance(1.Seconds);
        await meter.ReadAsync(Stop);
        Assert.Equal((3e6, 1.Seconds), (meter.Telling!.Value.Flow.Watts, meter.Telling.Value.Age));
        Assert.Equal("meter power", Assert.Single(meter.Alarms).Name);
        now = 4e6;
        await meter.ReadAsync(Stop);
        Assert.Equal(4e6, meter.Telling.Value.Flow.Watts);
        Assert.Empty(meter.Alarms);
    }

    [Fact]
    public void Each_figure_of_a_battery_is_held_against_its_own_bound()
    {
        FieldAlarm[] alarms = DeviceAlarms.Beyond("b1",
            ("power", 1e9, FieldNumber.WattsMost), ("capacity", 1e19, FieldNumber.JoulesMost), ("stored energy", double.NaN, FieldNumber.JoulesMost));
        Assert.Equal(["b1 capacity", "b1 stored energy"], alarms.Select(one => one.Name));
    }

    /// <summary>A quotient leaves the numbers although both its sides are readings; a mean that has left them never comes back.</summary>
    [Fact]
    public async Task Racks_that_draw_next_to_nothing_spoil_no_mean()
    {
        TokenTeller tokens = new() { Served = 1e-300 };
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(
            join: (plan, devices) => devices with
            {
                Services = new Dictionary<string, IServiceMeter> { [plan.Services[0]] = tokens },
                Site = new SiteMeter(() => tokens.Served < 1 ? 1e12.Watts : 1.Megawatts),
            });
        for (int beat = 0; beat < 3; beat++)
        {
            await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
            site.Time.Advance(1.Seconds);
        }
        tokens.Served = 1e4;
        FieldReading after = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Assert.InRange(after.Seen.DrawPerItRatio, 1, 10);
        Assert.InRange(after.Seen.Services[0].JoulesPerToken, 1e-3, 1e6);
        Assert.True(double.IsFinite(after.Figures.Cooling.Watts) && after.Figures.Tree.All(node => double.IsFinite(node.Flow.Watts)));
    }

    private sealed class TokenTeller : IServiceMeter
    {
        public double Served { get; set; }
        public string Name => "tokens";
        public ServiceTelling? Telling => new(TokenRate.FromSi(Served), TokenRate.FromSi(Served), default, default, TimeSpan.Zero);
        public ValueTask ReadAsync(CancellationToken stop) => default;
    }
}
