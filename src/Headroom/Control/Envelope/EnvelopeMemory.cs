using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What an envelope remembers from beat to beat; times are lengths, so that no clock matters.</summary>
/// <param name="Slow">Share to which each service is slowed.</param>
/// <param name="Ordered">Share that each service was ordered last.</param>
/// <param name="ExcessFor">How long more was drawn than there is room for.</param>
/// <param name="BankShare">Share that feeds leave each bank of racks.</param>
/// <param name="Wait">How long each feed is still left to let caps land.</param>
public sealed record EnvelopeMemory(IReadOnlyList<double> Slow, IReadOnlyList<double> Ordered, TimeSpan ExcessFor, IReadOnlyList<double> BankShare, IReadOnlyList<TimeSpan> Wait)
{
    /// <summary>How coolant and air moved; null of a controller that knew none.</summary>
    public CoolantMemory? Coolant { get; init; }

    /// <summary>Racks behind feeds that go off; null of a controller that knew none.</summary>
    public FeedOffMemory? Off { get; init; }

    /// <summary>Work in flight; null of a controller that knew none.</summary>
    public WorkMemory? Work { get; init; }
}

/// <summary>What an envelope remembers of work in flight.</summary>
/// <param name="Recent">What each service drew lately.</param>
/// <param name="Gates">Up to where each service might start work.</param>
/// <param name="RunsBefore">What each run was ordered.</param>
/// <param name="Late">How long each run draws more than it was ordered.</param>
/// <param name="Burned">The last burst of racks that let their draw fall slowly.</param>
/// <param name="RatioBefore">Draw per IT power, and how fast it grows by the second.</param>
public sealed record WorkMemory(IReadOnlyList<Power> Recent, IReadOnlyList<Power> Gates, IReadOnlyList<Power> RunsBefore, IReadOnlyList<TimeSpan> Late,
    Power Burned, double RatioBefore, double TrendPerSecond);
