using Headroom.Control;
using Headroom.Operator;
using Headroom.Quantities;
using Headroom.TestKit.Conformance;
using Headroom.TestKit.Coordination;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Tests.Conformance;

public class ConformanceTests
{
    static readonly ConformanceSetting quick = new() { Patience = TimeSpan.FromSeconds(5), Silence = TimeSpan.FromMilliseconds(500) };

    static async Task<IReadOnlyList<ConformanceResult>> AskAsync(Func<HttpContext, RequestDelegate, Task>? before,
        TextWriter? output = null)
    {
        BookDesk desk = BookDesk.Small(SiteClock.Real(TimeProvider.System));
        desk.Offers = [SampleOffer()];
        await using ReferenceServer server = await ReferenceServer.StartAsync(desk, [ReferenceServer.Caller("right", "kit")],
            TimeSpan.FromMilliseconds(50), before: before);
        return await ConformanceKit.RunAsync(server.Url, "right", output ?? TextWriter.Null, quick);
    }

    static Offer SampleOffer() => new()
    {
        From = TimeSpan.FromDays(2500),
        Notice = TimeSpan.FromMinutes(10),
        Duration = TimeSpan.FromHours(1),
        Depth = OfferDepth.Promises,
        Baseline = Power.FromSi(80e6),
        Cut = Power.FromSi(20e6),
        RampDown = TimeSpan.FromMinutes(1),
        RampUp = TimeSpan.FromMinutes(2),
        Rebound = new(Energy.FromSi(1e9), Power.FromSi(1e6), TimeSpan.MaxValue),
        ConfidenceFraction = 0.95,
        Cost = new(Money.FromSi(10), Money.FromSi(2), Money.FromSi(3), Money.FromSi(4), Money.FromSi(5)),
        Lost = [TokenCount.FromSi(0), TokenCount.FromSi(1e6), TokenCount.FromSi(2e6), TokenCount.FromSi(3e6)],
        Binding = new("energy in the battery", "10 % more", Power.FromSi(2e6)),
    };

    [Fact]
    public async Task The_reference_server_keeps_every_rule_and_says_so()
    {
        StringWriter output = new();
        IReadOnlyList<ConformanceResult> results = await AskAsync(null, output);
        Assert.All(results, one => Assert.True(one.IsKept, $"{one.Rule.Id} {one.Rule.Text}: {one.Why}"));
        Assert.Equal(results.Count, output.ToString().Split('\n').Count(line => line.StartsWith("pass", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_does_one_thing_wrong_fails_exactly_that_rule()
    {
        using SemaphoreSlim few = new(10);
        string?[] wrong = await Task.WhenAll(ConformanceKit.Rules.Select(async rule =>
        {
            await few.WaitAsync();
            try
            {
                IReadOnlyList<ConformanceResult> results = await AskAsync(new WrongServer(rule.Id, "right").ServeAsync);
                string[] failed = [.. results.Where(one => !one.IsKept).Select(one => one.Rule.Id)];
                return failed is [{ } only] && only == rule.Id ? null
                    : $"fault {rule.Id} fails {(failed.Length == 0 ? "nothing" : string.Join("; ", results.Where(one => !one.IsKept).Select(one => $"{one.Rule.Id} {one.Why}")))}";
            }
            finally
            {
                few.Release();
            }
        }));
        Assert.True(wrong.All(one => one is null), string.Join('\n', wrong.OfType<string>()));
    }

    [Fact]
    public async Task What_is_no_implementation_fails_without_an_exception()
    {
        await using ReferenceServer server = await ReferenceServer.StartAsync(BookDesk.Small(SiteClock.Real(TimeProvider.System)), [],
            TimeSpan.FromSeconds(1));
        Assert.All(await ConformanceKit.RunAsync(new(server.Url, "/nowhere"), "x", TextWriter.Null, quick), one =>
            Assert.False(one.IsKept));
        Assert.All(await ConformanceKit.RunAsync(new($"http://127.0.0.1:{LoopbackPort.Free()}"), "x", TextWriter.Null, quick), one =>
            Assert.False(one.IsKept));
    }

    [Fact]
    public void Rules_have_ids_of_their_own() => Assert.Equal(ConformanceKit.Rules.Count,
        ConformanceKit.Rules.Select(one => one.Id).Distinct().Count());
}
