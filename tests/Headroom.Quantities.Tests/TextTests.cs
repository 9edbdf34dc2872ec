namespace Headroom.Quantities.Tests;

/// <summary>What a file or a person may write, what is refused, and what we print.</summary>
public class TextTests
{
    [Theory]
    [InlineData("120 kW", 0.12)]
    [InlineData("120kW", 0.12)]
    [InlineData("  1.5  MW ", 1.5)]
    [InlineData("1e3 kW", 1)]
    [InlineData("2.5E-1 GW", 250)]
    [InlineData("-3 MW", -3)]
    [InlineData("+3 MW", 3)]
    [InlineData(".5 MW", 0.5)]
    public void A_number_and_a_unit_are_read(string text, double megawatts)
    {
        Assert.True(QuantityText.TryParse(text, out Power power));
        Assert.Equal(megawatts, power.Megawatts, 12);
    }

    [Theory]
    [InlineData("1,5 MW")]
    [InlineData("1,500 MW")]
    [InlineData("1 500 MW")]
    [InlineData("1'500 MW")]
    [InlineData("1_500 MW")]
    [InlineData("5")]
    [InlineData("MW")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("NaN MW")]
    [InlineData("inf MW")]
    [InlineData("Infinity MW")]
    [InlineData("∞ MW")]
    [InlineData("1e999 MW")]
    [InlineData("1e308 MW")]
    [InlineData("5 mW")]
    [InlineData("5 Mw")]
    [InlineData("5 MWh")]
    [InlineData("5 MW MW")]
    [InlineData("5 MW 3")]
    [InlineData("5-3 MW")]
    [InlineData("5..3 MW")]
    [InlineData("- 5 MW")]
    [InlineData("0x10 MW")]
    [InlineData("٥ MW")]
    [InlineData("5e MW")]
    [InlineData("5e+ MW")]
    [InlineData("(5 MW)")]
    [InlineData("5 MW\n6 MW")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(QuantityText.TryParse(text, out Power power));
        Assert.Equal(Power.Zero, power);
    }

    [Fact]
    public void A_big_E_is_an_exponent_only_before_digits()
    {
        Assert.True(QuantityText.TryParse("5EFLOP/s", out ComputeRate rate));
        Assert.Equal(5e18, rate.OperationsPerSecond);
        Assert.True(QuantityText.TryParse("2e25 FLOP", out Compute compute));
        Assert.Equal(2e25, compute.Operations);
    }

    [Fact]
    public void Only_a_count_does_without_a_unit()
    {
        Assert.True(QuantityText.TryParse("400", out Count racks));
        Assert.Equal(400, racks.Items);
        Assert.False(QuantityText.TryParse("400 MW", out Count _));
    }

    [Fact]
    public void A_temperature_is_a_point_and_a_rise_is_a_difference()
    {
        Assert.True(QuantityText.TryParse("40 °C", out Temperature supply));
        Assert.Equal(313.15, supply.Kelvin, 12);
        Assert.False(QuantityText.TryParse("40 °C", out TemperatureRise _));
        Assert.True(QuantityText.TryParse("10 K", out TemperatureRise rise));
        Assert.Equal(10, rise.Kelvin);
        Assert.Equal("40 °C", supply.ToString());
    }

    [Theory]
    [InlineData(132e3, "132 kW")]
    [InlineData(120e6, "120 MW")]
    [InlineData(1.5e6, "1.5 MW")]
    [InlineData(-1.5e6, "-1.5 MW")]
    [InlineData(0, "0 MW")]
    [InlineData(0.25, "0.25 W")]
    [InlineData(1234567e9, "1,235,000 GW")]
    [InlineData(999_999, "1 MW")]
    [InlineData(83_880_000, "83.88 MW")]
    public void A_quantity_prints_in_the_unit_that_reads_best(double watts, string text) =>
        Assert.Equal(text, Power.FromSi(watts).ToString());

    [Theory]
    [InlineData(412345.6, "412,300")]
    [InlineData(1234.5, "1,235")]
    [InlineData(123.45, "123.5")]
    [InlineData(0.07125, "0.07125")]
    [InlineData(0, "0")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(1e-12, "1e-12")]
    [InlineData(99999, "100,000")]
    public void A_number_has_thousands_marks_and_four_digits(double value, string text) => Assert.Equal(text, QuantityText.Number(value));

    [Fact]
    public void A_zero_has_no_sign() => Assert.Equal("0 MW", (-1 * Power.Zero).ToString());

    [Fact]
    public void Units_are_named_as_a_sentence_fragment() => Assert.Equal("MW, W, kW or GW", QuantityText.UnitsOf<Power>());

    [Fact]
    public void An_unknown_unit_is_our_bug_and_named()
    {
        var thrown = Assert.Throws<ArgumentException>(() => 5.Megawatts.In("hp"));
        Assert.Contains("'hp' is no unit of Power", thrown.Message, StringComparison.Ordinal);
    }
}
