using System.Globalization;

namespace Headroom.Quantities.Tests;

/// <summary>Every unit of every quantity: its factor, and its way into and out of text.</summary>
public class UnitTests
{
    [Fact]
    public void Every_unit_has_the_factor_that_first_principles_give() => EveryQuantity.Run(typeof(UnitTests), nameof(FactorsOf));

    [Fact]
    public void Every_unit_parses_and_reads_back_the_number_that_was_written() => EveryQuantity.Run(typeof(UnitTests), nameof(ParsesIn));

    [Fact]
    public void Every_quantity_prints_text_that_parses_to_itself() => EveryQuantity.Run(typeof(UnitTests), nameof(PrintsWhatItParses));

    [Fact]
    public void Every_quantity_names_its_units_in_a_sentence() => EveryQuantity.Run(typeof(UnitTests), nameof(NamesUnits));

    [Fact]
    public void The_table_of_units_lists_nothing_that_is_gone()
    {
        var names = EveryQuantity.Types.Select(type => type.Name).ToHashSet();
        Assert.All(UnitTable.OneInSi.Keys, key => Assert.Contains(key.Quantity, names));
    }

    static void FactorsOf<Q>() where Q : struct, IQuantity<Q>
    {
        Assert.NotEmpty(Q.Units);
        foreach (Unit unit in Q.Units)
        {
            Assert.True(UnitTable.OneInSi.TryGetValue((typeof(Q).Name, unit.Symbol), out double expected),
                $"{unit.Symbol} is missing in UnitTable");
            AssertClose(expected, unit.ToSi, unit.Symbol);
            Assert.Equal(unit.Symbol == "°C" ? 273.15 : 0, unit.Offset);
        }
        int listed = UnitTable.OneInSi.Keys.Count(key => key.Quantity == typeof(Q).Name);
        Assert.Equal(Q.Units.Count, listed);
        Assert.Equal(Q.Units.Count, Q.Units.Select(unit => unit.Symbol).Distinct().Count());
    }

    static void ParsesIn<Q>() where Q : struct, IQuantity<Q>
    {
        foreach (Unit unit in Q.Units)
            foreach (double number in (double[])[0, 1, -2.5, 35, 1234.5, 1e-3, 6.02e23, 1.5e-12])
            {
                string text = number.ToString("R", CultureInfo.InvariantCulture) + " " + unit.Symbol;
                Assert.True(QuantityText.TryParse(text, out Q read), text);
                AssertClose(unit.ToSi * number + unit.Offset, read.Si, text);
                if (unit.Offset == 0) AssertClose(number, read.In(unit.Symbol), text);
            }
    }

    static void PrintsWhatItParses<Q>() where Q : struct, IQuantity<Q>
    {
        foreach (Unit unit in Q.Units)
            foreach (double number in (double[])[1, 2.5, 35, 12.34, 999])
            {
                Q quantity = Q.FromSi(unit.ToSi * number + unit.Offset);
                string text = QuantityText.Format(quantity, 6);
                Assert.True(QuantityText.TryParse(text, out Q back), $"{number} {unit.Symbol} prints as '{text}', which does not parse");
                AssertClose(quantity.Si, back.Si, text, 1e-5);
                Assert.Equal(QuantityText.Format(quantity), quantity.ToString());
            }
    }

    static void NamesUnits<Q>() where Q : struct, IQuantity<Q>
    {
        string sentence = QuantityText.UnitsOf<Q>();
        foreach (Unit unit in Q.Units) Assert.Contains(unit.Symbol, sentence, StringComparison.Ordinal);
    }

    static void AssertClose(double expected, double actual, string what, double within = 1e-13) =>
        Assert.True(Math.Abs(expected - actual) <= within * Math.Max(Math.Abs(expected), Math.Abs(actual)),
            $"{what}: expected {expected:R}, got {actual:R}");
}
