using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headroom.Operator.Store;

namespace Headroom.Operator.Web;

/// <summary>What somebody may do. Each role may what the ones before it may.</summary>
public enum Role
{
    /// <summary>Looks.</summary>
    Viewer,

    /// <summary>Sets and cancels limits of its own authority.</summary>
    Operator,

    /// <summary>Gives and takes tokens, reads the journal whole.</summary>
    Admin,
}

/// <summary>A token that was given: never the token itself.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Hash">SHA-256 of the token, hex.</param>
/// <param name="Authority">For whom it speaks when it sets limits; null for the operator of the site.</param>
public sealed record TokenGrant(string Name, string Hash, Role Role, string? Authority, DateTimeOffset Given);

/// <summary>Tokens of people and programs, kept as hashes.</summary>
/// <remarks>
///   A token is 32 random bytes, so a plain hash is enough: nobody can try them all. Comparison takes the same time whatever differs.
///   The store is what counts, for several processes share it: every change starts from what stands there now, and <see cref="WatchAsync"/> takes over what others changed.
/// </remarks>
public sealed class Access
{
    private const string State = "access", Prefix = "hr_";

    /// <summary>A token that was taken back through another process is good here for no longer, as long as the store answers.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(2);
    private readonly IJournalStore store;
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile IReadOnlyList<TokenGrant> grants;

    private Access(IJournalStore store, IReadOnlyList<TokenGrant> grants) => (this.store, this.grants) = (store, grants);

    public IReadOnlyList<TokenGrant> Grants => grants;

    private readonly HashSet<string> reserved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keeps names of adapters from people: a limit belongs to an authority and a name, and a token of that name could cancel what a utility demands.</summary>
    /// <returns>Of these, names that have tokens already.</returns>
    public IReadOnlyList<string> Reserve(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        reserved.UnionWith(names);
        return [.. grants.Select(one => one.Name).Where(reserved.Contains)];
    }

    public bool IsReserved(string name) => reserved.Contains(name);

    public static async ValueTask<Access> LoadAsync(IJournalStore store, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new(store, await StoredAsync(store, stop));
    }

    /// <summary>Takes over what other processes changed, until told to stop. While the store does not answer, what was known last holds.</summary>
    /// <param name="failed">What it said instead.</param>
    public async Task WatchAsync(TimeProvider time, Action<Exception> failed, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(failed);
        using var timer = new PeriodicTimer(Stale / 2, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                try { await RefreshAsync(stop); }
#pragma warning disable CA1031 // a store that fails once must not end the watch: whoever lost a token would keep it
                catch (Exception fault) when (fault is not OperationCanceledException) { failed(fault); }
#pragma warning restore CA1031
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { /* told to stop */ }
    }

    /// <summary>Takes over what stands in the store now.</summary>
    public async ValueTask RefreshAsync(CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try { grants = await StoredAsync(store, stop); }
        finally { gate.Release(); }
    }

    /// <summary>A new token; shown once, to whoever asked for it.</summary>
    public async ValueTask<string> GiveAsync(string name, Role role, string? authority, DateTimeOffset now, CancellationToken stop)
    {
        string token = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await ChangeAsync(stored => [.. stored.Where(one => one.Name != name), new(name, HashOf(token), role, authority, now)], stop);
        return token;
    }

    /// <summary>Whether there was one of that name.</summary>
    public ValueTask<bool> TakeAsync(string name, CancellationToken stop) =>
        ChangeAsync(stored => stored.Any(one => one.Name == name) ? [.. stored.Where(one => one.Name != name)] : null, stop);

    /// <summary>Whose token it is; null for nobody's.</summary>
    public TokenGrant? Of(string token)
    {
        byte[] hash = Encoding.ASCII.GetBytes(HashOf(token));
        TokenGrant? found = null;
        foreach (TokenGrant one in grants)
            if (CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(one.Hash))) found = one;
        return found;
    }

    /// <summary>Whether there was anything to change.</summary>
    /// <param name="change">From what stands in the store; null for nothing to do.</param>
    private async ValueTask<bool> ChangeAsync(Func<TokenGrant[], TokenGrant[]?> change, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            TokenGrant[] stored = await StoredAsync(store, stop);
            TokenGrant[]? changed = change(stored);
            if (changed is not null) await store.KeepAsync(State, JsonSerializer.SerializeToUtf8Bytes(changed, plain), stop);
            grants = changed ?? stored;
            return changed is not null;
        }
        finally { gate.Release(); }
    }

    private static async ValueTask<TokenGrant[]> StoredAsync(IJournalStore store, CancellationToken stop) =>
        await store.StateAsync(State, stop) is { } text ? JsonSerializer.Deserialize<TokenGrant[]>(text, plain)! : [];

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static readonly JsonSerializerOptions plain = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
}
