using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Headroom.Protocols.OpenAdr;

/// <summary>Requests as openadr3.yaml demands them: what a VTN answers 400 to. Names are exact here; unknown ones are ignored.</summary>
/// <remarks>Beyond the schema nothing is refused, since the meaning of content is for clients to judge. An event's payload descriptor may
/// leave its objectType out, as the guide's examples do.</remarks>
public static partial class RequestCheck
{
    private const int NameMost = 128, TextMost = 8000;
    private static readonly JsonDocumentOptions options = new() { MaxDepth = 32 };

    /// <summary>Null where the request is well-formed.</summary>
    public static Malformed? Of(AdrKind kind, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > LooseDocument.BytesMost) return new("", $"longer than {LooseDocument.BytesMost} bytes");
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, options);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return new("", "an object is expected");
            Checked body = new(document.RootElement, "");
            return kind switch
            {
                AdrKind.Program => Program(body),
                AdrKind.Event => Event(body),
                AdrKind.Report => Report(body),
                AdrKind.Subscription => Subscription(body),
                AdrKind.Ven => Owned(body, "BL_VEN_REQUEST", "VEN_VEN_REQUEST") ?? body.Text("venName", true) ?? Attributes(body),
                _ => Owned(body, "BL_RESOURCE_REQUEST", "VEN_RESOURCE_REQUEST") ?? body.Text("resourceName", true) ?? body.Id("venID", true)
                    ?? Attributes(body),
            };
        }
        catch (JsonException)
        {
            return new("", "no JSON");
        }
        catch (InvalidOperationException)
        {
            return new("", "a text is no Unicode");
        }
    }

    /// <summary>The object type that a request for a ven or a resource states.</summary>
    public static bool IsOfBusiness(ReadOnlyMemory<byte> bytes) =>
        LooseDocument.Read(bytes, node => node.Text("objectType")).Value?.StartsWith("BL_", StringComparison.Ordinal) == true;

    private static Malformed? Program(Checked body) => body.Text("programName", true) ?? body.Inner("intervalPeriod", Period)
        ?? body.Each("programDescriptions", false, one => one.Url("URL", true)) ?? body.Each("payloadDescriptors", false, Descriptor)
            ?? Attributes(body) ?? body.Texts("targets", false);

    private static Malformed? Event(Checked body) => body.Id("programID", true) ?? body.Text("eventName", false, TextMost, 0)
        ?? body.Duration("duration") ?? body.Whole("priority", false, 0, long.MaxValue)
        ?? body.Texts("targets", false) ?? body.Each("reportDescriptors", false, ReportDescriptor)
            ?? body.Each("payloadDescriptors", false, Descriptor)
        ?? body.Inner("intervalPeriod", Period) ?? body.Each("intervals", false, Interval);

    private static Malformed? Report(Checked body) => body.Id("eventID", true) ?? body.Text("clientName", true)
        ?? body.Text("reportName", false, TextMost, 0)
        ?? body.Each("payloadDescriptors", false, Descriptor)
        ?? body.Each("resources", true, one => one.Text("resourceName", true) ?? one.Inner("intervalPeriod", Period)
            ?? one.Each("intervals", true, Interval));

    private static Malformed? Subscription(Checked body) => body.Text("clientName", true) ?? body.Id("programID", false)
        ?? body.Texts("targets", false)
        ?? body.Each("objectOperations", true, one => one.Words("objects", ["PROGRAM", "EVENT", "REPORT", "SUBSCRIPTION", "VEN",
            "RESOURCE"])
            ?? one.Words("operations", ["READ", "CREATE", "UPDATE", "DELETE"]) ?? one.Url("callbackUrl", true)
                ?? one.Text("bearerToken", false, TextMost, 0));

    private static Malformed? Owned(Checked body, string business, string ven)
    {
        if (body.Word("objectType", true, [business, ven]) is { } wrong) return wrong;
        bool isBusiness = body.Element.GetProperty("objectType").GetString() == business;
        return body.Text("clientID", isBusiness) ?? body.Texts("targets", false);
    }

    private static Malformed? Attributes(Checked body) => body.Each("attributes", false, Payload);
    private static Malformed? Period(Checked body) => body.Moment("start") ?? body.Duration("duration") ?? body.Duration("randomizeStart");
    private static Malformed? Interval(Checked body) => body.Whole("id", true, int.MinValue, int.MaxValue)
        ?? body.Inner("intervalPeriod", Period) ?? body.Each("payloads", true, Payload);

    private static Malformed? Payload(Checked body)
    {
        if (body.Text("type", true) is { } wrong) return wrong;
        if (!body.Has("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array)
            return body.Wrong("values", "a list is expected");
        foreach (JsonElement value in values.EnumerateArray())
        {
            bool isPoint = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("x", out JsonElement x)
                && x.ValueKind == JsonValueKind.Number
                && value.TryGetProperty("y", out JsonElement y) && y.ValueKind == JsonValueKind.Number;
            if (!isPoint && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                return body.Wrong("values", "a number, a text, a flag or a point is expected");
        }
        return null;
    }

    private static Malformed? Descriptor(Checked body) =>
        body.Word("objectType", false, ["EVENT_PAYLOAD_DESCRIPTOR", "REPORT_PAYLOAD_DESCRIPTOR"]) ?? body.Text("payloadType", true)
        ?? body.Text("units", false) ?? body.Text("currency", false) ?? body.Text("readingType", false) ?? body.Number("accuracy")
            ?? body.Whole("confidence", false, 0, 100);

    private static Malformed? ReportDescriptor(Checked body) => body.Text("payloadType", true) ?? body.Text("readingType", false)
        ?? body.Text("units", false) ?? body.Texts("targets", false)
        ?? body.Flag("aggregate") ?? body.Whole("startInterval", false, int.MinValue, int.MaxValue)
            ?? body.Whole("numIntervals", false, int.MinValue, int.MaxValue)
        ?? body.Flag("historical") ?? body.Whole("frequency", false, int.MinValue, int.MaxValue)
            ?? body.Whole("repeat", false, int.MinValue, int.MaxValue)
        ?? body.Word("reportIntervals", false, ["INTERVALS", "SUB_INTERVALS", "OPEN_INTERVALS"]);

    /// <summary>The schema objectID: URL-safe, 1 to 128 characters.</summary>
    public static bool IsId(string text) => text is { Length: >= 1 and <= NameMost } && IdPattern().IsMatch(text);

    [GeneratedRegex("^[a-zA-Z0-9_-]*\\z")]
    private static partial Regex IdPattern();

    /// <summary>An object and where it stands.</summary>
    private readonly struct Checked(JsonElement element, string path)
    {
        public JsonElement Element => element;

        public bool Has(string name, out JsonElement found) => element.TryGetProperty(name, out found)
            && found.ValueKind != JsonValueKind.Null;
        public Malformed Wrong(string name, string why) => new(path.Length == 0 ? name : $"{path}.{name}", why);

        public Malformed? Text(string name, bool isRequired, int most = NameMost, int least = 1)
        {
            if (!Has(name, out JsonElement found)) return isRequired ? Wrong(name, "missing") : null;
            if (found.ValueKind != JsonValueKind.String) return Wrong(name, "a text is expected");
            int length = found.GetString()!.Length;
            return length < least || length > most ? Wrong(name, $"{least} to {most} characters are expected") : null;
        }

        public Malformed? Id(string name, bool isRequired) => Text(name, isRequired)
            ?? (Has(name, out JsonElement found) && !IsId(found.GetString()!) ? Wrong(name, "letters, digits, _ and - are expected")
                : null);

        public Malformed? Url(string name, bool isRequired) => Text(name, isRequired, TextMost, 2)
            ?? (Has(name, out JsonElement found) && !Uri.TryCreate(found.GetString(), UriKind.Absolute, out _)
                ? Wrong(name, "an absolute URL is expected") : null);

        public Malformed? Word(string name, bool isRequired, string[] allowed)
        {
            if (!Has(name, out JsonElement found)) return isRequired ? Wrong(name, "missing") : null;
            return found.ValueKind == JsonValueKind.String && allowed.Contains(found.GetString()) ? null
                : Wrong(name, $"one of {string.Join(", ", allowed)} is expected");
        }

        public Malformed? Words(string name, string[] allowed)
        {
            if (!Has(name, out JsonElement found)) return Wrong(name, "missing");
            if (found.ValueKind != JsonValueKind.Array) return Wrong(name, "a list is expected");
            foreach (JsonElement one in found.EnumerateArray())
                if (one.ValueKind != JsonValueKind.String || !allowed.Contains(one.GetString()))
                    return Wrong(name, $"each one of {string.Join(", ", allowed)} is expected");
            return null;
        }

        public Malformed? Texts(string name, bool isRequired)
        {
            if (!Has(name, out JsonElement found)) return isRequired ? Wrong(name, "missing") : null;
            if (found.ValueKind != JsonValueKind.Array) return Wrong(name, "a list is expected");
            foreach (JsonElement one in found.EnumerateArray())
                if (one.ValueKind != JsonValueKind.String || one.GetString() is not { Length: >= 1 and <= NameMost })
                    return Wrong(name, $"texts of 1 to {NameMost} characters are expected");
            return null;
        }

        public Malformed? Whole(string name, bool isRequired, long least, long most)
        {
            if (!Has(name, out JsonElement found)) return isRequired ? Wrong(name, "missing") : null;
            bool isWhole = found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out double number) && number == Math.Floor(number)
                && number >= least && number <= most;
            return isWhole ? null : Wrong(name, string.Create(CultureInfo.InvariantCulture,
                $"a whole number from {least} to {most} is expected"));
        }

        public Malformed? Number(string name) => Has(name, out JsonElement found) && found.ValueKind != JsonValueKind.Number
            ? Wrong(name, "a number is expected") : null;

        public Malformed? Flag(string name) => Has(name, out JsonElement found)
            && found.ValueKind is not (JsonValueKind.True or JsonValueKind.False) ? Wrong(name, "true or false is expected") : null;

        public Malformed? Moment(string name) => Text(name, false)
            ?? (Has(name, out JsonElement found) && !AdrMoment.TryParse(found.GetString(), out _)
            ? Wrong(name, "a date and time after RFC 3339 is expected") : null);

        public Malformed? Duration(string name) => Text(name, false)
            ?? (Has(name, out JsonElement found) && !AdrDuration.TryParse(found.GetString(), out _)
            ? Wrong(name, "a duration after ISO 8601 is expected") : null);

        public Malformed? Inner(string name, Func<Checked, Malformed?> check)
        {
            if (!Has(name, out JsonElement found)) return null;
            return found.ValueKind == JsonValueKind.Object ? check(new(found, path.Length == 0 ? name : $"{path}.{name}"))
                : Wrong(name, "an object is expected");
        }

        public Malformed? Each(string name, bool isRequired, Func<Checked, Malformed?> check)
        {
            if (!Has(name, out JsonElement found)) return isRequired ? Wrong(name, "missing") : null;
            if (found.ValueKind != JsonValueKind.Array) return Wrong(name, "a list is expected");
            int index = 0;
            foreach (JsonElement one in found.EnumerateArray())
            {
                string at = $"{(path.Length == 0 ? name : $"{path}.{name}")}[{index++}]";
                if (one.ValueKind != JsonValueKind.Object) return new(at, "an object is expected");
                if (check(new(one, at)) is { } wrong) return wrong;
            }
            return null;
        }
    }
}
