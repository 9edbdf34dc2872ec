using Headroom.Quantities;

namespace Headroom.Operator.Field.Prometheus;

/// <summary>Tokens and joules of one window, at the accelerators' boundary. Both are sums over the same window; they are divided once.</summary>
/// <param name="Window">As long as there were readings to cover it.</param>
public sealed record TokenFigures(TimeSpan Window, TokenCount Output, TokenCount Input, Energy Accelerators)
{
    /// <summary>Output tokens per joule; null where no energy was measured.</summary>
    public TokenEfficiency? OutputPerJoule => Accelerators > Energy.Zero ? Output / Accelerators : null;
    public TokenRate OutputRate => Output / Window;

    /// <summary>At the end of the window.</summary>
    public double RequestsRunning { get; init; }
    public double RequestsWaiting { get; init; }

    /// <summary>Of the requests of the window; null where there were none, or nobody measures.</summary>
    public LatencyFigures? TimeToFirstToken { get; init; }
    public LatencyFigures? TimePerToken { get; init; }
}

/// <param name="Mean">Sum of all over their number.</param>
/// <param name="P99">Interpolated within the bucket it falls in; its upper bound is what is certain. Null above the last bound.</param>
public sealed record LatencyFigures(double Requests, TimeSpan Mean, TimeSpan? P99);
