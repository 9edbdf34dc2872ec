using Headroom.Operator.Store;

namespace Headroom.Operator.Journal;

/// <summary>Where a journal's time ends: at the latest of its controller's moments and its last entry's.</summary>
public static class JournalEnd
{
    /// <returns>On the site's clock; null for an empty journal.</returns>
    public static async ValueTask<TimeSpan?> LatestAsync(IJournalStore store, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await LatestAsync(store, (await SavedService.LoadAsync(store, stop)).Saved, stop);
    }

    /// <param name="saved">What stands in the store, for who has read it.</param>
    internal static async ValueTask<TimeSpan?> LatestAsync(IJournalStore store, SavedService? saved, CancellationToken stop)
    {
        TimeSpan? latest = saved?.Controller.Book.Latest;
        JournalHead head = await store.HeadAsync(stop);
        if (head.Sequence == 0) return latest;
        await foreach (JournalEntry last in store.ReadAsync(head.Sequence, stop))
            if (latest is not { } known || SiteClock.At(last.At) > known) latest = SiteClock.At(last.At);
        return latest;
    }
}
