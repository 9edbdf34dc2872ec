using System.Buffers;
using System.Text.Json;

namespace Headroom.Protocols.OpenAdr;

/// <summary>Messages to bytes, strictly after openadr3.yaml: camelCase, RFC 3339 with Z, nothing that has its default.</summary>
public static class AdrWriter
{
    /// <summary>An object as a VTN answers with it, with what the VTN states.</summary>
    public static byte[] Object(AdrObject one) => Bytes(writer => AdrBodies.Write(writer, one, AdrRole.Vtn));

    /// <summary>A request of a business or of a VEN, without what only the VTN states.</summary>
    public static byte[] Request(AdrObject one, bool isBusiness) =>
        Bytes(writer => AdrBodies.Write(writer, one, isBusiness ? AdrRole.Business : AdrRole.Ven));

    public static byte[] List(IEnumerable<AdrObject> all) => Bytes(writer =>
    {
        writer.WriteStartArray();
        foreach (AdrObject one in all) AdrBodies.Write(writer, one, AdrRole.Vtn);
        writer.WriteEndArray();
    });

    public static byte[] Notification(AdrNotification one) => Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("objectType", AdrBodies.Name(one.Kind));
        writer.WriteString("operation", one.Operation.ToString().ToUpperInvariant());
        writer.WritePropertyName("object");
        if (one.Object is { } subject) AdrBodies.Write(writer, subject, AdrRole.Vtn);
        else
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        AdrBodies.Texts(writer, "targets", one.Targets);
        writer.WriteEndObject();
    });

    public static byte[] Problem(AdrProblem one) => Bytes(writer =>
    {
        writer.WriteStartObject();
        AdrBodies.Optional(writer, "type", one.Type);
        AdrBodies.Optional(writer, "title", one.Title);
        if (one.Status is { } status) writer.WriteNumber("status", status);
        AdrBodies.Optional(writer, "detail", one.Detail);
        writer.WriteEndObject();
    });

    public static byte[] Token(TokenAnswer one) => Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("access_token", one.AccessToken);
        writer.WriteString("token_type", "Bearer");
        if (one.Lifetime is { } lifetime) writer.WriteNumber("expires_in", (long)lifetime.TotalSeconds);
        if (one.Scopes.Count > 0) writer.WriteString("scope", string.Join(' ', one.Scopes));
        writer.WriteEndObject();
    });

    /// <summary>A refusal of the token endpoint (RFC 6749, section 5.2).</summary>
    public static byte[] TokenRefusal(string error, string description) => Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteString("error_description", description);
        writer.WriteEndObject();
    });

    public static byte[] TokenUrl(string url) => Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("tokenURL", url);
        writer.WriteEndObject();
    });

    public static byte[] Notifiers(Notifiers one) => Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("WEBHOOK", one.HasWebhook);
        if (one.Mqtt is { } mqtt)
        {
            writer.WriteStartObject("MQTT");
            AdrBodies.Texts(writer, "URIS", mqtt.Uris, alsoEmpty: true);
            writer.WriteString("serialization", "JSON");
            writer.WriteStartObject("authentication");
            writer.WriteString("method", mqtt.Authentication switch
            {
                MqttAuthentication.Anonymous => "ANONYMOUS",
                MqttAuthentication.BearerToken => "OAUTH2_BEARER_TOKEN",
                _ => "CERTIFICATE",
            });
            AdrBodies.Optional(writer, "username", mqtt.Username);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    });

    public static byte[] Topics(TopicNames one) => Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("topics");
        AdrBodies.Optional(writer, "CREATE", one.Create);
        AdrBodies.Optional(writer, "UPDATE", one.Update);
        AdrBodies.Optional(writer, "DELETE", one.Delete);
        AdrBodies.Optional(writer, "ALL", one.All);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
