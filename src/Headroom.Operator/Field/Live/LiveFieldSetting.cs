using Headroom.Quantities;

namespace Headroom.Operator.Field.Live;

/// <summary>How a live field deals with time and silence.</summary>
public sealed record LiveFieldSetting
{
    /// <summary>A reading that is older says nothing any more.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A beat waits so long for devices; who is later is read with the next.</summary>
    public TimeSpan ReadWithin { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Orders wait so long for devices to answer; who is later goes on.</summary>
    public TimeSpan WriteWithin { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>From a cap's order to the moment when it is in force, by the devices of this site; the plan's where that is longer.</summary>
    public TimeSpan CapLatency { get; init; }

    /// <summary>Racks that tell nothing, by their full power; from this share on the observation is blind to all of them.</summary>
    public double SilentShareMost { get; init; } = 0.25;

    /// <summary>Where the field says what it must: fail-safe import of an authority that states none.</summary>
    public Power? FailSafe { get; init; }
}
