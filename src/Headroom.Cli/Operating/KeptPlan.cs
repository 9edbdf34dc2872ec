using System.Security.Cryptography;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Sites;

namespace Headroom.Cli.Operating;

/// <summary>The plan that a service goes by, kept beside its journal: a restart plans nothing anew while the site is the same.</summary>
static class KeptPlan
{
    const string Name = "plan";

    sealed record Kept(string Site, PlannedYear Plan);

    public static async ValueTask<PlannedYear?> FindAsync(IJournalStore store, Site site, CancellationToken stop)
    {
        if (await store.StateAsync(Name, stop) is not { } packed) return null;
        try
        {
            var kept = StateText.Read<Kept>(Packing.Unpack(packed, isPacked: true));
            return kept.Site == Fingerprint(site) ? kept.Plan : null;
        }
        catch (Exception unread) when (StateText.IsUnread(unread))
        {
            return null; // of another version
        }
    }

    public static ValueTask KeepAsync(IJournalStore store, Site site, PlannedYear plan, CancellationToken stop) =>
        store.KeepAsync(Name, Packing.Pack(StateText.Write(new Kept(Fingerprint(site), plan))).Body, stop);

    /// <summary>Everything that is planned with: hours of prices and weather too.</summary>
    static string Fingerprint(Site site) => Convert.ToHexStringLower(SHA256.HashData(StateText.Write(site)));
}
