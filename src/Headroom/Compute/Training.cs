using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>One way to run a rack in training.</summary>
/// <param name="CapFraction">Accelerator cap, of TDP.</param>
/// <param name="Power">The rack at the IT boundary.</param>
/// <param name="Compute">Useful arithmetic: model FLOP per second, lost work already taken off.</param>
public sealed record TrainingPoint(double CapFraction, Power Power, ComputeRate Compute);

/// <summary>Power against training compute of one rack, rising and concave.</summary>
/// <param name="Points">Sorted by power.</param>
/// <param name="Idle">The rack switched on without work.</param>
/// <param name="ReductionErrorFraction">Most compute lost by keeping few points, relative.</param>
public sealed record TrainingFrontier(IReadOnlyList<TrainingPoint> Points, Power Idle, double ReductionErrorFraction)
{
    /// <summary>The point without a cap.</summary>
    public TrainingPoint Most => Points[^1];
    /// <summary>The lowest point.</summary>
    public TrainingPoint Least => Points[0];
}

/// <summary>Racks that train: equation (12) of <c>reference/compute.md</c> §1.6 under the cap law (7a).</summary>
public static class Training
{
    private const int CapSteps = 50;
    private const double FloatingPointOperationsPerParameter = 6;

    /// <summary>Useful arithmetic of a rack under a cap.</summary>
    /// <remarks>
    ///   (12)  FLOP/s = n·F·MFU·(c/P₀)^α·goodput        F   dense peak at the precision        P₀   0.97 TDP
    ///   MFU   share of that peak: .38–.43 reported for Llama 3 405B in bf16, .73 in an FP8 run; .40 by default
    /// </remarks>
    public static ComputeRate ComputeOfRack(
        RackType rack, Power cap, double utilisationFraction = 0.40, double goodputFraction = 1, Precision precision = Precision.Bf16)
    {
        ArgumentNullException.ThrowIfNull(rack);
        Accelerator part = rack.Accelerator;
        double speed = CapLaw.MixedSpeedFraction(cap, AcceleratorPower.BusyShareOfTdp * part.Tdp, part.CapExponent);
        return rack.Accelerators * utilisationFraction * speed * goodputFraction * part.Peak[precision];
    }

    /// <summary>Tokens trained per second from useful arithmetic.</summary>
    /// <remarks>
    ///   (12)  tok/s = n·F·MFU·goodput/(6A)        A   active parameters        6   FLOP per parameter and token: 2 forward, 4
    ///   backward
    ///   Valid    attention over the context and recomputed activations not counted: contexts well below 12·width.
    /// </remarks>
    public static TokenRate TokenRate(ComputeRate useful, Count activeParameters) =>
        (useful.OperationsPerSecond / (FloatingPointOperationsPerParameter * activeParameters.Items)).TokensPerSecond;

    /// <summary>Tokens trained per second by a number of accelerators.</summary>
    /// <remarks>(12)  n   accelerators        F   dense peak of one        MFU and goodput as shares</remarks>
    public static TokenRate TokenRate(
        int accelerators, ComputeRate peak, double utilisationFraction, Count activeParameters, double goodputFraction = 1) =>
        TokenRate(accelerators * utilisationFraction * goodputFraction * peak, activeParameters);

    /// <summary>MFU of a measured run: (12) read backwards.</summary>
    /// <remarks>MFU = 6A·tok/s/(n·F)        GPT-3 on 512 H100: .37 of FP8, .73 of bf16 (training v4.0; derived, not verified by
    /// MLCommons Association)</remarks>
    public static double UtilisationFraction(TokenRate measured, int accelerators, ComputeRate peak, Count activeParameters) =>
        FloatingPointOperationsPerParameter * activeParameters.Items * measured.TokensPerSecond
        / (accelerators * peak.OperationsPerSecond);

    /// <summary>Draw of a rack under a cap while it computes, at the IT boundary.</summary>
    public static Power PowerOfRack(RackType rack, Power cap)
    {
        ArgumentNullException.ThrowIfNull(rack);
        Power board = CapLaw.Draw(cap, AcceleratorPower.BusyShareOfTdp * rack.Accelerator.Tdp);
        return ServerPower.AtItBoundary(rack, ServerPower.OfRack(rack, board));
    }

    /// <summary>Points from the lowest cap to TDP, reduced to the few that describe the curve.</summary>
    public static TrainingFrontier FrontierOf(
        RackType rack, double utilisationFraction = 0.40, double goodputFraction = 1, Precision precision = Precision.Bf16, int mostPoints = 5)
    {
        ArgumentNullException.ThrowIfNull(rack);
        double floor = rack.Accelerator.CapFloorFraction;
        TrainingPoint[] points = [.. Enumerable.Range(0, CapSteps + 1)
            .Select(step => floor + (1 - floor) * step / CapSteps)
            .Select(c => new TrainingPoint(c,
                PowerOfRack(rack, c * rack.Accelerator.Tdp),
                ComputeOfRack(rack, c * rack.Accelerator.Tdp, utilisationFraction, goodputFraction, precision)))];
        Power idle = ServerPower.Idle(rack);
        double[] watts = [.. points.Select(p => p.Power.Watts)];
        double[] operations = [.. points.Select(p => p.Compute.OperationsPerSecond)];
        TrainingPoint[] hull = [.. ConcaveHull.Over(watts, operations).Select(i => points[i])];
        (List<int> kept, double error) = ConcaveHull.Reduce(
            [.. hull.Select(p => p.Power.Watts)], [.. hull.Select(p => p.Compute.OperationsPerSecond)], mostPoints);
        return new([.. kept.Select(i => hull[i])], idle, error);
    }
}
