using System.Net;
using System.Text.Json;
using Headroom.Operator.Tests.Beat;

namespace Headroom.Operator.Tests.Dashboard;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly ShownSite site = ShownSite.Large();
    private ServedDesk served = null!;

    public async ValueTask InitializeAsync()
    {
        site.Tell(ShownSite.At(0));
        served = await ServedDesk.StartAsync(site);
    }

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task The_first_event_has_everything_and_the_next_only_what_changed()
    {
        using ServedDesk.EventReader events = await served.FollowAsync();
        Assert.Equal("text/event-stream", events.Answer.Content.Headers.ContentType!.ToString());
        JsonElement first = (await events.NextAsync())!.Value;
        Assert.Equal(14, first.GetProperty("panels").EnumerateObject().Count());
        Assert.Equal(1392, first.GetProperty("racks").GetString()!.Length);
        Assert.Equal(30, first.GetProperty("loads").GetArrayLength());
        Beat(1);
        JsonElement second = await SoonAsync(events);
        string[] changed = [.. second.GetProperty("panels").EnumerateObject().Select(one => one.Name)];
        Assert.Contains("line", changed);
        Assert.DoesNotContain("supply", changed);
        Assert.DoesNotContain("orders", changed);
        Assert.DoesNotContain("chart", changed);
        Assert.Equal(first.GetProperty("page").GetString(), second.GetProperty("page").GetString());
    }

    [Fact]
    public async Task Beats_that_come_faster_than_life_are_told_once_a_second_and_then_the_newest()
    {
        using ServedDesk.EventReader events = await served.FollowAsync();
        Assert.Contains("beat 86,400", Line((await events.NextAsync())!.Value), StringComparison.Ordinal);
        for (int second = 1; second <= 60; second++) site.Tell(ShownSite.At(second));
        Assert.Contains("beat 86,460", Line(await SoonAsync(events)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_silent_says_so_itself()
    {
        using ServedDesk.EventReader events = await served.FollowAsync();
        await events.NextAsync();
        JsonElement next = await SoonAsync(events, TimeSpan.FromSeconds(6));
        Assert.Contains("No beat since", next.GetProperty("panels").GetProperty("status").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_set_of_racks_is_another_page()
    {
        using ServedDesk.EventReader events = await served.FollowAsync();
        string? before = (await events.NextAsync())!.Value.GetProperty("page").GetString();
        SiteView view = ShownSite.At(1);
        site.Tell(view with { Field = view.Field with { Racks = [.. view.Field.Racks.Skip(1)] } });
        Assert.NotEqual(before, (await SoonAsync(events)).GetProperty("page").GetString());
    }

    [Fact]
    public async Task A_stream_ends_after_an_hour_so_that_who_looks_is_asked_again()
    {
        using ServedDesk.EventReader events = await served.FollowAsync();
        await events.NextAsync();
        site.Time.Advance(TimeSpan.FromMinutes(59));
        await served.Client.GetStringAsync("/dashboard/rack");
        Task<JsonElement?> next = events.NextAsync();
        Assert.False(next.IsCompleted && await next is null, "it ended before its hour");
        site.Time.Advance(TimeSpan.FromMinutes(1));
        while (await next is not null) next = events.NextAsync();
    }

    [Fact]
    public async Task A_stream_ends_when_its_host_stops()
    {
        using ServedDesk.EventReader events = await served.FollowAsync();
        await events.NextAsync();
        Task stops = served.StopAsync();
        Assert.Null(await events.NextAsync());
        await stops.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task More_connections_than_are_allowed_are_refused_until_one_leaves()
    {
        List<ServedDesk.EventReader> open = [];
        for (int k = 0; k < 100; k++) open.Add(await served.FollowAsync());
        using (ServedDesk.EventReader refused = await served.FollowAsync()) Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Answer.StatusCode);
        foreach (ServedDesk.EventReader one in open) one.Dispose();
        bool isServed = false;
        for (int k = 0; !isServed; k++)
        {
            Assert.True(k < 10_000, "who left still counts");
            using ServedDesk.EventReader again = await served.FollowAsync();
            isServed = again.Answer.StatusCode == HttpStatusCode.OK;
        }
    }

    private void Beat(int second)
    {
        site.Time.Advance(TimeSpan.FromSeconds(1));
        site.Tell(ShownSite.At(second));
    }

    /// <summary>The next event, while the clock moves on until it comes.</summary>
    private async Task<JsonElement> SoonAsync(ServedDesk.EventReader events, TimeSpan? step = null)
    {
        Task<JsonElement?> next = events.NextAsync();
        await RunningSite.UntilAsync(() =>
        {
            site.Time.Advance(step ?? TimeSpan.FromSeconds(0.25));
            return next.IsCompleted;
        });
        return (await next)!.Value;
    }

    private static string Line(JsonElement told) => told.GetProperty("panels").GetProperty("line").GetString()!;
}
