using System.Text.Json;
using Headroom.Operator.Store;

namespace Headroom.Operator.Journal;

/// <summary>Whose journal a store holds: one site's, from its first entry on.</summary>
public static class JournalOwner
{
    /// <summary>Name of the site whose journal it is; null for an empty journal, or one of a build whose entries read otherwise.</summary>
    public static async ValueTask<string?> FindAsync(IJournalStore store, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        // the first entry of every journal says which site opened it, and no other site's process writes behind it
        await foreach (JournalEntry entry in store.ReadAsync(1, stop))
        {
            if (entry.Kind != JournalKinds.Opened) return null;
            try
            {
                using JsonDocument body = JsonDocument.Parse(entry.Body);
                return body.RootElement.GetProperty("site").GetProperty("name").GetString();
            }
            catch (Exception unread) when (unread is JsonException or KeyNotFoundException or InvalidOperationException) { return null; }
        }
        return null;
    }
}
