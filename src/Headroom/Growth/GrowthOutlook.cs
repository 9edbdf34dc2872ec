using Headroom.Quantities;

namespace Headroom.Growth;

/// <summary>Low, middle and high of one figure, with where they come from.</summary>
/// <param name="Source">A citation, or file and line.</param>
/// <param name="Grade">R, P, S, D, E or U as in the catalog; empty where the user states it.</param>
public sealed record GrowthRange<T>(T Low, T Mid, T High, string Source, string Grade)
{
    public T At(GrowthCase one) => one switch { GrowthCase.Low => Low, GrowthCase.High => High, _ => Mid };
}

/// <summary>How demand, efficiency and ceilings are taken to grow: the section <c>growth</c> of a site file, filled from the catalog.</summary>
public sealed record GrowthOutlook
{
    /// <summary>The year in which the demand of the site file holds.</summary>
    public required int FromYear { get; init; }

    /// <summary>Last year that is told.</summary>
    public required int UntilYear { get; init; }
    public required GrowthRange<GrowthRate> TrainingCompute { get; init; }
    public required GrowthRange<GrowthRate> InferenceTokens { get; init; }
    public required GrowthRange<GrowthRate> Hardware { get; init; }
    public required GrowthRange<GrowthRate> Software { get; init; }
    public required GrowthRange<GrowthRate> Precision { get; init; }
    public required GrowthRange<GrowthRate> RunLength { get; init; }

    /// <summary>What the region can connect; null without a region.</summary>
    public RegionOutlook? Region { get; init; }

    /// <summary>When plants that do not stand yet can; by the plant's name.</summary>
    public IReadOnlyList<PlantOutlook> Plants { get; init; } = [];

    /// <summary>What a megawatt of site costs, racks and building together, paid once.</summary>
    public GrowthRange<CapacityPrice>? SitePrice { get; init; }

    /// <summary>What a megawatt of site costs in a year, all that was paid once written off.</summary>
    public GrowthRange<CapacityRent>? SiteRent { get; init; }

    public GrowthRange<GrowthRate>? Rate(GrowthLever lever) => lever switch
    {
        GrowthLever.TrainingCompute => TrainingCompute,
        GrowthLever.InferenceTokens => InferenceTokens,
        GrowthLever.Hardware => Hardware,
        GrowthLever.Software => Software,
        GrowthLever.Precision => Precision,
        GrowthLever.RunLength => RunLength,
        _ => null,
    };

    internal GrowthRate Rate(GrowthLever lever, GrowthPick pick) => Rate(lever)!.At(pick[lever]);
}

/// <summary>What a region can connect for large loads.</summary>
/// <param name="Peak">The region's highest load; null where nobody says.</param>
/// <param name="RoomPerYearFraction">New room in a year, as a share of the peak.</param>
/// <param name="WaitYears">From asking until more grid reaches the site; null where nobody says.</param>
/// <param name="ShareFraction">The site's part of it; 1 says that the site gets all, which nobody does better than.</param>
public sealed record RegionOutlook(
    string Name, GrowthRange<Power>? Peak, GrowthRange<double> RoomPerYearFraction, GrowthRange<double>? WaitYears, double ShareFraction);

/// <summary>A plant that may be built, and when it can give power.</summary>
/// <param name="Firm">What it adds to firm capacity: new capacity less forced outages; nothing for sun, wind and plants of few hours.</param>
/// <param name="FirstYear">First year of power: the first year of the outlook and its lead time, or the year that the file states.</param>
public sealed record PlantOutlook(string Name, Power Firm, GrowthRange<double> FirstYear);
