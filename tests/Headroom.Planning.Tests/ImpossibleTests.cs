using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Tests;

/// <summary>Sites that cannot do what is asked: the conflict names the family, by how much, and what would relieve it.</summary>
public class ImpossibleTests
{
    static IReadOnlyList<Conflict> Conflicts(Site site) =>
        Assert.IsType<PlanAnswer.Infeasible>(Planned.Answer(Formulation.Of(site, new Campus.TwoPoints()))).Conflicts;

    static Conflict Only(Site site, string family)
    {
        var conflicts = Conflicts(site);
        Assert.True(conflicts.Count == 1 && conflicts[0].Family == family, string.Join("\n", conflicts));
        TestContext.Current.TestOutputHelper?.WriteLine(conflicts[0].ToString());
        return conflicts[0];
    }

    static readonly Plant gas = TextbookTests.Gas with { Most = 80 };

    [Fact]
    public void A_load_above_the_ceiling_lacks_power_in_its_hours()
    {
        double[] load = Years.Year(t => t == 4000 ? 110 : t == 4001 ? 104 : 90);
        Conflict conflict = Only(Textbook.Site(new(load, [gas], Feed: new Feed(20, [30], 0, 0))), "power balance");
        Assert.StartsWith("10 MW at most", conflict.ByHowMuch, StringComparison.Ordinal); // 110 − 80 − 20
        Assert.Equal(2, conflict.Members);
        Assert.Equal(Years.Of2023.StartOf(4000).ToString("yyyy-MM-dd HH':00 UTC'", null), conflict.When);
        Assert.Contains("more firm grid", conflict.Relief, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_above_the_ceiling_all_year_lacks_it_all_year()
    {
        Conflict conflict = Only(Textbook.Site(new([110], [gas], Feed: new Feed(20, [30], 0, 0))), "power balance");
        Assert.Equal(Years.Hours, conflict.Members);
    }

    [Fact]
    public void A_service_without_enough_racks_says_racks()
    {
        // 5 racks give 500 tok/s of 700
        var conflicts = Conflicts(Campus.Of(Campus.Grid(5, 50), Campus.UpTo(5, 1.Dollars), Campus.Chat(700.TokensPerSecond)));
        Assert.Contains(conflicts, c => c.Family is "chat service" or "rack most" && c.Relief.Contains("rack", StringComparison.Ordinal));
        Assert.All(conflicts, c => Assert.False(string.IsNullOrWhiteSpace(c.ByHowMuch)));
    }

    [Fact]
    public void A_service_whose_rack_fits_no_hall_says_so()
    {
        Site site = Campus.Of(Campus.Grid(5, 50), Campus.UpTo(50, 1.Dollars), Campus.Chat(700.TokensPerSecond));
        Conflict conflict = Only(site with { Halls = [Campus.Hall with { PerRack = 15.Kilowatts }] }, "chat service");
        Assert.Equal(Years.Hours, conflict.Members);
    }

    [Fact]
    public void Racks_that_must_stand_without_a_hall_say_so()
    {
        var conflicts = Conflicts(Campus.Of(Campus.Grid(5, 50), Campus.Standing(12)) with { Halls = [Campus.Hall with { PerRack = 15.Kilowatts }] });
        Conflict conflict = Assert.Single(conflicts);
        Assert.Equal("rack least", conflict.Family);
        Assert.StartsWith("12", conflict.ByHowMuch, StringComparison.Ordinal);
        Assert.Contains("headroom check", conflict.Relief, StringComparison.Ordinal);
    }

    [Fact]
    public void A_carbon_cap_below_what_the_work_emits_says_by_how_much()
    {
        // 100 MW of grid at 400 g/kWh: 350,400 t against 300,000 t
        Site site = Textbook.Site(new([100], [], Feed: new Feed(200, [30], 0, 0))) with { Policy = new() { CarbonMost = 300_000.Tonnes } };
        Conflict conflict = Only(site, "carbon cap");
        Assert.StartsWith("50,400 t", conflict.ByHowMuch, StringComparison.Ordinal);
        Assert.Contains("carbon cap", conflict.Relief, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_run_too_large_says_how_much_is_left_undone()
    {
        // 5 racks give 2.88e15 FLOP/s each for 1,000 h; asked is one and a half times that
        double possible = 2.88e15 * 3600 * 1000 * 5;
        TrainingRun run = new() { Name = "frontier", Amount = (1.5 * possible).FloatingPointOperations, FirstHour = 0, EndHour = 1000 };
        var conflicts = Conflicts(Campus.Of(Campus.Grid(5, 50), Campus.Standing(5)) with { Training = [run] });
        Assert.Contains(conflicts, c => c.Family is "frontier compute" or "rack most");
        Assert.All(conflicts, c => Assert.False(string.IsNullOrWhiteSpace(c.Relief)));
    }

    [Fact]
    public void A_budget_below_the_least_cost_says_how_many_dollars_are_missing()
    {
        // 100 MW · 8,760 h · 30 $/MWh = 26.28 M$ against 20 M$
        Site site = Textbook.Site(new([100], [], Feed: new Feed(200, [30], 0, 0))) with { Policy = new() { YearlyCostMost = 20.MillionDollars } };
        Assert.StartsWith("6,280,000 $", Only(site, "yearly budget").ByHowMuch, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reserve_that_nothing_can_give_says_how_many_megawatts_are_missing()
    {
        Site site = Textbook.Site(new([100], [gas], Feed: new Feed(30, [30], 0, 0))) with { Policy = new() { ReserveMarginFraction = 0.2 } };
        Assert.StartsWith("90 MW", Only(site, "reserve").ByHowMuch, StringComparison.Ordinal); // 120 MW − 30 MW of firm grid
    }

    [Fact]
    public void Sizes_whose_least_exceeds_their_most_end_in_words()
    {
        Site site = Textbook.Site(new([100], [gas]));
        site = site with { Generators = [site.Generators[0] with { Size = new(default, 200.Megawatts, 150.Megawatts) }] };
        Conflict conflict = Assert.Single(Conflicts(site));
        Assert.Contains("atLeast", conflict.Relief, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_with_nothing_to_serve_it_lacks_all_its_power() =>
        Assert.StartsWith("100 MW", Only(Textbook.Site(new([100], [])), "power balance").ByHowMuch, StringComparison.Ordinal);

    [Fact]
    public void A_cost_without_end_is_told_in_words()
    {
        // what a free plant of any size gives is sold without a limit
        Site site = Textbook.Site(new([100], [new Plant("free", 0, 0, 10)], Feed: new Feed(200, [30], 0, 0)));
        site = site with { Grid = site.Grid! with { ExportMost = double.PositiveInfinity.Megawatts } };
        var answer = Assert.IsType<PlanAnswer.Unbounded>(Planned.Answer(Planner.Formulate(site)));
        Assert.Contains("atMost", answer.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_before_the_end_is_told_in_words()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Formulation plan = Planner.Formulate(Textbook.Site(new(Years.Load, [gas with { Most = 500 }])));
        Assert.IsType<PlanAnswer.Stopped>(Planner.Plan(plan, new Headroom.Solvers.StructuredSolver(), new PlanOptions(), progress: null, stop.Token));
    }
}
