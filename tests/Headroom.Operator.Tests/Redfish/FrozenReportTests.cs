using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Redfish;

/// <summary>A report that is fetched well and tells nothing new is as old as its last move.</summary>
public class FrozenReportTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;

    private static async Task<RackReading> ReadAsync(EmulatedRacks racks, RackDriver driver, int seconds)
    {
        for (int k = 0; k < seconds; k++)
        {
            racks.Time.Advance(1.Seconds);
            await driver.ReadAsync(Stop);
        }
        return driver.Reading;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_report_that_stands_still_grows_old_in_any_of_the_services(int services)
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync(count: services);
        RackDriver driver = new("rack", [.. racks.Services.Select(racks.Client)], EmulatedRacks.Setting with { StaleAfter = 8.Seconds }, racks.Time, racks.Found);
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal(TimeSpan.Zero, (await ReadAsync(racks, driver, 3)).Age);
        racks.Services[^1].Faults.ReportStands = TimeSpan.MaxValue;
        Assert.Equal(TimeSpan.Zero, (await ReadAsync(racks, driver, 9)).Age);
        RackReading frozen = await ReadAsync(racks, driver, 1);
        Assert.Equal(9.Seconds, frozen.Age);
        Assert.Contains("repeats its readings of 12:00:04", Assert.Single(frozen.Alarms), StringComparison.Ordinal);
        Assert.Equal(19.Seconds, (await ReadAsync(racks, driver, 10)).Age);
        racks.Services[^1].Faults.ReportStands = null;
        RackReading again = await ReadAsync(racks, driver, 1);
        Assert.Equal(TimeSpan.Zero, again.Age);
        Assert.Empty(again.Alarms);
    }

    [Fact]
    public async Task One_that_samples_seldom_is_frozen_only_after_several_of_its_own_intervals()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        racks.Service.Faults.ReportStands = 20.Seconds;
        await racks.Driver.OpenAsync(Stop);
        for (int second = 0; second < 130; second++) Assert.Equal(TimeSpan.Zero, (await ReadAsync(racks, racks.Driver, 1)).Age);
        racks.Service.Faults.ReportStands = TimeSpan.MaxValue;
        // its last moment is of second 120
        Assert.Equal(TimeSpan.Zero, (await ReadAsync(racks, racks.Driver, 50)).Age);
        Assert.Equal(61.Seconds, (await ReadAsync(racks, racks.Driver, 1)).Age);
    }

    [Fact]
    public async Task One_that_never_moved_its_moment_is_not_called_frozen()
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        racks.Service.Faults.ReportStands = TimeSpan.MaxValue;
        await racks.Driver.OpenAsync(Stop);
        Assert.Equal(TimeSpan.Zero, (await ReadAsync(racks, racks.Driver, 60)).Age);
    }
}
