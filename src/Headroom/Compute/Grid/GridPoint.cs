namespace Headroom.Compute;

/// <summary>Draw of one replica at four boundaries, each holding the one before.</summary>
/// <param name="Accelerator">All boards of the replica.</param>
/// <param name="Server">Its servers, AC at the wall; boards left over by the replicas of a rack idle in it.</param>
/// <param name="It">With its part of the network.</param>
/// <param name="Site">At the utility meter.</param>
public readonly record struct BoundaryWatts(double Accelerator, double Server, double It, double Site)
{
    /// <summary>Tokens over joules at each boundary.</summary>
    /// <remarks>(10)  tok/J = Σ tokens/Σ joules at that boundary; never an average of ratios.</remarks>
    public BoundaryTokensPerJoule Serve(double tokensPerSecond) => new(
        tokensPerSecond / Accelerator, tokensPerSecond / Server, tokensPerSecond / It, tokensPerSecond / Site);
}

/// <summary>Output tokens per joule at four boundaries.</summary>
public readonly record struct BoundaryTokensPerJoule(double Accelerator, double Server, double It, double Site);

/// <summary>What a point rests on.</summary>
public enum PointBasis
{
    /// <summary>The fitted model.</summary>
    Model,

    /// <summary>A curve through measured points, at the cap at which they were measured.</summary>
    Measured,

    /// <summary>A curve measured without a cap, slowed by the cap law.</summary>
    MeasuredUnderCapLaw,
}

/// <summary>One replica at one cap and one batch, from its boards to the meter.</summary>
/// <param name="CapWatts">Cap of one board.</param>
/// <param name="Batch">Mean number of sequences decoding at once.</param>
/// <param name="TokensPerSecond">Output tokens of the replica.</param>
/// <param name="FirstTokenSeconds">Mean wait for the first token, queue included.</param>
/// <param name="TokenSeconds">Mean time between two tokens of one user.</param>
/// <param name="MemoryBytes">Weights and caches, over all boards.</param>
/// <param name="Binds">What keeps it from giving more.</param>
/// <param name="Meets">Both latency targets are kept.</param>
/// <param name="Extrapolated">Batch or replica lie beyond the points of the fit.</param>
public readonly record struct GridPoint(
    double CapWatts, double Batch, double TokensPerSecond, BoundaryWatts Watts, double FirstTokenSeconds,
    double TokenSeconds, double MemoryBytes, Binding Binds, bool Meets, bool Extrapolated, PointBasis Basis)
{
    public BoundaryTokensPerJoule TokensPerJoule => Watts.Serve(TokensPerSecond);
}
