using Headroom.Quantities;

namespace Headroom.TestKit.SunSpec;

/// <summary>What an emulated battery is like.</summary>
public sealed record BatteryMake(Energy Capacity, Power Rating)
{
    public double StartShare { get; init; } = 0.5;

    /// <summary>One way: what is stored of what is charged, and delivered of what is taken.</summary>
    public double OneWayEfficiency { get; init; } = 0.95;

    /// <summary>How fast its power follows a set point.</summary>
    public Ramp Ramp { get; init; } = Ramp.FromSi(1e9);

    /// <summary>Shares of capacity it keeps between.</summary>
    public double ReserveLeastShare { get; init; } = 0.05;
    public double ReserveMostShare { get; init; } = 0.98;

    /// <summary>Registers of the reversion timer are there; without, an order holds until another.</summary>
    public bool HasTimer { get; init; } = true;

    /// <summary>The timer starts anew with every write of a set point; without, only when enabling is written by itself.</summary>
    public bool RestartsOnEveryWrite { get; init; } = true;

    /// <summary>It takes what belongs together in one request; without, only requests for single points.</summary>
    public bool TakesWholeOrders { get; init; } = true;

    /// <summary>10^this watts is the step of power, 10^that watt-hours of energy: as fine as 16 bits hold it.</summary>
    public int PowerScale => ScaleFor(Rating.Watts, short.MaxValue);
    public int EnergyScale => ScaleFor(Capacity.KilowattHours * 1e3, 65_534);
    public int Start { get; init; } = 40_000;

    /// <summary>10^this is the finest step by which so many counts reach that far.</summary>
    internal static int ScaleFor(double most, double counts) => Math.Clamp((int)Math.Ceiling(Math.Log10(Math.Max(most, 1) / counts)), -10, 10);
}
