namespace Headroom.Protocols.DsxBms;

/// <summary>Which point: what kind of object, what kind of point, and a path that means nothing by itself.</summary>
public readonly record struct BmsPointKey(string ObjectType, string PointType, string TagPath)
{
    public override string ToString() => $"{ObjectType}/{PointType}/{TagPath}";
}

/// <summary>A topic of a building management system.</summary>
/// <remarks>
///   BMS/v1/PUB/{Value|Metadata}/{objectType}/{pointType}/{tagPath}        the BMS's own
///   BMS/v1/{integration}/Value/{objectType}/{pointType}/{tagPath}         an integration's: never metadata
///   Source   DSX BMS 1.0.0, "Topic structure" and "Integration publishing contract".
/// </remarks>
/// <param name="Publisher">PUB for the BMS, else the name of an integration.</param>
public readonly record struct BmsTopic(string Publisher, bool IsMetadata, BmsPointKey Point)
{
    public const string Bms = "PUB";
    public const string AllValues = "BMS/v1/PUB/Value/#", AllMetadata = "BMS/v1/PUB/Metadata/#";

    public bool IsOfBms => Publisher == Bms;

    public override string ToString() => $"BMS/v1/{Publisher}/{(IsMetadata ? "Metadata" : "Value")}/{Point}";

    /// <summary>Null for any other topic.</summary>
    public static BmsTopic? Read(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.Length > 1024 || topic.Split('/', 7) is not ["BMS", "v1", { Length: > 0 } publisher, { } kind,
            { Length: > 0 } objectType, { Length: > 0 } pointType, { Length: > 0 } path])
            return null;
        if (kind is not ("Value" or "Metadata") || publisher != Bms && kind == "Metadata"
            || topic.AsSpan().ContainsAny('+', '#', '\0')) return null;
        return new(publisher, kind == "Metadata", new(objectType, pointType, path));
    }

    public static BmsTopic MetadataOf(BmsPointKey point) => new(Bms, true, point);
    public static BmsTopic ValueOf(BmsPointKey point) => new(Bms, false, point);

    /// <summary>Where an integration writes a point of its own: PUB gives way to its name, Metadata to Value.</summary>
    public static BmsTopic WrittenBy(string integration, BmsPointKey point) => new(integration, false, point);
}
