using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>How a power cap reaches a rack: facts of one kind of actuator on one kind of rack.</summary>
/// <remarks>
///   Latencies are data of a platform with a date, never physics: those of a run come from <c>data/actuators.yaml</c>. The same numbers stand here for
///   racks that are made without a catalog, and a test holds them to it:
///   in-band clock lock 10 ms (Perseus, arXiv 2312.06902, as quoted in public documents); hardware brake 5 s and out-of-band cap 40 s (POLCA,
///   arXiv 2308.12908, table 1: one cloud, 2023). The latency of an in-band power limit was measured by nobody we could read;
///   1 s is our choice.
/// </remarks>
/// <param name="Name">As reports print it.</param>
/// <param name="Latency">From the order to the first instant at which it holds.</param>
/// <param name="Least">The lowest cap the device takes; a lower order becomes this one.</param>
/// <param name="Most">The highest; a rack without a cap is a rack at this one.</param>
/// <param name="Resolution">Caps are whole multiples of it, rounded down.</param>
public sealed record CapActuator(string Name, TimeSpan Latency, Power Least, Power Most, Power Resolution)
{
    /// <summary>An actuator of the catalog, on racks of this range.</summary>
    public static CapActuator Of(Actuator facts, Power least, Power most)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new(facts.Name, facts.Latency, least, most, facts.Resolution);
    }

    public static CapActuator ClockLock(Power least, Power most) =>
        new("in-band clock lock", TimeSpan.FromMilliseconds(10), least, most, Power.FromSi(1));
    public static CapActuator InBand(Power least, Power most) => new("in-band cap", TimeSpan.FromSeconds(1), least, most, Power.FromSi(1));
    public static CapActuator Brake(Power least, Power most) => new("power brake", TimeSpan.FromSeconds(5), least, most, Power.FromSi(1));
    public static CapActuator OutOfBand(Power least, Power most) =>
        new("out-of-band cap", TimeSpan.FromSeconds(40), least, most, Power.FromSi(1));

    /// <summary>What a healthy device makes of an order: the next multiple of the resolution below it, within its range.</summary>
    public Power Resolved(Power order) => Power.FromSi(CapStep.Resolved(order.Watts, new CapFacts(this)));
}

/// <summary>The numbers of an actuator as the loops use them.</summary>
readonly record struct CapFacts
{
    public CapFacts(CapActuator actuator)
    {
        LatencyTicks = actuator.Latency.Ticks;
        LeastWatts = actuator.Least.Watts;
        MostWatts = actuator.Most.Watts;
        ResolutionWatts = actuator.Resolution.Watts;
        if (LatencyTicks < 0 || !(LeastWatts >= 0) || !(MostWatts >= LeastWatts) || !double.IsFinite(MostWatts) || !(ResolutionWatts > 0))
            throw new ArgumentException($"{actuator.Name}: needs latency ≥ 0, 0 ≤ least ≤ most, resolution > 0", nameof(actuator));
    }

    public double LatencyTicks { get; }
    public double LeastWatts { get; }
    public double MostWatts { get; }
    public double ResolutionWatts { get; }
}
