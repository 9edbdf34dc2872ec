using System.Collections.Concurrent;
using Headroom.Protocols;
using Headroom.Protocols.DsxBms;

namespace Headroom.Operator.Field.DsxBms;

/// <summary>Every point of a building management system as it was last heard.</summary>
internal sealed class BmsPoints(int most)
{
    private readonly ConcurrentDictionary<BmsPointKey, BmsPoint> points = new();

    public IEnumerable<BmsPoint> All => points.Values;
    public BmsPoint? this[BmsPointKey key] => points.GetValueOrDefault(key);

    /// <summary>Takes what came on a topic of the BMS; says what is wrong with it.</summary>
    public Malformed? Take(BmsTopic topic, ReadOnlyMemory<byte> payload, DateTimeOffset received)
    {
        BmsPoint? known = this[topic.Point];
        if (known is null && points.Count >= most) return new(topic.ToString(), $"more than {most} points");
        known ??= new(topic.Point, null, null, null, null);
        if (topic.IsMetadata)
        {
            if (BmsMetadata.Read(payload, out Malformed? wrong) is not { } metadata) return wrong;
            if (metadata.ObjectType != topic.Point.ObjectType || metadata.PointType != topic.Point.PointType)
                return new(topic.ToString(), $"metadata of {metadata.ObjectType}/{metadata.PointType}");
            points[topic.Point] = known with { Metadata = metadata };
            return null;
        }
        if (BmsValue.Read(payload, out Malformed? odd) is not { } value) return odd;
        points[topic.Point] = known.With(value, received);
        return null;
    }
}
