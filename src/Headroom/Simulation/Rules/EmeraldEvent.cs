using Headroom.Quantities;

namespace Headroom.Simulation.Rules;

/// <summary>A cut that is held and given back without snap-back, as a contract.</summary>
/// <remarks>
///   Source   arXiv 2507.00909v1, quoted (grade Q): 25 % against the mean of the peak period, 3 h, 15-minute ramps, below the
///            baseline afterwards. Our choices (grade C), which the source leaves open: the settlement interval, the recovery
///            window, that the ramp starts at the notified time, and the allowance of a step.
/// </remarks>
/// <param name="Baseline">Mean draw of the peak period.</param>
/// <param name="RampStart">Start of the ramp down.</param>
public sealed record EmeraldEvent(Power Baseline, TimeSpan RampStart)
{
    public double CutFraction { get; init; } = 0.25;
    public TimeSpan RampDown { get; init; } = TimeSpan.FromMinutes(15);
    public TimeSpan Hold { get; init; } = TimeSpan.FromHours(3);
    public TimeSpan RampUp { get; init; } = TimeSpan.FromMinutes(15);
    public TimeSpan Recovery { get; init; } = TimeSpan.FromHours(1);
    public TimeSpan Settlement { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How much more than its even part of the cut one settlement interval may change, as a share of the baseline.</summary>
    public double StepSlackFraction { get; init; } = 0.01;

    /// <summary>A limit of the grid on top; the allowance of a step is then the smaller.</summary>
    public Ramp? RampMost { get; init; }
    public Power Level => Baseline * (1 - CutFraction);

    /// <summary>The largest site for which a cut with these ramps is legal at a ramp limit.</summary>
    public Power LargestBaseline(Ramp limit) => Power.FromSi(limit.WattsPerSecond * RampDown.TotalSeconds / CutFraction);
}

/// <summary>Throughput that a tier lost over an event, backlog counted.</summary>
/// <param name="Tier">0 … 3.</param>
public sealed record TierLoss(int Tier, double LostFraction)
{
    private static readonly double[] mostFractions = [0, 0.10, 0.25, 0.50];      // arXiv 2507.00909v1, grade Q; tier 0 grade 2
    public double MostFraction => mostFractions[Tier];
}

/// <summary>One clause of the contract and what came of it.</summary>
public sealed record ClauseVerdict(int Clause, string Asks, Verdict Verdict, string Why, double? WorstSeconds = null);
