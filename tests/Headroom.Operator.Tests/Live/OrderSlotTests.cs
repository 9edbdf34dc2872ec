using Headroom.Control;
using Headroom.Operator.Field;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Tests.Beat;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Live;

/// <summary>Orders to a device that takes its time: the newest counts, and none is late.</summary>
public class OrderSlotTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private readonly ManualTime time = new(LiveSiteOfRacks.Noon);
    private readonly WritePermit permit;
    private readonly OrderSlot slot;
    private readonly TaskCompletionSource hangs = new();
    private readonly List<int> carried = [];

    public OrderSlotTests()
    {
        permit = new(time);
        slot = new("battery", permit, time, Stop);
    }

    private Task<string?> Put(int number) => slot.PutAsync(async _ =>
    {
        carried.Add(number);
        if (number == 0) await hangs.Task;
        return null;
    }, 10.Seconds);

    [Fact]
    public async Task A_device_that_hung_for_ten_minutes_gets_the_newest_order_and_no_other()
    {
        List<Task<string?>> put = [];
        for (int beat = 0; beat <= 600; beat++)
        {
            put.Add(Put(beat));
            time.Advance(1.Seconds);
        }
        hangs.SetResult();
        await Task.WhenAll(put);
        Assert.Equal([0, 600], carried);
    }

    [Fact]
    public async Task What_waited_for_longer_than_it_lives_is_not_carried_out()
    {
        Task<string?> first = Put(0), second = Put(1);
        time.Advance(11.Seconds);
        hangs.SetResult();
        await first;
        Assert.Contains("battery: an order was too old", await second, StringComparison.Ordinal);
        Assert.Equal([0], carried);
    }

    [Fact]
    public async Task What_waited_until_its_permit_was_over_is_not_carried_out()
    {
        Task<string?> first = Put(0), second = Put(1);
        permit.End();
        hangs.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal([0], carried);
    }

    [Fact]
    public async Task What_is_under_way_is_given_up_once_it_has_lived_its_time()
    {
        Task<string?> order = slot.PutAsync(async end =>
        {
            await Task.Delay(Timeout.Infinite, end);
            return null;
        }, 10.Seconds);
        time.Advance(9.Seconds);
        Assert.False(order.IsCompleted);
        time.Advance(2.Seconds);
        Assert.Contains("too old", await order, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_keeps_one_order_for_a_battery_that_hangs()
    {
        BatteryThatHangs battery = new();
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(standing: new() { Battery = (0.3.Megawatts, 1.MegawattHours, 0.6.MegawattHours) },
            timing: new() { WriteWithin = TimeSpan.Zero }, join: (_, devices) => devices with { Batteries = new Dictionary<string, IBatteryHand> { ["battery"] = battery } });
        await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
        Orders orders = site.FreeOrders(failSafe: 1);
        orders.ImportMost = 5.Megawatts;
        for (int k = 1; k <= 5; k++)
        {
            orders.Batteries[0] = k * 10.Kilowatts;
            await site.Field.WriteAsync(orders, Stop);
        }
        Assert.Equal([10.Kilowatts], battery.Ordered);
        battery.Hangs.SetResult();
        await RunningSite.UntilAsync(() => battery.Ordered.Count > 1);
        Assert.Equal([10.Kilowatts, 50.Kilowatts], battery.Ordered);
    }

    private sealed class BatteryThatHangs : IBatteryHand
    {
        public string Name => "battery";
        public TaskCompletionSource Hangs { get; } = new();
        public System.Collections.Concurrent.ConcurrentQueue<Power> Ordered { get; } = new();
        public BatteryTelling? Telling => new(default, 0.5.MegawattHours, 1.MegawattHours, -0.3.Megawatts, 0.3.Megawatts, default);
        public ValueTask ReadAsync(CancellationToken stop) => default;

        public async ValueTask<string?> InjectAsync(Power injection, Power importMost, TimeSpan timeToLive, CancellationToken stop)
        {
            Ordered.Enqueue(injection);
            await Hangs.Task;
            return null;
        }
    }
}
