using Headroom.Quantities;

namespace Headroom.Growth;

/// <summary>More room from a year on.</summary>
public sealed record CeilingStep(double Year, Power More, string What);

/// <summary>A ceiling over time: what stands, and what comes in steps.</summary>
/// <param name="Boundary">Where it is to be compared with the need.</param>
/// <param name="Standing">From the first year on.</param>
/// <param name="Basis">What it is made of, in words.</param>
public sealed record GrowthCeiling(string Name, GrowthBoundary Boundary, Power Standing, string Basis)
{
    public IReadOnlyList<CeilingStep> Steps { get; init; } = [];
    public bool IsConstant => Steps.Count == 0;

    /// <summary>Whether more grid lifts it: then the region's queue says when.</summary>
    public bool IsGrid { get; init; }

    /// <summary>The ceiling at a moment; a step counts from its year on.</summary>
    public Power At(double year)
    {
        Power sum = Standing;
        foreach (CeilingStep step in Steps)
            if (step.Year <= year) sum += step.More;
        return sum;
    }

    /// <summary>The same ceiling, so many times as high.</summary>
    public GrowthCeiling Times(double ratio) => this with
    {
        Standing = ratio * Standing,
        Steps = [.. Steps.Select(step => step with { More = ratio * step.More })],
    };
}
