using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Redfish;

/// <summary>What is written to one service.</summary>
internal sealed partial class RedfishListener
{
    private static readonly JsonDocument nothing = JsonDocument.Parse("{}");

    private async Task WriteAsync(HttpContext context, string path)
    {
        map.Actions.TryGetValue(path, out ActionRule? action);
        if (await BodyAsync(context.Request, maybeEmpty: action is not null).ConfigureAwait(false) is not { } body)
            await RefuseAsync(context, 400, new RedfishMessage("MalformedJSON")).ConfigureAwait(false);
        else if (action is not null) await CloseAsync(context, action.Judge(service, body), null).ConfigureAwait(false);
        else if (path is Sessions or NewSession) await EnterAsync(context, path, body).ConfigureAwait(false);
        else if (!map.Resources.TryGetValue(path, out EmulatedResource? resource) || resource.Patch is not { } rule)
            await MissAsync(context, path).ConfigureAwait(false);
        else if (Preconditions.Judge(context.Request, TagOf(resource)) is { } failed)
            await RefuseAsync(context, failed, new RedfishMessage("PreconditionFailed")).ConfigureAwait(false);
        else await CloseAsync(context, rule.Judge(service, body, () => Represent(resource)), resource).ConfigureAwait(false);
    }

    /// <summary>The body; null for one that is no JSON.</summary>
    /// <param name="maybeEmpty">An action without parameters needs none.</param>
    private static async ValueTask<JsonElement?> BodyAsync(HttpRequest request, bool maybeEmpty)
    {
        using MemoryStream bytes = new();
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted).ConfigureAwait(false);
        if (maybeEmpty && bytes.Length == 0) return nothing.RootElement;
        try
        {
            JsonElement body = JsonElement.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            if (bytes.GetBuffer().AsSpan(0, (int)bytes.Length).Contains((byte)'\\')) Spell(body);
            return body;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Throws where escapes make no text, as half of a surrogate pair: the parser finds that only when somebody reads it.</summary>
    private static void Spell(JsonElement at)
    {
        if (at.ValueKind == JsonValueKind.String) _ = at.GetString();
        else if (at.ValueKind == JsonValueKind.Array) foreach (JsonElement one in at.EnumerateArray()) Spell(one);
        else if (at.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty one in at.EnumerateObject())
            {
                _ = one.Name;
                Spell(one.Value);
            }
    }

    private JsonElement Represent(EmulatedResource resource) => WholeBody.Read(json => resource.Get(service, new(json, prefix)));

    private async Task EnterAsync(HttpContext context, string path, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            await RefuseAsync(context, 400, new RedfishMessage("UnrecognizedRequestBody")).ConfigureAwait(false);
            return;
        }
        List<RedfishMessage> wrong = [];
        string user = Text("UserName"), password = Text("Password");
        if (wrong.Count > 0) await RefuseAsync(context, 400, wrong).ConfigureAwait(false);
        else if (service.Enter(user, password) is not { } entered)
            await RefuseAsync(context, 401, new RedfishMessage("ResourceAtUriUnauthorized", prefix + path, "Invalid username or password")).ConfigureAwait(false);
        else
        {
            context.Response.Headers["X-Auth-Token"] = entered.Token;
            await TellMemberAsync(context, 201, $"{Sessions}/{entered.Id}").ConfigureAwait(false);
        }

        string Text(string property)
        {
            if (!body.TryGetProperty(property, out JsonElement at)) wrong.Add(RedfishMessage.Missing(property));
            else if (at.ValueKind != JsonValueKind.String) wrong.Add(RedfishMessage.WrongType(property, at));
            else return at.GetString()!;
            return "";
        }
    }

    /// <summary>Answers with what has come to be, and where.</summary>
    private async Task TellMemberAsync(HttpContext context, int status, string member)
    {
        context.Response.Headers.Location = prefix + member;
        await WholeBody.SendAsync(context, status, json => ServiceMap.TryWriteMember(service, member, new(json, prefix))).ConfigureAwait(false);
    }

    /// <param name="resource">That was written; null for an action.</param>
    private async Task CloseAsync(HttpContext context, WriteAnswer answer, EmulatedResource? resource)
    {
        if (answer.Status >= 400) await RefuseAsync(context, answer.Status, answer.Messages).ConfigureAwait(false);
        else if (service.Faults.TasksTake is not null) await TellMemberAsync(context, 202, $"{Tasks}/{service.NewTask()}").ConfigureAwait(false);
        else if (answer.Messages.Count == 0) context.Response.StatusCode = answer.Status;
        else
        {
            JsonObject told = JsonObject.Create(Represent(resource!))!;
            foreach (RedfishMessage one in answer.Messages) Annotate(told, one);
            context.Response.Headers.ETag = TagOf(resource);
            await WholeBody.SendAsync(context, answer.Status, json =>
            {
                foreach ((string name, JsonNode? value) in told)
                {
                    json.WritePropertyName(name);
                    if (value is null) json.WriteNullValue();
                    else value.WriteTo(json);
                }
                return true;
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a message beside the property that it is about, or where it would stand.</summary>
    private static void Annotate(JsonObject at, RedfishMessage message)
    {
        string[] steps = message.About.Split('/');
        int k = 0;
        while (k < steps.Length - 1 && at[steps[k]] is JsonObject inner) (at, k) = (inner, k + 1);
        string annotation = steps[k] + "@Message.ExtendedInfo";
        if (at[annotation] is not JsonArray told) at[annotation] = told = [];
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes)) message.WriteTo(json);
        told.Add(JsonNode.Parse(bytes.WrittenSpan));
    }
}
