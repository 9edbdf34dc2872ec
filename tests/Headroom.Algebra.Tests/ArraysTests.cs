using Headroom.Quantities;

namespace Headroom.Algebra.Tests;

/// <summary>What a solver sees: compressed rows in plan units, bounds on both sides.</summary>
public class ArraysTests
{
    [Fact]
    public void Rows_are_compressed_in_order_of_appearance()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", new Index("hour", 2), 0.Kilowatts, 500.Kilowatts);
        var y = lp.Variable("y", 0.Megawatts, LinearProgram.Unlimited<Power>());
        lp.Require("first", y + 2 * x[1] >= 4.Megawatts);
        lp.Require("second", x[0] - x[1] <= 250.Kilowatts);
        lp.Require("third", x[0] == y);
        ProgramArrays a = lp.Arrays;
        Assert.Equal((3, 3, 6), (a.Columns, a.Rows, a.NonZeros));
        Assert.Equal([0, 2, 4, 6], a.RowStart.ToArray());
        Assert.Equal([2, 1, 0, 1, 0, 2], a.ColumnIndex.ToArray());
        Assert.Equal([1, 2, 1, -1, 1, -1], a.Coefficient.ToArray());
        Assert.Equal([4, double.NegativeInfinity, 0], a.RowLower.ToArray());
        Assert.Equal([double.PositiveInfinity, 0.25, 0], a.RowUpper.ToArray());
        Assert.Equal([0.5, 0.5, double.PositiveInfinity], a.ColumnUpper.ToArray());
    }

    [Fact]
    public void Columns_that_repeat_merge_and_those_that_cancel_go()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", new Index("hour", 3), 0.Megawatts, 1.Megawatts);
        lp.Require("sum", x[0] + 2 * (x[1] + x[0]) - x[2] <= 3.Megawatts - x[2] + x[0]);
        Assert.Equal([0, 1], lp.Arrays.ColumnIndex.ToArray());
        Assert.Equal([2, 2], lp.Arrays.Coefficient.ToArray());
        Assert.Equal(3, lp.Arrays.RowUpper[0]);
    }

    [Fact]
    public void Known_amounts_gather_on_the_right()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, 1.Megawatts);
        lp.Require("row", x.Expression + 3.Megawatts - 2 * (1.Megawatts - x.Expression) >= 10.Megawatts);
        Assert.Equal(3, lp.Arrays.Coefficient[0]);
        Assert.Equal(9, lp.Arrays.RowLower[0]);
    }

    [Fact]
    public void Units_scale_between_quantities()
    {
        var lp = new LinearProgram();
        var p = lp.Variable("p", 0.Megawatts, 1.Megawatts);
        var n = lp.Variable("racks", 0.Items, 400.Items);
        var rate = lp.Variable("served", 0.TokensPerSecond, 1e6.TokensPerSecond);
        var run = lp.Variable("run", 0.FloatingPointOperationsPerSecond, 1e18.FloatingPointOperationsPerSecond);
        lp.Require("energy", 15.Minutes * p.Expression <= 1.MegawattHours);                                     // 0.25 MWh per MW
        lp.Require("money", 35.DollarsPerMegawattHour * (1.Hours * p.Expression) <= 1e6.Dollars);               // 35 $ per MW
        lp.Require("racks", 132.Kilowatts * n <= p);                                                 // 0.132 MW per rack
        lp.Require("tokens", 0.6.DollarsPerMillionTokens * (1.Hours * rate.Expression) <= 1e6.Dollars);         // 1 Mtok/s: 3.6 Gtok, 2,160 $
        lp.Require("carbon", 50.DollarsPerTonne * (400.GramsPerKilowattHour * (1.Hours * p.Expression)) <= 1e6.Dollars);   // 0.4 t, 20 $
        lp.Require("compute", 2.Hours * run.Expression <= 7.2e21.FloatingPointOperations);                      // 2 EFLOP·h per EFLOP/s
        lp.Require("demand charge", 9.DollarsPerKilowattMonth * p.Expression <= 1e6.Dollars);        // 9,000 $ per MW
        double[] expected = [0.25, 35, 0.132, -1, 2160, 20, 2, 9000];
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], lp.Arrays.Coefficient[k], 9);
        Assert.Equal(2, lp.Arrays.RowUpper[5], 12);
    }

    [Fact]
    public void Every_quantity_with_a_plan_unit_survives_the_way_in_and_out()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Dollars, 412_000.Dollars);
        Assert.Equal(412_000, lp.Arrays.ColumnUpper[0]);
        var solution = new Solution([412_000], [], [], 0, 0);
        Assert.Equal(412_000, solution.Value(x).Dollars);
        Assert.Throws<NotSupportedException>(PlanUnit.Of<Temperature>);
    }

    [Fact]
    public void An_index_outside_its_family_throws_naming_family_and_range()
    {
        var small = new Small();
        foreach (int outside in (int[])[-1, 4])
        {
            var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => small.Stored[outside]);
            Assert.Contains("'stored' ranges over hour 0 … 3", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_row_that_is_not_a_number_throws_naming_its_family_and_member()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", new Index("hour", 2), 0.Megawatts, 1.Megawatts);
        var thrown = Assert.Throws<ArithmeticException>(() =>
            lp.ForEach(new Index("hour", 2), "share", t => x[t] <= (t == 0 ? 1 : double.NaN).Megawatts));
        Assert.Contains("'share[1]'", thrown.Message, StringComparison.Ordinal);
        thrown = Assert.Throws<ArithmeticException>(() => lp.Require("slope", x[0] / 0 <= 1.Megawatts));
        Assert.Contains("'slope'", thrown.Message, StringComparison.Ordinal);
        thrown = Assert.Throws<ArithmeticException>(() => lp.Variable("y", 0.Megawatts, double.NaN.Megawatts));
        Assert.Contains("'y'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_columns_are_marked()
    {
        var lp = new LinearProgram();
        lp.Variable("x", 0.Megawatts, 1.Megawatts);
        lp.Whole("modules", 0.Items, 4.Items);
        Assert.Equal([1], lp.Arrays.WholeColumns);
    }

    [Fact]
    public void A_year_of_hours_writes_five_entries_an_hour()
    {
        var lp = new LinearProgram();
        var hours = new Index("hour", 8760);
        var grid = lp.Variable("grid", hours, 0.Megawatts, 60.Megawatts);
        var charge = lp.Variable("charge", hours, 0.Megawatts, 60.Megawatts);
        var stored = lp.Variable("stored", hours, 0.MegawattHours, 60.MegawattHours);
        lp.ForEach(hours, "balance", t => grid[t] == 50.Megawatts + charge[t]);
        lp.ForEach(hours, "state", t => stored[t] == stored[(t + 8759) % 8760] + 1.Hours * charge[t]);
        Assert.Equal(8760 * 5, lp.Arrays.NonZeros);
    }

    [Fact]
    public void What_is_written_within_the_outermost_name_is_a_part_and_the_rest_ties_parts()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, 5.Megawatts);
        void Row(string name) => lp.Require(name, x.Expression <= 4.Megawatts);
        Row("before");
        using (lp.Within("2027"))
        {
            Row("first");
            using (lp.Within("north")) Row("inner");
        }
        Row("between");
        using (lp.Within("2028")) Row("second");
        Assert.Equal([(1, 3), (4, 5)], lp.Arrays.Parts);
        lp.Arrays.Trim();
        Assert.Equal(5, lp.Arrays.Rows);
    }

    [Fact]
    public void What_is_written_within_a_name_bears_it_and_what_comes_after_does_not()
    {
        var program = new LinearProgram();
        using (program.Within("2027"))
        using (program.Within("dublin")) program.Variable("import", 0.Megawatts, 5.Megawatts);
        program.Variable("export", 0.Megawatts, 5.Megawatts);

        Assert.Equal(["2027 dublin import", "export"], program.VariableFamilies.Select(family => family.Name));
    }
}
