using System.Buffers;
using System.Text;
using System.Text.Json;
using Headroom.Protocols.Redfish;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Redfish;

/// <summary>Answers the requests of one service.</summary>
internal sealed class RedfishListener(EmulatedService service, ResourceMap map, string prefix)
{
    private static readonly JsonWriterOptions quick = new() { SkipValidation = true };

    public async Task AnswerAsync(HttpContext context, string path)
    {
        HttpRequest request = context.Request;
        bool isWrite = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (service.IsDown)
        {
            context.Abort();
            return;
        }
        service.Count(isWrite);
        if (service.Faults.Slow > TimeSpan.Zero)
            await Task.Delay(service.Faults.Slow, service.Time, context.RequestAborted).ConfigureAwait(false);
        if (path.Length > 1 && path.EndsWith('/')) path = path[..^1];
        context.Response.Headers["OData-Version"] = "4.0";
        context.Response.Headers.CacheControl = "no-cache";
        if (service.TakeUnavailable()) await RefuseAsync(context, 503, "ServiceTemporarilyUnavailable", "1").ConfigureAwait(false);
        else if (request.Headers["OData-Version"].ToString() is { Length: > 0 } asked && asked != "4.0")
            await RefuseAsync(context, 412, "PreconditionFailed", "").ConfigureAwait(false);
        else if (!IsOpen(request, path)) await RefuseAsync(context, 401, "NoValidSession", "").ConfigureAwait(false);
        else if (!known.Contains(request.Method)) await RefuseAsync(context, 501, "OperationNotAllowed", "").ConfigureAwait(false);
        else if (AllowedAt(path) is not { } allowed) await RefuseAsync(context, 404, "ResourceMissingAtURI", prefix + path).ConfigureAwait(false);
        else if (!allowed.Split(", ").Contains(request.Method, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.Allow = allowed;
            await RefuseAsync(context, 405, "OperationNotAllowed", "").ConfigureAwait(false);
        }
        // none of the queries of OData is supported here; what does not begin with $ is passed over
        else if (request.Query.Keys.FirstOrDefault(one => one.StartsWith('$')) is { } query)
            await RefuseAsync(context, 501, "QueryNotSupportedOnResource", query).ConfigureAwait(false);
        else if (!isWrite) await GetAsync(context, path, allowed).ConfigureAwait(false);
        else if (HttpMethods.IsDelete(request.Method)) await DeleteAsync(context, path).ConfigureAwait(false);
        else await WriteAsync(context, path).ConfigureAwait(false);
    }

    private static readonly string[] known = ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"];

    /// <summary>Methods that a path takes; null where nothing is.</summary>
    private string? AllowedAt(string path)
    {
        const string sessions = ServiceMap.V1 + "/SessionService/Sessions";
        if (path == sessions) return "GET, HEAD, POST";
        if (path == ServiceMap.ServerSentEvents || path == ServiceMap.V1 + "/$metadata") return "GET, HEAD";
        if (map.Actions.ContainsKey(path)) return "POST";
        if (map.Resources.TryGetValue(path, out EmulatedResource? resource)) return resource.Patch is null ? "GET, HEAD" : "GET, HEAD, PATCH";
        if (path.StartsWith(sessions + "/", StringComparison.Ordinal)) return service.UserOf(path[(sessions.Length + 1)..]) is null ? null : "GET, HEAD, DELETE";
        const string tasks = ServiceMap.V1 + "/TaskService/Tasks/";
        return path.StartsWith(tasks, StringComparison.Ordinal) && service.TaskEnded(path[tasks.Length..]) is not null ? "GET, HEAD" : null;
    }

    /// <summary>The root and the way in are open to everybody; all else to who has entered.</summary>
    private bool IsOpen(HttpRequest request, string path)
    {
        if (service.Account is not { } account) return true;
        if (path is ServiceMap.V1 or "/redfish" or ServiceMap.V1 + "/odata" or ServiceMap.V1 + "/$metadata") return true;
        if (path == ServiceMap.V1 + "/SessionService/Sessions" && HttpMethods.IsPost(request.Method)) return true;
        if (request.Headers["X-Auth-Token"].ToString() is { Length: > 0 } token) return service.Knows(token);
        string basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Password}"));
        return request.Headers.Authorization.ToString() == basic;
    }

    private async Task GetAsync(HttpContext context, string path, string allowed)
    {
        if (path == ServiceMap.V1 + "/$metadata")
        {
            context.Response.ContentType = "application/xml;charset=utf-8";
            await context.Response.WriteAsync(RedfishMetadata.Text, context.RequestAborted).ConfigureAwait(false);
            return;
        }
        if (path == ServiceMap.ServerSentEvents)
        {
            await StreamAsync(context).ConfigureAwait(false);
            return;
        }
        bool isKnown = map.Resources.TryGetValue(path, out EmulatedResource? resource);
        HttpResponse response = context.Response;
        using Utf8JsonWriter json = new(response.BodyWriter, quick);
        json.WriteStartObject();
        var schema = new SchemaSeen();
        ResourceWriter to = new(json, prefix, schema);
        if (isKnown) resource!.Get(service, to);
        else if (!ServiceMap.TryWriteMember(service, path, to))
        {
            json.Reset(new ArrayBufferWriter<byte>());
            await RefuseAsync(context, 404, "ResourceMissingAtURI", prefix + path).ConfigureAwait(false);
            return;
        }
        json.WriteEndObject();
        response.ContentType = "application/json;charset=utf-8";
        response.Headers.Allow = allowed;
        if (schema.Name is { } follows) response.Headers.Link = $"<http://redfish.dmtf.org/schemas/v1/{follows}.json>; rel=describedby";
        if (resource?.Version is { } version) response.Headers.ETag = $"\"{version(service)}\"";
        response.ContentLength = json.BytesPending + json.BytesCommitted;
        if (HttpMethods.IsHead(context.Request.Method)) json.Reset(new ArrayBufferWriter<byte>());
        else
        {
            json.Flush();
            await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        var channel = service.Listen();
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
            service.StopListening(channel);
        }
    }

    private async Task DeleteAsync(HttpContext context, string path)
    {
        if (service.Leave(path[(path.LastIndexOf('/') + 1)..])) context.Response.StatusCode = 204;
        else await RefuseAsync(context, 404, "ResourceMissingAtURI", prefix + path).ConfigureAwait(false);
    }

    private async Task WriteAsync(HttpContext context, string path)
    {
        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            await RefuseAsync(context, 400, "MalformedJSON", "").ConfigureAwait(false);
            return;
        }
        using (body)
        {
            if (HttpMethods.IsPost(context.Request.Method)) await PostAsync(context, path, body.RootElement).ConfigureAwait(false);
            else if (!map.Resources.TryGetValue(path, out EmulatedResource? resource) || resource.Patch is null)
                await RefuseAsync(context, 404, "ResourceMissingAtURI", prefix + path).ConfigureAwait(false); // gone since
            else if (context.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag && resource.Version is { } version && tag != "*"
                && tag != $"\"{version(service)}\"")
                await RefuseAsync(context, 412, "PreconditionFailed", "").ConfigureAwait(false);
            else await CloseAsync(context, resource.Patch(service, body.RootElement)).ConfigureAwait(false);
        }
    }

    private async Task PostAsync(HttpContext context, string path, JsonElement body)
    {
        if (map.Actions.TryGetValue(path, out Func<EmulatedService, JsonElement, WriteAnswer>? act))
        {
            await CloseAsync(context, act(service, body)).ConfigureAwait(false);
            return;
        }
        string user = Text(body, "UserName"), password = Text(body, "Password");
        if (service.Enter(user, password) is not { } entered)
        {
            await RefuseAsync(context, 401, "ResourceAtUriUnauthorized", "").ConfigureAwait(false);
            return;
        }
        string location = $"{ServiceMap.V1}/SessionService/Sessions/{entered.Id}";
        context.Response.Headers["X-Auth-Token"] = entered.Token;
        context.Response.Headers.Location = prefix + location;
        context.Response.StatusCode = 201;
        context.Response.ContentType = "application/json;charset=utf-8";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter, quick);
        json.WriteStartObject();
        ServiceMap.TryWriteMember(service, location, new(json, prefix));
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static string Text(JsonElement body, string property) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(property, out JsonElement at)
            && at.ValueKind == JsonValueKind.String ? at.GetString()! : "";

    private async Task CloseAsync(HttpContext context, WriteAnswer answer)
    {
        if (answer.MessageId is { } id)
        {
            await RefuseAsync(context, answer.Status, id, answer.Argument).ConfigureAwait(false);
            return;
        }
        if (service.Faults.TasksTake is null)
        {
            context.Response.StatusCode = answer.Status;
            return;
        }
        string task = $"{ServiceMap.V1}/TaskService/Tasks/{service.NewTask()}";
        context.Response.StatusCode = 202;
        context.Response.Headers.Location = prefix + task;
        context.Response.ContentType = "application/json;charset=utf-8";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter, quick);
        json.WriteStartObject();
        ServiceMap.TryWriteMember(service, task, new(json, prefix));
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task RefuseAsync(HttpContext context, int status, string messageId, string argument)
    {
        context.Response.StatusCode = status;
        if (status == 503) context.Response.Headers.RetryAfter = "1";
        if (status == 401) context.Response.Headers.WWWAuthenticate = "Basic realm=\"redfish\"";
        context.Response.ContentType = "application/json;charset=utf-8";
        await using Utf8JsonWriter json = new(context.Response.BodyWriter, quick);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", "Base.1.18." + messageId);
        json.WriteString("message", messageId);
        json.WriteStartArray("@Message.ExtendedInfo");
        json.WriteStartObject();
        json.WriteString("@odata.type", "#Message.v1_2_1.Message");
        json.WriteString("MessageId", "Base.1.18." + messageId);
        json.WriteString("Message", messageId);
        json.WriteStartArray("MessageArgs");
        if (argument.Length > 0) json.WriteStringValue(argument);
        json.WriteEndArray();
        json.WriteString("MessageSeverity", "Warning");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
