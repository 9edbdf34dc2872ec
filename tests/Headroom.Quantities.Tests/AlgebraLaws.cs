using CsCheck;

namespace Headroom.Quantities.Tests;

/// <summary>What holds for all numbers: the algebra of a one-dimensional ordered vector space, and the way through text.</summary>
public class AlgebraLaws
{
    static readonly Gen<double> number = Gen.Double[-1e12, 1e12];
    static readonly Gen<Power> power = number.Select(Power.FromSi);

    [Fact]
    public void Every_quantity_obeys_the_algebra() => EveryQuantity.Run(typeof(AlgebraLaws), nameof(Obeys));

    [Fact]
    public void Addition_commutes_and_subtraction_undoes_it() => Gen.Select(power, power).Sample((a, b) =>
        a + b == b + a && Near((a + b - b).Watts, a.Watts, Math.Abs(a.Watts) + Math.Abs(b.Watts)));

    [Fact]
    public void A_factor_distributes() => Gen.Select(Gen.Double[-100, 100], power, power).Sample((k, a, b) =>
        Near((k * (a + b)).Watts, (k * a + k * b).Watts, Math.Abs(k) * (Math.Abs(a.Watts) + Math.Abs(b.Watts))));

    [Fact]
    public void Order_is_that_of_numbers() => Gen.Select(power, power).Sample((a, b) =>
        a < b == b > a && a <= b == (a < b || a == b) && Power.Min(a, b) <= Power.Max(a, b) && Power.Min(a, b) + Power.Max(a, b) == a + b);

    [Fact]
    public void Power_times_time_divided_by_time_is_the_power() =>
        Gen.Select(power, Gen.Double[1, 1e6]).Sample((p, s) => Near((p * s.Seconds / s.Seconds).Watts, p.Watts, Math.Abs(p.Watts)));

    [Fact]
    public void A_written_number_reads_back_exactly() => number.Sample(value =>
        QuantityText.TryParse($"{value:R} W", out Power read) && read.Watts == value);

    [Fact]
    public void What_is_printed_parses_to_four_digits_below_a_thousand_gigawatts() => Gen.Double[1, 1e12 * 0.999].Sample(watts =>
        QuantityText.TryParse(Power.FromSi(watts).ToString(), out Power back) && Near(back.Watts, watts, 6e-4 * watts, 1));

    [Fact]
    public void No_text_throws() => Gen.String.Sample(text => { _ = QuantityText.TryParse(text, out EnergyPrice _); });

    [Fact]
    public void No_finite_number_fails_to_print() => Gen.Double.Sample(value =>
        QuantityText.Number(value).Length > 0 && Energy.FromSi(value).ToString().Length > 0);

    static void Obeys<Q>() where Q : struct, IQuantity<Q>
    {
        Gen<Q> any = number.Select(Q.FromSi);
        Gen.Select(any, any, Gen.Double[0.001, 1000]).Sample((a, b, k) =>
            Same(a + default(Q), a) && Same(-(-a), a) && Same(a - b, a + -b) && Same(a * k, k * a)
            && Near((a * k / k).Si, a.Si, Math.Abs(a.Si)) && (a / b).Equals(a.Si / b.Si) && a < b == a.Si < b.Si && a >= b == a.Si >= b.Si
            && Same(new[] { a, b }.Sum(), a + b), iter: 200);
    }

    static bool Same<Q>(Q a, Q b) where Q : struct, IQuantity<Q> => a.Equals(b) && a <= b && a >= b;
    static bool Near(double x, double y, double size, double within = 1e-14) => Math.Abs(x - y) <= within * Math.Max(size, double.Epsilon);
}
