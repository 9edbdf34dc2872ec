using Headroom.Quantities;

namespace Headroom.Algebra.Tests;

/// <summary>A program prints itself as maths; these texts are the reader's contract.</summary>
public class ProgramTextTests
{
    readonly Small small = new();

    [Fact]
    public void A_power_balance_prints_as_it_reads() => Assert.Equal(
        "power balance[1]: grid[1] + smr[1] + discharge[1] − charge[1] = 83.88   [MW]", ProgramText.Row(small.Program, small.Balance, 1));

    [Fact]
    public void A_state_of_charge_prints_its_efficiencies() => Assert.Equal(
        "state of charge[1]: stored[1] − stored[0] − 0.95 charge[1] + 1.0526 discharge[1] = 0   [MWh]",
            ProgramText.Row(small.Program, small.State, 1));

    [Fact]
    public void A_known_start_moves_to_the_right_side() => Assert.Equal(
        "state of charge[0]: stored[0] − 0.95 charge[0] + 1.0526 discharge[0] = 20   [MWh]",
            ProgramText.Row(small.Program, small.State, 0));

    [Fact]
    public void A_ramp_prints_its_limit() => Assert.Equal(
        "reactor ramp[0]: smr[1] − smr[0] ≤ 3   [MW]", ProgramText.Row(small.Program, small.Ramp, 0));

    [Fact]
    public void Bounds_print_as_maths_with_their_unit()
    {
        Assert.Equal("0 ≤ grid[2] ≤ 60   [MW]", ProgramText.Bounds(small.Program, small.Grid, 2));
        Assert.Equal("0 ≤ stored[0]   [MWh]", ProgramText.Bounds(small.Program, small.Stored, 0));
    }

    [Fact]
    public void Whole_free_and_fixed_columns_say_so()
    {
        var lp = new LinearProgram();
        var modules = lp.Whole("modules", 0.Items, 4.Items);
        var net = lp.Variable("net", Power.FromSi(double.NegativeInfinity), LinearProgram.Unlimited<Power>());
        var installed = lp.Variable("installed", 77.Megawatts, 77.Megawatts);
        var loss = lp.Variable("loss", (-5).Megawatts, LinearProgram.Unlimited<Power>());
        Assert.Equal("0 ≤ modules ≤ 4, whole", ProgramText.Bounds(lp, modules, 0));
        Assert.Equal("net free   [MW]", ProgramText.Bounds(lp, net, 0));
        Assert.Equal("installed = 77   [MW]", ProgramText.Bounds(lp, installed, 0));
        Assert.Equal("−5 ≤ loss   [MW]", ProgramText.Bounds(lp, loss, 0));
    }

    [Fact]
    public void A_single_relation_has_no_index_and_an_empty_one_prints_zero()
    {
        var lp = new LinearProgram();
        var capacity = lp.Variable("capacity", 0.Megawatts, 10.Megawatts);
        var atLeast = lp.Require("floor", -2 * capacity.Expression >= -1234.5.Megawatts);
        var empty = lp.Require("nothing", 0 * capacity.Expression <= 5.Megawatts);
        Assert.Equal("floor: −2 capacity ≥ −1,234.5   [MW]", ProgramText.Row(lp, atLeast, 0));
        Assert.Equal("nothing: 0 ≤ 5   [MW]", ProgramText.Row(lp, empty, 0));
    }

    [Fact]
    public void A_count_has_no_unit_to_print()
    {
        var lp = new LinearProgram();
        var racks = lp.Variable("racks", 0.Items, 400.Items);
        var row = lp.Require("positions", racks.Expression <= 300.Items);
        Assert.Equal("positions: racks ≤ 300", ProgramText.Row(lp, row, 0));
    }

    [Fact]
    public void A_column_is_found_by_its_family_even_beside_empty_families()
    {
        var lp = new LinearProgram();
        lp.Variable("none", new Index("unit", 0), 0.Megawatts, 1.Megawatts);
        lp.Variable("a", new Index("hour", 2), 0.Megawatts, 1.Megawatts);
        lp.Variable("nothing", new Index("unit", 0), 0.Megawatts, 1.Megawatts);
        lp.Variable("b", 0.Megawatts, 1.Megawatts);
        lp.Variable("c", new Index("day", 1), 0.Megawatts, 1.Megawatts);
        Assert.Equal(["a[0]", "a[1]", "b", "c[0]"], Enumerable.Range(0, 4).Select(column => ProgramText.ColumnName(lp, column)));
    }

    [Fact]
    public void A_row_outside_its_family_throws_naming_it()
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => ProgramText.Row(small.Program, small.Ramp, 3));
        Assert.Contains("'reactor ramp' ranges over hour 0 … 2", thrown.Message, StringComparison.Ordinal);
    }
}
