using CsCheck;
using Headroom.Growth;

namespace Headroom.Tests.Growth;

public class GrowthRateTests
{
    [Fact]
    public void Two_doubles_in_a_year_and_quadruples_in_two()
    {
        GrowthRate two = GrowthRate.Constant(2);
        Assert.Equal(2, two.Multiple(2027, 2028));
        Assert.Equal(4, two.Multiple(2027.5, 2029.5));
        Assert.Equal(0.5, two.Multiple(2028, 2027));
    }

    /// <summary>By hand: from 4 to 1 in two years, ln g falls from ln 4 to 0, its mean is ln 2: 2² = 4; half of the way takes ¾ of it.</summary>
    [Fact]
    public void A_bending_rate_is_the_mean_of_its_logarithms()
    {
        GrowthRate rate = GrowthRate.Bending(4, 1, 2027, 2029);
        Assert.Equal(4, rate.Multiple(2027, 2029), 1e-12);
        Assert.Equal(Math.Pow(4, 0.75), rate.Multiple(2027, 2028), 1e-12);
        Assert.Equal(4, rate.Multiple(2027, 2035), 1e-12);
        Assert.Equal(16, rate.Multiple(2025, 2027), 1e-12);
        Assert.Equal(2, rate.FactorAt(2028), 1e-12);
        Assert.Equal(1, rate.FactorAt(2040), 1e-12);
    }

    [Fact]
    public void The_closed_form_is_the_integral_of_the_logarithm() => Gen.Select(AnyOutlook.Rate(0.5, 6), Gen.Double[2024, 2040], Gen.Double[0, 12]).Sample((rate, from, length) =>
    {
        const int steps = 4000;
        double sum = 0;
        for (int k = 0; k < steps; k++) sum += Math.Log(rate.FactorAt(from + (k + 0.5) / steps * length)) * length / steps;
        Assert.Equal(Math.Exp(sum), rate.Multiple(from, from + length), 1e-5 * Math.Exp(Math.Abs(sum)));
    }, iter: 300);

    [Fact]
    public void Growth_of_two_spans_is_the_product_of_their_growths() => Gen.Select(AnyOutlook.Rate(0.5, 6), Gen.Double[2024, 2040], Gen.Double[-5, 8], Gen.Double[-5, 8]).Sample((rate, from, one, two) =>
    {
        double whole = rate.Multiple(from, from + one + two);
        Assert.Equal(whole, rate.Multiple(from, from + one) * rate.Multiple(from + one, from + one + two), 1e-9 * whole);
    });

    [Fact]
    public void A_rate_that_has_bent_before_it_starts_is_its_later_factor() => Assert.Equal(GrowthRate.Constant(1.3), GrowthRate.Bending(2, 1.3, 2033, 2032));

    [Theory, InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_factor_that_is_none_is_refused(double factor) => Assert.Throws<ArgumentOutOfRangeException>(() => GrowthRate.Constant(factor));
}
