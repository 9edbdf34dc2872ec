using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Who a token stands for.</summary>
public sealed record VtnCaller(VtnClient Client, IReadOnlyList<string> Scopes)
{
    public bool IsBusiness => Client.IsBusiness;
    public bool May(string scope) => Scopes.Contains(scope);
}

/// <summary>Tokens by client credentials (RFC 6749, section 4.4): opaque, in memory, and gone when they are too old.</summary>
internal sealed class VtnTokens(VtnSetting setting)
{
    private readonly ConcurrentDictionary<string, (VtnCaller Caller, DateTimeOffset Until)> given = new();

    /// <summary>A token, or the error that the standard names.</summary>
    public (TokenAnswer? Token, string Error, string Why) Give(string? grant, string? id, string? secret, string? scope)
    {
        if (string.IsNullOrEmpty(grant) || string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret))
            return (null, "invalid_request", "grant_type, client_id and client_secret are required");
        if (grant != "client_credentials") return (null, "unsupported_grant_type", "only client_credentials is known");
        VtnClient? client = setting.Clients.FirstOrDefault(one => one.Id == id);
        bool isRight = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
            SHA256.HashData(Encoding.UTF8.GetBytes(client?.Secret ?? "")));
        if (client is null || !isRight) return (null, "invalid_client", "unknown client or wrong secret");
        string[] asked = (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // the answer names the words that were asked for, the caller has what they mean
        string[] named = [.. asked.Length == 0 ? Unasked(client) : asked.Distinct().Where(word => Meant(client, word).Any())];
        string[] granted = [.. named.SelectMany(word => Meant(client, word)).Distinct()];
        if (granted.Length == 0) return (null, "invalid_scope", "none of the scopes is granted to this client");
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        given[token] = (new(client, granted), setting.Time.GetUtcNow() + setting.TokenLifetime);
        return (new(token, setting.TokenLifetime, named), "", "");
    }

    private IEnumerable<string> Unasked(VtnClient client) => setting.ScopesUnasked is { } few ? client.Scopes.Where(few.Contains) : client.Scopes;

    /// <summary>What a word of a request grants to a client. VENs of OpenADR 3.0 ask for read_all and mean what a VEN may read.</summary>
    private static IEnumerable<string> Meant(VtnClient client, string word)
    {
        if (client.Scopes.Contains(word)) return [word];
        return word == VtnScopes.ReadAll && !client.IsBusiness
            ? client.Scopes.Where(one => one is VtnScopes.ReadTargets or VtnScopes.ReadVenObjects) : [];
    }

    public VtnCaller? Of(string? token)
    {
        if (token is null || !given.TryGetValue(token, out (VtnCaller Caller, DateTimeOffset Until) found)) return null;
        if (setting.Time.GetUtcNow() < found.Until) return found.Caller;
        given.TryRemove(token, out _);
        return null;
    }

    public void Forget() => given.Clear();
}
