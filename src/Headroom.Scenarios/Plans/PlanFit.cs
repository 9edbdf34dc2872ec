using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Sites;

namespace Headroom.Scenarios.Plans;

/// <summary>Whether a plan and a site speak of the same things.</summary>
/// <remarks>
///   What feeds the bus and the halls must agree both ways: a plan has an order for each, even if it is nothing. Of racks only those that
///   must stand are missed, for a plan is silent about kinds that no hall can host. A service without a run is a note: a plan may leave
///   all of it unserved.
/// </remarks>
internal static class PlanFit
{
    const string Again = "Plan this site anew with `headroom plan FILE --out DIR`.";

    public static IReadOnlyList<Finding> Of(PlannedYear plan, Site site) =>
    [
        .. Same("site", plan.Site, site.Name),
        .. Same("region", plan.Region, site.Region),
        .. Same("year", $"{plan.Year}", $"{site.Year.Year}"),
        .. Grid(plan, site),
        .. BothWays("supply", "generator", plan.Generators.Select(plant => plant.Name), site.Generators.Select(plant => plant.Name)),
        .. BothWays("supply", "battery", plan.Batteries.Select(battery => battery.Name), site.Batteries.Select(battery => battery.Name)),
        .. BothWays("halls", "hall", plan.HallParts.Select(part => part.Hall), site.Halls.Select(hall => hall.Name)),
        .. Retrofits(plan, site),
        .. Racks(plan, site),
        .. Workloads(plan, site),
        .. Sizes(plan, site),
    ];

    /// <summary>What the plan builds must be what the site may have: a file that was changed since asks for another plan.</summary>
    static IEnumerable<Finding> Sizes(PlannedYear plan, Site site)
    {
        if (site.Grid is { } grid)
        {
            if (Outside(plan.GridFirm, grid.Firm)) yield return Size("grid.firm", plan.GridFirm, grid.Firm);
            if (grid.Flexible is { } flexible && Outside(plan.GridFlexible, flexible.Size)) yield return Size("grid.flexible", plan.GridFlexible, flexible.Size);
        }
        foreach (PlannedGenerator one in plan.Generators)
            if (site.Generators.FirstOrDefault(plant => plant.Name == one.Name) is { Module: null } facts && Outside(one.Capacity, facts.Size))
                yield return Size($"supply.{one.Name}", one.Capacity, facts.Size);
        foreach (PlannedBattery one in plan.Batteries)
            if (site.Batteries.FirstOrDefault(battery => battery.Name == one.Name) is { } facts)
            {
                if (Outside(one.Power, facts.Power)) yield return Size($"supply.{one.Name}", one.Power, facts.Power);
                if (Outside(one.Energy, facts.Energy)) yield return Size($"supply.{one.Name}.energy", one.Energy, facts.Energy);
            }
        foreach (var hall in plan.HallParts.GroupBy(part => part.Hall))
            if (site.Halls.FirstOrDefault(one => one.Name == hall.Key) is { } facts && Outside(hall.Select(part => part.Power).Sum(), facts.Power))
                yield return Size($"halls.{hall.Key}", hall.Select(part => part.Power).Sum(), facts.Power);
        foreach (var racks in plan.Racks.GroupBy(one => one.Rack))
            if (site.Racks.FirstOrDefault(choice => choice.Type.Name == racks.Key) is { } choice && Outside(Count.FromSi(racks.Sum(one => one.Count)), choice.Size))
                yield return Size($"racks.{racks.Key}", Count.FromSi(racks.Sum(one => one.Count)), choice.Size);
    }

    /// <summary>A solver stops a grain beside a bound.</summary>
    const double Grain = 1e-3;

    static bool Outside<Q>(Q planned, Sizing<Q> size) where Q : struct, IQuantity<Q> =>
        planned.Si < size.Least.Si * (1 - Grain) || planned.Si > size.Most.Si * (1 + Grain) + 1e-6;

    static Finding Size<Q>(string path, Q planned, Sizing<Q> size) where Q : struct, IQuantity<Q> =>
        Wrong(path, $"the plan has {planned}", size.Least.Si == size.Most.Si ? $"{size.Most}, as the site file says now"
            : double.IsInfinity(size.Most.Si) ? $"at least {size.Least}" : $"{size.Least} to {size.Most}, as the site file says now");

    static IEnumerable<Finding> Same(string path, string planned, string here)
    {
        if (planned != here) yield return Wrong(path, $"the plan is of {path} {planned}", $"a plan of {here}");
    }

    static IEnumerable<Finding> Grid(PlannedYear plan, Site site)
    {
        bool planned = plan.GridInjectionMegawatts is not null;
        if (planned && site.Grid is null) yield return Wrong("grid", "the plan takes power from a grid", "a plan without one, as the site has none");
        if (!planned && site.Grid is not null) yield return Wrong("grid", "the plan knows no grid", "orders for the grid connection of the site");
    }

    static IEnumerable<Finding> Retrofits(PlannedYear plan, Site site) =>
        plan.HallParts.Where(part => part.IsRebuilt && site.Halls.FirstOrDefault(hall => hall.Name == part.Hall) is { Retrofit: null })
            .Select(part => Wrong("halls", $"the plan rebuilds hall \"{part.Hall}\"", "a hall with a retrofit"));

    static IEnumerable<Finding> Racks(PlannedYear plan, Site site)
    {
        string[] planned = [.. plan.Racks.Select(racks => racks.Rack).Concat(plan.Runs.Select(run => run.Rack)).Distinct()];
        return Unknown("racks", "rack", planned, [.. site.Racks.Select(rack => rack.Type.Name)])
            .Concat(Missing("racks", "rack", planned, site.Racks.Where(rack => rack.Size.Least > Count.Zero).Select(rack => rack.Type.Name)));
    }

    static IEnumerable<Finding> Workloads(PlannedYear plan, Site site)
    {
        string[] services = [.. site.Services.Select(service => service.Name)], training = [.. site.Training.Select(run => run.Name)];
        string[] planned = [.. plan.Runs.Select(run => run.Workload).Distinct()];
        return Unknown("services", "service or training run", planned, [.. services, .. training])
            .Concat(Unknown("services", "service", [.. plan.Backlogs.Select(backlog => backlog.Service).Except(planned)], services))
            .Concat(Missing("services", "service", planned, services).Select(finding => finding with { Severity = Severity.Note }))
            .Concat(Missing("training", "training run", planned, training));
    }

    static IEnumerable<Finding> BothWays(string path, string noun, IEnumerable<string> planned, IEnumerable<string> here)
    {
        string[] ordered = [.. planned.Distinct()], known = [.. here];
        return Unknown(path, noun, ordered, known).Concat(Missing(path, noun, ordered, known));
    }

    static IEnumerable<Finding> Unknown(string path, string noun, string[] planned, string[] here) =>
        planned.Except(here).Select(name => Wrong(path, $"the plan names the {noun} \"{name}\", which the site does not have",
            here.Length == 0 ? $"no {noun}" : string.Join(", ", here), Nearest.Of(name, here) is { } near ? $"Did you mean {near}? {Again}" : Again));

    static IEnumerable<Finding> Missing(string path, string noun, string[] planned, IEnumerable<string> here) =>
        here.Except(planned).Select(name => Wrong(path, $"the plan has no orders for the {noun} \"{name}\" of the site", "orders for it"));

    static Finding Wrong(string path, string read, string expected, string remedy = Again) => new(Severity.Wrong, path, read, expected, remedy);
}
