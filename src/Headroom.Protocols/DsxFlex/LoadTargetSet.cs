using Headroom.Protocols.Text;
using Headroom.Quantities;

namespace Headroom.Protocols.DsxFlex;

/// <summary>What the grid's side demands of feeds: <c>grid.loadtarget.set.v1</c>.</summary>
public sealed record LoadTargetSet(IReadOnlyList<LoadTarget> Targets)
{
    public const int TargetsMost = 1000, TagsMost = 1000;

    public static LoadTargetSet? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, FlexEnvelope.BytesMost, Of, out malformed);

    private static LoadTargetSet Of(JsonPart at)
    {
        JsonPart list = at.Must("targets");
        LoadTarget[] targets = [.. list.Items(TargetsMost).Select(TargetOf)];
        if (targets.Length == 0) list.Wrong("no target");
        return new(targets);
    }

    private static LoadTarget TargetOf(JsonPart at)
    {
        (DateTimeOffset? start, DateTimeOffset? end) = at.Must("interval").Interval();
        JsonPart constraint = at.Must("load_constraint");
        return new()
        {
            Start = start,
            End = end,
            Tags = at.Said("feed_tags") is { } tags ? [.. tags.Items(TagsMost).Select(tag => tag.Filled())] : [],
            Constraint = constraint.IsNull ? null : constraint.Power(),
            IsBestEffort = at.BestEffort(),
        };
    }

    public byte[] Write() => FlexJson.Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("targets");
        foreach (LoadTarget one in Targets)
        {
            json.WriteStartObject();
            json.WriteInterval(one.Start, one.End);
            if (one.Tags.Count > 0)
            {
                json.WriteStartArray("feed_tags");
                foreach (string tag in one.Tags) json.WriteStringValue(tag);
                json.WriteEndArray();
            }
            if (one.Constraint is { } power) json.WritePower("load_constraint", power);
            else json.WriteNull("load_constraint");
            json.WriteStrategy(one.IsBestEffort);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}

/// <summary>One demand: at most this power on these feeds, from then to then.</summary>
public sealed record LoadTarget
{
    /// <summary>Null: from now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Null: until it is replaced.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Feeds that each get the constraint; none named means all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Null takes away what was demanded; it never means nothing, and nothing never means null.</summary>
    public Power? Constraint { get; init; }
    public bool IsBestEffort { get; init; }
}
