namespace Headroom.Workloads;

/// <summary>Recorded traffic of a service, which starts again after its end; a closed family.</summary>
public abstract record ServiceTrace
{
    private ServiceTrace(double? timesFactor) => TimesFactor = timesFactor;

    /// <summary>How many times the recorded requests come; null: so many that the mean output tokens per second are those of the service's
    /// demand.</summary>
    public double? TimesFactor { get; init; }

    /// <summary>Rates and mean lengths in windows, gaps in the recording filled.</summary>
    public sealed record Windows(LoadShape Shape, double? TimesFactor) : ServiceTrace(TimesFactor);

    /// <summary>Single requests, each when it came.</summary>
    /// <param name="List">In the order of their times.</param>
    /// <param name="Duration">After which the recording starts again: a mean gap after its last request.</param>
    public sealed record Requests(IReadOnlyList<TracedRequest> List, TimeSpan Duration, double? TimesFactor) : ServiceTrace(TimesFactor);
}
