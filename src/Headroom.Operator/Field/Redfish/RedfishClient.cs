using System.Net.Http.Headers;
using System.Text;
using Headroom.Protocols.Redfish;

namespace Headroom.Operator.Field.Redfish;

/// <summary>Speaks with one Redfish service. Whatever the service does is an answer; only a caller's own stop throws.</summary>
/// <remarks>
///   Paths are those of the service's links, without what its address adds before <c>/redfish</c>, so that equal services share their
///   strings. A link that leaves the service is not followed.
/// </remarks>
public sealed class RedfishClient : IDisposable
{
    public const string Root = "/redfish/v1/";

    /// <summary>Where the standard has its sessions, for services that do not link to them.</summary>
    private const string Sessions = "/redfish/v1/SessionService/Sessions";
    private static readonly MediaTypeHeaderValue json = new("application/json");
    private static readonly HttpMethod patch = HttpMethod.Patch;
    private readonly RedfishWire wire;
    private readonly string origin, prefix;
    private readonly AuthenticationHeaderValue? basic;
    private readonly SemaphoreSlim entering = new(1);
    private readonly EntryPause pause;
    private string? token, sessionPath, session;
    private long entries, restsUntil;

    /// <param name="time">By which a refused entry is tried again; null: this machine's.</param>
    public RedfishClient(RedfishWire wire, RedfishEndPoint endPoint, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(wire);
        ArgumentNullException.ThrowIfNull(endPoint);
        if (!endPoint.IsSafe) throw new ArgumentException($"{endPoint.Address}: off loopback only https is spoken.", nameof(endPoint));
        (this.wire, EndPoint, Time) = (wire, endPoint, time ?? TimeProvider.System);
        pause = new(Time);
        origin = endPoint.Address.GetLeftPart(UriPartial.Authority);
        prefix = endPoint.Address.AbsolutePath.TrimEnd('/');
        if (endPoint.Entry == RedfishEntry.Basic)
            basic = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{endPoint.User}:{endPoint.Password}")));
    }

    public RedfishEndPoint EndPoint { get; }
    internal TimeProvider Time { get; }

    /// <summary>Sessions that were opened: a second one tells that the service forgot the first, as after a restart.</summary>
    public long Entries => Interlocked.Read(ref entries);

    public ValueTask<RedfishAnswer> GetAsync(string path, CancellationToken stop) => SendAsync(HttpMethod.Get, path, default, null, stop);

    /// <summary>The same with the patience of a walk.</summary>
    internal ValueTask<RedfishAnswer> WalkAsync(string path, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, path, default, null, stop, within: wire.Setting.WalkTimeOut);

    /// <summary>It asked to be left alone, and is: nobody walks it meanwhile.</summary>
    internal bool IsResting => Volatile.Read(ref restsUntil) is not 0 and var end && Time.GetTimestamp() < end;

    internal void Rest(TimeSpan time) => Volatile.Write(ref restsUntil, Time.GetTimestamp() + (long)(time.TotalSeconds * Time.TimestampFrequency));

    /// <param name="etag">Of the resource as it was read; null where it had none.</param>
    /// <param name="may">Asked at the last moment; without a permit nothing is sent, and nobody answers. Null: it is always permitted.</param>
    public ValueTask<RedfishAnswer> PatchAsync(string path, ReadOnlyMemory<byte> body, string? etag, CancellationToken stop, Func<bool>? may = null) =>
        SendAsync(patch, path, body, etag, stop, may);

    public ValueTask<RedfishAnswer> PostAsync(string path, ReadOnlyMemory<byte> body, CancellationToken stop) =>
        SendAsync(HttpMethod.Post, path, body, null, stop);

    /// <summary>Reads a resource; null where it cannot be had.</summary>
    public async ValueTask<T?> ReadAsync<T>(string? path, Func<RedfishNode, T> read, CancellationToken stop) where T : class
    {
        if (path is null) return null;
        using RedfishAnswer answer = await GetAsync(path, stop).ConfigureAwait(false);
        return answer.Outcome == RedfishOutcome.Ok ? answer.Read(read) : null;
    }

    /// <summary>All members of a collection, over all its pages, as far as they can be had.</summary>
    public ValueTask<IReadOnlyList<string>> MembersAsync(string? path, CancellationToken stop) =>
        new RedfishWalk(this).MembersAsync(path, stop);

    internal const int PagesMost = 1000;

    /// <summary>Waits for a task that an answer named; true once it is done well.</summary>
    public async ValueTask<bool> FinishAsync(RedfishAnswer accepted, TimeProvider time, TimeSpan within, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        ArgumentNullException.ThrowIfNull(time);
        string? path = accepted.Read(ResourceLinks.Of)?.Identity.Path ?? accepted.Location;
        long began = time.GetTimestamp();
        while (path is not null && time.GetElapsedTime(began) < within)
        {
            using (RedfishAnswer answer = await GetAsync(path, stop).ConfigureAwait(false))
            {
                RedfishTask? task = answer.Outcome is RedfishOutcome.Ok or RedfishOutcome.Accepted ? answer.Read(RedfishTask.Of) : null;
                // a monitor answers 202 as long as it goes on; whoever is busy or silent has not said that it is over
                if (task is { IsOver: true }) return task.IsDone;
                if (task is null && answer.Outcome is not (RedfishOutcome.Accepted or RedfishOutcome.Busy or RedfishOutcome.Silent)) return false;
            }
            await Task.Delay(taskBeat, time, stop).ConfigureAwait(false);
        }
        return false;
    }

    private static readonly TimeSpan taskBeat = TimeSpan.FromMilliseconds(250);

    private async ValueTask<RedfishAnswer> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string? etag,
        CancellationToken stop, Func<bool>? may = null, TimeSpan? within = null)
    {
        if (EndPoint.Entry == RedfishEntry.Session && token is null && !await EnterAsync(null, stop).ConfigureAwait(false))
            return new(RedfishOutcome.Shut, 401);
        string? used = token;
        if (basic is not null && pause.Holds) return new(RedfishOutcome.Shut, 401);
        RedfishAnswer answer = await TryAsync(method, path, body, etag, used, stop, may, within).ConfigureAwait(false);
        if (basic is not null && answer.Status == 401) pause.Refused();
        else if (basic is not null && answer.IsOk && path != Root) pause.LetIn();
        if (answer.Status != 401 || EndPoint.Entry != RedfishEntry.Session) return answer;
        answer.Dispose();
        if (!await EnterAsync(used, stop).ConfigureAwait(false)) return new(RedfishOutcome.Shut, 401);
        answer = await TryAsync(method, path, body, etag, token, stop, may, within).ConfigureAwait(false);
        // a session that opens nothing: more of them would only use up the few that there are
        if (answer.Status == 401) pause.Refused();
        else if (answer.IsOk) pause.LetIn();
        return answer;
    }

    /// <summary>Opens a session, once for all who wait for it.</summary>
    private async ValueTask<bool> EnterAsync(string? stale, CancellationToken stop)
    {
        await entering.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (token is not null && token != stale) return true;
            if (pause.Holds) return false;
            sessionPath ??= await FindSessionsAsync(stop).ConfigureAwait(false);
            if (sessionPath is null) return false;
            using RedfishAnswer answer =
                await TryAsync(HttpMethod.Post, sessionPath, RedfishBody.Session(EndPoint.User, EndPoint.Password), null, null, stop)
                    .ConfigureAwait(false);
            (token, session) = answer.IsOk ? (answer.Token, answer.Location) : (null, null);
            if (token is not null) Interlocked.Increment(ref entries);
            // some say 400 to a wrong password
            else if (answer.Outcome is RedfishOutcome.Shut or RedfishOutcome.Refused) pause.Refused();
            else if (answer.Outcome == RedfishOutcome.Missing) sessionPath = null;
            if (token is not null && stale is null) pause.LetIn();
            return token is not null;
        }
        finally
        {
            entering.Release();
        }
    }

    /// <summary>Closes the session: controllers have few of them, and each one that is left open shuts somebody out for a while.</summary>
    public async ValueTask LeaveAsync(CancellationToken stop)
    {
        if (session is not { } path || token is not { } used) return;
        (token, session) = (null, null);
        using RedfishAnswer answer = await TryAsync(HttpMethod.Delete, path, default, null, used, stop).ConfigureAwait(false);
    }

    private async ValueTask<string?> FindSessionsAsync(CancellationToken stop)
    {
        using RedfishAnswer root = await TryAsync(HttpMethod.Get, Root, default, null, null, stop).ConfigureAwait(false);
        if (root.Outcome != RedfishOutcome.Ok || root.Read(ServiceRoot.Of) is not { } told) return null;
        if (told.Sessions is { } linked) return linked;
        if (told.SessionService is not { } service) return Sessions;
        using RedfishAnswer answer = await TryAsync(HttpMethod.Get, service, default, null, null, stop).ConfigureAwait(false);
        // it may show itself to nobody who has not entered
        return answer.Outcome is RedfishOutcome.Silent or RedfishOutcome.Unreachable or RedfishOutcome.Busy ? null
            : (answer.Outcome == RedfishOutcome.Ok ? answer.Read(ResourceLinks.Of)?.Sessions : null) ?? Sessions;
    }

    private async ValueTask<RedfishAnswer> TryAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string? etag,
        string? session, CancellationToken stop, Func<bool>? may = null, TimeSpan? within = null, bool hasMoved = false)
    {
        if (AddressOf(path) is not { } address) return new(RedfishOutcome.Missing, 0);
        using HttpRequestMessage request = new(method, address);
        if (session is not null) request.Headers.TryAddWithoutValidation("X-Auth-Token", session);
        if (basic is not null) request.Headers.Authorization = basic;
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        if (!body.IsEmpty) request.Content = new PermittedBody(body, json, may);
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(within ?? (method == HttpMethod.Get ? wire.Setting.TimeOut : wire.Setting.WriteTimeOut));
        string? moved;
        try
        {
            using HttpResponseMessage response = await wire.Invoker.SendAsync(request, late.Token).ConfigureAwait(false);
            moved = method == HttpMethod.Get && !hasMoved ? MovedTo(address, response) : null;
            if (moved is null) return await RedfishAnswer.TakeAsync(response, late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(RedfishOutcome.Silent, 0);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or InvalidOperationException or System.Net.ProtocolViolationException)
        {
            return new(RedfishOutcome.Unreachable, 0);
        }
        return await TryAsync(method, moved, body, etag, session, stop, may, within, hasMoved: true).ConfigureAwait(false);
    }

    /// <summary>Where a service sends on to, within itself: some do for a slash at the end. Null for elsewhere, which nobody is followed to.</summary>
    private string? MovedTo(Uri from, HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 307 or 308 && response.Headers.TryGetValues("Location", out IEnumerable<string>? places)
            && Uri.TryCreate(from, places.First(), out Uri? to) && string.Equals(to.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase)
            ? to.PathAndQuery : null;

    /// <summary>The address of a link; null for one that leads elsewhere than into this service.</summary>
    private Uri? AddressOf(string path)
    {
        if (path.StartsWith(origin + "/", StringComparison.OrdinalIgnoreCase)) path = path[origin.Length..];
        if (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal)) return null;
        path = Own(path);
        if (!path.StartsWith("/redfish", StringComparison.Ordinal) || path.Contains("..", StringComparison.Ordinal)) return null;
        int mark = path.IndexOf('#', StringComparison.Ordinal);
        return Uri.TryCreate(origin + prefix + (mark < 0 ? path : path[..mark]), UriKind.Absolute, out Uri? address) ? address : null;
    }

    /// <summary>A link without what the service's address adds before <c>/redfish</c>.</summary>
    public string Own(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return prefix.Length > 0 && path.StartsWith(prefix + "/redfish", StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    /// <summary>A path as the service itself writes it.</summary>
    internal string Prefixed(string path) =>
        prefix.Length > 0 && !path.StartsWith(prefix + "/", StringComparison.Ordinal) ? prefix + path : path;

    /// <summary>Opens a stream of events; null where the service has none.</summary>
    internal async Task<HttpResponseMessage?> StreamAsync(string path, CancellationToken stop)
    {
        if (AddressOf(path) is not { } address || basic is not null && pause.Holds) return null;
        if (EndPoint.Entry == RedfishEntry.Session && token is null) await EnterAsync(null, stop).ConfigureAwait(false);
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (token is not null) request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
        if (basic is not null) request.Headers.Authorization = basic;
        request.Headers.Accept.Add(new("text/event-stream"));
        try
        {
            HttpResponseMessage response = await wire.Invoker.SendAsync(request, stop).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            response.Dispose();
        }
        catch (HttpRequestException)
        {
            // no stream: events are polled
        }
        return null;
    }

    public void Dispose() => entering.Dispose();
}
