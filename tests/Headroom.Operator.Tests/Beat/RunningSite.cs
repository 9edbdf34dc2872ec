using Headroom.Control;
using Headroom.Operator.Store;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.TestKit;
using Headroom.Tests.Simulation;
using Headroom.Workloads;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headroom.Operator.Tests.Beat;

/// <summary>A small site of a hundred racks under a service, on a clock that the test moves.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 14, 12, 0, 0, TimeSpan.Zero);
    private readonly CancellationTokenSource stop = new();
    private readonly Task runs;

    private RunningSite(ManualTime time, SiteService service)
    {
        (Time, Service) = (time, service);
        runs = service.RunAsync(stop.Token);
    }

    public ManualTime Time { get; }
    public SiteService Service { get; }

    public static SimulationOrder Order { get; } = new StandingSite
    {
        GridMost = 20.Megawatts,
        RampLimit = null,
        Battery = (2.Megawatts, 4.MegawattHours, 2.MegawattHours),
        Services = [new("chat", 0, 0.5), new("batch", 2, 0.5)],
        Length = TimeSpan.FromHours(8760),
        RowsMost = 20,
    }.Order();

    public static RunningSite Start(IJournalStore store, ManualTime time, ServiceSettings? settings = null)
    {
        (SimulatedField? field, IReadOnlyList<Finding> findings) = SimulatedField.Open(Order, time.GetUtcNow());
        Assert.True(field is not null, string.Join("; ", findings));
        return new(time, new(field, store, SiteClock.Real(time), settings ?? new(), null, "", NullLogger.Instance));
    }

    /// <summary>Moves the clock by whole seconds, each a beat, and waits for it.</summary>
    public async Task<SiteView> BeatsAsync(int count)
    {
        for (int k = 0; k < count; k++)
        {
            long before = Service.Now?.Beat ?? 0;
            Time.Advance(TimeSpan.FromSeconds(1));
            await UntilAsync(() => Service.Now is { } view && view.Beat > before);
        }
        return Service.Now!;
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        for (int k = 0; !holds(); k++)
        {
            Assert.True(k < 20_000, "it did not happen");
            await Task.Delay(1);
            Assert.True(k < 20_000);
        }
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await runs;
    }

    /// <summary>As a kill would: nothing is closed, nothing is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Service.DisposeAsync();
        stop.Dispose();
    }

    public static LimitMessage Limit(string name, Power level, TimeSpan from, TimeSpan length, long sequence = 0) => LimitMessage.Demand(
        new(LimitAuthority.Utility, "grid"), new(from, sequence), new()
        {
            Name = name,
            From = from,
            To = from + length,
            Level = level,
            Authority = LimitAuthority.Utility,
            Baseline = 14.Megawatts,
        });
}
