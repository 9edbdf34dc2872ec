namespace Headroom.Control;

/// <summary>A whole controller between two beats. The policy is not in it: it starts anew, and the envelope holds it.</summary>
/// <param name="Book">Everything that was demanded; it alone is enough to be safe.</param>
/// <param name="Memory">Null where only the book was saved: caps are read back, timers have run out, the clock is believed.</param>
public sealed record ControllerSnapshot(LimitBookSnapshot Book, ControllerMemory? Memory);

/// <summary>What a controller remembers beside its book.</summary>
/// <param name="Minute">Import of the last minute.</param>
public sealed record ControllerMemory(BeatState? Beat, RollingMinute? Minute, EnvelopeMemory? Envelope, TrustMemory? Trust);
