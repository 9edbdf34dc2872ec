using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Workloads;

/// <summary>An inference workload: a model, a demand for each hour, a latency target and how flexible it is.</summary>
public sealed record Service
{
    public required string Name { get; init; }
    public required Model Model { get; init; }
    public required ServingShape Shape { get; init; }

    /// <summary>Output tokens asked for in each hour.</summary>
    public required Series<TokenRate> Demand { get; init; }

    /// <summary>0 never touched, 1 up to 10 %, 2 up to 25 %, 3 up to 50 % of an hour's tokens may go unserved.</summary>
    public int Tier { get; init; }

    /// <summary>How long work may wait; null where each hour serves its own demand.</summary>
    public TimeSpan? Deferrable { get; init; }

    /// <summary>What a served token earns.</summary>
    public TokenPrice Value { get; init; }

    /// <summary>What an unserved token costs.</summary>
    public TokenPrice Unserved { get; init; }

    /// <summary>The only rack types that may serve it; empty where any that can hold the model will do.</summary>
    public IReadOnlyList<string> Racks { get; init; } = [];

    /// <summary>How its requests come within the hours.</summary>
    public ServiceTraffic Traffic { get; init; } = ServiceTraffic.Usual;

    /// <summary>The share of an hour's demand that a tier lets go unserved.</summary>
    public static double FlexibleFraction(int tier) => tier switch { 0 => 0, 1 => 0.10, 2 => 0.25, 3 => 0.50, _ => throw new ArgumentOutOfRangeException(nameof(tier)) };
}
