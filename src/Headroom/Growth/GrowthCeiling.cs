using Headroom.Quantities;

namespace Headroom.Growth;

/// <summary>More room from a year on.</summary>
public sealed record CeilingStep(double Year, Power More, string What);

/// <summary>A ceiling over time: what stands, what comes in steps, and what is added every year.</summary>
/// <param name="Boundary">Where it is to be compared with the need.</param>
/// <param name="Standing">From the first year on.</param>
/// <param name="Basis">What it is made of, in words.</param>
public sealed record GrowthCeiling(string Name, GrowthBoundary Boundary, Power Standing, string Basis)
{
    public IReadOnlyList<CeilingStep> Steps { get; init; } = [];

    /// <summary>Added in every year from <see cref="PerYearFrom"/> on, evenly.</summary>
    public Power PerYear { get; init; }
    public double PerYearFrom { get; init; }
    public bool IsConstant => Steps.Count == 0 && PerYear == Power.Zero;

    /// <summary>The ceiling at a moment; a step counts from its year on.</summary>
    public Power At(double year) => At(year, year);

    /// <summary>The ceiling at a moment, with those steps only that had come by another.</summary>
    internal Power At(double year, double stepsUntil)
    {
        Power sum = Standing + Math.Max(0, year - PerYearFrom) * PerYear;
        foreach (CeilingStep step in Steps)
            if (step.Year <= stepsUntil) sum += step.More;
        return sum;
    }

    /// <summary>The same ceiling, so many times as high.</summary>
    public GrowthCeiling Times(double ratio) => this with
    {
        Standing = ratio * Standing,
        PerYear = ratio * PerYear,
        Steps = [.. Steps.Select(step => step with { More = ratio * step.More })],
    };
}
