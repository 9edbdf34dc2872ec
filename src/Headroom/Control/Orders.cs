using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What a controller tells the site in one step. Arrays are in the order of the observation's.</summary>
public sealed class Orders(int services, int runs, int plants, int batteries)
{
    /// <summary>Output tokens per second that each service may let in; null for as many as come.</summary>
    public TokenRate?[] Allowed { get; } = new TokenRate?[services];

    /// <summary>Share of its full power above idle that each service's racks may take: 1, or less while work in flight would pass the ceiling.</summary>
    public double[] SlowFraction { get; } = [.. Enumerable.Repeat(1.0, services)];

    /// <summary>Power above idle that each training run may take at most.</summary>
    public Power[] RunMost { get; } = new Power[runs];

    /// <summary>A run that saves and stops.</summary>
    public bool[] Pause { get; } = new bool[runs];
    public Power[] Plants { get; } = new Power[plants];

    /// <summary>Plants that stand by are started: the load will need them.</summary>
    public bool CallPlants { get; set; }

    /// <summary>Positive discharges.</summary>
    public Power[] Batteries { get; } = new Power[batteries];

    /// <summary>IT power that racks which are on without work would have to give up besides: they are switched off.</summary>
    public Power Drop { get; set; }
}

/// <summary>Decides from what it sees. It may be wrong; whoever carries the orders out clips them to what devices can and ratings allow.</summary>
public interface IPolicy
{
    string Name { get; }
    void Decide(Observation seen, Orders orders);
}
