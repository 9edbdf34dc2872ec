using Headroom.Sweeps;

namespace Headroom.Tests.Sweeps;

public class SweepTests
{
    [Fact]
    public void A_key_is_of_kind_and_content_and_of_nothing_else()
    {
        UnitOfWork one = new("supply", "a name", "{\"region\":\"fr\"}");
        Assert.Equal(one.Key, (one with { Name = "another name" }).Key);
        Assert.Equal(one, one with { Name = "another name" });
        Assert.NotEqual(one.Key, (one with { Kind = "fleet" }).Key);
        Assert.NotEqual(one.Key, (one with { Content = "{\"region\":\"de\"}" }).Key);
        Assert.Equal(64, one.Key.Length);
    }

    [Fact]
    public void A_changed_copy_does_not_keep_the_key_of_its_original()
    {
        UnitOfWork one = new("supply", "", "a");
        string before = one.Key;
        Assert.NotEqual(before, (one with { Content = "b" }).Key);
    }

    [Fact]
    public void Time_left_is_what_the_open_units_of_each_group_take()
    {
        var clock = new SweepClock(workers: 2);
        Assert.Null(clock.Left(new Dictionary<string, int> { ["quick"] = 4 }));
        clock.Book("quick", TimeSpan.FromSeconds(1));
        clock.Book("quick", TimeSpan.FromSeconds(3));
        clock.Book("slow", TimeSpan.FromSeconds(20));
        // 4 · 2 s + 3 · 20 s on two workers; an unknown group takes the mean of all, 8 s
        Assert.Equal(34, clock.Left(new Dictionary<string, int> { ["quick"] = 4, ["slow"] = 3 })!.Value.TotalSeconds, 1e-9);
        Assert.Equal(8, clock.Left(new Dictionary<string, int> { ["new"] = 1 })!.Value.TotalSeconds, 1e-9);
        Assert.Equal(TimeSpan.Zero, clock.Left(new Dictionary<string, int>()));
    }
}
