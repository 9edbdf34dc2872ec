using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Redfish;

/// <summary>Answers the requests of one service.</summary>
internal sealed partial class RedfishListener(EmulatedService service, ResourceMap map, string prefix)
{
    private const string Sessions = ServiceMap.V1 + "/SessionService/Sessions", NewSession = Sessions + "/Members";
    private const string Tasks = ServiceMap.V1 + "/TaskService/Tasks", Streams = ServiceMap.V1 + "/EventService/Subscriptions";
    private const string Metadata = ServiceMap.V1 + "/$metadata";

    public async Task AnswerAsync(HttpContext context, string path)
    {
        if (service.IsDown)
        {
            context.Abort();
            return;
        }
        service.Count(IsWrite(context.Request));
        if (service.Faults.Slow > TimeSpan.Zero)
            await Task.Delay(service.Faults.Slow, service.Time, context.RequestAborted).ConfigureAwait(false);
        if (path.Length > 1 && path.EndsWith('/')) path = path[..^1];
        context.Response.Headers["OData-Version"] = "4.0";
        context.Response.Headers.CacheControl = "no-cache";
        try
        {
            await RouteAsync(context, path).ConfigureAwait(false);
        }
        // whoever left, and bodies that the server itself refuses, are no fault of the service; every other answer has a body that says so
        catch (Exception broken) when (broken is not (OperationCanceledException or IOException or BadHttpRequestException) && !context.Response.HasStarted)
        {
            await RefuseAsync(context, 500, new RedfishMessage("InternalError")).ConfigureAwait(false);
        }
    }

    private async Task RouteAsync(HttpContext context, string path)
    {
        HttpRequest request = context.Request;
        if (service.TakeUnavailable()) await RefuseAsync(context, 503, new RedfishMessage("ServiceTemporarilyUnavailable", "1")).ConfigureAwait(false);
        else if (request.Headers["OData-Version"].ToString() is { Length: > 0 } asked && asked != "4.0")
            await RefuseAsync(context, 412, new RedfishMessage("PreconditionFailed")).ConfigureAwait(false);
        else if (!IsOpen(request, path)) await RefuseAsync(context, 401, new RedfishMessage("NoValidSession")).ConfigureAwait(false);
        else if (!known.Contains(request.Method)) await RefuseAsync(context, 501, new RedfishMessage("OperationNotAllowed")).ConfigureAwait(false);
        else if (AllowedAt(path) is not { } allowed) await MissAsync(context, path).ConfigureAwait(false);
        else if (!allowed.Split(", ").Contains(request.Method, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.Allow = allowed;
            await RefuseAsync(context, 405, new RedfishMessage("OperationNotAllowed")).ConfigureAwait(false);
        }
        // none of the queries of OData is supported here; what does not begin with $ is passed over
        else if (request.Query.Keys.Any(one => one.StartsWith('$'))) await RefuseAsync(context, 501, new RedfishMessage("QueryNotSupportedOnResource")).ConfigureAwait(false);
        else if (!IsWrite(request)) await GetAsync(context, path, allowed).ConfigureAwait(false);
        else if (HttpMethods.IsDelete(request.Method)) await DeleteAsync(context, path).ConfigureAwait(false);
        else await WriteAsync(context, path).ConfigureAwait(false);
    }

    private static readonly string[] known = ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"];

    private static bool IsWrite(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    /// <summary>Methods that a path takes; null where nothing is.</summary>
    private string? AllowedAt(string path)
    {
        if (path == Sessions) return "GET, HEAD, POST";
        if (path == NewSession || map.Actions.ContainsKey(path)) return "POST";
        if (path is ServiceMap.ServerSentEvents or Metadata || SchemaAt(path) is not null) return "GET, HEAD";
        if (map.Resources.TryGetValue(path, out EmulatedResource? resource)) return resource.Patch is null ? "GET, HEAD" : "GET, HEAD, PATCH";
        if (MemberOf(Sessions, path) is { } session) return service.UserOf(session) is null ? null : "GET, HEAD, DELETE";
        if (MemberOf(Streams, path) is { } stream) return service.DestinationOf(stream) is null ? null : "GET, HEAD, DELETE";
        return MemberOf(Tasks, path) is { } task && service.TaskEnded(task) is not null ? "GET, HEAD" : null;
    }

    private static string? MemberOf(string collection, string path) => path.StartsWith(collection + "/", StringComparison.Ordinal) ? path[(collection.Length + 1)..] : null;

    private static OemSchema? SchemaAt(string path) => OemSchema.All.FirstOrDefault(one => one.Path == path);

    /// <summary>The root and the way in are open to everybody; all else to who has entered.</summary>
    private bool IsOpen(HttpRequest request, string path)
    {
        if (service.Account is not { } account) return true;
        if (path is ServiceMap.V1 or "/redfish" or ServiceMap.V1 + "/odata" or Metadata) return true;
        if (path is Sessions or NewSession && HttpMethods.IsPost(request.Method)) return true;
        if (request.Headers["X-Auth-Token"].ToString() is { Length: > 0 } token) return service.Knows(token);
        string basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Password}"));
        return request.Headers.Authorization.ToString() == basic;
    }

    private async Task GetAsync(HttpContext context, string path, string allowed)
    {
        if (path == ServiceMap.ServerSentEvents)
        {
            await StreamAsync(context).ConfigureAwait(false);
            return;
        }
        if (path == Metadata || SchemaAt(path) is not null)
        {
            context.Response.ContentType = "application/xml;charset=utf-8";
            await context.Response.WriteAsync(SchemaAt(path)?.Text ?? RedfishMetadata.TextFor(prefix), context.RequestAborted).ConfigureAwait(false);
            return;
        }
        map.Resources.TryGetValue(path, out EmulatedResource? resource);
        string? tag = TagOf(resource);
        if (Preconditions.Judge(context.Request, tag) is { } ended)
        {
            if (ended == 412) await RefuseAsync(context, 412, new RedfishMessage("PreconditionFailed")).ConfigureAwait(false);
            else (context.Response.StatusCode, context.Response.Headers.ETag) = (ended, tag);
            return;
        }
        SchemaSeen schema = new();
        bool isSent = await WholeBody.SendAsync(context, 200, Told, response =>
        {
            response.Headers.Allow = allowed;
            if (schema.Name is { } follows) response.Headers.Link = $"<http://redfish.dmtf.org/schemas/v1/{follows}.json>; rel=describedby";
            if (tag is not null) response.Headers.ETag = tag;
        }).ConfigureAwait(false);
        if (!isSent) await MissAsync(context, path).ConfigureAwait(false);                // gone since

        bool Told(Utf8JsonWriter json)
        {
            ResourceWriter to = new(json, prefix, schema);
            if (resource is null) return ServiceMap.TryWriteMember(service, path, to);
            resource.Get(service, to);
            return true;
        }
    }

    private string? TagOf(EmulatedResource? resource) => resource?.Version is { } version ? $"\"{version(service)}\"" : null;

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        (string subscription, var channel) = service.Listen($"redfish-sse://{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}");
        try
        {
            await context.Response.WriteAsync(": here\n\n", context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await foreach (string one in channel.Reader.ReadAllAsync(context.RequestAborted).ConfigureAwait(false))
            {
                await context.Response.WriteAsync(one, context.RequestAborted).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // whoever listened is gone
        }
        finally
        {
            service.StopListening(subscription);
        }
    }

    /// <summary>Ends a session, or a stream of events.</summary>
    private async Task DeleteAsync(HttpContext context, string path)
    {
        if (Preconditions.Judge(context.Request, tag: null) is { } ended) await RefuseAsync(context, ended, new RedfishMessage("PreconditionFailed")).ConfigureAwait(false);
        else if (MemberOf(Sessions, path) is { } session ? service.Leave(session) : service.StopListening(path[(Streams.Length + 1)..])) context.Response.StatusCode = 204;
        else await MissAsync(context, path).ConfigureAwait(false);
    }

    private Task MissAsync(HttpContext context, string path) => RefuseAsync(context, 404, new RedfishMessage("ResourceMissingAtURI", prefix + path));

    private static async Task RefuseAsync(HttpContext context, int status, params IReadOnlyList<RedfishMessage> messages)
    {
        if (status == 503) context.Response.Headers.RetryAfter = "1";
        if (status == 401) context.Response.Headers.WWWAuthenticate = "Basic realm=\"redfish\"";
        await WholeBody.SendAsync(context, status, json =>
        {
            RedfishMessage.WriteError(json, messages);
            return true;
        }).ConfigureAwait(false);
    }
}
