using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>What a VTN answered; a status of 0 means that nobody did.</summary>
public readonly record struct VtnReply(int Status, ReadOnlyMemory<byte> Body, string Why)
{
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Nobody knows whether a write was done: no answer, or one of a server in trouble.</summary>
    public bool IsUnsure => Status is 0 or >= 500 && !IsRefusal;

    /// <summary>The request as it is will never do: asking again does not help.</summary>
    public bool IsRefusal => Status is 400 or 404 or 501 or 505 or 507;
    public override string ToString() => Status == 0 ? Why
        : $"HTTP {Status}{(AdrReader.Problem(Body) is { } problem ? $" {problem}" : "")}";
}

/// <summary>The way to a VTN: tokens by client credentials, a time-out for each request, and what was heard last.</summary>
/// <remarks>
///   A token is renewed a minute before it is too old, or after four fifths of its life, and once after a 401 or 403; then not again
///   before a back-off of 1 min that doubles up to 15 min.
///   One redirection within the VTN's own origin is followed, with the method it came with (301 and 302 only of a GET); to no other, since a
///   token must not travel.
/// </remarks>
public sealed class VtnDoor : IDisposable
{
    private static readonly TimeSpan backOffLeast = TimeSpan.FromMinutes(1), backOffMost = TimeSpan.FromMinutes(15);
    private readonly VenSetting setting;
    private readonly TimeProvider time;
    private readonly HttpClient client;
    private readonly SemaphoreSlim renewing = new(1, 1);
    private Uri? tokenUrl;
    private string? token;
    private string refusal = "";
    private bool usesBasic;
    private DateTimeOffset renewAt, renewNotBefore;
    private TimeSpan backOff = backOffLeast;

    public VtnDoor(VenSetting setting, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(setting);
        foreach (Uri? url in (Uri?[])[setting.Url, setting.TokenUrl])
            if (url is not null && !VenSetting.IsSafe(url) && !(setting.AllowsPlainHttp && url.Scheme == "http"))
                throw new ArgumentException("a VTN elsewhere needs https", nameof(setting));
        if (setting.BearerToken is null && (setting.ClientId is null || setting.ClientSecret is null))
            throw new ArgumentException("neither a client with its secret nor a token", nameof(setting));
        (this.setting, this.time) = (setting, time);
        client = new(handler ?? NewHandler(setting)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 16 << 20 };
    }

    /// <summary>When an authenticated answer came last; null before the first.</summary>
    public DateTimeOffset? Heard { get; private set; }

    /// <summary>The token in force, for a broker that takes it as a password.</summary>
    public string? Token => token;

    /// <param name="path">Below the base, without a slash in front.</param>
    public async ValueTask<VtnReply> SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken stop)
    {
        if (setting.BearerToken is { } given) return await SendAsync(given, method, path, body, stop).ConfigureAwait(false);
        if (token is null || time.GetUtcNow() >= renewAt)
        {
            if (time.GetUtcNow() < renewNotBefore && token is null)
                return new(0, default, $"the token was refused ({refusal}); waiting before the next try");
            if (time.GetUtcNow() >= renewNotBefore && await RenewAsync(stop).ConfigureAwait(false) is { } why && token is null) return why;
        }
        string? used = token;
        VtnReply reply = await OnceAsync(method, path, body, used, stop).ConfigureAwait(false);
        if (reply.Status is 401 or 403 && time.GetUtcNow() >= renewNotBefore)
        {
            if (await RenewAsync(stop).ConfigureAwait(false) is null)
            {
                reply = await OnceAsync(method, path, body, token, stop).ConfigureAwait(false);
                // a new token is no better; where none came since the VTN was in trouble, the next request asks again
                if (reply.Status is 401 or 403) PutOff();
            }
        }
        if (reply.IsGood)
        {
            Heard = time.GetUtcNow();
            backOff = backOffLeast;
        }
        return reply;
    }

    /// <summary>With a token of another's giving: what it is worth only the VTN knows, and a new one is there when somebody has written it.</summary>
    private async ValueTask<VtnReply> SendAsync(Func<CancellationToken, ValueTask<string>> given, HttpMethod method, string path, byte[]? body, CancellationToken stop)
    {
        try
        {
            token = await given(stop).ConfigureAwait(false);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return new(0, default, $"the token cannot be read: {unread.Message}");
        }
        VtnReply reply = await OnceAsync(method, path, body, token, stop).ConfigureAwait(false);
        if (reply.IsGood) Heard = time.GetUtcNow();
        return reply;
    }

    public void Dispose()
    {
        client.Dispose();
        renewing.Dispose();
    }

    private static SocketsHttpHandler NewHandler(VenSetting setting)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime =
            TimeSpan.FromMinutes(5)
        };
#pragma warning disable CA5359 // the standard lets a VEN be told not to verify; off by default
        if (setting.SkipsCertificateCheck) handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        return handler;
    }

    private void PutOff()
    {
        renewNotBefore = time.GetUtcNow() + backOff;
        backOff = 2 * backOff < backOffMost ? 2 * backOff : backOffMost;
    }

    /// <summary>Null where a new token is there, else what came in its place.</summary>
    private async ValueTask<VtnReply?> RenewAsync(CancellationToken stop)
    {
        await renewing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            tokenUrl ??= setting.TokenUrl;
            if (tokenUrl is null)
            {
                VtnReply server = await OnceAsync(HttpMethod.Get, "auth/server", null, null, stop).ConfigureAwait(false);
                // some VTNs name no token endpoint, or a gateway before them shows it to nobody, and have it where openadr3.yaml does
                if (!server.IsGood && server.Status is not (401 or 403 or 404 or 405 or 501)) return server;
                string? said = server.IsGood ? AdrReader.TokenUrl(server.Body).Value : "auth/token";
                if (said is null || TokenEndpoint(setting.Url, said, setting.AllowsPlainHttp) is not { } url)
                    return new(0, default, "the VTN names no token endpoint that is safe to use");
                tokenUrl = url;
            }
            VtnReply reply = await AskTokenAsync(tokenUrl, usesBasic, stop).ConfigureAwait(false);
            if (reply.Status is 400 or 401)
            {
                // some take the secret in the header only, others in the body only
                VtnReply other = await AskTokenAsync(tokenUrl, !usesBasic, stop).ConfigureAwait(false);
                if (other.IsGood) (reply, usesBasic) = (other, !usesBasic);
            }
            if (!reply.IsGood)
            {
                // a wrong secret does not get better by asking often
                if (reply.Status is 400 or 401 or 403)
                {
                    (token, refusal) = (null, reply.ToString());
                    PutOff();
                }
                tokenUrl = null;
                return reply;
            }
            if (AdrReader.Token(reply.Body) is not { Value: { } answer }) return new(0, default, "the token answer cannot be read");
            token = answer.AccessToken;
            TimeSpan life = answer.Lifetime ?? TokenAnswer.LifetimeUnsaid, early = life * 0.8 > life - TimeSpan.FromMinutes(1) ? life * 0.8
                : life - TimeSpan.FromMinutes(1);
            renewAt = time.GetUtcNow() + early;
            return null;
        }
        finally
        {
            renewing.Release();
        }
    }

    private async ValueTask<VtnReply> AskTokenAsync(Uri endpoint, bool isBasic, CancellationToken stop)
    {
        List<KeyValuePair<string, string>> fields = [new("grant_type", "client_credentials")];
        if (setting.Scope is { } scope) fields.Add(new("scope", scope));
        if (setting.Audience is { } audience) fields.Add(new("audience", audience));
        (string id, string secret) = (setting.ClientId ?? "", setting.ClientSecret ?? "");
        if (!isBasic) fields.AddRange([new("client_id", id), new("client_secret", secret)]);
        return await ReadAsync(endpoint, to =>
        {
            HttpRequestMessage request = new(HttpMethod.Post, to) { Content = new FormUrlEncodedContent(fields) };
            // escaped as RFC 6749, section 2.3.1, says
            if (isBasic)
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(
                    $"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
            return request;
        }, stop).ConfigureAwait(false);
    }

    /// <summary>Where the token is, as the VTN names it; null where a secret must not go there.</summary>
    /// <remarks>A VTN behind a proxy that ends TLS names itself with http: its own https is taken. This machine is taken only of a VTN on this
    /// machine: of one elsewhere it is that one's own.</remarks>
    internal static Uri? TokenEndpoint(Uri vtn, string said, bool allowsPlainHttp = false)
    {
        if (!Uri.TryCreate(Slashed(vtn), said, out Uri? url)) return null;
        if (url.IsLoopback && !vtn.IsLoopback) return null;
        if (url.Scheme == "http" && vtn.Scheme == "https" && string.Equals(url.Host, vtn.Host, StringComparison.OrdinalIgnoreCase))
            return new UriBuilder(url) { Scheme = "https", Port = vtn.Port }.Uri;
        return url.Scheme == "https" || url.Scheme == "http" && (url.IsLoopback || allowsPlainHttp) ? url : null;
    }

    private async ValueTask<VtnReply> OnceAsync(HttpMethod method, string path, byte[]? body, string? bearer, CancellationToken stop)
    {
        if (bearer?.Any(one => one is <= ' ' or > '~') == true) return new(0, default, "the token has blanks or letters in it that no header carries");
        return await ReadAsync(new Uri(Slashed(setting.Url), path), to =>
        {
            HttpRequestMessage request = new(method, to);
            request.Headers.Accept.Add(new("application/json"));
            if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            if (body is null) return request;
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
            return request;
        }, stop).ConfigureAwait(false);
    }

    /// <param name="to">The request to an address: made anew where the answer sends on, since a request is sent once.</param>
    private async ValueTask<VtnReply> ReadAsync(Uri address, Func<Uri, HttpRequestMessage> to, CancellationToken stop)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(setting.RequestTimeout);
        try
        {
            for (bool hasMoved = false; ; hasMoved = true)
            {
                using HttpRequestMessage request = to(address);
                using HttpResponseMessage answer = await client.SendAsync(request, patience.Token).ConfigureAwait(false);
                if (hasMoved || MovedTo(address, request.Method, answer) is not { } moved)
                    return new((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false), "");
                address = moved;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(0, default, "no answer in time");
        }
        catch (Exception wrong) when (wrong is HttpRequestException or IOException)
        {
            return new(0, default, wrong.Message);
        }
    }

    /// <summary>Where a VTN sends on to, at its own origin: many do for a slash at the end. Null for elsewhere, which nobody is followed to.</summary>
    /// <remarks>A VTN behind a proxy that ends TLS names itself with http: its own https is taken.</remarks>
    private static Uri? MovedTo(Uri from, HttpMethod method, HttpResponseMessage answer)
    {
        if (!((int)answer.StatusCode is 307 or 308 || (int)answer.StatusCode is 301 or 302 && method == HttpMethod.Get)) return null;
        if (answer.Headers.Location is not { } said || !Uri.TryCreate(from, said, out Uri? place)) return null;
        bool isOwn = place.Host == from.Host && (place.Scheme == from.Scheme && place.Port == from.Port || from.Scheme == "https" && place.Scheme == "http");
        return isOwn ? new(from.GetLeftPart(UriPartial.Authority) + place.PathAndQuery) : null;
    }

    private static Uri Slashed(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new(url.AbsoluteUri + "/");
}
