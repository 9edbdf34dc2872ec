using Headroom.Quantities;
using Headroom.Scenarios.Plans;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Plans;

/// <summary>A plan of one site is refused for another, with every difference named.</summary>
public sealed class PlanFitTests
{
    private static readonly Site site = SiteFile.Parse(SiteTemplate.Write(Tier.Hyperscale), "site.yaml", ".").Site!;
    private static readonly double[] hours = new double[site.Year.Hours];

    /// <summary>Orders for all that the site has: the least of each.</summary>
    private static readonly PlannedYear plan = new()
    {
        Site = site.Name,
        Region = site.Region,
        Year = site.Year.Year,
        GridFirm = site.Grid!.Firm.Least,
        GridFlexible = site.Grid.Flexible?.Size.Least ?? Power.Zero,
        GridInjectionMegawatts = hours,
        Generators = [.. site.Generators.Select(plant => new PlannedGenerator(plant.Name, plant.Size.Least, hours))],
        Batteries = [.. site.Batteries.Select(battery => new PlannedBattery(battery.Name, battery.Power.Least, Energy.Zero, hours, hours))],
        HallParts = [.. site.Halls.Select(hall => new PlannedHallPart(hall.Name, IsRebuilt: false, hall.Power.Least)), new("A", IsRebuilt: true, Power.Zero)],
        Racks = [.. site.Racks.Select(rack => new PlannedRacks(rack.Type.Name, "A", rack.Size.Least.Items))],
        Runs =
        [
            .. site.Services.Select(service => service.Name).Concat(site.Training.Select(run => run.Name))
                .Select(name => new PlannedRun(name, site.Racks[0].Type.Name, ["A"], 1, 100.Kilowatts, 1, hours)),
        ],
        Backlogs = [.. site.Services.Where(service => service.Deferrable is not null).Select(service => new PlannedBacklog(service.Name, hours))],
        DrawMegawatts = hours,
        ItMegawatts = hours,
        CoolingMegawatts = hours,
        LossMegawatts = hours,
    };

    [Fact]
    public void A_plan_of_the_site_fits() => Assert.Empty(PlanFile.Fits(plan, site).Select(finding => finding.Sentence()));

    public static TheoryData<PlannedYear, string> Others => new()
    {
        { plan with { Site = "cedar" }, "site: the plan is of site cedar; expected a plan of juniper." },
        { plan with { Region = "de" }, "region: the plan is of region de" },
        { plan with { Year = 2031 }, "year: the plan is of year 2031; expected a plan of 2027." },
        { plan with { GridInjectionMegawatts = null }, "grid: the plan knows no grid" },
        { plan with { Generators = [.. plan.Generators, new("gasTurbin", default, hours)] }, "supply: the plan names the generator \"gasTurbin\", which the site does not have" },
        { plan with { Generators = [.. plan.Generators.Skip(1)] }, $"supply: the plan has no orders for the generator \"{plan.Generators[0].Name}\" of the site" },
        { plan with { Batteries = [] }, "supply: the plan has no orders for the battery \"battery\"" },
        { plan with { Batteries = [.. plan.Batteries, new("flow", default, default, hours, hours)] }, "the battery \"flow\", which" },
        { plan with { HallParts = [.. plan.HallParts, new("C", IsRebuilt: false, default)] }, "halls: the plan names the hall \"C\"" },
        { plan with { HallParts = [.. plan.HallParts.Where(part => part.Hall != "B")] }, "halls: the plan has no orders for the hall \"B\"" },
        { plan with { HallParts = [.. plan.HallParts, new("B", IsRebuilt: true, default)] }, "halls: the plan rebuilds hall \"B\"" },
        { plan with { Racks = [.. plan.Racks, new("gb300-nvl72", "B", 1)] }, "racks: the plan names the rack \"gb300-nvl72\"" },
        { plan with { Racks = [.. plan.Racks.Where(racks => racks.Rack != "hgx-h200")] }, "racks: the plan has no orders for the rack \"hgx-h200\"" },
        { plan with { Runs = [.. plan.Runs, plan.Runs[0] with { Workload = "chess" }] }, "services: the plan names the service or training run \"chess\"" },
        { plan with { Runs = [.. plan.Runs.Where(run => run.Workload != site.Training[0].Name)] }, "training: the plan has no orders for the training run" },
        { plan with { Backlogs = [new("chess", hours)] }, "services: the plan names the service \"chess\"" },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void A_plan_of_another_site_does_not(PlannedYear other, string sentence)
    {
        Finding finding = Assert.Single(PlanFile.Fits(other, site));
        Assert.Equal(Severity.Wrong, finding.Severity);
        Assert.Contains(sentence, finding.Sentence(), StringComparison.Ordinal);
        Assert.NotEmpty(finding.Remedy);
    }

    [Fact]
    public void A_plan_made_for_other_sizes_does_not_fit()
    {
        string[] said = [.. PlanFile.Fits(plan with { GridFirm = 10 * site.Grid!.Firm.Most, Racks = [new("gb200-nvl72", "A", 1e6), .. plan.Racks.Where(one => one.Rack != "gb200-nvl72")] }, site)
            .Select(finding => finding.Sentence())];
        Assert.Equal(2, said.Length);
        Assert.Contains("grid.firm: the plan has", said[0], StringComparison.Ordinal);
        Assert.Contains("racks.gb200-nvl72: the plan has", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_the_plan_leaves_unserved_is_a_note()
    {
        PlannedYear silent = plan with { Runs = [.. plan.Runs.Where(run => run.Workload != "chat")] };
        Finding finding = Assert.Single(PlanFile.Fits(silent, site));
        Assert.Equal(Severity.Note, finding.Severity);
        Assert.Contains("no orders for the service \"chat\"", finding.Read, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_without_a_grid_wants_a_plan_without_one() =>
        Assert.Contains("takes power from a grid", Assert.Single(PlanFile.Fits(plan, site with { Grid = null })).Read, StringComparison.Ordinal);

    [Fact]
    public void All_differences_are_said_at_once() =>
        Assert.Equal(["site", "year", "supply"], PlanFile.Fits(plan with { Site = "cedar", Year = 2031, Batteries = [] }, site).Select(finding => finding.Path));
}
