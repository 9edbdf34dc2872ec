using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Live;

/// <summary>The racks' own watch, while this process lives: orders that are too old give way to what they carried for it.</summary>
public sealed partial class LiveField
{
    private async Task WatchAsync()
    {
        TimeSpan every = Facts.TimeToLive > TimeSpan.Zero ? Facts.TimeToLive / 4 : Timeout.InfiniteTimeSpan;
        if (every <= TimeSpan.Zero) return;
        using PeriodicTimer timer = new(every, time);
        long looked = time.GetTimestamp();
        long? woke = null;
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token).ConfigureAwait(false))
            {
                // who slept as a whole does not know who holds the site by now: its service asks first. A turn that was missed comes right behind the late one,
                // so this waits by the clock
                if (time.GetElapsedTime(looked) > 2 * every) woke = time.GetTimestamp();
                looked = time.GetTimestamp();
                if (woke is { } at && time.GetElapsedTime(at) < every || !IsTooOld) continue;
                await writing.WaitAsync(ending.Token).ConfigureAwait(false);
                try
                {
                    await FallBackInTurnAsync(ending.Token).ConfigureAwait(false);
                }
                catch (Exception broken) when (broken is not OutOfMemoryException && !ending.IsCancellationRequested)
                {
                    // a watch that ends with one fault guards nobody
                    lock (faults) if (faults.Count < FaultsMost) faults.Add($"the fall-back: {broken.GetType().Name}: {broken.Message}");
                }
                finally
                {
                    writing.Release();
                    looked = time.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // the field is closed
        }
    }

    private bool IsTooOld
    {
        get
        {
            lock (ordering) return hasOrders && time.GetElapsedTime(orderedAt) >= Facts.TimeToLive;
        }
    }

    /// <summary>While the permit holds, as often as the watch looks. After it once more: a dead man's hand lowers racks and leaves the rest
    /// to the devices' own timers, for another process may order by then.</summary>
    private async Task FallBackInTurnAsync(CancellationToken stop)
    {
        Power?[] due;
        Orders orders;
        bool isPermitted;
        lock (ordering)
        {
            // orders may have come while this waited for its turn
            if (!IsTooOld || wasLast) return;
            isPermitted = permit.Holds;
            wasLast = !isPermitted;
            FallBack(last);
            Volatile.Write(ref isFailSafe, true);
            (orders, due) = (last, Caps(last));
        }
        if (isPermitted)
        {
            await devices.Racks.CapAsync(due, setting.WriteWithin, stop).ConfigureAwait(false);
            _ = await OrderOthersAsync(orders, withPlants: false, stop).ConfigureAwait(false);
            return;
        }
        await devices.Racks.EachAsync(async (rack, end) =>
        {
            if (due[IndexOf(rack)] is { } cap) await rack.LowerAsync(cap, end).ConfigureAwait(false);
        }, setting.WriteWithin, stop).ConfigureAwait(false);
    }

    /// <summary>As the simulator's racks do it: shares fall to the fail-safe, nothing rises, batteries rest.</summary>
    private void FallBack(Orders orders)
    {
        double share = orders.FailSafeFraction;
        for (int i = 0; i < basis.Services.Length; i++)
        {
            orders.SlowFraction[i] = Math.Min(orders.SlowFraction[i], Math.Max(share, Math.Min(1, basis.Services[i].LeastFraction)));
            orders.ServiceMost[i] = Power.Min(orders.ServiceMost[i], share * basis.Services[i].Full);
        }
        for (int i = 0; i < basis.Runs.Length; i++) orders.RunMost[i] = Power.Min(orders.RunMost[i], share * basis.Runs[i].Full);
        Array.Clear(orders.Batteries);
        orders.ImportMost = Power.Min(orders.ImportMost, orders.FailSafeImport);
        orders.ImportLeast = Power.Min(orders.ImportLeast, orders.ImportMost);
    }
}
