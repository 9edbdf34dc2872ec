using Headroom.Compute;

namespace Headroom.Tests.Compute;

public sealed class HotPathTests
{
    [Fact]
    public void A_grid_of_caps_and_batches_allocates_nothing_per_point()
    {
        Replica replica = Known.ReplicaOf(Known.DeepSeek, Known.B200, Known.Chat, accelerators: 8);
        double sum = Fill(replica);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += Fill(replica);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    private static double Fill(Replica replica)
    {
        double sum = 0;
        for (int cap = 0; cap <= 50; cap++)
            for (double batch = 1; batch <= 8192; batch *= 2)
                sum += ReplicaPoint.At(replica, (500 + 10 * cap) * 1.0, batch).TokensPerSecond;
        return sum;
    }
}
