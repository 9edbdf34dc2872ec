using System.Net;
using System.Net.Http.Headers;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>What a VTN answered; a status of 0 means that nobody did.</summary>
public readonly record struct VtnReply(int Status, ReadOnlyMemory<byte> Body, string Why)
{
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Nobody knows whether a write was done: no answer, or one of a server in trouble.</summary>
    public bool IsUnsure => Status is 0 or >= 500;
    public override string ToString() => Status == 0 ? Why
        : $"HTTP {Status}{(AdrReader.Problem(Body) is { } problem ? $" {problem}" : "")}";
}

/// <summary>The way to a VTN: tokens by client credentials, a time-out for each request, and what was heard last.</summary>
/// <remarks>
///   A token is renewed a minute before it is too old, or after four fifths of its life, and once after a 401 or 403; then not again
///   before a back-off of 1 min that doubles up to 15 min.
///   Nothing is redirected, since a token must not travel.
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
    private DateTimeOffset renewAt, renewNotBefore;
    private TimeSpan backOff = backOffLeast;

    public VtnDoor(VenSetting setting, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (!VenSetting.IsSafe(setting.Url)) throw new ArgumentException("a VTN elsewhere needs https", nameof(setting));
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
            if (tokenUrl is null)
            {
                VtnReply server = await OnceAsync(HttpMethod.Get, "auth/server", null, null, stop).ConfigureAwait(false);
                if (!server.IsGood) return server;
                if (AdrReader.TokenUrl(server.Body).Value is not { } said || !Uri.TryCreate(setting.Url, said, out Uri? url)
                    || !VenSetting.IsSafe(url))
                    return new(0, default, "the VTN names no token endpoint that is safe to use");
                tokenUrl = url;
            }
            using FormUrlEncodedContent form = new([new("grant_type", "client_credentials"), new("client_id", setting.ClientId),
                new("client_secret", setting.ClientSecret)]);
            using HttpRequestMessage request = new(HttpMethod.Post, tokenUrl) { Content = form };
            VtnReply reply = await ReadAsync(request, stop).ConfigureAwait(false);
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

    private async ValueTask<VtnReply> OnceAsync(HttpMethod method, string path, byte[]? body, string? bearer, CancellationToken stop)
    {
        using HttpRequestMessage request = new(method, new Uri(Slashed(setting.Url), path));
        request.Headers.Accept.Add(new("application/json"));
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }
        return await ReadAsync(request, stop).ConfigureAwait(false);
    }

    private async ValueTask<VtnReply> ReadAsync(HttpRequestMessage request, CancellationToken stop)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(setting.RequestTimeout);
        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, patience.Token).ConfigureAwait(false);
            return new((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false), "");
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

    private static Uri Slashed(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new(url.AbsoluteUri + "/");
}
