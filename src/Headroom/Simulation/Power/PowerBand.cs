using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What a device can inject in a step: anything from least to most. Positive feeds the bus.</summary>
public readonly record struct PowerBand(Power Least, Power Most)
{
    public static PowerBand Nothing { get; }

    /// <summary>The nearest power that the band allows.</summary>
    public Power Nearest(Power wanted) => Power.Max(Least, Power.Min(wanted, Most));

    /// <summary>Whether a power lies within, but for a grain of rounding.</summary>
    public bool Holds(Power injection)
    {
        double grain = 1e-9 * Math.Max(Math.Abs(Least.Watts), Math.Abs(Most.Watts)) + 1e-6;
        return injection.Watts >= Least.Watts - grain && injection.Watts <= Most.Watts + grain;
    }
}
