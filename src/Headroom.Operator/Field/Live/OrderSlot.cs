namespace Headroom.Operator.Field.Live;

/// <summary>Orders to one device, one at a time: while one is under way only the newest that came meanwhile waits for its turn.</summary>
/// <remarks>
///   A gateway that hangs for ten minutes would else be given every order of those minutes when it comes back, the oldest first.
///   The permit and the age of an order are asked when its turn comes. One that is under way is given up once it has lived its time.
/// </remarks>
internal sealed class OrderSlot(string name, WritePermit permit, TimeProvider time, CancellationToken stop)
{
    private readonly Lock door = new();
    private Order? waiting;
    private bool isBusy;

    private sealed record Order(Func<CancellationToken, ValueTask<string?>> Carry, TimeSpan LivesFor, long PutAt)
    {
        public TaskCompletionSource<string?> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <param name="carry">What it did not take, a sentence; null where all is well.</param>
    /// <param name="livesFor">None lives for ever.</param>
    /// <returns>Ends when it was carried out, was given up, or gave way to a newer one, which tells in its place.</returns>
    public Task<string?> PutAsync(Func<CancellationToken, ValueTask<string?>> carry, TimeSpan livesFor)
    {
        Order order = new(carry, livesFor, time.GetTimestamp());
        lock (door)
        {
            waiting?.End.TrySetResult(null);
            waiting = order;
            if (isBusy) return order.End.Task;
            isBusy = true;
        }
        _ = WorkAsync();
        return order.End.Task;
    }

    /// <summary>What waits is not wanted any more.</summary>
    public void Clear()
    {
        lock (door)
        {
            waiting?.End.TrySetResult(null);
            waiting = null;
        }
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            Order order;
            lock (door)
            {
                if (waiting is not { } next)
                {
                    isBusy = false;
                    return;
                }
                (order, waiting) = (next, null);
            }
            try
            {
                order.End.TrySetResult(await CarryAsync(order).ConfigureAwait(false));
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                order.End.TrySetException(broken);
            }
        }
    }

    private async ValueTask<string?> CarryAsync(Order order)
    {
        // another process may hold the site by now: nobody here has anything to say of it
        if (stop.IsCancellationRequested || !permit.Holds) return null;
        TimeSpan left = order.LivesFor > TimeSpan.Zero ? order.LivesFor - time.GetElapsedTime(order.PutAt) : Timeout.InfiniteTimeSpan;
        if (order.LivesFor > TimeSpan.Zero && left <= TimeSpan.Zero) return TooOld;
        using var life = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life.Token, stop);
        try
        {
            return await order.Carry(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            return TooOld;
        }
    }

    private string TooOld => $"{name}: an order was too old before it was carried out.";
}
