using Headroom.Control;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Tests.Beat;
using Headroom.Quantities;
using Headroom.Tests.Simulation;

namespace Headroom.Operator.Tests.Live;

/// <summary>A process that lost the site, or may have, leaves its devices to the next.</summary>
public class FencedFieldTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private static long Writes(LiveSiteOfRacks site) => site.Services.Sum(service => service.Writes);
    private static double Enforced(LiveSiteOfRacks site) => site.Services.Sum(service => service.Rack!.Total(0).Enforced.Watts);
    private static long In(LiveSiteOfRacks site, TimeSpan time) => site.Time.GetTimestamp() + time.Ticks;

    [Fact]
    public async Task After_its_permit_a_field_neither_orders_nor_overrules_who_raises_a_cap()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(auditEvery: 1.Seconds);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Power full = site.Services[0].Rack!.Total(0).Enforced;
        site.Field.Permit(In(site, 6.Seconds));
        Orders orders = site.FreeOrders(failSafe: 1);
        orders.BankShare[0] = 0.5;
        await site.Field.WriteAsync(orders, Stop);
        site.Time.Advance(3.Seconds);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        long before = Writes(site);
        Assert.True(before > 0);
        // the process sleeps, and another takes over
        foreach (var service in site.Services) service.Rack!.WriteTotalFromOutside(0, full);
        double raised = Enforced(site);
        site.Time.Advance(4.Seconds);
        // within the orders' time to live: no dead man's hand yet
        for (int beat = 0; beat < 2; beat++)
        {
            site.Time.Advance(1.Seconds);
            await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        }
        orders.BankShare[0] = 0.4;
        Assert.Contains("Nothing was written", Assert.Single((await site.Field.WriteAsync(orders, Stop)).Faults), StringComparison.Ordinal);
        Assert.Equal((before, raised), (Writes(site), Enforced(site)));

        site.Field.Permit(In(site, 6.Seconds));
        await site.Field.WriteAsync(orders, Stop);
        Assert.True(Writes(site) > before && Enforced(site) < raised);
    }

    [Fact]
    public async Task A_dead_mans_hand_lowers_once_and_never_again()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        site.Field.Permit(In(site, 6.Seconds));
        await site.Field.WriteAsync(site.FreeOrders(failSafe: 0.5), Stop);
        // the next controller holds one rack lower than the old fail-safe
        site.Services[1].Rack!.WriteTotalFromOutside(0, 72 * 200.Watts);
        double least = 72 * site.Plan.Banks[0].AcceleratorOf(site.Plan.Banks[0].RackAt(0.6)).Watts;
        site.Time.Advance(site.Field.Facts.TimeToLive);
        await RunningSite.UntilAsync(() =>
        {
            site.Time.Advance(1.Seconds);
            return site.Services.All(service => service.Rack!.Total(0).Enforced.Watts < least);
        });
        Assert.Equal(72 * 200, site.Services[1].Rack!.Total(0).Enforced.Watts, 1e-6);
        Assert.True(site.Field.IsFailSafe);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        foreach (var service in site.Services) service.Rack!.WriteTotalFromOutside(0, 72 * 900.Watts);
        long before = Writes(site);
        for (int beat = 0; beat < 60; beat++)
        {
            site.Time.Advance(1.Seconds);
            await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        }
        Assert.Equal((before, 5 * 72 * 900.0), (Writes(site), Enforced(site)));
    }

    [Fact]
    public async Task A_field_that_stands_by_forgets_what_it_wanted_and_has_no_dead_mans_hand()
    {
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync();
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        site.Field.Permit(In(site, 1.Hours));
        Orders orders = site.FreeOrders(failSafe: 0.2);
        orders.BankShare[0] = 0.5;
        await site.Field.WriteAsync(orders, Stop);
        site.Time.Advance(3.Seconds);
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        site.Field.StandBy();
        foreach (var service in site.Services) service.Rack!.WriteTotalFromOutside(0, 72 * 900.Watts);
        long before = Writes(site);
        for (int beat = 0; beat < 60; beat++)
        {
            site.Time.Advance(1.Seconds);
            await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        }
        Assert.Equal((before, false), (Writes(site), site.Field.IsFailSafe));
        Assert.Empty(site.Field.Alarms);
        Assert.NotEmpty((await site.Field.WriteAsync(orders, Stop)).Faults);
        Assert.Equal(before, Writes(site));

        // it holds the site again: the same orders are written anew
        site.Field.Permit(In(site, 1.Hours));
        await site.Field.WriteAsync(orders, Stop);
        Assert.True(Enforced(site) < 5 * 72 * 900.0);
    }

    [Fact]
    public async Task What_is_read_of_no_voltage_is_not_taken_for_voltage()
    {
        JoinedMeter meter = new("meter", _ => new(new Operator.Field.Modbus.MeterReading.Read(new(1.Megawatts, null, null))), TimeProvider.System);
        await meter.ReadAsync(Stop);
        Assert.Equal((1.Megawatts, null), (meter.Telling!.Value.Flow, meter.Telling.Value.HasVoltage));
    }
}
