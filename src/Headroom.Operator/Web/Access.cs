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
/// <remarks>A token is 32 random bytes, so a plain hash is enough: nobody can try them all. Comparison takes the same time whatever differs.</remarks>
public sealed class Access
{
    private const string State = "access", Prefix = "hr_";
    private readonly IJournalStore store;
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile IReadOnlyList<TokenGrant> grants;

    private Access(IJournalStore store, IReadOnlyList<TokenGrant> grants) => (this.store, this.grants) = (store, grants);

    public IReadOnlyList<TokenGrant> Grants => grants;

    public static async ValueTask<Access> LoadAsync(IJournalStore store, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        byte[]? text = await store.StateAsync(State, stop);
        return new(store, text is null ? [] : JsonSerializer.Deserialize<TokenGrant[]>(text, plain)!);
    }

    /// <summary>A new token; shown once, to whoever asked for it.</summary>
    public async ValueTask<string> GiveAsync(string name, Role role, string? authority, DateTimeOffset now, CancellationToken stop)
    {
        string token = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await ChangeAsync([.. grants.Where(one => one.Name != name), new(name, HashOf(token), role, authority, now)], stop);
        return token;
    }

    /// <summary>Whether there was one of that name.</summary>
    public async ValueTask<bool> TakeAsync(string name, CancellationToken stop)
    {
        if (grants.All(one => one.Name != name)) return false;
        await ChangeAsync([.. grants.Where(one => one.Name != name)], stop);
        return true;
    }

    /// <summary>Whose token it is; null for nobody's.</summary>
    public TokenGrant? Of(string token)
    {
        byte[] hash = Encoding.ASCII.GetBytes(HashOf(token));
        TokenGrant? found = null;
        foreach (TokenGrant one in grants)
            if (CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(one.Hash))) found = one;
        return found;
    }

    private async ValueTask ChangeAsync(TokenGrant[] changed, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            await store.KeepAsync(State, JsonSerializer.SerializeToUtf8Bytes(changed, plain), stop);
            grants = changed;
        }
        finally { gate.Release(); }
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static readonly JsonSerializerOptions plain = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
}
