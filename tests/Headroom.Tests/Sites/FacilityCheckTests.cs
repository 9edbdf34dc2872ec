using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;
using static Headroom.Tests.Sites.Campus;

namespace Headroom.Tests.Sites;

/// <summary>Can these halls host these racks? Numbers worked by hand.</summary>
public class FacilityCheckTests
{
    [Fact]
    public void A_campus_that_fits_has_one_note_about_the_heat_left_in_air()
    {
        // 13 % of 132 kW stays in air: 17.16 kW against the 15 kW of a usual position; 17.16 kW × 400 $/kW = 6.86 k$
        Finding note = Assert.Single(FacilityCheck.Of(Of([A, B], UpTo(Nvl72, 1000, "B"), Standing(Hgx, 400, "A"))));
        Assert.Equal(Severity.Note, note.Severity);
        Assert.Equal("halls[1].cooling", note.Path);
        Assert.Contains("13 % of the heat of racks.gb200-nvl72, 17.16 kW per rack", note.Read, StringComparison.Ordinal);
        Assert.Contains("17.16 kW × 400 $/kW = 6.864 k$", note.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_air_hall_of_15_kW_refuses_a_rack_of_132_kW_for_density_and_for_cooling()
    {
        var findings = FacilityCheck.Of(Of([A], UpTo(Nvl72, 100)));
        Assert.Equal(["halls[0].perRack", "halls[0].cooling"], findings.Select(f => f.Path));
        Assert.All(findings, f => Assert.Equal(Severity.CannotHost, f.Severity));
        Assert.Equal("15 kW per position in hall A, for racks.gb200-nvl72", findings[0].Read);
        Assert.Equal("at least 132 kW, which is the nameplate of gb200-nvl72", findings[0].Expected);
        Assert.Equal("Retrofit hall A to direct liquid cooling at 140 kW per rack: 30 MW × 2,000 $/kW = 60 M$ "
            + "(1,000–4,000 $/kW: 30 M$ to 120 M$); 132 kW × 2,000 $/kW = 264 k$ per rack, or choose a rack for 15 kW per position.",
                findings[0].Remedy);
        Assert.Equal("direct liquid cooling: gb200-nvl72 gives 87 % of its heat to water", findings[1].Expected);
    }

    [Fact]
    public void A_hall_that_the_file_lets_rebuild_says_so_and_what_it_costs()
    {
        var findings = FacilityCheck.Of(Of([A with { Retrofit = ToLiquid }], UpTo(Nvl72, 100)));
        Assert.All(findings, f => Assert.Equal(Severity.Note, f.Severity));
        Assert.Equal("Retrofit hall A to direct liquid cooling at 140 kW per rack, as the file allows: "
            + "30 MW × 2,000 $/kW = 60 M$; 132 kW × 2,000 $/kW = 264 k$ per rack. It can host gb200-nvl72 then.", findings[0].Remedy);
    }

    [Fact]
    public void A_rack_that_stands_already_cannot_wait_for_a_retrofit() =>
        Assert.Contains(FacilityCheck.Of(Of([A with { Retrofit = ToLiquid }], Standing(Nvl72, 10))), f =>
            f.Severity == Severity.CannotHost);

    [Fact]
    public void A_retrofit_that_is_too_thin_does_not_promise_to_host()
    {
        var thin = ToLiquid with { PerRack = 100.Kilowatts };
        var findings = FacilityCheck.Of(Of([A with { Retrofit = thin }], UpTo(Nvl72, 100)));
        Assert.All(findings, f => Assert.Equal(Severity.CannotHost, f.Severity));
        Assert.DoesNotContain(findings, f => f.Remedy.Contains("It can host", StringComparison.Ordinal));
    }

    [Fact]
    public void A_lower_cap_needs_a_thinner_position()
    {
        // 132 kW − 72 · 1.2 kW · 50 % = 88.8 kW
        var hall = B with { PerRack = 90.Kilowatts };
        Assert.Contains(FacilityCheck.Of(Of([hall], UpTo(Nvl72, 10))), f => f.Path == "halls[0].perRack");
        var capped = UpTo(Nvl72, 10) with { CapMostFraction = 0.5 };
        Assert.DoesNotContain(FacilityCheck.Of(Of([hall], capped)), f => f.Path == "halls[0].perRack");
        Finding finding = Assert.Single(FacilityCheck.Of(Of([B with { PerRack = 80.Kilowatts }], capped)), f =>
            f.Severity == Severity.CannotHost);
        Assert.Equal("at least 88.8 kW, which gb200-nvl72 needs when capped at 50 % (nameplate 132 kW)", finding.Expected);
    }

    [Fact]
    public void Water_that_is_too_warm_is_a_matter_of_running_and_not_of_building()
    {
        var warm = B with { Cooling = B.Cooling with { Supply = 45.DegreesCelsius } };
        Finding finding = Assert.Single(FacilityCheck.Of(Of([warm], UpTo(Nvl72, 10))));
        Assert.Equal((Severity.CannotHost, "halls[0].supply"), (finding.Severity, finding.Path));
        Assert.Equal("45 °C in hall B, for racks.gb200-nvl72", finding.Read);
        Assert.Equal("at most 40 °C, the warmest water that gb200-nvl72 accepts", finding.Expected);
        Assert.Contains("Lower the supply of hall B to 40 °C", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Air_servers_in_a_liquid_hall_need_air_handlers()
    {
        // 10.2 kW × 400 $/kW = 4.08 k$
        Finding finding = Assert.Single(FacilityCheck.Of(Of([B], UpTo(Hgx, 10))));
        Assert.Equal((Severity.CannotHost, "halls[0].cooling"), (finding.Severity, finding.Path));
        Assert.Contains("10.2 kW × 400 $/kW = 4.08 k$", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2000, null)]                   // 1,360 kg / 0.72 m² = 1,889 kg/m²: carried
    [InlineData(1200, Severity.Note)]          // 1,360 / 1,200 = 1.13 m² of plate
    [InlineData(500, Severity.CannotHost)]     // 1,360 kg / 2.5 m² = 544 kg/m²: not even spread
    public void A_floor_carries_a_rack_spreads_it_or_refuses(int kilogramsPerSquareMetre, Severity? expected)
    {
        var hall = B with { FloorRating = FloorLoad.FromSi(kilogramsPerSquareMetre) };
        Finding? finding = FacilityCheck.Of(Of([hall], UpTo(Nvl72, 10))).SingleOrDefault(f => f.Path == "halls[0].floor");
        Assert.Equal(expected, finding?.Severity);
        if (finding is null) return;
        Assert.Contains("1,889 kg/m² under the rack", finding.Expected, StringComparison.Ordinal);
        if (expected == Severity.Note) Assert.Contains("1.13 m²", finding.Remedy, StringComparison.Ordinal);
        else Assert.Contains("544 kg/m² even over the whole position", finding.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void More_racks_than_power_or_positions_are_refused_with_what_is_missing()
    {
        // 30 MW / 10.2 kW = 2,941 racks; 59 more are 601.8 kW, at 11,700 $/kW 7.041 M$
        Finding power = Assert.Single(FacilityCheck.Of(Of([A], Standing(Hgx, 3000))));
        Assert.Equal((Severity.CannotHost, "racks.hgx-h200"), (power.Severity, power.Path));
        Assert.Equal("3,000 racks of 10.2 kW: 30.6 MW", power.Read);
        Assert.Equal("at most 2,941 racks by the power of hall A", power.Expected);
        Assert.Contains("601.8 kW × 11,700 $/kW = 7.041 M$", power.Remedy, StringComparison.Ordinal);
        Finding positions = Assert.Single(FacilityCheck.Of(Of([A with { Positions = 1000.Items }], Standing(Hgx, 1400))));
        Assert.Equal("at most 1,000 racks, the positions of hall A", positions.Expected);
        Assert.Contains("400 racks more need about 1,000 m²", positions.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_that_fit_one_by_one_may_not_fit_together()
    {
        // 1,600 · 10.2 kW + 1,400 · 10.2 kW = 30.6 MW in 30 MW
        RackChoice more = Standing(Hgx with { Name = "hgx-h200-old" }, 1600), some = Standing(Hgx, 1400);
        Finding finding = Assert.Single(FacilityCheck.Of(Of([A], more, some)));
        Assert.Equal("racks", finding.Path);
        Assert.Contains("600 kW × 11,700 $/kW = 7.02 M$", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Cooling_by_air_ends_at_40_kW_a_position()
    {
        Finding finding = Assert.Single(FacilityCheck.Of(Of([A with { PerRack = 50.Kilowatts }], UpTo(Hgx, 10))));
        Assert.Equal((Severity.CannotHost, "halls[0].perRack"), (finding.Severity, finding.Path));
        Assert.Contains("50 kW × 2,000 $/kW = 100 k$", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_of_the_tree_carries_its_halls_with_losses_or_says_what_is_missing()
    {
        // 30 MW / 0.96 = 31.25 MW
        Site site = Of([A], UpTo(Hgx, 10)) with { Tree = new(0.96, [new("UPS 1", 25.Megawatts, ["A"]), new("feed", 40.Megawatts, ["A"])]) };
        Finding finding = Assert.Single(FacilityCheck.Of(site));
        Assert.Equal((Severity.CannotHost, "tree.nodes[0].rating", "UPS 1 carries 25 MW"), (finding.Severity, finding.Path, finding.Read));
        Assert.Contains("31.25 MW", finding.Expected, StringComparison.Ordinal);
        Assert.Contains("Raise the rating by 6.25 MW", finding.Remedy, StringComparison.Ordinal);
        var future = A with { Power = Sizing<Power>.UpTo(30.Megawatts) };
        Assert.Equal(Severity.Note, Assert.Single(FacilityCheck.Of(site with { Halls = [future] })).Severity);
    }

    [Fact]
    public void A_tier_is_asked_about_and_never_forbidden()
    {
        Site site = Of([A], UpTo(Hgx, 2000)) with { Tier = Tier.Edge };
        var findings = FacilityCheck.Of(site);
        Assert.All(findings, f => Assert.Equal((Severity.Note, "tier"), (f.Severity, f.Path)));
        Assert.Equal("edge, with 30 MW of hall power", Assert.Single(findings).Read);
        Assert.Equal("Write tier: enterprise, or check the unit. It costs nothing: a tier sets defaults only.", findings[0].Remedy);
        Assert.Empty(FacilityCheck.Of(site with { Tier = Tier.Enterprise }));
        Assert.Contains("at most 80 accelerators", FacilityCheck.Of(Of([A], UpTo(Hgx, 10)) with { Tier = Tier.Enterprise })[0].Read,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rack_without_a_hall_is_told_which_there_are()
    {
        Finding finding = Assert.Single(FacilityCheck.Of(Of([A, B], UpTo(Nvl72, 10, "C"))));
        Assert.Equal((Severity.CannotHost, "racks.gb200-nvl72", "one of the halls A, B"),
            (finding.Severity, finding.Path, finding.Expected));
    }

    [Fact]
    public void A_rack_that_leaves_more_than_40_kW_in_air_needs_doors()
    {
        RackType hot = Nvl72 with { LiquidShare = 0.6 };   // 52.8 kW in air
        Finding finding = Assert.Single(FacilityCheck.Of(Of([B], UpTo(hot, 10))));
        Assert.Equal((Severity.CannotHost, "halls[0].cooling"), (finding.Severity, finding.Path));
        Assert.Contains("52.8 kW per rack", finding.Read, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_without_racks_and_halls_has_nothing_to_check() => Assert.Empty(FacilityCheck.Of(Of([])));
}
