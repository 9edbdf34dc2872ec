using System.Text.Json;

namespace Headroom.Protocols.OpenAdr;

/// <summary>Bytes to messages, as tolerant as a client has to be. What is malformed is a value; nothing here throws.</summary>
/// <remarks>Unknown properties are ignored and missing arrays are empty. What would change the meaning of a limit, as a duration that
/// cannot be read, makes its object malformed.</remarks>
public static class AdrReader
{
    public static Parsed<AdrProgram> Program(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, AdrParts.Program);
    public static Parsed<AdrEvent> Event(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, AdrParts.Event);
    public static Parsed<AdrReport> Report(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, AdrParts.Report);
    public static Parsed<AdrSubscription> Subscription(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, AdrParts.Subscription);
    public static Parsed<AdrVen> Ven(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, AdrParts.Ven);
    public static Parsed<AdrResource> Resource(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, AdrParts.Resource);

    public static Parsed<AdrPage<AdrProgram>> Programs(ReadOnlyMemory<byte> bytes) => Page(bytes, AdrParts.Program);
    public static Parsed<AdrPage<AdrEvent>> Events(ReadOnlyMemory<byte> bytes) => Page(bytes, AdrParts.Event);
    public static Parsed<AdrPage<AdrReport>> Reports(ReadOnlyMemory<byte> bytes) => Page(bytes, AdrParts.Report);
    public static Parsed<AdrPage<AdrSubscription>> Subscriptions(ReadOnlyMemory<byte> bytes) => Page(bytes, AdrParts.Subscription);
    public static Parsed<AdrPage<AdrVen>> Vens(ReadOnlyMemory<byte> bytes) => Page(bytes, AdrParts.Ven);
    public static Parsed<AdrPage<AdrResource>> Resources(ReadOnlyMemory<byte> bytes) => Page(bytes, AdrParts.Resource);

    /// <summary>A notification; its object may be unreadable and the notification still a hint.</summary>
    public static Parsed<AdrNotification> Notification(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, node =>
    {
        if (AdrParts.KindOf(node.Text("objectType")) is not { } kind) return node.Fault<AdrNotification>("it names no kind of object");
        // the Definition's figure shows the method in the operation's place
        AdrOperation? operation = node.Text("operation")?.ToUpperInvariant() switch
        {
            "CREATE" or "POST" => AdrOperation.Create,
            "READ" or "GET" => AdrOperation.Read,
            "UPDATE" or "PUT" => AdrOperation.Update,
            "DELETE" => AdrOperation.Delete,
            _ => null,
        };
        if (operation is not { } known) return node.Fault<AdrNotification>("it names no operation");
        AdrObject? subject = node["object"] is { } inner ? AdrParts.Object(kind, new(inner.Element, "object", new())) : null;
        return new(kind, known, subject) { Targets = node.Texts("targets") };
    });

    /// <summary>A refusal, in whatever shape it comes; null where the body says nothing.</summary>
    public static AdrProblem? Problem(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, node =>
    {
        if (node.Element.ValueKind != JsonValueKind.Object) return null;
        string? title = Said(node, "title") ?? Said(node, "error"), detail = Said(node, "detail") ?? Said(node, "error_description")
            ?? Said(node, "message");
        int? status = node["status"] is { } number && LooseNode.NumberOf(number.Element) is >= 100 and < 600 and { } code ? (int)code
            : null;
        return title is null && detail is null && status is null ? null : new AdrProblem(Said(node, "type"), title, status, detail);
    }).Value;

    public static Parsed<TokenAnswer> Token(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, node =>
    {
        string token = node.Required("access_token");
        double? seconds = node["expires_in"] is { } lifetime ? LooseNode.NumberOf(lifetime.Element) : null;
        IReadOnlyList<string> scopes = node["scope"] is { } scope && scope.Element.ValueKind == JsonValueKind.String
            ? scope.Element.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : node.Texts("scope");
        return new TokenAnswer(token, seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds.Value) : null, scopes);
    });

    /// <summary>The address of the token endpoint, of <c>GET /auth/server</c>.</summary>
    public static Parsed<string> TokenUrl(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, node => node.Required("tokenURL"));

    public static Parsed<Notifiers> Notifiers(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, node =>
    {
        if (node.Element.ValueKind != JsonValueKind.Object) return null;
        bool hasWebhook = node["WEBHOOK"]?.Element.ValueKind == JsonValueKind.True;
        return new Notifiers(hasWebhook, node["MQTT"] is { } mqtt && mqtt.Element.ValueKind == JsonValueKind.Object ? Mqtt(mqtt) : null);
    });

    public static Parsed<TopicNames> Topics(ReadOnlyMemory<byte> bytes) => LooseDocument.Read(bytes, node =>
    {
        // a placeholder text instead of the object is one of the answers that were seen
        if (node["topics"] is not { } topics || topics.Element.ValueKind != JsonValueKind.Object)
            return node.Fault<TopicNames>("it has no topics");
        return new TopicNames(topics.Text("CREATE"), topics.Text("UPDATE"), topics.Text("DELETE"), topics.Text("ALL"));
    });

    private static MqttNotifier? Mqtt(LooseNode node)
    {
        LooseNode? authentication = node["authentication"];
        string? method = authentication?.Element.ValueKind == JsonValueKind.String ? authentication.Value.Element.GetString()
            : authentication?.Text("method");
        MqttAuthentication? known = method?.ToUpperInvariant() switch
        {
            null or "ANONYMOUS" => MqttAuthentication.Anonymous,
            "OAUTH2_BEARER_TOKEN" => MqttAuthentication.BearerToken,
            "CERTIFICATE" => MqttAuthentication.Certificate,
            _ => null,
        };
        string? password = authentication?.Text("password");
        // with a name and a password it does not matter what the way is called
        if (password is not null) known ??= MqttAuthentication.Anonymous;
        return known is { } way ? new(node.Texts("URIS"), way, authentication?.Text("username")) { Password = password } : null;
    }

    private static string? Said(LooseNode node, string name) => node[name] is { } said && said.Element.ValueKind == JsonValueKind.String
        ? said.Element.GetString() : null;

    /// <summary>Id of an object that may be malformed elsewhere.</summary>
    private static string? IdOf(JsonElement element)
    {
        try
        {
            return new LooseNode(element, "", new()).Text("id") is { Length: > 0 } id ? id : null;
        }
        catch (InvalidOperationException)
        {
            // it is no Unicode
            return null;
        }
    }

    /// <summary>Each item on its own, so that one that is malformed hides no other.</summary>
    private static Parsed<AdrPage<T>> Page<T>(ReadOnlyMemory<byte> bytes, Func<LooseNode, T?> read) where T : class =>
        LooseDocument.Read(bytes, node =>
    {
        if (node.Element.ValueKind != JsonValueKind.Array) return node.Fault<AdrPage<T>>("a list is expected");
        List<T> items = [];
        List<Malformed> faults = [];
        int count = 0;
        foreach (JsonElement element in node.Element.EnumerateArray())
        {
            LooseFaults own = new();
            T? item = null;
            try
            {
                item = read(new(element, $"[{count}]", own));
            }
            catch (InvalidOperationException)
            {
                own.Report<T>($"[{count}]", "a text is no Unicode");
            }
            count++;
            if (own.First is { } fault) faults.Add(fault with { Id = IdOf(element) });
            else if (item is not null) items.Add(item);
        }
        return new AdrPage<T>(items, faults, count);
    });
}
