using Headroom.Quantities;

namespace Headroom.Protocols.DsxBms;

/// <summary>A point as it is known now.</summary>
/// <param name="Metadata">Null until they came: until then no value of it is interpreted.</param>
/// <param name="Last">The last value, good or not.</param>
/// <param name="LastGood">The last that was good.</param>
/// <param name="GoodReceived">When that came, by our clock.</param>
public sealed record BmsPoint(BmsPointKey Key, BmsMetadata? Metadata, BmsValue? Last, BmsValue? LastGood, DateTimeOffset? GoodReceived)
{
    /// <summary>Its unit: what the metadata say, which must agree with what the schema fixes.</summary>
    public string? Unit => Metadata is null ? null : BmsPointTypes.FixedUnit(Key.ObjectType, Key.PointType) is { } fixedUnit
        && Metadata.Unit != fixedUnit ? null : Metadata.Unit;

    /// <summary>How old the last good value is: by its own time or by ours, whichever is more; null without one.</summary>
    public TimeSpan? Age(DateTimeOffset now)
    {
        if (LastGood is not { } value || GoodReceived is not { } received) return null;
        TimeSpan own = now - value.At, ours = now - received;
        return own > ours ? own : ours;
    }

    public bool IsGoodNow => Last is { IsGood: true };
    public Power? Power => Number is { } number ? BmsPointTypes.AsPower(number, Unit) : null;
    public Temperature? Temperature => Number is { } number ? BmsPointTypes.AsTemperature(number, Unit) : null;
    public VolumeFlow? Flow => Number is { } number ? BmsPointTypes.AsFlow(number, Unit) : null;

    /// <summary>What a state is called; null where it has none.</summary>
    public string? State => Number is { } number && Metadata!.States.Where(one => one.Value == number).Select(one =>
        one.Text).FirstOrDefault() is { } text ? text : null;

    /// <summary>The last good number, once its metadata are known.</summary>
    public double? Number => Metadata is null ? null : LastGood?.Number;

    /// <summary>The point after a value.</summary>
    public BmsPoint With(BmsValue value, DateTimeOffset received)
    {
        // an older value that comes late changes nothing
        if (Last is { } last && value.At < last.At) return this;
        return value.IsGood ? this with { Last = value, LastGood = value, GoodReceived = received } : this with { Last = value };
    }
}
