using Headroom.Quantities;

namespace Headroom.Algebra.Tests;

public class SolutionTests
{
    [Fact]
    public void Families_give_values_and_duals_their_places_back()
    {
        var small = new Small();
        double[] values = [.. Enumerable.Range(0, small.Program.Arrays.Columns).Select(j => (double)j)];
        double[] duals = [.. Enumerable.Range(0, small.Program.Arrays.Rows).Select(i => 100.0 + i)];
        var solution = new Solution(values, duals, [], 10, 9);
        Assert.Equal(6.Megawatts, solution.Value(small.Smr, 2));
        Assert.Equal([16.0, 17, 18, 19], solution.PlanValues(small.Stored).ToArray());
        Assert.Equal([108.0, 109, 110], solution.PlanDuals(small.Ramp).ToArray());
        Assert.Equal(0.1, solution.GapFraction, 12);
    }

    [Fact]
    public void A_member_outside_its_family_does_not_read_the_neighbour()
    {
        var small = new Small();
        var solution = new Solution(new double[20], [], [], 0, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => solution.Value(small.Smr, 4));
    }

    [Fact]
    public void Without_a_bound_the_gap_is_infinite() =>
        Assert.Equal(double.PositiveInfinity, new Solution([], [], [], 10, double.NegativeInfinity).GapFraction);
}
