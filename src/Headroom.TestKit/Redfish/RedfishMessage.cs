using System.Text.Json;

namespace Headroom.TestKit.Redfish;

/// <summary>A message of DMTF's base registry, its sentence filled in.</summary>
/// <remarks>Source   Base Message Registry 1.18 (DSP8011): sentences, severities and how many arguments each takes.</remarks>
internal sealed class RedfishMessage
{
    private const string Registry = "Base.1.18.";

    private static readonly Dictionary<string, (string Sentence, string Severity)> known = new(StringComparer.Ordinal)
    {
        ["ActionParameterMissing"] = ("The action %1 requires the parameter %2 to be present in the request body.", "Critical"),
        ["ActionParameterUnknown"] = ("The action %1 was submitted with the invalid parameter %2.", "Warning"),
        ["ActionParameterValueNotInList"] = ("The value '%1' for the parameter %2 in the action %3 is not in the list of acceptable values.", "Warning"),
        ["ActionParameterValueTypeError"] = ("The value '%1' for the parameter %2 in the action %3 is of a different type than the parameter can accept.", "Warning"),
        ["EmptyJSON"] = ("The request body submitted contained an empty JSON object and the service is unable to process it.", "Warning"),
        ["InternalError"] = ("The request failed due to an internal service error.  The service is still operational.", "Critical"),
        ["MalformedJSON"] = ("The request body submitted was malformed JSON and could not be parsed by the receiving service.", "Critical"),
        ["NoOperation"] = ("The request body submitted contain no data to act upon and no changes to the resource took place.", "Warning"),
        ["NoValidSession"] = ("There is no valid session established with the implementation.", "Critical"),
        ["OperationNotAllowed"] = ("The HTTP method is not allowed on this resource.", "Critical"),
        ["PreconditionFailed"] = ("The ETag supplied did not match the ETag required to change this resource.", "Critical"),
        ["PropertyMissing"] = ("The property %1 is a required property and must be included in the request.", "Warning"),
        ["PropertyNotWritable"] = ("The property %1 is a read only property and cannot be assigned a value.", "Warning"),
        ["PropertyUnknown"] = ("The property %1 is not in the list of valid properties for the resource.", "Warning"),
        ["PropertyValueOutOfRange"] = ("The value '%1' for the property %2 is not in the supported range of acceptable values.", "Warning"),
        ["PropertyValueTypeError"] = ("The value '%1' for the property %2 is of a different type than the property can accept.", "Warning"),
        ["QueryNotSupportedOnResource"] = ("Querying is not supported on the requested resource.", "Warning"),
        ["ResourceAtUriUnauthorized"] = ("While accessing the resource at '%1', the service received an authorization error '%2'.", "Critical"),
        ["ResourceMissingAtURI"] = ("The resource at the URI '%1' was not found.", "Critical"),
        ["ServiceTemporarilyUnavailable"] = ("The service is temporarily unavailable.  Retry in %1 seconds.", "Critical"),
        ["UnrecognizedRequestBody"] = ("The service detected a malformed request body that it was unable to interpret.", "Warning"),
    };

    private readonly string[] arguments;

    /// <param name="key">Its name in the registry.</param>
    public RedfishMessage(string key, params string[] arguments)
    {
        (string sentence, Severity) = known[key];
        (Key, this.arguments) = (key, arguments);
        int takes = 0;
        while (sentence.Contains($"%{takes + 1}", StringComparison.Ordinal)) takes++;
        if (takes != arguments.Length) throw new ArgumentException($"{key} takes {takes} arguments", nameof(arguments));
        // from the last on: an argument may hold a percent sign itself
        for (int k = takes; k > 0; k--) sentence = sentence.Replace($"%{k}", arguments[k - 1], StringComparison.Ordinal);
        Sentence = sentence;
    }

    public string Key { get; }
    public string Id => Registry + Key;
    public string Sentence { get; }
    public string Severity { get; }

    /// <summary>The property that it is about, by its path from the resource, such as <c>PowerLimitWatts/SetPoint</c>; empty for none.</summary>
    public string About { get; private init; } = "";

    public static RedfishMessage Missing(string path) => new("PropertyMissing", NameOf(path)) { About = path };
    public static RedfishMessage NotWritable(string path) => new("PropertyNotWritable", NameOf(path)) { About = path };
    public static RedfishMessage Unknown(string path) => new("PropertyUnknown", NameOf(path)) { About = path };
    public static RedfishMessage OutOfRange(string path, JsonElement value) => new("PropertyValueOutOfRange", TextOf(value), NameOf(path)) { About = path };
    public static RedfishMessage WrongType(string path, JsonElement value) => new("PropertyValueTypeError", TextOf(value), NameOf(path)) { About = path };

    /// <summary>A value as it was sent.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("@odata.type", "#Message.v1_2_1.Message");
        json.WriteString("MessageId", Id);
        json.WriteString("Message", Sentence);
        json.WriteStartArray("MessageArgs");
        foreach (string one in arguments) json.WriteStringValue(one);
        json.WriteEndArray();
        json.WriteString("MessageSeverity", Severity);
        if (About.Length > 0)
        {
            json.WriteStartArray("RelatedProperties");
            json.WriteStringValue("#/" + About);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>The body of a refusal.</summary>
    public static void WriteError(Utf8JsonWriter json, IReadOnlyList<RedfishMessage> messages)
    {
        json.WriteStartObject("error");
        json.WriteString("code", messages[0].Id);
        json.WriteString("message", messages[0].Sentence);
        json.WriteStartArray("@Message.ExtendedInfo");
        foreach (RedfishMessage one in messages) one.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>What a write came to.</summary>
/// <param name="Status">204 is done; 200 is done in part, and messages tell which properties were left as they are.</param>
internal sealed record WriteAnswer(int Status, params IReadOnlyList<RedfishMessage> Messages)
{
    public static WriteAnswer Done { get; } = new(204);
    public static WriteAnswer Refused(params IReadOnlyList<RedfishMessage> messages) => new(400, messages);
}
