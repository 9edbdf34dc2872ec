using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>Works on all racks of a site at once, so many at a time: caps that lower first, then other caps, then readings.</summary>
/// <remarks>A rack that is slow holds up nobody: what is due for it waits with it, and of several caps the newest counts.</remarks>
public sealed class RackCrew : IAsyncDisposable
{
    private readonly Slot[] slots;
    private readonly PriorityQueue<Slot, int> queue = new();
    private readonly SemaphoreSlim waiting = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] workers;
    private readonly TimeProvider time;

    /// <param name="atOnce">Racks that are worked on at a time.</param>
    public RackCrew(IReadOnlyList<RackDriver> racks, TimeProvider time, int atOnce = 64)
    {
        ArgumentNullException.ThrowIfNull(racks);
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        this.time = time;
        Racks = racks;
        Permit = new(time);
        foreach (RackDriver rack in racks) rack.Permit = Permit;
        slots = [.. racks.Select(rack => new Slot(rack))];
        workers = [.. Enumerable.Range(0, Math.Min(atOnce, Math.Max(1, racks.Count))).Select(_ => Task.Run(WorkAsync))];
    }

    public IReadOnlyList<RackDriver> Racks { get; }

    /// <summary>Of all racks: what is due after it is dropped.</summary>
    public WritePermit Permit { get; }

    /// <summary>Ends the permit; caps that are due are dropped, and no rack remembers what was asked of it.</summary>
    public void StandBy()
    {
        Permit.End();
        foreach (Slot slot in slots)
            lock (slot)
            {
                slot.Wants = null;
                slot.Others.Clear();
                slot.Forgets = true;
            }
    }

    /// <summary>Reads all racks; returns when all are read or the time is up. Those that are late go on, and their readings age.</summary>
    /// <returns>Racks that were not read in time.</returns>
    public Task<int> ReadAsync(TimeSpan within, CancellationToken cancel)
    {
        Round round = new(slots.Length);
        foreach (Slot slot in slots) Ask(slot, round, cap: null, urgency: 2);
        return round.EndAsync(within, time, cancel);
    }

    /// <summary>Caps racks; returns when all have answered or the time is up. Those that are late go on.</summary>
    /// <param name="caps">For each rack, watts of one accelerator; null leaves it as it is.</param>
    /// <returns>Racks that had not answered in time.</returns>
    public Task<int> CapAsync(IReadOnlyList<Power?> caps, TimeSpan within, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(caps);
        int[] due = [.. Enumerable.Range(0, slots.Length).Where(i =>
            caps[i] is { } cap && (slots[i].Wants is not null || slots[i].Rack.Differs(cap)))];
        Round round = new(due.Length);
        foreach (int i in due)
            Ask(slots[i], round, caps[i], slots[i].Rack.Ordered is { } before && caps[i]!.Value.Watts >= before.Watts ? 1 : 0);
        return round.EndAsync(within, time, cancel);
    }

    /// <summary>Does something else with every rack: arms it, gives it back.</summary>
    public Task<int> EachAsync(Func<RackDriver, CancellationToken, ValueTask> work, TimeSpan within, CancellationToken cancel)
    {
        Round round = new(slots.Length);
        foreach (Slot slot in slots)
        {
            lock (slot) slot.Others.Enqueue(work);
            Ask(slot, round, cap: null, urgency: 3, reads: false);
        }
        return round.EndAsync(within, time, cancel);
    }

    /// <summary>What a driver failed with, which is our fault and not the rack's; null where none did.</summary>
    public string? Broken { get; private set; }

    private void Ask(Slot slot, Round round, Power? cap, int urgency, bool reads = true)
    {
        bool isNew;
        lock (slot)
        {
            if (cap is not null) slot.Wants = cap;
            else slot.WantsReading |= reads;
            slot.Rounds.Add(round);
            isNew = !slot.IsBusy;
            slot.IsBusy = true;
        }
        if (!isNew) return;
        lock (queue) queue.Enqueue(slot, urgency);
        waiting.Release();
    }

    private async Task WorkAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await waiting.WaitAsync(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            Slot slot;
            lock (queue) slot = queue.Dequeue();
            await WorkAsync(slot).ConfigureAwait(false);
        }
    }

    private async ValueTask WorkAsync(Slot slot)
    {
        while (true)
        {
            Power? cap;
            bool reads = false;
            Func<RackDriver, CancellationToken, ValueTask>? other = null;
            Round[]? ended = null;
            bool forgets;
            lock (slot)
            {
                (forgets, slot.Forgets) = (slot.Forgets, false);
                (cap, slot.Wants) = (slot.Wants, null);
                if (cap is null && !slot.Others.TryDequeue(out other)) (reads, slot.WantsReading) = (slot.WantsReading, false);
                if (cap is null && other is null && !reads)
                {
                    slot.IsBusy = false;
                    ended = [.. slot.Rounds];
                    slot.Rounds.Clear();
                }
            }
            if (forgets) slot.Rack.Forget();
            if (ended is not null)
            {
                foreach (Round round in ended) round.Done();
                return;
            }
            try
            {
                if (cap is { } each) await slot.Rack.CapAsync(each, stop.Token).ConfigureAwait(false);
                else if (other is not null) await other(slot.Rack, stop.Token).ConfigureAwait(false);
                else await slot.Rack.ReadAsync(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // the service ends: caps stay as they are
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                Broken = $"{slot.Rack.Name}: {broken.GetType().Name}: {broken.Message}";
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(workers).ConfigureAwait(false);
        stop.Dispose();
        waiting.Dispose();
    }

    private sealed class Slot(RackDriver rack)
    {
        public RackDriver Rack => rack;
        public Power? Wants { get; set; }
        public bool WantsReading { get; set; }
        public bool Forgets { get; set; }
        public bool IsBusy { get; set; }
        public Queue<Func<RackDriver, CancellationToken, ValueTask>> Others { get; } = new();
        public List<Round> Rounds { get; } = [];
    }

    /// <summary>Counts down what was asked for.</summary>
    private sealed class Round
    {
        private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left;

        public Round(int count)
        {
            left = count;
            if (count == 0) end.SetResult();
        }

        public void Done()
        {
            if (Interlocked.Decrement(ref left) == 0) end.TrySetResult();
        }

        public async Task<int> EndAsync(TimeSpan within, TimeProvider time, CancellationToken cancel)
        {
            try
            {
                await end.Task.WaitAsync(within, time, cancel).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // who is late goes on
            }
            return Math.Max(0, Volatile.Read(ref left));
        }
    }
}
