namespace Headroom.Workloads;

/// <summary>How the requests of a service come, second by second. A plan of hours does not see it; a simulation does.</summary>
/// <remarks>Variations are standard deviation over mean. Source   19,366 conversations of Azure, 2023 (CC-BY-4.0; Patel et al., "Splitwise", ISCA 2024).</remarks>
public sealed record ServiceTraffic
{
    /// <summary>The Azure conversations of 2023, following the demand of the hours.</summary>
    public static ServiceTraffic Usual { get; } = new();

    /// <summary>Of the gaps between requests at constant rate; 1 for requests by pure chance, 13 measured on code.</summary>
    public double GapVariationFraction { get; init; } = 1.1;

    /// <summary>Of the tokens read per request.</summary>
    public double InputVariationFraction { get; init; } = 0.96;

    /// <summary>Of the tokens written per request.</summary>
    public double OutputVariationFraction { get; init; } = 0.77;

    /// <summary>A recording to follow instead of the demand of the hours; null without one.</summary>
    public ServiceTrace? Trace { get; init; }

    /// <summary>How long a request waits before it gives up; null where it waits for ever.</summary>
    public TimeSpan? Patience { get; init; }
}
