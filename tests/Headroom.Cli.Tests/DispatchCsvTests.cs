using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using Headroom.Cli.Rendering;
using Headroom.Reports;

namespace Headroom.Cli.Tests;

public class DispatchCsvTests
{
    static string Csv(PlanReport report)
    {
        using var buffer = new MemoryStream();
        DispatchCsv.Write(buffer, report);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    [Fact]
    public void The_header_carries_units_and_each_hour_its_time()
    {
        string[] lines = Csv(SamplePlan.Report).Split('\n');
        Assert.StartsWith("time_utc,import [MW],gasTurbine [MW],", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2027-01-01T00:00:00Z,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2027-12-31T23:00:00Z,", lines[8760], StringComparison.Ordinal);
        Assert.Equal("", lines[8761]);
        Assert.Equal(8762, lines.Length);
    }

    [Fact]
    public void A_leap_year_ends_on_its_last_hour()
    {
        PlanReport leap = SamplePlan.Report with { Year = 2028, Dispatch = new([new("import", "MW", ColumnRole.Source, new double[8784])]) };
        Assert.StartsWith("2028-12-31T23:00:00Z,0", Csv(leap).Split('\n')[8784], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(120, "120")]
    [InlineData(0.1, "0.1")]
    [InlineData(-3.25, "-3.25")]
    [InlineData(0.9999999, "1")]
    [InlineData(1e-13, "0")]
    [InlineData(0.00012, "0.00012")]
    [InlineData(98765432.1234567, "98765432.123457")]
    [InlineData(4.5e15, "4500000000000000")]
    public void Numbers_are_short_and_exact_to_a_millionth(double value, string text) => Assert.Equal(text, Number(value));

    [Fact]
    public void Any_number_comes_back_within_a_millionth() => Gen.Double[-1e15, 1e15].Sample(value =>
        Math.Abs(double.Parse(Number(value), CultureInfo.InvariantCulture) - value) <= 5.1e-7 + 1e-15 * Math.Abs(value));

    [Fact]
    public void A_year_of_thirty_columns_has_a_line_for_each_hour()
    {
        PlanReport wide = SamplePlan.Report with
        {
            Dispatch = new([.. Enumerable.Range(0, 30).Select(c => new DispatchColumn($"c{c}", "MW", ColumnRole.Source, [.. Enumerable.Range(0, 8760).Select(t => 100 + Math.Sin(t * (c + 1)) * 50)]))]),
        };
        Assert.Equal(8761, Csv(wide).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    static string Number(double value)
    {
        byte[] text = new byte[32];
        return Encoding.UTF8.GetString(text, 0, DispatchCsv.Number(text, value));
    }
}
