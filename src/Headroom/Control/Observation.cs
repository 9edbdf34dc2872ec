using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What a controller knows when it decides: one moment of one site. Arrays are the caller's and are filled anew each time.</summary>
public sealed class Observation(int services, int runs, int plants, int batteries, int feeds = 0, int banks = 0)
{
    public TimeSpan Now { get; set; }
    public TimeSpan Step { get; set; }

    /// <summary>Import of the last step, as the site's meter tells; null before there is one.</summary>
    public Power? Import { get; set; }

    /// <summary>What plants and batteries fed into the bus in the last step, as their own meters tell; null where they have none.</summary>
    public Power? Generated { get; set; }

    /// <summary>Shares that the banks of racks hold now, read back, in the order of <see cref="Orders.BankShare"/>; null where nobody reads them.</summary>
    public double[]? BankShares { get; set; }

    /// <summary>Caps that were due and are not in force, somewhere.</summary>
    public bool CapsStick { get; set; }

    /// <summary>Racks tell nothing: services, runs, idle and other draw are what they showed last. Meters, plants and batteries still speak.</summary>
    public bool RacksAreSilent { get; set; }

    /// <summary>What the connection itself carries now: firm and flexible capacity, a stage of a return; infinite limits apart.</summary>
    public Power ConnectionMost { get; set; }

    /// <summary>How fast the grid lets import change; null without a limit.</summary>
    public Ramp? GridRamp { get; set; }

    /// <summary>All that racks which are on draw above idle, at the IT boundary, in the last step.</summary>
    public Power Drawn { get; set; }

    /// <summary>Least firm ceiling on import from now on over the time in which work can follow, where the grid's ramp holds it longer; infinite without a grid limit.</summary>
    public Power CeilingAhead { get; set; }

    /// <summary>IT power above idle that limits on feeds leave; infinite without one.</summary>
    public Power WorkMost { get; set; } = Power.FromSi(double.PositiveInfinity);

    /// <summary>Least ceiling that is announced for the time in which a plant can be started.</summary>
    public Power CeilingLater { get; set; }

    /// <summary>Least ceiling of this step.</summary>
    public Power CeilingNow { get; set; }

    /// <summary>Least ceiling from now until an order for caps that is given now has landed.</summary>
    public Power CeilingSoon { get; set; }

    /// <summary>The most that import may reach in this step under the grid's ramp limit; infinite without one.</summary>
    public Power ImportMostByRamp { get; set; } = Power.FromSi(double.PositiveInfinity);

    /// <summary>The same under the grid's own ramp alone, which work keeps too; the way of a limit is kept by storage, and nobody loses tokens for it.</summary>
    public Power ImportMostByGrid { get; set; } = Power.FromSi(double.PositiveInfinity);

    /// <summary>The most from which import still reaches every announced ceiling in time at the grid's ramp; infinite without one.</summary>
    public Power ImportMostByFall { get; set; } = Power.FromSi(double.PositiveInfinity);

    /// <summary>The least to which import may fall in this step under a ramp limit; minus infinity without one.</summary>
    public Power ImportLeastByRamp { get; set; } = Power.FromSi(double.NegativeInfinity);

    /// <summary>How fast import may change: the least of the grid's limit and of the ramps of limits that are under way; null without any.</summary>
    public Ramp? RampLimit { get; set; }

    /// <summary>The least of <see cref="RampLimit"/> and of the ramps that are announced; null without any.</summary>
    public Ramp? RampAhead { get; set; }

    /// <summary>There is voltage on the grid side.</summary>
    public bool GridLives { get; set; } = true;

    /// <summary>How long the present shortage of ceiling lasts as far as is announced; what a battery has to bridge.</summary>
    public TimeSpan UntilRelief { get; set; }

    /// <summary>Racks that are on, without work, at the IT boundary.</summary>
    public Power Idle { get; set; }

    /// <summary>What racks draw beyond their work in the last step, because they let their draw fall slowly; at the IT boundary.</summary>
    public Power Burned { get; set; }

    /// <summary>The longest that a cap takes to land.</summary>
    public TimeSpan CapDelay { get; set; }

    /// <summary>Draw of the site per IT power in the last step: cooling and losses.</summary>
    public double DrawPerItRatio { get; set; } = 1;

    /// <summary>Draw beside racks and cooling.</summary>
    public Power Other { get; set; }

    /// <summary>Of the grid, in this step, and the mean that is known for the time of the run; zero without a grid.</summary>
    public EnergyPrice Price { get; set; }

    /// <inheritdoc cref="Price"/>
    public EnergyPrice PriceMean { get; set; }
    public ServiceNeed[] Services { get; } = new ServiceNeed[services];

    /// <summary>How each service's lanes are laid now.</summary>
    public LaneUse[][] Lanes { get; } = [.. Enumerable.Repeat<LaneUse[]>([], services)];
    public RunNeed[] Runs { get; } = new RunNeed[runs];
    public PlantReach[] Plants { get; } = new PlantReach[plants];
    public BatteryReach[] Batteries { get; } = new BatteryReach[batteries];

    /// <summary>In the order of <see cref="ControlFacts.Feeds"/>.</summary>
    public FeedReading[] Feeds { get; } = new FeedReading[feeds];

    /// <summary>What cools the banks of racks, in the order of <see cref="Orders.BankShare"/>; empty where nobody reads it.</summary>
    public BankHeat[] Banks { get; } = new BankHeat[banks];

    /// <summary>An empty one for as many devices.</summary>
    internal static Observation ShapedLike(Observation other) =>
        new(other.Services.Length, other.Runs.Length, other.Plants.Length, other.Batteries.Length, other.Feeds.Length, other.Banks.Length)
        {
            BankShares = other.BankShares is { } shares ? new double[shares.Length] : null,
        };

    internal bool IsShapedLike(Observation other) => Services.Length == other.Services.Length && Runs.Length == other.Runs.Length && Plants.Length == other.Plants.Length
        && Batteries.Length == other.Batteries.Length && Feeds.Length == other.Feeds.Length && Banks.Length == other.Banks.Length && BankShares?.Length == other.BankShares?.Length;

    /// <summary>Takes over all readings of one of the same shape; lanes are the other's.</summary>
    internal void CopyFrom(Observation other)
    {
        (Now, Step, CapDelay, Import, Generated) = (other.Now, other.Step, other.CapDelay, other.Import, other.Generated);
        (CapsStick, RacksAreSilent, GridLives, ConnectionMost, GridRamp) = (other.CapsStick, other.RacksAreSilent, other.GridLives, other.ConnectionMost, other.GridRamp);
        (Drawn, Idle, Burned, DrawPerItRatio, Other, Price, PriceMean) = (other.Drawn, other.Idle, other.Burned, other.DrawPerItRatio, other.Other, other.Price, other.PriceMean);
        other.BankShares?.CopyTo(BankShares!, 0);
        other.Services.CopyTo(Services, 0);
        other.Lanes.CopyTo(Lanes, 0);
        other.Runs.CopyTo(Runs, 0);
        other.Plants.CopyTo(Plants, 0);
        other.Batteries.CopyTo(Batteries, 0);
        other.Feeds.CopyTo(Feeds, 0);
        other.Banks.CopyTo(Banks, 0);
    }

    /// <summary>What the book of limits says, told to whoever asked.</summary>
    internal void TakeLimitsOf(Observation other)
    {
        (CeilingNow, CeilingSoon, CeilingAhead, CeilingLater, UntilRelief, WorkMost) =
            (other.CeilingNow, other.CeilingSoon, other.CeilingAhead, other.CeilingLater, other.UntilRelief, other.WorkMost);
        (ImportMostByRamp, ImportMostByGrid, ImportMostByFall, ImportLeastByRamp, RampLimit, RampAhead) =
            (other.ImportMostByRamp, other.ImportMostByGrid, other.ImportMostByFall, other.ImportLeastByRamp, other.RampLimit, other.RampAhead);
    }
}

/// <summary>What cools a bank of racks, in the last step.</summary>
/// <param name="Coolant">That leaves its warmest rack; null where liquid cools none.</param>
/// <param name="Air">That reaches its racks; null where air cools none.</param>
public readonly record struct BankHeat(HeatReading? Coolant, HeatReading? Air);

/// <summary>A temperature and where racks would throttle themselves.</summary>
public readonly record struct HeatReading(Temperature Warmest, Temperature Most);

/// <summary>A node of the power tree in the last step.</summary>
/// <param name="Flow">Into it.</param>
/// <param name="Idle">The part of it that racks take without work.</param>
public readonly record struct FeedReading(Power Flow, Power Idle)
{
    /// <summary>The same flow as the racks behind it tell by their own meters; null where they have none.</summary>
    public Power? Told { get; init; }

    /// <summary>There is no voltage on it: what no meter can pass needs no holding. Not the same as a limit of nothing, which has to be held.</summary>
    public bool IsDead { get; init; }
}

/// <summary>A service as the controller sees it.</summary>
/// <param name="Tier">0 never touched … 3.</param>
/// <param name="Asked">Output tokens per second that come, and what is left waiting spread over a minute.</param>
/// <param name="Planned">What the plan lets in; null where all that comes is let in.</param>
/// <param name="JoulesPerToken">At the IT boundary, above idle.</param>
/// <param name="Most">What its racks give at most.</param>
/// <param name="Drawn">Above idle, in the last step: work in flight, which admission does not touch.</param>
public readonly record struct ServiceNeed(int Tier, TokenRate Asked, TokenRate? Planned, double JoulesPerToken, TokenRate Most, Power Drawn)
{
    /// <summary>Who gives way first: work that may wait, then tier 3 … 0.</summary>
    public int Rank => MayWait ? Shedding.MayWait : Tier;
    public bool MayWait { get; init; }

    /// <summary>How long what enters now takes until it is half through.</summary>
    public TimeSpan Lead { get; init; }

    /// <summary>Output tokens of what waits for a place.</summary>
    public TokenCount Waiting { get; init; }

    /// <summary>What a token counts.</summary>
    public double WeightFactor { get; init; }

    /// <summary>Above idle, of all racks that are its own, at full work under the plan's caps.</summary>
    public Power Full { get; init; }

    /// <summary>The same under the caps that are in force.</summary>
    public Power Enforced { get; init; }

    /// <summary>Share of <see cref="Full"/> that the lowest cap of its racks leaves.</summary>
    public double LeastFraction { get; init; }

    /// <summary>Share of its racks that keep to the caps of other work on them: no order of its own moves those.</summary>
    public double LedFraction { get; init; }
}

/// <summary>A training run as the controller sees it.</summary>
/// <param name="Full">Power above idle at the plan's cap while it computes, the highest of its wave.</param>
/// <param name="Mean">The same, its mean.</param>
/// <param name="Drawn">Above idle, in the last step.</param>
/// <param name="IsUp">Neither paused, failed nor restarting.</param>
public readonly record struct RunNeed(bool MayPause, Power Full, Power Mean, Power Drawn, bool IsUp)
{
    /// <summary>Its racks smooth their own draw to the grid's ramp; a cap would cut what they hold up.</summary>
    public bool KeepsRamp { get; init; }

    /// <summary>Above idle, the most it can take under the caps that are in force, at the crest of its wave.</summary>
    public Power Enforced { get; init; }

    /// <summary>The most by which it may pass what it is ordered, on racks that services leave idle, while it takes back what it lent them.</summary>
    public Power Returning { get; init; }

    /// <summary>What that would come to once it is ordered its full power, as it is not while it is held back.</summary>
    public Power Owed { get; init; }
}

/// <summary>What a plant is planned to give and can give in this step.</summary>
/// <param name="Follows">Its output can be raised on demand: neither sun nor wind.</param>
public readonly record struct PlantReach(Power Planned, Power Least, Power Most, bool Follows);

/// <summary>What a battery is planned to inject and can inject.</summary>
/// <param name="Deliverable">What it could give the bus in all.</param>
/// <param name="Takeable">What it could take from the bus in all.</param>
public readonly record struct BatteryReach(Power Planned, Power Least, Power Most, Energy Deliverable, Energy Takeable = default)
{
    /// <summary>What it injected in the last step, by its own meter; null where it has none.</summary>
    public Power? Injected { get; init; }
}
