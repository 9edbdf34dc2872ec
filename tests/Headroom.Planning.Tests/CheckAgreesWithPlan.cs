using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Tests;

/// <summary>The check of a facility and the plan count on one figure for a rack, so the check never refuses what the plan accepts.</summary>
public class CheckAgreesWithPlan
{
    static Site At(double kilowattsPerRack, double cap = 1) => Campus.Of(Campus.Grid(5, 50),
        Campus.UpTo(60, 1000.Dollars) with { CapMostFraction = cap }, Campus.Chat(700.TokensPerSecond)) with
    {
        // immersion, for air ends at 40 kW a position and the check says so
        Halls = [Campus.Hall with { PerRack = kilowattsPerRack.Kilowatts, Cooling = new(CoolingKind.Immersion, 30.DegreesCelsius, Rejection.DryCooler) }],
    };

    static Power Provision(double cap = 1)
    {
        Site site = At(100, cap);
        return RackProvision.Of(site, site.Racks[0], new DefaultFrontier());
    }

    static bool Plans(Site site) => Planned.Answer(Planner.Formulate(site)) is PlanAnswer.Planned;

    [Theory, InlineData(1.0), InlineData(0.6)]
    public void A_position_that_fits_the_highest_operating_point_hosts_the_rack_with_a_note(double cap)
    {
        Power provision = Provision(cap), nameplate = RackProvision.NameplateAtCap(At(100, cap).Racks[0]);
        Assert.True(provision < nameplate);
        Site site = At((provision + nameplate).Kilowatts / 2, cap);
        Finding note = Assert.Single(FacilityCheck.Of(site));
        Assert.Equal((Severity.Note, "halls[0].perRack"), (note.Severity, note.Path));
        Assert.Contains("by nameplate at its cap", note.Read, StringComparison.Ordinal);
        Assert.True(Plans(site));
    }

    [Fact]
    public void A_position_below_the_highest_operating_point_is_refused_by_both()
    {
        Site site = At(0.99 * Provision().Kilowatts);
        Assert.Contains(FacilityCheck.Of(site), f => f.Severity == Severity.CannotHost && f.Path == "halls[0].perRack");
        Assert.False(Plans(site));
    }

    [Fact]
    public void A_rack_without_work_is_provisioned_by_its_nameplate()
    {
        Site site = At(200) with { Services = [] };
        Assert.Equal(Campus.Rack.Nameplate, RackProvision.Of(site, site.Racks[0], new DefaultFrontier()));
    }

    [Fact]
    public void A_hall_that_may_be_rebuilt_counts_as_room()
    {
        // 20 plumbed racks: hall B takes 1 MW as it stands, hall A 5 MW once rebuilt
        Hall a = Campus.Hall with { PerRack = 30.Kilowatts, Power = Sizing<Power>.Fixed(5.Megawatts), Retrofit = new(Campus.Liquid, 140.Kilowatts, 2000.DollarsPerKilowatt, new(0, 10)) };
        Hall b = Campus.Hall with { Name = "B", Power = Sizing<Power>.Fixed(1.Megawatts), Cooling = Campus.Liquid, PerRack = 140.Kilowatts };
        RackChoice twenty = new() { Type = Campus.Rack with { LiquidShare = 1, SupplyMost = 45.DegreesCelsius }, Size = new(default, 20.Items, 20.Items) };
        Site site = Campus.Of(Campus.Grid(5, 50), twenty, Campus.Chat(700.TokensPerSecond)) with { Halls = [a, b] };
        Assert.DoesNotContain(FacilityCheck.Of(site), f => f.Severity == Severity.CannotHost);
        Assert.True(Plans(site));
    }
}
