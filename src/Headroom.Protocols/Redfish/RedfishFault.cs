namespace Headroom.Protocols.Redfish;

/// <summary>What a service says when it does not do what it was asked.</summary>
/// <param name="MessageIds">Such as <c>Base.1.18.PropertyNotWritable</c>.</param>
public sealed record RedfishFault(string Code, string Message, IReadOnlyList<string> MessageIds)
{
    /// <summary>The property cannot be written, whatever is written.</summary>
    public bool IsReadOnly => MessageIds.Any(id => id.EndsWith(".PropertyNotWritable", StringComparison.Ordinal) || id.EndsWith(".PropertyUnknown", StringComparison.Ordinal)
        || id.EndsWith(".ActionNotSupported", StringComparison.Ordinal) || id.EndsWith(".OperationNotAllowed", StringComparison.Ordinal));

    /// <remarks>bmcweb tells what is wrong with one property beside it (<c>SetPoint@Message.ExtendedInfo</c>), without any <c>error</c>.</remarks>
    public static RedfishFault Of(RedfishNode at)
    {
        RedfishNode error = at["error"];
        IEnumerable<RedfishNode> told = at.Properties.Where(one => one.Name.EndsWith(ExtendedInfo, StringComparison.Ordinal)).Select(one => one.Value).Prepend(error[ExtendedInfo]);
        return new(error["code"].Text ?? "", error["message"].Text ?? "", [.. told.SelectMany(all => all.Items).Select(one => one["MessageId"].Text).OfType<string>()]);
    }

    private const string ExtendedInfo = "@Message.ExtendedInfo";
}

/// <summary>Work that a service does after it has answered.</summary>
/// <param name="State">New, Running, Completed, Exception, …</param>
public sealed record RedfishTask(ResourceIdentity Identity, string? State, string? Status)
{
    public bool IsOver => State is "Completed" or "Exception" or "Killed" or "Cancelled" or "Interrupted";
    public bool IsDone => State is "Completed" && Status is "OK" or null;

    public static RedfishTask Of(RedfishNode at) => new(ResourceIdentity.Of(at), at["TaskState"].Text, at["TaskStatus"].Text);
}

/// <summary>Something that a service tells by itself.</summary>
public sealed record RedfishEvent(string Id, IReadOnlyList<RedfishEventRecord> Records)
{
    public static RedfishEvent Of(RedfishNode at) => new(at["Id"].Text ?? "",
        [.. at["Events"].Items.Select(one => new RedfishEventRecord(one["MessageId"].Text ?? "", one["Message"].Text ?? "", one["MessageSeverity"].Text ?? one["Severity"].Text,
            one["OriginOfCondition"].Link ?? one["OriginOfCondition"].Text, one["EventTimestamp"].Moment))]);
}

/// <param name="Severity">OK, Warning, Critical.</param>
/// <param name="Origin">Path of the resource that it is about.</param>
public sealed record RedfishEventRecord(string MessageId, string Message, string? Severity, string? Origin, DateTimeOffset? At);
