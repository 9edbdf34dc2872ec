using Headroom.Operator.Field.Redfish;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;
using Headroom.TestKit.Redfish;

namespace Headroom.Operator.Tests.Redfish;

public class RackDriverTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;
    private static readonly RackDriverSetting each = EmulatedRacks.Setting with { PrefersEach = true };

    [Fact]
    public async Task A_cap_is_confirmed_once_it_is_enforced_and_the_rack_draws_no_more()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(new() { CapLatency = TimeSpan.FromSeconds(3) });
        Assert.True(await racks.Driver.OpenAsync(Stop));
        Assert.Equal(4, racks.Driver.Devices);
        Assert.Equal(5040, racks.Driver.Reading.Drawn!.Value.Watts, 1e-6);
        Assert.Equal(6240, racks.Driver.Reading.Input!.Value.Watts, 1e-6);
        Assert.True(await racks.Driver.CapAsync(700.Watts, Stop));
        Assert.Equal(CapStanding.Asked, racks.Driver.Reading.Standing);
        Assert.Equal((2800, 5600), (racks.Driver.Reading.Requested!.Value.Watts, racks.Driver.Reading.Enforced!.Value.Watts));
        racks.Time.Advance(3.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal(CapStanding.Confirmed, racks.Driver.Reading.Standing);
        Assert.Equal(2800, racks.Driver.Reading.Drawn!.Value.Watts, 1e-6);
        Assert.Empty(racks.Driver.Reading.Alarms);
    }

    /// <summary>AT-15, second half: a limit of a tray is four times that of a GPU, and the two are never mixed up.</summary>
    [Fact]
    public async Task A_total_over_four_is_four_times_the_cap_of_each()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(new() { Trays = 3 });
        RackDriver sums = racks.Driver, singles = racks.DriverOf(racks.Service, each, new FoundCapsInMemory());
        await sums.OpenAsync(Stop);
        await singles.OpenAsync(Stop);
        Assert.Equal((3, 12), (sums.Points, singles.Points));
        await sums.CapAsync(700.Watts, Stop);
        Assert.Equal(2800, racks.Rack.Total(1).Enforced.Watts);
        Assert.Equal(1400, racks.Rack.Gpu(5).Enforced.Watts);
        await singles.CapAsync(650.Watts, Stop);
        Assert.Equal(2800, racks.Rack.Total(1).Enforced.Watts);
        Assert.Equal(650, racks.Rack.Gpu(5).Enforced.Watts);
        Assert.Equal(12 * 650, racks.Rack.Drawn.Watts, 1e-6);
    }

    /// <summary>AT-12.</summary>
    [Fact]
    public async Task What_enforces_500_where_700_was_asked_alarms_within_one_readback_and_counts_as_500()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(setting: each);
        racks.Service.Faults.EnforcesAtMost = 500.Watts;
        await racks.Driver.OpenAsync(Stop);
        await racks.Driver.CapAsync(700.Watts, Stop);
        racks.Time.Advance(5.Seconds);
        await racks.Driver.ReadAsync(Stop);
        RackReading reading = racks.Driver.Reading;
        Assert.Equal(CapStanding.Disputed, reading.Standing);
        Assert.Equal((2800, 2000), (reading.Requested!.Value.Watts, reading.Enforced!.Value.Watts));
        Assert.Equal(4, reading.Alarms.Count(alarm => alarm.Contains("enforces 500 W although 700 W was asked, and it says that 700 W was", StringComparison.Ordinal)));
    }

    /// <summary>AT-13.</summary>
    [Fact]
    public async Task Brakes_on_two_gpus_of_nine_racks_are_all_found_and_a_software_cap_is_none()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(count: 12);
        for (int k = 0; k < 9; k++)
        {
            racks.Services[k].Rack!.Brake(k % 3, on: true);
            racks.Services[k].Rack!.Brake(3, on: true);
        }
        foreach (RackDriver driver in racks.Drivers)
        {
            await driver.OpenAsync(Stop);
            await driver.CapAsync(600.Watts, Stop);
            await driver.ReadAllLimitersAsync(Stop);
        }
        for (int k = 0; k < 12; k++)
        {
            Assert.Equal(k < 9 ? [k % 3, 3] : [], racks.Drivers[k].Reading.Braked);
            Assert.True(racks.Drivers[k].Reading.Limiters.HasFlag(Limiters.SoftwarePowerCap));
        }
        racks.Rack.Brake(0, on: false);
        await racks.Driver.ReadAllLimitersAsync(Stop);
        Assert.Equal([3], racks.Driver.Reading.Braked);
    }

    [Fact]
    public async Task Brakes_are_found_within_a_minute_without_being_looked_for()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(new() { Trays = 5 });
        await racks.Driver.OpenAsync(Stop);
        racks.Rack.Brake(17, on: true);
        for (int second = 0; second < 60; second++)
        {
            racks.Time.Advance(1.Seconds);
            await racks.Driver.ReadAsync(Stop);
        }
        Assert.Equal([17], racks.Driver.Reading.Braked);
    }

    /// <summary>AT-14.</summary>
    [Fact]
    public async Task Every_gpu_goes_back_to_its_own_cap_and_not_to_the_default()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(setting: each);
        double[] before = [1400, 1100, 950, 700];
        for (int g = 1; g < 4; g++) racks.Rack.WriteFromOutside(g, before[g].Watts);
        await racks.Driver.OpenAsync(Stop);
        await racks.Driver.CapAsync(600.Watts, Stop);
        Assert.All(Enumerable.Range(0, 4), g => Assert.Equal(600, racks.Rack.Gpu(g).Enforced.Watts));
        Assert.True(await racks.Driver.ReleaseAsync(Stop));
        Assert.Equal(before, Enumerable.Range(0, 4).Select(g => racks.Rack.Gpu(g).Enforced.Watts));
        // the one that nobody had ever asked is asked by nobody again
        Assert.Null(racks.Rack.Gpu(0).OneShot);
    }

    [Fact]
    public async Task A_service_that_starts_again_gives_back_what_the_first_one_found()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
            racks.Rack.WriteTotalFromOutside(0, 4800.Watts);
            using (FoundCapsFile first = new(path))
            {
                RackDriver driver = racks.DriverOf(racks.Service, EmulatedRacks.Setting, first);
                await driver.OpenAsync(Stop);
                await driver.CapAsync(500.Watts, Stop);
            }
            await File.AppendAllTextAsync(path, "cut short\t12", Stop);
            using FoundCapsFile second = new(path);
            RackDriver again = racks.DriverOf(racks.Service, EmulatedRacks.Setting, second);
            await again.OpenAsync(Stop);
            await again.CapAsync(550.Watts, Stop);
            Assert.True(await again.ReleaseAsync(Stop));
            Assert.Equal(4800, racks.Rack.Total(0).Enforced.Watts);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_controller_that_restarts_forgets_caps_and_is_asked_again()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        await racks.Driver.CapAsync(700.Watts, Stop);
        racks.Service.Restart(away: 10.Seconds);
        racks.Time.Advance(1.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Contains("cannot be reached", Assert.Single(racks.Driver.Reading.Alarms), StringComparison.Ordinal);
        Assert.Equal(5600, racks.Rack.Total(0).Enforced.Watts);
        racks.Time.Advance(10.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal((1, 0), (racks.Driver.Restarts, racks.Driver.ForeignWrites));
        Assert.Equal(2800, racks.Rack.Total(0).Enforced.Watts);
    }

    [Fact]
    public async Task Somebody_who_raises_a_cap_is_overruled_and_told_and_one_who_lowers_it_is_told()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        await racks.Driver.CapAsync(700.Watts, Stop);
        racks.Rack.WriteTotalFromOutside(0, 5600.Watts);
        racks.Time.Advance(30.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal((0, 1), (racks.Driver.Restarts, racks.Driver.ForeignWrites));
        Assert.Contains("somebody else wrote it", racks.Driver.Reading.Alarms[0], StringComparison.Ordinal);
        Assert.Equal(2800, racks.Rack.Total(0).Enforced.Watts);

        racks.Rack.WriteTotalFromOutside(0, 2000.Watts);
        racks.Time.Advance(30.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal(2, racks.Driver.ForeignWrites);
        Assert.Equal((2000, CapStanding.Disputed), (racks.Driver.Reading.Enforced!.Value.Watts, racks.Driver.Reading.Standing));
        await racks.Driver.CapAsync(800.Watts, Stop);
        Assert.Equal(3200, racks.Rack.Total(0).Enforced.Watts);
    }

    [Fact]
    public async Task A_limit_that_cannot_be_written_is_read_only_and_said_so()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        racks.Service.Faults.ReadOnlyLimits = true;
        await racks.Driver.OpenAsync(Stop);
        Assert.False(await racks.Driver.CapAsync(700.Watts, Stop));
        Assert.Equal(0, racks.Driver.Points);
        Assert.Null(racks.Driver.Reading.Enforced);
        Assert.Equal(5040, racks.Driver.Reading.Drawn!.Value.Watts, 1e-6);
    }

    [Fact]
    public async Task A_limit_that_is_taken_and_ignored_is_disputed_in_time()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        racks.Service.Faults.IgnoresLimits = true;
        await racks.Driver.OpenAsync(Stop);
        await racks.Driver.CapAsync(700.Watts, Stop);
        Assert.Equal(CapStanding.Asked, racks.Driver.Reading.Standing);
        racks.Time.Advance(5.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal(CapStanding.Disputed, racks.Driver.Reading.Standing);
    }

    [Fact]
    public async Task A_sensor_that_shows_more_than_the_cap_is_believed()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        racks.Service.Faults.LyingFactor = 1.5;
        await racks.Driver.CapAsync(700.Watts, Stop);
        racks.Time.Advance(5.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal(CapStanding.Exceeded, racks.Driver.Reading.Standing);
    }

    [Fact]
    public async Task A_service_that_is_busy_gets_its_cap_with_the_next_beat()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        racks.Service.Faults.Unavailable = 1;
        Assert.False(await racks.Driver.CapAsync(700.Watts, Stop));
        Assert.Equal(CapStanding.NotTaken, racks.Driver.Reading.Standing);
        Assert.True(racks.Driver.Differs(700.Watts));
        Assert.True(await racks.Driver.CapAsync(700.Watts, Stop));
        Assert.Equal(CapStanding.Confirmed, racks.Driver.Reading.Standing);
        Assert.False(racks.Driver.Differs(700.Watts));
    }

    /// <summary>A beat reads before it writes: the cap before this one is still in force, and says nothing of this one.</summary>
    [Fact]
    public async Task A_cap_that_was_refused_is_not_confirmed_by_the_one_before_it()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        Assert.True(await racks.Driver.CapAsync(1000.Watts, Stop));
        Assert.Equal(CapStanding.Confirmed, racks.Driver.Reading.Standing);
        for (int beat = 0; beat < 3; beat++)
        {
            racks.Service.Faults.Unavailable = 1;
            Assert.False(await racks.Driver.CapAsync(700.Watts, Stop));
            racks.Time.Advance(40.Seconds);
            await racks.Driver.ReadAsync(Stop);
            RackReading reading = racks.Driver.Reading;
            Assert.Equal((2800, 4000, CapStanding.NotTaken), (reading.Requested!.Value.Watts, reading.Enforced!.Value.Watts, reading.Standing));
            Assert.Contains("did not take 2800 W", Assert.Single(reading.Alarms), StringComparison.Ordinal);
            Assert.True(racks.Driver.Differs(700.Watts));
        }
        Assert.True(await racks.Driver.CapAsync(700.Watts, Stop));
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal((2800, CapStanding.Confirmed), (racks.Driver.Reading.Enforced!.Value.Watts, racks.Driver.Reading.Standing));
        Assert.False(racks.Driver.Differs(700.Watts));
    }

    [Fact]
    public async Task A_cap_that_was_ordered_while_nobody_answered_is_due_once_the_rack_is_walked()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        racks.Service.Faults.Unavailable = 1000;
        Assert.False(await racks.Driver.CapAsync(700.Watts, Stop));
        racks.Service.Faults.Unavailable = 0;
        await racks.Driver.ReadAsync(Stop);
        Assert.True(racks.Driver.IsOpen);
        Assert.True(racks.Driver.Differs(700.Watts));
        Assert.True(await racks.Driver.CapAsync(700.Watts, Stop));
        Assert.False(racks.Driver.Differs(700.Watts));
    }

    [Fact]
    public async Task A_task_is_waited_for()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        racks.Service.Faults.TasksTake = TimeSpan.Zero;
        Assert.True(await racks.Driver.CapAsync(700.Watts, Stop));
        Assert.Equal(CapStanding.Confirmed, racks.Driver.Reading.Standing);
    }

    [Fact]
    public async Task A_tag_that_changed_under_ones_hands_is_fetched_anew()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        racks.Rack.WriteTotalFromOutside(0, 5000.Watts);
        Assert.True(await racks.Driver.CapAsync(700.Watts, Stop));
        Assert.Equal(2800, racks.Rack.Total(0).Enforced.Watts);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_leaves_its_readings_to_age()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(timeOut: TimeSpan.FromMilliseconds(500));
        await racks.Driver.OpenAsync(Stop);
        racks.Service.Faults.Slow = 1.Hours;
        racks.Time.Advance(7.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal(7.Seconds, racks.Driver.Reading.Age);
        Assert.Contains("did not answer in time", Assert.Single(racks.Driver.Reading.Alarms), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fail_safe_outlives_a_reset_where_firmware_can_and_is_gone_after_release()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(setting: each with { ArmsFailSafe = true });
        await racks.Driver.OpenAsync(Stop);
        await racks.Driver.CapAsync(900.Watts, Stop);
        Assert.True(await racks.Driver.ArmAsync(400.Watts, Stop));
        Assert.Equal(900, racks.Rack.Gpu(0).Enforced.Watts);
        racks.Service.Restart(away: TimeSpan.Zero);
        Assert.Equal(400, racks.Rack.Gpu(0).Enforced.Watts);
        // down at once, up by more than a twentieth
        foreach ((double watts, double persistent) in ((double, double)[])[(390, 390), (400, 390), (420, 420)])
        {
            Assert.True(await racks.Driver.ArmAsync(watts.Watts, Stop));
            Assert.Equal(persistent, racks.Rack.Gpu(0).Persistent);
        }
        Assert.True(await racks.Driver.ReleaseAsync(Stop));
        Assert.Equal((1400, null, null), (racks.Rack.Gpu(0).Enforced.Watts, racks.Rack.Gpu(0).OneShot, racks.Rack.Gpu(0).Persistent));
    }

    [Fact]
    public async Task Firmware_without_persistent_limits_says_that_it_cannot_be_armed()
    {
        await using EmulatedRacks racks =
            await EmulatedRacks.StartAsync(new() { HasPersistentLimits = false }, setting: each with { ArmsFailSafe = true });
        await racks.Driver.OpenAsync(Stop);
        await racks.Driver.CapAsync(900.Watts, Stop);
        Assert.False(await racks.Driver.ArmAsync(400.Watts, Stop));
        Assert.Equal(900, racks.Rack.Gpu(0).Enforced.Watts);
    }

    [Fact]
    public async Task Energy_is_counted_by_the_devices_over_their_resets()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        await racks.Driver.OpenAsync(Stop);
        racks.Time.Advance(100.Seconds);
        await racks.Driver.ReadAsync(Stop);
        Assert.Equal(504_000, racks.Driver.Reading.Energy.Joules, 1.0);
    }
}
