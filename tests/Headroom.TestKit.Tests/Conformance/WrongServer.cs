using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.Protocols.Coordination;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Tests.Conformance;

/// <summary>A server that does one thing wrong: what stands between the kit and the reference server.</summary>
sealed class WrongServer(string rule, string token)
{
    readonly Dictionary<string, JsonNode> posted = [];
    double? urgent;
    bool hasSilence;

    public async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        string path = http.Request.Path.Value!["/protocol/v1".Length..].Trim('/');
        string body = await BodyAsync(http.Request);
        JsonNode? message = Parsed(body);
        switch (rule)
        {
            case "A02" when http.Request.Headers.Authorization.Count == 0:
            case "A03" when http.Request.Headers.Authorization.ToString() == "Bearer no-such-token":
                http.Request.Headers.Authorization = $"Bearer {token}";
                break;
            case "A04" when path == "limits":
            case "A05" when path == "cancellations":
                body = body.Replace("conform-somebody-else", "kit", StringComparison.Ordinal);
                break;
            case "A06" when body == "{\"protocol\":":
                http.Response.StatusCode = 500;
                return;
            case "A07":
                body = body.Replace("headroom-coordination/2", "headroom-coordination/1", StringComparison.Ordinal);
                break;
            case "A08":
                body = body.Replace("\"priority\":1,\"levelKilowatts\":1", "\"priority\":1", StringComparison.Ordinal);
                break;
            case "A09" when body.Contains("conformUnknown", StringComparison.Ordinal):
            case "A10" when body.Length > 65536:
            case "A11" when IsYaml(http):
                http.Response.StatusCode = rule == "A09" ? 422 : 400;
                return;
            case "L06" when path == "limits" && message is not null && http.Request.Method == "POST":
                if (posted.TryAdd(Name(message), message) || $"{posted[Name(message)]["levelKilowatts"]}" == $"{message["levelKilowatts"]}") break;
                await AnswerAsync(http, message!, "accepted");
                return;
            case "L08" when path == "limits" && message?.AsObject().ContainsKey("name") == true:
                posted[Name(message)] = message;
                break;
            case "L09":
                body = body.Replace("\"levelKilowatts\":-1", "\"levelKilowatts\":1e9", StringComparison.Ordinal);
                break;
            case "L13":
                body = body.Replace("\"holdSeconds\":60,", "", StringComparison.Ordinal);
                break;
            case "C01" when path == "limits" && Part(message, "silence") is null
                && Part(message, "firmness")?.GetValue<string>() == "firm"
                && message!["levelKilowatts"]!.GetValue<double>() is > 1000 and < 200_000:
                await AnswerAsync(http, message!, "accepted");
                return;
            case "C02" when path == "limits" && Part(message, "priority")?.GetValue<int>() == 0:
                urgent = message!["levelKilowatts"]!.GetValue<double>();
                break;
            case "C02" when path == "cancellations":
                urgent = null;
                break;
            case "C03":
                body = body.Replace("bestEffort", "firm", StringComparison.Ordinal);
                break;
            case "C04" when Part(message, "silence") is not null && path == "limits":
                message!.AsObject().Remove("silence");
                body = message!.ToJsonString();
                break;
            case "C05" when Part(message, "silence") is { } silence
                && silence["failSafeKilowatts"]!.GetValue<double>() > message!["levelKilowatts"]!.GetValue<double>():
                silence["then"] = "revert";
                body = message!.ToJsonString();
                break;
            case "C06":
                hasSilence |= Part(message, "silence") is not null;
                if (path != "heartbeats" || !hasSilence) break;
                await AnswerAsync(http, message!, "heard");
                return;
            case "C07" when path == "cancellations" && Name(message!).EndsWith("C07-back", StringComparison.Ordinal):
                await AnswerAsync(http, message!, "accepted");
                return;
        }
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        if (http.Request.ContentLength is not null) http.Request.ContentLength = Encoding.UTF8.GetByteCount(body);
        if (path == "stream") await StreamAsync(http, next);
        else await RewriteAsync(http, next, path);
    }

    string Changed(string path, string method, string answer) => (rule, path, method) switch
    {
        ("A01", "", _) => answer.Replace("\"kind\":\"description\"", "\"kind\":\"site\"", StringComparison.Ordinal),
        ("L02", "limits", "POST") => Regex.Replace(answer, "\"messageId\":\"[^\"]*\"", "\"messageId\":\"\""),
        ("L03", "limits", "GET") => answer.Replace("\"knownSince\"", "\"until\":\"2099-01-01T00:00:00Z\",\"knownSince\"",
        StringComparison.Ordinal),
        ("L04", "limits", "POST") => answer.Replace("\"outcome\":\"repeated\"", "\"outcome\":\"accepted\"", StringComparison.Ordinal),
        ("L05", "limits", "POST") => answer.Replace("\"outcome\":\"superseded\"", "\"outcome\":\"accepted\"", StringComparison.Ordinal),
        ("L07", "cancellations", _) => answer.Replace("\"outcome\":\"contradicted\"", "\"outcome\":\"accepted\"", StringComparison.Ordinal),
        ("L08", "limits", "GET") => WithCancelled(answer),
        ("L10", "limits", _) => answer.Replace("unknownFeed", "noLevel", StringComparison.Ordinal),
        ("L11", "limits", _) => answer.Replace("endBeforeStart", "noLevel", StringComparison.Ordinal),
        ("L12", "limits", _) => answer.Replace("issuedAhead", "noLevel", StringComparison.Ordinal),
        ("L14", "heartbeats", _) => answer.Replace("\"outcome\":\"heard\"", "\"outcome\":\"accepted\"", StringComparison.Ordinal),
        ("L15", "heartbeats", _) => answer.Replace("\"outcome\":\"repeated\"", "\"outcome\":\"heard\"", StringComparison.Ordinal),
        ("C02", "state", _) when urgent is { } level => Regex.Replace(answer, "\"ceilingKilowatts\":[^,]*",
        FormattableString.Invariant($"\"ceilingKilowatts\":{level}")),
        ("U01", "state", _) => Regex.Replace(answer, "\"headroomKilowatts\":[^,]*", "\"headroomKilowatts\":1"),
        ("U02", "offers", _) => Regex.Replace(answer, "\"confidence\":[^,]*", "\"confidence\":1.7"),
        ("U03", "orders", _) => Regex.Replace(answer, "\"orders\":\\[.*?\\]", "\"orders\":[]"),
        _ => answer,
    };

    string? ChangedEvent(string one) => rule switch
    {
        "U04" when one.StartsWith("event: evidence", StringComparison.Ordinal) => null,
        "U05" => Regex.Replace(one, "\"previous\":\"[^\"]*\"", $"\"previous\":\"{EvidenceLink.First}\""),
        "U06" when one.StartsWith("event: state", StringComparison.Ordinal) => null,
        _ => one,
    };

    /// <summary>The list still shows what was cancelled.</summary>
    string WithCancelled(string answer)
    {
        JsonNode list = JsonNode.Parse(answer)!;
        if (list["limits"] is not JsonArray limits) return answer;
        foreach (JsonNode message in posted.Values.Where(message => !limits.Any(one => Name(one!) == Name(message))))
            limits.Add(new JsonObject
            {
                ["name"] = Name(message),
                ["source"] = message["source"]!.DeepClone(),
                ["firmness"] = "firm",
                ["state"] = "in force",
                ["levelKilowatts"] = message["levelKilowatts"]?.DeepClone(),
                ["from"] = message["from"]!.DeepClone(),
                ["knownSince"] = message["from"]!.DeepClone(),
                ["worstExcessKilowatts"] = 0,
            });
        return list.ToJsonString();
    }

    async Task RewriteAsync(HttpContext http, RequestDelegate next, string path)
    {
        Stream real = http.Response.Body;
        using MemoryStream held = new();
        http.Response.Body = held;
        await next(http);
        http.Response.Body = real;
        if (rule == "L01" && path == "limits" && http.Request.Method == "POST"
            && http.Response.StatusCode == 200) http.Response.StatusCode = 202;
        await real.WriteAsync(Encoding.UTF8.GetBytes(Changed(path, http.Request.Method, Encoding.UTF8.GetString(held.ToArray()))),
            http.RequestAborted);
    }

    async Task StreamAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Body = new EventFilter(http.Response.Body, ChangedEvent);
        await next(http);
    }

    static async Task AnswerAsync(HttpContext http, JsonNode message, string outcome)
    {
        SpeakerName source = new(message["source"]!["authority"]!.GetValue<string>(), message["source"]!["id"]!.GetValue<string>());
        DateTimeOffset issued = DateTimeOffset.Parse(message["issued"]!.GetValue<string>(),
            System.Globalization.CultureInfo.InvariantCulture);
        Acknowledgement answer = new(message["id"]!.GetValue<string>(), source, message["name"]?.GetValue<string>() ?? "", issued,
            message["sequence"]!.GetValue<long>(), outcome, issued);
        http.Response.ContentType = CoordinationWords.Json;
        await http.Response.Body.WriteAsync(answer.Write());
    }

    static async Task<string> BodyAsync(HttpRequest request)
    {
        using StreamReader reader = new(request.Body);
        return await reader.ReadToEndAsync();
    }

    static JsonNode? Part(JsonNode? message, string name) => message is JsonObject one ? one[name] : null;

    static bool IsYaml(HttpContext http) => $"{http.Request.ContentType}".Contains("yaml", StringComparison.Ordinal);

    static string Name(JsonNode message) => message["name"]?.GetValue<string>() ?? "";

    static JsonNode? Parsed(string body)
    {
        try
        {
            return body.Length > 0 ? JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
