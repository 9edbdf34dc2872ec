using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Web;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Web;

/// <summary>Several processes over one store: what one gives or takes, all do.</summary>
public sealed class SharedAccessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-shared-").FullName;
    private readonly ManualTime time = new(RunningSite.Noon);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private ValueTask<SqlStore> OpenAsync() => SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "a.db")), time);

    [Fact]
    public async Task A_token_that_was_taken_back_elsewhere_is_good_for_two_seconds_at_most()
    {
        await using SqlStore one = await OpenAsync(), two = await OpenAsync();
        Access first = await Access.LoadAsync(one, default);
        string token = await first.GiveAsync("eve", Role.Viewer, null, RunningSite.Noon, default);
        Access second = await Access.LoadAsync(two, default);
        Assert.NotNull(second.Of(token));
        using var stop = new CancellationTokenSource();
        Task watches = second.WatchAsync(time, failed => Assert.Fail(failed.Message), stop.Token);
        Assert.True(await first.TakeAsync("eve", default));
        time.Advance(Access.Stale);
        await RunningSite.UntilAsync(() => second.Of(token) is null);
        await stop.CancelAsync();
        await watches;
    }

    [Fact]
    public async Task A_change_starts_from_what_stands_in_the_store()
    {
        await using SqlStore one = await OpenAsync(), two = await OpenAsync();
        Access first = await Access.LoadAsync(one, default), second = await Access.LoadAsync(two, default);
        string lost = await first.GiveAsync("eve", Role.Viewer, null, RunningSite.Noon, default);
        string kept = await first.GiveAsync("otto", Role.Operator, null, RunningSite.Noon, default);
        Assert.True(await second.TakeAsync("eve", default));
        await second.GiveAsync("anna", Role.Viewer, null, RunningSite.Noon, default);
        await first.GiveAsync("bert", Role.Viewer, null, RunningSite.Noon, default);
        foreach (Access each in (Access[])[first, await Access.LoadAsync(two, default)])
        {
            Assert.Equal(["anna", "bert", "otto"], each.Grants.Select(grant => grant.Name).Order());
            Assert.Null(each.Of(lost));
            Assert.NotNull(each.Of(kept));
        }
    }

    [Fact]
    public async Task Changes_at_one_time_are_all_kept()
    {
        await using SqlStore store = await OpenAsync();
        Access access = await Access.LoadAsync(store, default);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(k => Task.Run(() => access.GiveAsync($"n{k}", Role.Viewer, null, RunningSite.Noon, default).AsTask())));
        Assert.Equal(20, access.Grants.Count);
    }
}
