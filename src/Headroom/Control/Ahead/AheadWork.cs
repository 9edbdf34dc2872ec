using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Racks of one kind that services and runs share.</summary>
/// <param name="Racks">That stand and are on.</param>
/// <param name="IdlePerRack">On without work, at the IT boundary.</param>
public sealed record AheadFleet(string Name, double[] Racks, Power IdlePerRack)
{
    /// <summary>Racks without work may be switched off and on again at once, which no plan should count on and a bound has to.</summary>
    public bool MaySwitchOff { get; init; }

    /// <summary>The most that may be off in each step; null for as many as stand.</summary>
    public double[]? OffMost { get; init; }
}

/// <summary>One way to run a rack: what it draws above idle and what it serves.</summary>
public readonly record struct AheadKnot(Power AboveIdle, TokenRate Tokens)
{
    /// <summary>Cap of its boards, as a share of their highest power.</summary>
    public double CapFraction { get; init; } = 1;
}

/// <summary>How a service uses a fleet: racks that serve it, the mean cap of their boards, and what they serve.</summary>
public readonly record struct LaneUse(double Racks, double CapFraction, TokenRate Tokens);

/// <summary>A service on one fleet: knots of a rising concave curve, per rack. Between idle and the first of them some racks idle.</summary>
/// <param name="Fleet">Place of the fleet in <see cref="AheadInputs.Fleets"/>.</param>
public sealed record AheadLane(int Fleet, IReadOnlyList<AheadKnot> Knots);

/// <summary>Tokens that waited when the horizon began, and for how long.</summary>
public readonly record struct AheadOwed(TimeSpan Age, TokenCount Tokens);

/// <summary>A service in the time to come.</summary>
public sealed record AheadService
{
    public required string Name { get; init; }

    /// <summary>0 never touched … 3.</summary>
    public int Tier { get; init; }

    /// <summary>Work that may wait gives before any tier.</summary>
    public bool MayWait { get; init; }

    /// <summary>How long what came may wait until it is lost; zero where it is served in its own step or not at all.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Weighted tokens per token.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Output tokens a second that come.</summary>
    public required TokenRate[] Demand { get; init; }
    public IReadOnlyList<AheadLane> Lanes { get; init; } = [];
    public IReadOnlyList<AheadOwed> Owed { get; init; } = [];

    /// <summary>Who gives way first: work that may wait, then tier 3 … 0.</summary>
    public int Rank => MayWait ? Shedding.MayWait : Tier;

    internal TokenCount Asked(IReadOnlyList<TimeSpan> lengths)
    {
        TokenCount sum = Owed.Select(owed => owed.Tokens).Sum();
        for (int t = 0; t < Demand.Length; t++) sum += Demand[t] * lengths[t];
        return sum;
    }
}

/// <summary>A training run on one fleet in the time to come; last in rank.</summary>
public sealed record AheadRun
{
    public required string Name { get; init; }
    public int Fleet { get; init; }

    /// <summary>Racks that it may use.</summary>
    public required double[] RacksMost { get; init; }

    /// <summary>Above idle, of a rack that trains: without a further cap, and at the lowest cap. Slowing down between them loses no work.</summary>
    public required Power FullPerRack { get; init; }
    public Power LeastPerRack { get; init; }

    /// <summary>Weighted tokens per joule above idle: what running is worth.</summary>
    public TokenEfficiency WorthPerJoule { get; init; } = TokenEfficiency.FromSi(1);

    /// <summary>What a megawatt-hour of its work above idle may cost; dearer than that it rather stands. Null: it works at any cost once all else is served.</summary>
    public EnergyPrice? Value { get; init; }

    /// <summary>Racks may stop; if not, all of them run at the lowest cap at least.</summary>
    public bool MayPause { get; init; }

    /// <summary>Work since the last checkpoint when each step begins: lost by racks that stop then; zero at a checkpoint. Null: saved whenever it stops.</summary>
    public TimeSpan[]? AtRisk { get; init; }

    /// <summary>How fast its power may change; null where steps do not show it.</summary>
    public Ramp? Ramp { get; init; }

    /// <summary>Racks that run before the first step; null for as many as may.</summary>
    public double? RacksNow { get; init; }

    /// <summary>Power above idle before the first step; null where the first step may begin anywhere.</summary>
    public Power? PowerNow { get; init; }

    /// <summary>Work since the last checkpoint at the beginning of each step, where checkpoints come at even intervals.</summary>
    /// <param name="sinceLast">Since the last checkpoint when the horizon begins.</param>
    public static TimeSpan[] AtRiskEvery(TimeSpan interval, TimeSpan sinceLast, IReadOnlyList<TimeSpan> lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        var risk = new TimeSpan[lengths.Count];
        TimeSpan since = sinceLast;
        for (int t = 0; t < risk.Length; t++)
        {
            risk[t] = TimeSpan.FromTicks(since.Ticks % interval.Ticks);
            since += lengths[t];
        }
        return risk;
    }
}
