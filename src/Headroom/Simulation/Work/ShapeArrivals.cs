using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>A load as it stands, without chance: what an hourly plan sees.</summary>
/// <remarks>Steps of any length give the same totals: each is the difference of two rounded sums, so none is off by more than a unit.</remarks>
public sealed class ShapeArrivals(LoadShape shape) : IArrivals
{
    private WorkAmount told;

    public WorkAmount Until(TimeSpan end)
    {
        (double requests, double input, double output) = shape.Sums(end);
        WorkAmount sum = new((long)(requests * WorkAmount.UnitsPerRequest), (long)(input * WorkAmount.UnitsPerToken),
            (long)(output * WorkAmount.UnitsPerToken));
        WorkAmount came = sum - told;
        told = sum;
        return came;
    }
}
