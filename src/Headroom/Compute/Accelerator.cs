using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>A GPU or TPU: facts only. Defaults and their sources: <c>reference/compute.md</c> §2.1.</summary>
/// <param name="Name">As fits and catalog write it: <c>h200-sxm</c>.</param>
/// <param name="Tdp">Board power without a cap, as rated.</param>
/// <param name="Idle">Board power without work.</param>
/// <param name="Memory">High-bandwidth memory.</param>
/// <param name="MemoryBandwidth">Its peak.</param>
/// <param name="Peak">Dense tensor rate; a format the part lacks runs as the next wider one, so state that
///   rate.</param>
/// <param name="HostPower">Server power beside the accelerators, per accelerator: CPU, network cards, fans, supply
///   losses.</param>
/// <param name="PowerFit">Coefficients of (6).</param>
/// <param name="CapExponent">α of the cap law (7a).</param>
/// <param name="CapFloorFraction">Lowest cap the model answers for, of TDP; below it (7a) extrapolates.</param>
public sealed record Accelerator(
    string Name, Power Tdp, Power Idle, DataSize Memory, Bandwidth MemoryBandwidth, PerPrecision<ComputeRate> Peak,
    Power HostPower, PowerFit PowerFit, double CapExponent = 0.65, double CapFloorFraction = 0.5);

/// <summary>
///   Coefficients of (6), the draw of a board without a cap over how busy its memory and its arithmetic are.
/// </summary>
/// <remarks>
///   Derived from ML.ENERGY (vLLM 0.11.1): Hopper n 274, error 12 %, R² 0.38; Blackwell n 291, error 18 %, R² 0.31.
///   Good for fleets, poor for one configuration.
/// </remarks>
public sealed record PowerFit(double BaseFraction, double MemoryFraction, double ArithmeticFraction)
{
    public static PowerFit Hopper { get; } = new(0.605, 0, 0.731);
    public static PowerFit Blackwell { get; } = new(0.528, 0.380, 0.788);
}
