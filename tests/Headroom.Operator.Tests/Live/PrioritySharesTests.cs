using Headroom.Operator.Field.Live;

namespace Headroom.Operator.Tests.Live;

public class PrioritySharesTests
{
    private static double[] Divide(double share, double least, params int?[] importance)
    {
        double[] shares = new double[importance.Length];
        PriorityShares.Divide(share, least, importance, shares);
        return shares;
    }

    [Fact]
    public void Without_priorities_all_racks_share_alike() =>
        Assert.All(Divide(0.7, 0.2, null, null, null), share => Assert.Equal(0.7, share, 1e-12));

    [Fact]
    public void Who_states_none_gives_way_first_then_the_largest_number()
    {
        // by hand: 4 racks at 70 % miss 1.2; the one without gives 0.8, the one with 5 gives the rest
        Assert.Equal([0.2, 0.6, 1, 1], Divide(0.7, 0.2, null, 5, 2, 1).Select(share => Math.Round(share, 9)));
    }

    [Fact]
    public void Below_all_lowest_caps_nobody_is_favoured() =>
        Assert.All(Divide(0.1, 0.2, null, 5), share => Assert.Equal(0.1, share, 1e-12));

    [Fact]
    public void The_sum_is_what_the_bank_may_take()
    {
        Random chance = new(5);
        for (int round = 0; round < 2000; round++)
        {
            int?[] importance = [.. Enumerable.Range(0, 1 + chance.Next(8)).Select(_ => chance.Next(3) == 0 ? (int?)null : chance.Next(4))];
            double share = chance.NextDouble();
            double[] shares = Divide(share, 0.3, importance);
            Assert.Equal(share * importance.Length, shares.Sum(), 1e-9);
            if (share >= 0.3) Assert.All(shares, one => Assert.InRange(one, 0.3 - 1e-9, 1 + 1e-9));
        }
    }
}
