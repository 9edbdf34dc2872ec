using Headroom.Tests;

namespace Headroom.Cli.Tests.Operating;

/// <summary>The time of a simulated site does not go back because a process begins anew.</summary>
public sealed class RestartedTimeTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_journal_that_ran_ahead_of_the_clock_goes_on_from_its_end_at_the_speed_of_life()
    {
        string store = scratch.At("ahead.db"), site = Path.Combine(OperatedProcess.Root, "examples", "edge.yaml");
        DateTimeOffset last;
        string token;
        using (OperatedProcess fast = OperatedProcess.Start(site, store, null, "--speed", "100"))
        {
            token = fast.Token;
            await fast.ReadyAsync();
            do last = (await fast.NowAsync()).GetProperty("at").GetDateTimeOffset();
            while (last < DateTimeOffset.UtcNow.AddMinutes(2));
            fast.Kill();
        }
        using OperatedProcess alive = OperatedProcess.Start(site, store, token);
        await alive.ReadyAsync();
        DateTimeOffset first = (await alive.NowAsync()).GetProperty("at").GetDateTimeOffset(), then = first;
        Assert.True(first >= last, $"{first:O} is before {last:O}");
        // and beats come, a second of the site each
        for (int k = 0; k < 500 && then < first.AddSeconds(2); k++, await Task.Delay(20, TestContext.Current.CancellationToken))
            then = (await alive.NowAsync()).GetProperty("at").GetDateTimeOffset();
        Assert.InRange(then, first.AddSeconds(2), first.AddMinutes(1));
    }
}
