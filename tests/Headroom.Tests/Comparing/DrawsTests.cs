using Headroom.Comparing;

namespace Headroom.Tests.Comparing;

public class DrawsTests
{
    [Fact]
    public void An_overrun_has_the_median_and_the_90th_percentile_it_was_given()
    {
        Assert.Equal(1.3, Draws.Overrun(1.3, 2, 0.5), 1e-9);
        Assert.Equal(2, Draws.Overrun(1.3, 2, 0.9), 1e-9);
        Assumption reactor = AnyCase.Assumptions()[Parameters.CapitalOf("smr")];
        double[] values = [.. Enumerable.Range(0, 20_000).Select(draw => Draws.Value(reactor, "somewhere", 7, draw))];
        Percentiles drawn = Percentiles.Of(values);
        Assert.Equal(13_000, drawn.P50, 150.0);
        Assert.Equal(20_000, drawn.P90, 350.0);
    }

    [Fact]
    public void A_triangle_stays_in_its_range_with_the_mean_of_its_corners()
    {
        double[] values = [.. Enumerable.Range(0, 20_000).Select(draw => Draws.Value(AnyCase.Assumptions()[Parameters.Gas], "somewhere", 7, draw))];
        Assert.InRange(values.Min(), 2, 2.1);
        Assert.InRange(values.Max(), 7.8, 8);
        Assert.Equal((2 + 4 + 8) / 3.0, values.Average(), 0.03);
    }

    [Fact]
    public void A_seed_gives_the_same_draws_and_another_one_others()
    {
        Contest contest = AnyCase.Contest();
        Chances first = Chances.Of(contest, 200, 5), again = Chances.Of(contest, 200, 5), other = Chances.Of(contest, 200, 6);
        Assert.Equal(first.Costs[(Strategy.Smr, Telling.Plain)], again.Costs[(Strategy.Smr, Telling.Plain)]);
        Assert.NotEqual(first.Costs[(Strategy.Smr, Telling.Plain)], other.Costs[(Strategy.Smr, Telling.Plain)]);
    }

    [Fact]
    public void What_else_is_compared_moves_no_draw()
    {
        Percentiles alone = Chances.Of(AnyCase.Contest(answers: AnyCase.Onsite), 200, 5).Costs[(Strategy.Onsite, Telling.Plain)];
        Assert.Equal(alone, Chances.Of(AnyCase.Contest(), 200, 5).Costs[(Strategy.Onsite, Telling.Plain)]);
    }

    [Fact]
    public void Shares_of_winners_sum_to_one()
    {
        Chances chances = Chances.Of(AnyCase.Contest(), 500, 1);
        foreach (Telling telling in Enum.GetValues<Telling>())
            Assert.Equal(1, chances.Won.Where(pair => pair.Key.Item2 == telling).Sum(pair => pair.Value), 1e-9);
        Assert.InRange(chances.Won[(Strategy.Grid, Telling.Plain)], 0.5, 0.99);
    }

    [Fact]
    public void Percentiles_lie_between_ranks() => Assert.Equal(new Percentiles(1.4, 3, 4.6), Percentiles.Of([5, 1, 3, 2, 4]));
}
