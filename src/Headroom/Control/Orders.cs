using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What a controller tells the site in one step. Arrays are in the order of the observation's.</summary>
public sealed class Orders(int services, int runs, int plants, int batteries, int banks = 0)
{
    /// <summary>Output tokens per second that each service may let in; null for as many as come.</summary>
    public TokenRate?[] Allowed { get; } = new TokenRate?[services];

    /// <summary>Racks and caps that each service's lanes are laid for, in the order of <see cref="Observation.Lanes"/>; null for what the plan gives them.</summary>
    public LaneUse[]?[] Lanes { get; } = new LaneUse[services][];

    /// <summary>Racks of each fleet that rest, switched off because they are idle and their power is needed; null for none.</summary>
    public double[]? Rest { get; set; }

    /// <summary>Share of its full power above idle that each service's racks may take: 1, or less while work in flight would pass the ceiling.</summary>
    public double[] SlowFraction { get; } = [.. Enumerable.Repeat(1.0, services)];

    /// <summary>Power above idle up to which each service may start work; what is in flight beyond it runs out. Infinite for as much as comes.</summary>
    public Power[] ServiceMost { get; } = [.. Enumerable.Repeat(Power.FromSi(double.PositiveInfinity), services)];

    /// <summary>Power above idle that each training run may take at most.</summary>
    public Power[] RunMost { get; } = new Power[runs];

    /// <summary>A run that saves and stops.</summary>
    public bool[] Pause { get; } = new bool[runs];
    public Power[] Plants { get; } = new Power[plants];

    /// <summary>Plants that stand by are started: the load will need them.</summary>
    public bool CallPlants { get; set; }

    /// <summary>Positive discharges.</summary>
    public Power[] Batteries { get; } = new Power[batteries];

    /// <summary>Share of their power above idle that the racks of each bank may take, whatever work they do.</summary>
    public double[] BankShare { get; } = [.. Enumerable.Repeat(1.0, banks)];

    /// <summary>IT power that racks of each bank give up because no cap lets a feed above them keep its limit: they are switched off.</summary>
    public Power[] BankOff { get; } = new Power[banks];

    /// <summary>IT power that racks of each bank which are off may take when they start: feeds above leave no more. Infinite where none binds.</summary>
    public Power[] BankBack { get; } = [.. Enumerable.Repeat(Power.FromSi(double.PositiveInfinity), banks)];

    /// <summary>The band in which storage holds the import within the step, faster than anything else answers.</summary>
    public Power ImportLeast { get; set; } = Power.FromSi(double.NegativeInfinity);

    /// <inheritdoc cref="ImportLeast"/>
    public Power ImportMost { get; set; } = Power.FromSi(double.PositiveInfinity);

    /// <summary>What holds at the racks once these orders are older than their time to live: a share of full power above idle, never "uncapped".</summary>
    public double FailSafeFraction { get; set; }

    /// <summary>What storage holds the import under once the orders are too old.</summary>
    public Power FailSafeImport { get; set; }

    /// <summary>Forgets what the last beat ordered, but for who is paused: a policy that says nothing about an order lets it free.</summary>
    public void Begin()
    {
        Array.Clear(Allowed);
        Array.Clear(Lanes);
        Array.Fill(SlowFraction, 1);
        Array.Fill(BankShare, 1);
        Array.Clear(BankOff);
        Array.Fill(BankBack, Power.FromSi(double.PositiveInfinity));
        Array.Fill(ServiceMost, Power.FromSi(double.PositiveInfinity));
        (ImportLeast, ImportMost) = (Power.FromSi(double.NegativeInfinity), Power.FromSi(double.PositiveInfinity));
        (CallPlants, Drop, Rest) = (false, default, null);
    }

    /// <summary>IT power that racks which are on without work would have to give up besides: they are switched off.</summary>
    public Power Drop { get; set; }
}

/// <summary>Decides from what it sees. It may be wrong: no order of it leaves that the envelope does not hold within what devices can and ratings allow.</summary>
public interface IPolicy
{
    string Name { get; }
    void Decide(Observation seen, Orders orders);

    /// <summary>It is shown the look ahead in the place of the day-ahead plan (<see cref="AheadGuide"/>).</summary>
    bool LooksAhead => false;

    /// <summary>The same policy without memory, as a restart finds it.</summary>
    IPolicy Anew() => this;
}
