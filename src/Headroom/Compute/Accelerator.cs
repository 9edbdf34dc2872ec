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
/// <param name="BoardsMeteredOn">Part whose boards were metered for <paramref name="PowerFit"/>; null for its own.</param>
public sealed record Accelerator(
    string Name, Power Tdp, Power Idle, DataSize Memory, Bandwidth MemoryBandwidth, PerPrecision<ComputeRate> Peak,
    Power HostPower, PowerFit PowerFit, double CapExponent = 0.65, double CapFloorFraction = 0.5,
    string? BoardsMeteredOn = null);

/// <summary>Coefficients of (6), the draw of a board without a cap over how busy its memory and its arithmetic
///   are.</summary>
/// <param name="BaseFraction">p₀ where the family has none of its own.</param>
/// <param name="MemoryFraction">p₁.</param>
/// <param name="ArithmeticFraction">p₂.</param>
/// <param name="ArithmeticExponent">γ.</param>
public sealed record PowerFit(
    double BaseFraction, double MemoryFraction, double ArithmeticFraction, double ArithmeticExponent);
