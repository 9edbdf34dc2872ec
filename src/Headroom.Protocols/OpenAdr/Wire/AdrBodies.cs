using System.Text.Json;

namespace Headroom.Protocols.OpenAdr;

/// <summary>Who writes an object: it decides about the object type and what may be stated.</summary>
internal enum AdrRole { Vtn, Business, Ven }

/// <summary>Objects of a VTN as JSON.</summary>
internal static class AdrBodies
{
    public static string Name(AdrKind kind) => kind.ToString().ToUpperInvariant();

    public static void Write(Utf8JsonWriter writer, AdrObject one, AdrRole role)
    {
        writer.WriteStartObject();
        if (role == AdrRole.Vtn) Stated(writer, one);
        switch (one)
        {
            case AdrProgram program: Body(writer, program); break;
            case AdrEvent signal: Body(writer, signal); break;
            case AdrReport report: Body(writer, report, role); break;
            case AdrSubscription subscription: Body(writer, subscription, role); break;
            case AdrVen ven: Body(writer, ven, role); break;
            case AdrResource resource: Body(writer, resource, role); break;
        }
        writer.WriteEndObject();
    }

    public static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts, bool alsoEmpty = false)
    {
        if (texts.Count == 0 && !alsoEmpty) return;
        writer.WriteStartArray(name);
        foreach (string text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    public static void Optional(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null) writer.WriteString(name, text);
    }

    private static void Stated(Utf8JsonWriter writer, AdrObject one)
    {
        writer.WriteString("id", one.Id);
        if (one.Created is { } created) writer.WriteString("createdDateTime", AdrMoment.WriteStamp(created));
        if (one.Modified is { } modified) writer.WriteString("modificationDateTime", AdrMoment.WriteStamp(modified));
        writer.WriteString("objectType", Name(one.Kind));
    }

    private static void Body(Utf8JsonWriter writer, AdrProgram program)
    {
        writer.WriteString("programName", program.Name);
        Period(writer, program.Period);
        Many(writer, "programDescriptions", program.Descriptions, url =>
        {
            writer.WriteStartObject();
            writer.WriteString("URL", url);
            writer.WriteEndObject();
        });
        Many(writer, "payloadDescriptors", program.Descriptors, one => Descriptor(writer, one));
        Payloads(writer, "attributes", program.Attributes);
        Texts(writer, "targets", program.Targets);
    }

    private static void Body(Utf8JsonWriter writer, AdrEvent signal)
    {
        writer.WriteString("programID", signal.ProgramId);
        Optional(writer, "eventName", signal.Name);
        if (signal.Duration is { } duration) writer.WriteString("duration", duration.ToString());
        if (signal.Priority is { } priority) writer.WriteNumber("priority", priority);
        Texts(writer, "targets", signal.Targets);
        Many(writer, "reportDescriptors", signal.ReportDescriptors, one => ReportDescriptor(writer, one));
        Many(writer, "payloadDescriptors", signal.Descriptors, one => Descriptor(writer, one));
        Period(writer, signal.Period);
        Many(writer, "intervals", signal.Intervals, one => Interval(writer, one));
    }

    private static void Body(Utf8JsonWriter writer, AdrReport report, AdrRole role)
    {
        writer.WriteString("eventID", report.EventId);
        writer.WriteString("clientName", report.ClientName);
        if (role == AdrRole.Vtn) Optional(writer, "clientID", report.ClientId);
        Optional(writer, "reportName", report.Name);
        Many(writer, "payloadDescriptors", report.Descriptors, one => Descriptor(writer, one));
        writer.WriteStartArray("resources");
        foreach (AdrReportResource resource in report.Resources)
        {
            writer.WriteStartObject();
            writer.WriteString("resourceName", resource.Name);
            Period(writer, resource.Period);
            writer.WriteStartArray("intervals");
            foreach (AdrInterval interval in resource.Intervals) Interval(writer, interval);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Body(Utf8JsonWriter writer, AdrSubscription subscription, AdrRole role)
    {
        writer.WriteString("clientName", subscription.ClientName);
        if (role == AdrRole.Vtn) Optional(writer, "clientID", subscription.ClientId);
        Optional(writer, "programID", subscription.ProgramId);
        writer.WriteStartArray("objectOperations");
        foreach (AdrObjectOperation one in subscription.Operations)
        {
            writer.WriteStartObject();
            Texts(writer, "objects", [.. one.Objects.Select(Name)], alsoEmpty: true);
            Texts(writer, "operations", [.. one.Operations.Select(operation => operation.ToString().ToUpperInvariant())], alsoEmpty: true);
            writer.WriteString("callbackUrl", one.CallbackUrl);
            Optional(writer, "bearerToken", one.BearerToken);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        Texts(writer, "targets", subscription.Targets);
    }

    private static void Body(Utf8JsonWriter writer, AdrVen ven, AdrRole role)
    {
        if (role != AdrRole.Vtn) writer.WriteString("objectType", role == AdrRole.Business ? "BL_VEN_REQUEST" : "VEN_VEN_REQUEST");
        Owned(writer, role, ven.ClientId, ven.Targets);
        writer.WriteString("venName", ven.Name);
        Payloads(writer, "attributes", ven.Attributes);
    }

    private static void Body(Utf8JsonWriter writer, AdrResource resource, AdrRole role)
    {
        if (role != AdrRole.Vtn)
            writer.WriteString("objectType", role == AdrRole.Business ? "BL_RESOURCE_REQUEST" : "VEN_RESOURCE_REQUEST");
        Owned(writer, role, resource.ClientId, resource.Targets);
        writer.WriteString("resourceName", resource.Name);
        writer.WriteString("venID", resource.VenId);
        Payloads(writer, "attributes", resource.Attributes);
    }

    /// <summary>Client and targets: a VEN may state neither.</summary>
    private static void Owned(Utf8JsonWriter writer, AdrRole role, string? clientId, IReadOnlyList<string> targets)
    {
        if (role == AdrRole.Ven) return;
        Optional(writer, "clientID", clientId);
        Texts(writer, "targets", targets);
    }

    private static void Period(Utf8JsonWriter writer, AdrPeriod? period)
    {
        if (period is null) return;
        writer.WriteStartObject("intervalPeriod");
        if (period.Start is { } start) writer.WriteString("start", start.ToString());
        if (period.Duration is { } duration) writer.WriteString("duration", duration.ToString());
        if (period.RandomizeStart is { } random) writer.WriteString("randomizeStart", random.ToString());
        writer.WriteEndObject();
    }

    private static void Interval(Utf8JsonWriter writer, AdrInterval interval)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", interval.Id);
        Period(writer, interval.Period);
        Payloads(writer, "payloads", interval.Payloads, alsoEmpty: true);
        writer.WriteEndObject();
    }

    private static void Payloads(Utf8JsonWriter writer, string name, IReadOnlyList<AdrPayload> payloads, bool alsoEmpty = false)
    {
        if (payloads.Count == 0 && !alsoEmpty) return;
        writer.WriteStartArray(name);
        foreach (AdrPayload payload in payloads)
        {
            writer.WriteStartObject();
            writer.WriteString("type", payload.Type);
            writer.WriteStartArray("values");
            foreach (AdrValue value in payload.Values) Value(writer, value);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter writer, AdrValue value)
    {
        if (value.AsNumber is { } number) writer.WriteNumberValue(number);
        else if (value.AsText is { } text) writer.WriteStringValue(text);
        else if (value.AsFlag is { } flag) writer.WriteBooleanValue(flag);
        else if (value.AsPoint is { } point)
        {
            writer.WriteStartObject();
            writer.WriteNumber("x", point.X);
            writer.WriteNumber("y", point.Y);
            writer.WriteEndObject();
        }
        else writer.WriteNullValue();
    }

    private static void Descriptor(Utf8JsonWriter writer, AdrDescriptor one)
    {
        writer.WriteStartObject();
        writer.WriteString("objectType", one.IsOfReport ? "REPORT_PAYLOAD_DESCRIPTOR" : "EVENT_PAYLOAD_DESCRIPTOR");
        writer.WriteString("payloadType", one.PayloadType);
        if (one.IsOfReport) Optional(writer, "readingType", one.ReadingType);
        Optional(writer, "units", one.Units);
        if (!one.IsOfReport) Optional(writer, "currency", one.Currency);
        if (one.IsOfReport && one.Accuracy is { } accuracy) writer.WriteNumber("accuracy", accuracy);
        if (one.IsOfReport && one.Confidence is { } confidence) writer.WriteNumber("confidence", confidence);
        writer.WriteEndObject();
    }

    private static void ReportDescriptor(Utf8JsonWriter writer, AdrReportDescriptor one)
    {
        writer.WriteStartObject();
        writer.WriteString("payloadType", one.PayloadType);
        Optional(writer, "readingType", one.ReadingType);
        Optional(writer, "units", one.Units);
        Texts(writer, "targets", one.Targets);
        writer.WriteBoolean("aggregate", one.Aggregate);
        writer.WriteNumber("startInterval", one.StartInterval);
        writer.WriteNumber("numIntervals", one.NumIntervals);
        writer.WriteBoolean("historical", one.Historical);
        writer.WriteNumber("frequency", one.Frequency);
        writer.WriteNumber("repeat", one.Repeat);
        writer.WriteString("reportIntervals", one.Intervals switch
        {
            ReportIntervals.SubIntervals => "SUB_INTERVALS",
            ReportIntervals.OpenIntervals => "OPEN_INTERVALS",
            _ => "INTERVALS",
        });
        writer.WriteEndObject();
    }

    private static void Many<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> all, Action<T> write)
    {
        if (all.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (T one in all) write(one);
        writer.WriteEndArray();
    }
}
