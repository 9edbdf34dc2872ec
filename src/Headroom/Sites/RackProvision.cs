using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Sites;

/// <summary>IT power that a position provides for one rack: one rule, for the check of the facility and for the plan.</summary>
/// <remarks>
///   provision = the highest operating point that the site's workloads reach at the rack's highest cap, or idle if that is more
///   A rack that no workload runs on is provisioned by its nameplate at its cap, for nobody knows what it will do.
/// </remarks>
public static class RackProvision
{
    public static Power Of(Site site, RackChoice rack, IFrontierModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rack);
        return Of(site, rack, service => model.FrontierOf(rack.Type, service.Model, service.Shape));
    }

    /// <summary>With frontiers that the caller has at hand.</summary>
    internal static Power Of(Site site, RackChoice rack, Func<Service, Frontier> frontierOf)
    {
        Power[] points =
        [
            .. site.Services.Where(service => Allows(service.Racks, rack)).SelectMany(service => frontierOf(service).Points)
                .Where(point => WithinCap(rack, point.CapFraction)).Select(point => point.Power),
            .. site.Training.Where(run => Allows(run.Racks, rack))
                .SelectMany(run => Training.FrontierOf(rack.Type, run.UtilisationFraction, run.GoodputFraction, run.Precision).Points)
                .Where(point => WithinCap(rack, point.CapFraction)).Select(point => point.Power),
        ];
        return points.Length == 0 ? NameplateAtCap(rack) : points.Aggregate(ServerPower.Idle(rack.Type), Power.Max);
    }

    /// <summary>Nameplate less what the highest cap takes off the boards: the figure that breakers count on.</summary>
    public static Power NameplateAtCap(RackChoice rack)
    {
        ArgumentNullException.ThrowIfNull(rack);
        return rack.Type.Nameplate - (1 - rack.CapMostFraction) * rack.Type.Accelerators * rack.Type.Accelerator.Tdp;
    }

    /// <summary>Whether a workload with a list of racks may run on this kind; an empty list allows all.</summary>
    internal static bool Allows(IReadOnlyList<string> racks, RackChoice rack) => racks.Count == 0 || racks.Contains(rack.Type.Name);

    internal static bool WithinCap(RackChoice rack, double capFraction) => capFraction <= rack.CapMostFraction + 1e-9;
}
