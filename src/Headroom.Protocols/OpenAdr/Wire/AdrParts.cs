using System.Text.Json;

namespace Headroom.Protocols.OpenAdr;

/// <summary>Objects of a VTN out of the pieces of a message.</summary>
internal static class AdrParts
{
    public static AdrKind? KindOf(string? text) => text?.ToUpperInvariant() switch
    {
        "PROGRAM" => AdrKind.Program,
        "EVENT" => AdrKind.Event,
        "REPORT" => AdrKind.Report,
        "SUBSCRIPTION" => AdrKind.Subscription,
        "VEN" or "BL_VEN_REQUEST" or "VEN_VEN_REQUEST" => AdrKind.Ven,
        "RESOURCE" or "BL_RESOURCE_REQUEST" or "VEN_RESOURCE_REQUEST" => AdrKind.Resource,
        _ => null,
    };

    public static AdrObject? Object(AdrKind kind, LooseNode node) => kind switch
    {
        AdrKind.Program => Program(node),
        AdrKind.Event => Event(node),
        AdrKind.Report => Report(node),
        AdrKind.Subscription => Subscription(node),
        AdrKind.Ven => Ven(node),
        _ => Resource(node),
    };

    public static AdrProgram? Program(LooseNode node) => IsObject(node) ? Stamped(new AdrProgram
    {
        Name = node.Required("programName"),
        Period = Period(node["intervalPeriod"]),
        Descriptions = [.. node.Items("programDescriptions").Select(one => one.Text("URL")).OfType<string>()],
        Descriptors = Descriptors(node, isOfReport: false),
        Attributes = Payloads(node, "attributes"),
        Targets = node.Texts("targets"),
    }, node) : null;

    public static AdrEvent? Event(LooseNode node)
    {
        if (!IsObject(node)) return null;
        List<string> findings = [];
        return Stamped(new AdrEvent
        {
            ProgramId = node.Required("programID"),
            Name = node.Text("eventName"),
            Duration = node.Duration("duration"),
            Priority = node.Rank("priority", findings),
            Targets = node.Texts("targets"),
            ReportDescriptors = ReportDescriptors(node, findings),
            Descriptors = Descriptors(node, isOfReport: false),
            Period = Period(node["intervalPeriod"]),
            Intervals = Intervals(node),
            Findings = findings,
        }, node);
    }

    public static AdrReport? Report(LooseNode node) => IsObject(node) ? Stamped(new AdrReport
    {
        EventId = node.Required("eventID"),
        ClientName = node.Required("clientName"),
        ClientId = node.Text("clientID"),
        Name = node.Text("reportName"),
        Descriptors = Descriptors(node, isOfReport: true),
        Resources = [.. node.Items("resources").Select(one => new AdrReportResource(one.Required("resourceName"),
            Period(one["intervalPeriod"]), Intervals(one)))],
    }, node) : null;

    public static AdrSubscription? Subscription(LooseNode node) => IsObject(node) ? Stamped(new AdrSubscription
    {
        ClientName = node.Required("clientName"),
        ClientId = node.Text("clientID"),
        ProgramId = node.Text("programID"),
        Operations = [.. node.Items("objectOperations").Select(Operation)],
        Targets = node.Texts("targets"),
    }, node) : null;

    public static AdrVen? Ven(LooseNode node) => IsObject(node) ? Stamped(new AdrVen
    {
        Name = node.Required("venName"),
        ClientId = node.Text("clientID"),
        Attributes = Payloads(node, "attributes"),
        Targets = node.Texts("targets"),
    }, node) : null;

    public static AdrResource? Resource(LooseNode node) => IsObject(node) ? Stamped(new AdrResource
    {
        Name = node.Required("resourceName"),
        VenId = node.Required("venID"),
        ClientId = node.Text("clientID"),
        Attributes = Payloads(node, "attributes"),
        Targets = node.Texts("targets"),
    }, node) : null;

    private static bool IsObject(LooseNode node) => node.Element.ValueKind == JsonValueKind.Object
        || node.Fault<AdrObject>("an object is expected") is not null;

    private static T Stamped<T>(T plain, LooseNode node) where T : AdrObject => plain with
    {
        Id = node.Text("id") ?? "",
        Created = Stamp(node, "createdDateTime"),
        Modified = Stamp(node, "modificationDateTime"),
    };

    /// <summary>Some write a time of day here: such a stamp says nothing, and the object still counts.</summary>
    private static DateTimeOffset? Stamp(LooseNode node, string name) =>
        node[name] is { } said && said.Element.ValueKind == JsonValueKind.String
            && AdrMoment.TryParse(said.Element.GetString(), out AdrMoment moment) ? moment.At : null;

    private static AdrPeriod? Period(LooseNode? node) => node is { } period && period.Element.ValueKind == JsonValueKind.Object
        ? new(period.Moment("start"), period.Duration("duration"), period.Duration("randomizeStart")) : null;

    /// <summary>Of an object, at most: a year of hours is less.</summary>
    public const int IntervalsMost = 10_000;

    /// <summary>Reports that one event asks for, at most.</summary>
    public const int ReportsMost = 20;

    private static AdrReportDescriptor[] ReportDescriptors(LooseNode node, List<string> findings)
    {
        AdrReportDescriptor[] all = [.. node.Items("reportDescriptors").Take(ReportsMost + 1).Select(ReportDescriptor)];
        if (all.Length <= ReportsMost) return all;
        findings.Add($"it asks for more than {ReportsMost} reports; the first {ReportsMost} are made");
        return all[..ReportsMost];
    }

    private static List<AdrInterval> Intervals(LooseNode node)
    {
        List<AdrInterval> intervals = [];
        foreach (LooseNode one in node.Items("intervals"))
        {
            if (intervals.Count == IntervalsMost)
            {
                _ = node.Fault<AdrObject>($"it has more than {IntervalsMost} intervals");
                break;
            }
            intervals.Add(new(one.Whole("id") ?? intervals.Count, Period(one["intervalPeriod"]), Payloads(one, "payloads")));
        }
        return intervals;
    }

    private static List<AdrPayload> Payloads(LooseNode node, string name) =>
        [.. node.Items(name).Select(one => new AdrPayload(one.Required("type"),
            [.. one.Items("values").Select(Value).OfType<AdrValue>()]))];

    private static AdrValue? Value(LooseNode node) => node.Element.ValueKind switch
    {
        JsonValueKind.Number => LooseNode.NumberOf(node.Element) is { } number ? AdrValue.Of(number) : Unread(node),
        JsonValueKind.String => AdrValue.Of(node.Element.GetString()!),
        JsonValueKind.True => AdrValue.Of(true),
        JsonValueKind.False => AdrValue.Of(false),
        JsonValueKind.Object when node.Number("x") is { } x && node.Number("y") is { } y => AdrValue.Of(x, y),
        JsonValueKind.Null => null,
        _ => Unread(node),
    };

    private static AdrValue? Unread(LooseNode node)
    {
        node.Fault<string>("neither a number, a text, a flag nor a point");
        return null;
    }

    private static List<AdrDescriptor> Descriptors(LooseNode node, bool isOfReport) =>
        [.. node.Items("payloadDescriptors").Select(one => new AdrDescriptor(one.Required("payloadType"))
    {
        IsOfReport = isOfReport || one.Text("objectType") == "REPORT_PAYLOAD_DESCRIPTOR",
        Units = one.Text("units"),
        Currency = one.Text("currency"),
        ReadingType = one.Text("readingType"),
        Accuracy = one.Number("accuracy"),
        Confidence = one.Whole("confidence"),
    })];

    private static AdrReportDescriptor ReportDescriptor(LooseNode node) => new(node.Required("payloadType"))
    {
        ReadingType = node.Text("readingType"),
        Units = node.Text("units"),
        Targets = node.Texts("targets"),
        Aggregate = node.Flag("aggregate") ?? false,
        StartInterval = node.Whole("startInterval") ?? -1,
        NumIntervals = node.Whole("numIntervals") ?? -1,
        Historical = node.Flag("historical") ?? true,
        Frequency = node.Whole("frequency") ?? -1,
        Repeat = node.Whole("repeat") ?? 1,
        Intervals = node.Text("reportIntervals") switch
        {
            { } text when LooseNode.IsSameName(text, "SUB_INTERVALS") => ReportIntervals.SubIntervals,
            { } text when LooseNode.IsSameName(text, "OPEN_INTERVALS") => ReportIntervals.OpenIntervals,
            _ => ReportIntervals.Intervals,
        },
    };

    private static AdrObjectOperation Operation(LooseNode node) => new(
        [.. node.Texts("objects").Select(KindOf).OfType<AdrKind>()],
        [.. node.Texts("operations").Select(text => Enum.TryParse(text, ignoreCase: true, out AdrOperation one) && Enum.IsDefined(one) ? one
            : (AdrOperation?)null).OfType<AdrOperation>()],
        node.Required("callbackUrl"), node.Text("bearerToken"));
}
