using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>The way by which a power cap reaches an accelerator; it decides how long that takes.</summary>
public enum CapPath
{
    /// <summary>Locked clocks, set by the host.</summary>
    ClockLock,

    /// <summary>A power limit, set by the host.</summary>
    InBand,

    /// <summary>The power brake of the hardware.</summary>
    Brake,

    /// <summary>A power limit, set through the management controller.</summary>
    OutOfBand,
}

/// <summary>A kind of rack that stands on the site or may be bought for it.</summary>
public sealed record RackChoice
{
    public required RackType Type { get; init; }
    public required Sizing<Count> Size { get; init; }

    /// <summary>The only halls it may stand in; empty where any hall that can host it will do.</summary>
    public IReadOnlyList<string> Halls { get; init; } = [];

    /// <summary>Price of one rack.</summary>
    public Money Price { get; init; }
    public Repayment Repayment { get; init; } = new(0.07, 5);

    /// <summary>The highest cap that will ever be set, as a share of the accelerator's rated power; halls are provisioned for it.</summary>
    public double CapMostFraction { get; init; } = 1;

    /// <summary>The way by which a cap reaches its accelerators.</summary>
    public CapPath CapPath { get; init; } = CapPath.InBand;

    /// <summary>Whether the power smoothing of the part is on, which ships off.</summary>
    public bool Smooths { get; init; }
}
