using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What a cap leaves of a training job: its speed, and its power while it computes.</summary>
/// <param name="SpeedFraction">Steps per second, of the job without a cap.</param>
/// <param name="PowerFraction">A node at the compute level, of the node without a cap.</param>
public readonly record struct TrainingSpeed(double SpeedFraction, double PowerFraction)
{
    /// <summary>No cap.</summary>
    public static TrainingSpeed Full => new(1, 1);

    /// <summary>Every accelerator of the job at one cap.</summary>
    /// <remarks>
    ///   (7a)  speed = min(1, (c/P₀)^α),  power = n(min(c, P₀) + P_host)/n(P₀ + P_host)        P₀ = .97·TDP
    ///   Rounded to 36 bits, so that the platform's own powers do not reach a simulation.
    /// </remarks>
    public static TrainingSpeed Under(RackType rack, double capFraction)
    {
        ArgumentNullException.ThrowIfNull(rack);
        Power cap = capFraction * rack.Accelerator.Tdp, free = AcceleratorPower.BusyShareOfTdp * rack.Accelerator.Tdp;
        return new(ServingCurves.Rounded(CapLaw.MixedSpeedFraction(cap, free, rack.Accelerator.CapExponent)),
            ServingCurves.Rounded(Training.PowerOfRack(rack, cap) / Training.PowerOfRack(rack, rack.Accelerator.Tdp)));
    }
}
