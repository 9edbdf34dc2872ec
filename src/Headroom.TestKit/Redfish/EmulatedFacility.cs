using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.TestKit.Redfish;

/// <summary>A unit that distributes coolant, emulated: flow, temperatures and the heat between them.</summary>
public sealed class EmulatedCdu
{
    public Power Capacity { get; init; } = Power.FromSi(1.3e6);

    /// <summary>Heat of the racks behind it.</summary>
    public Power Heat { get; set; } = Power.FromSi(0.8e6);
    public double FlowLitresPerMinute { get; set; } = 1200;
    public double SupplyCelsius
    {
        get;
        set
        {
            field = value;
            Interlocked.Increment(ref version);
        }
    } = 40;

    private long version = 1;

    /// <summary>Counts changes of what can be written; its entity tag.</summary>
    internal long Version => Interlocked.Read(ref version);

    /// <summary>What the unit states over what flow and temperatures come to; 1 is honest.</summary>
    public double HeatLyingFactor { get; set; } = 1;
    public double PumpPercent { get; set; } = 62;
    public bool IsOn { get; set; } = true;
    internal double ReturnCelsius =>
        SupplyCelsius + (FlowLitresPerMinute > 0
            ? Heat.Watts / (FlowLitresPerMinute / 60_000 * CoolantConnector.WaterJoulesPerCubicMetreKelvin) : 0);
}

/// <summary>A strip of a rack, emulated: a main, two branches and their outlets.</summary>
public sealed class EmulatedPdu
{
    private readonly bool[] on = [true, true, true, true];

    public Power Power { get; set; } = Power.FromSi(28_000);
    public Energy Energy { get; set; } = Energy.FromSi(3.6e12);
    public double RatedAmps { get; init; } = 63;
    public double Volts { get; init; } = 415;
    public string Breaker { get; set; } = "Normal";
    public int Outlets => on.Length;
    public bool IsOn(int outlet) => on[outlet];
    internal void Switch(int outlet, bool isOn) => on[outlet] = isOn;
    internal double Amps => Power.Watts / Volts / Math.Sqrt(3);
}

/// <summary>Leak detectors by name.</summary>
public sealed class EmulatedLeaks
{
    private readonly Dictionary<string, LeakState> states;

    public EmulatedLeaks(params IEnumerable<string> names) => states = names.ToDictionary(name => name, _ => LeakState.Ok);

    public IReadOnlyCollection<string> Names => states.Keys;

    public LeakState this[string name]
    {
        get { lock (states) return states[name]; }
        set { lock (states) states[name] = value; }
    }
}
