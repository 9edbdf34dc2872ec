using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What a device says of its own reading.</summary>
public enum ReadingQuality { Good, Doubtful, Bad }

/// <summary>A value, when it was taken, and what its device thinks of it.</summary>
public readonly record struct SensorReading<Q>(Q Value, TimeSpan TakenAt, ReadingQuality Quality = ReadingQuality.Good) where Q : struct, IQuantity<Q>;

/// <summary>Which error is the safe one.</summary>
public enum SafeSide
{
    /// <summary>Draw, temperature: better thought too high.</summary>
    Larger,

    /// <summary>Supply, stored energy: better thought too low.</summary>
    Smaller,
}

/// <summary>How far a value is believed.</summary>
public enum TrustStanding
{
    /// <summary>The sensor's own word.</summary>
    Trusted,

    /// <summary>A bound from the last good reading, on the safe side.</summary>
    Bounded,
}

/// <summary>Why a reading is not believed as it is.</summary>
public enum TrustFault
{
    None,
    NeverRead,
    Stale,
    FromTheFuture,
    BadQuality,
    OutOfBounds,
    Jumped,
    Frozen,
}

/// <summary>The value to act on; the truth lies between least and most as long as the physics of the sensor's facts holds.</summary>
public readonly record struct TrustedReading<Q>(Q Value, TrustStanding Standing, TrustFault Why, Q Least, Q Most) where Q : struct, IQuantity<Q>;

/// <summary>What is known of one sensor and of what it measures.</summary>
/// <param name="Least">Nothing real lies below.</param>
/// <param name="Most">Nothing real lies above.</param>
/// <param name="Side">Which error is the safe one.</param>
/// <param name="AgeMost">A reading older than this is stale.</param>
/// <param name="ChangePerSecond">Physics changes it no faster, either way.</param>
/// <param name="Noise">Honest error of a reading; a change no larger is no jump.</param>
/// <param name="FrozenAfter">A live sensor moves within this time; null where the value may well stand still.</param>
public readonly record struct SensorFacts<Q>(Q Least, Q Most, SafeSide Side, TimeSpan AgeMost, Q ChangePerSecond, Q Noise, TimeSpan? FrozenAfter)
    where Q : struct, IQuantity<Q>
{
    /// <summary>A value that moves by no more stands still; zero: only the very same value does.</summary>
    public Q Still { get; init; }

    /// <summary>Readings in a row that agree with each other after a jump, until the new level is believed: breakers open at once.</summary>
    public int ConfirmedAfter { get; init; } = 3;
}
