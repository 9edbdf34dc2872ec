using Headroom.Quantities;

namespace Headroom.Algebra.Tests;

/// <summary>min 2x + 3y + 1 with x + y ≥ 4, x ≤ 3, y ≤ 5: best at (3, 1), 10; the row is worth 3, the bound of x −1.</summary>
public class CertificateTests
{
    [Fact]
    public void The_right_price_proves_the_optimum()
    {
        Certificate c = Certificate.Of(Program(5), Answer([3, 1], 3));
        Assert.Equal(10, c.Objective, 12);
        Assert.Equal(10, c.Bound, 12);
        Assert.Equal((0, 0, 0), (c.PrimalViolation, c.DualViolation, c.Residual));
        Assert.Equal(0, c.GapFraction, 12);
    }

    [Theory]
    [InlineData(2, 9)]       // 2·4 + 0·x + 1·0 + 1
    [InlineData(3.5, 8)]     // 3.5·4 − 1.5·3 − 0.5·5 + 1
    [InlineData(0, 1)]
    [InlineData(-7, 1)]      // a price of the wrong sign counts as zero
    [InlineData(100, -378)]  // 400 − 98·3 − 97·5 + 1
    public void A_wrong_price_gives_a_weaker_bound_that_still_holds(double price, double bound)
    {
        Certificate c = Certificate.Of(Program(5), Answer([3, 1], price));
        Assert.Equal(bound, c.Bound, 12);
        Assert.True(c.Bound <= 10);
        Assert.Equal(0, c.Residual);
    }

    [Fact]
    public void No_price_bounds_the_optimum_from_the_wrong_side() => CsCheck.Check.Sample(CsCheck.Gen.Double[-1000, 1000], price =>
        Certificate.Of(Program(5), Answer([3, 1], price)).Bound <= 10 + 1e-9);

    [Fact]
    public void A_wrong_price_on_a_column_without_bound_proves_nothing()
    {
        Certificate c = Certificate.Of(Program(double.PositiveInfinity), Answer([3, 1], 3.5));
        Assert.Equal(double.NegativeInfinity, c.Bound);
        Assert.Equal(double.PositiveInfinity, c.Residual);
        Assert.Equal(0.5 / 3.5, c.DualViolation, 12);
    }

    [Fact]
    public void Rounding_in_a_price_on_a_column_without_bound_is_told_as_residual()
    {
        Certificate c = Certificate.Of(Program(double.PositiveInfinity), Answer([3, 1], 3 + 1e-8));
        Assert.InRange(c.Bound, 10 - 1e-7, 10);
        Assert.InRange(c.Residual, 0.9e-8, 1.1e-8);
    }

    [Fact]
    public void A_missed_row_and_a_missed_bound_are_seen()
    {
        Assert.Equal(0.5 / 2.5, Certificate.Of(Program(5), Answer([2.5, 1], 3)).PrimalViolation, 12);
        Assert.Equal(1.0 / 6, Certificate.Of(Program(5), Answer([3, 6], 3)).PrimalViolation, 12);
    }

    [Fact]
    public void Maximising_is_bounded_from_above()
    {
        // max 2x + 3y with x + y ≤ 4, x ≤ 3, y ≤ 2: best at (2, 2), 10; the row is worth 2
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, 3.Megawatts);
        var y = lp.Variable("y", 0.Megawatts, 2.Megawatts);
        lp.Require("row", x + y.Expression <= 4.Megawatts);
        lp.Maximise((1, lp.Tally<Power>("value", 2 * x.Expression + 3 * y.Expression)));
        Assert.Equal(10, Certificate.Of(lp.Arrays, Answer([2, 2], 2)).Bound, 12);
        Assert.Equal(12, Certificate.Of(lp.Arrays, Answer([2, 2], 3)).Bound, 12);
        Assert.Equal(12, Certificate.Of(lp.Arrays, Answer([2, 2], -1)).Bound, 12);
    }

    [Fact]
    public void An_equality_may_have_either_sign()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, 9.Megawatts);
        lp.Require("row", x.Expression == 4.Megawatts);
        lp.Minimise((1, lp.Tally<Power>("income", -2 * x.Expression)));
        Certificate c = Certificate.Of(lp.Arrays, Answer([4], -2));
        Assert.Equal((-8, -8), (c.Objective, c.Bound));
    }

    [Fact]
    public void Without_prices_there_is_no_bound_and_a_broken_module_is_no_module()
    {
        var lp = new LinearProgram();
        var n = lp.Whole("modules", 0.Items, 4.Items);
        lp.Minimise((1, lp.Tally<Count>("modules", n)));
        Certificate c = Certificate.Of(lp.Arrays, new Solution([2.25], [], [], 0, 0));
        Assert.Equal(0.25 / 2.25, c.PrimalViolation, 12);
        Assert.Equal(0, c.Bound);
        lp.Require("row", n.Expression >= 2.Items);
        Assert.Equal(double.NegativeInfinity, Certificate.Of(lp.Arrays, new Solution([2], [], [], 0, 0)).Bound);
    }

    static ProgramArrays Program(double mostOfY)
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, 3.Megawatts);
        var y = lp.Variable("y", 0.Megawatts, mostOfY.Megawatts);
        lp.Require("row", x + y.Expression >= 4.Megawatts);
        lp.Minimise((1, lp.Tally<Power>("cost", 2 * x.Expression + 3 * y.Expression + 1.Megawatts)));
        return lp.Arrays;
    }

    static Solution Answer(double[] values, params double[] duals) => new(values, duals, [], 0, 0);
}
