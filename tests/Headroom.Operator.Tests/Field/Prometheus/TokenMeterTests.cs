using System.Text;
using CsCheck;
using Headroom.Operator.Field.Prometheus;
using Headroom.Protocols.Prometheus;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Prometheus;
using TokenFigures = Headroom.Operator.Field.Prometheus.TokenFigures;

namespace Headroom.Operator.Tests.Field.Prometheus;

public class TokenMeterTests
{
    private static readonly HttpClient http = new();
    private readonly HandClock clock = new();
    private readonly TokenMeter meter = new(TimeSpan.FromHours(1));

    private async Task Scrape(EmulatedModelServer server)
    {
        var scraper = new MetricScraper(http, server.Metrics, TimeSpan.FromSeconds(20), TimeProvider.System);
        var read = Assert.IsType<Scrape.Read>(await scraper.ReadAsync(default));
        Assert.Empty(read.Page.Findings);
        meter.Take(server.Metrics.ToString(), read.Page, clock.GetUtcNow());
    }

    [Fact]
    public async Task Tokens_per_joule_are_sums_of_one_window_divided_once()
    {
        await using EmulatedModelServer server = await EmulatedModelServer.StartAsync(8, clock);
        server.Set(TokenRate.FromSi(20_000), 5.Kilowatts);
        await Scrape(server);
        // a fast minute and a slow one: the mean of their ratios would be 3.25
        for (int k = 0; k < 4; k++) { clock.Advance(TimeSpan.FromSeconds(15)); await Scrape(server); }
        server.Set(TokenRate.FromSi(5_000), 2.Kilowatts);
        for (int k = 0; k < 4; k++) { clock.Advance(TimeSpan.FromSeconds(15)); await Scrape(server); }
        TokenFigures figures = meter.Over(TimeSpan.FromMinutes(2))!;
        Assert.Equal(1_500_000, figures.Output.Tokens, 1e-6);
        Assert.Equal(420_000, figures.Accelerators.Joules, 1);
        Assert.Equal(1_500_000.0 / 420_000, figures.OutputPerJoule!.Value.TokensPerJoule, 1e-4);
        Assert.Equal(2.5, meter.Over(TimeSpan.FromMinutes(1))!.OutputPerJoule!.Value.TokensPerJoule, 1e-4);
        Assert.Equal(0.2, figures.TimeToFirstToken!.Mean.TotalSeconds, 0.01);
        Assert.InRange(figures.TimeToFirstToken.P99!.Value.TotalSeconds, 0.1, 0.25);
    }

    [Fact]
    public async Task A_restart_loses_what_ran_since_the_last_look_and_no_more()
    {
        await using EmulatedModelServer server = await EmulatedModelServer.StartAsync(1, clock);
        server.Set(TokenRate.FromSi(100), 1.Kilowatts);
        clock.Advance(TimeSpan.FromSeconds(1_000));
        await Scrape(server);
        clock.Advance(TimeSpan.FromSeconds(10));
        await Scrape(server);
        server.Restart();
        clock.Advance(TimeSpan.FromSeconds(10));
        await Scrape(server);
        Assert.Equal(2_000, meter.Output.Tokens, 1e-6);
        Assert.Equal(20_000, meter.Accelerators.Joules, 1);
    }

    [Fact]
    public async Task Where_only_power_is_shown_it_is_integrated()
    {
        await using EmulatedModelServer server = await EmulatedModelServer.StartAsync(4, clock);
        server.HidesEnergy = true;
        server.Set(TokenRate.FromSi(100), 3.Kilowatts);
        await Scrape(server);
        clock.Advance(TimeSpan.FromSeconds(15));
        await Scrape(server);
        Assert.Equal(45_000, meter.Accelerators.Joules, 1);
        clock.Advance(TimeSpan.FromMinutes(5));
        await Scrape(server);
        Assert.Equal(45_000, meter.Accelerators.Joules, 1);
    }

    [Fact]
    public async Task Who_is_down_is_silent()
    {
        EmulatedModelServer server = await EmulatedModelServer.StartAsync(4, clock);
        var scraper = new MetricScraper(http, server.Metrics, TimeSpan.FromSeconds(20), TimeProvider.System);
        server.IsDown = true;
        Assert.Contains("503", Assert.IsType<Scrape.Silent>(await scraper.ReadAsync(default)).Why, StringComparison.Ordinal);
        await server.DisposeAsync();
        Assert.IsType<Scrape.Silent>(await scraper.ReadAsync(default));
    }

    private void Take(string text, double seconds) => meter.Take("t", ExpositionReader.Read(Encoding.UTF8.GetBytes(text)), DateTimeOffset.UnixEpoch.AddSeconds(seconds));

    [Fact]
    public void What_a_frontend_passes_through_is_counted_once()
    {
        Take("vllm:generation_tokens_total 100\ndynamo_frontend_output_tokens_total 100\n", 0);
        Take("vllm:generation_tokens_total 150\ndynamo_frontend_output_tokens_total 150\n", 15);
        Assert.Equal(50, meter.Output.Tokens);
    }

    [Theory]
    [InlineData("sum 1e300")]
    [InlineData("sum 1e17")]
    [InlineData("sum NaN")]
    [InlineData("bucket{le=\"1e300\"} 10")]
    [InlineData("bucket{le=\"-1e300\"} 10")]
    public void A_wait_that_nobody_has_is_none(string absurd)
    {
        string Page(double tokens, string line) => $"vllm:generation_tokens_total {tokens}\n"
            + $"vllm:time_to_first_token_seconds_count {tokens / 10}\nvllm:time_to_first_token_seconds_{line}\n";
        Take(Page(0, absurd.Replace(" 10", " 0", StringComparison.Ordinal).Replace("sum 1", "sum 0", StringComparison.Ordinal)), 0);
        Take(Page(100, absurd), 15);
        TokenFigures figures = meter.Over(TimeSpan.FromMinutes(1))!;
        Assert.Equal(100, figures.Output.Tokens);
        Assert.Null(figures.TimeToFirstToken?.P99);
        Assert.True(figures.TimeToFirstToken is null or { Mean.Ticks: 0 });
    }

    [Fact]
    public void A_sum_that_leaves_the_numbers_spoils_no_later_look()
    {
        foreach ((int k, double sum) in ((double[])[0, 1.7e308, 0, 1.7e308, 1, 2, 3]).Index())
            Take($"vllm:generation_tokens_total {k}\nvllm:time_to_first_token_seconds_sum {sum:R}\nvllm:time_to_first_token_seconds_count {k}\n", k);
        Assert.InRange(meter.Over(TimeSpan.FromSeconds(2))!.TimeToFirstToken!.Mean.TotalSeconds, 0.9, 1.1);
    }

    [Fact]
    public void Bounds_that_differ_on_every_page_are_forgotten_and_no_more_than_two_hundred_are_looked_at()
    {
        var track = new LatencyTrack();
        void Page(int k, int bounds) => track.Take("t", [.. Enumerable.Range(0, bounds)
            .Select(i => new MetricSample("wait_bucket", MetricLabels.Of(("le", i + 1 == bounds ? "+Inf" : $"{i + 1 + 1e-4 * k:R}")), i))], "wait");
        for (int k = 0; k < 20; k++) Page(k, 2_000);
        Assert.Equal(LatencyTrack.BoundsMost, track.Now.Buckets.Count);
        Assert.Equal(1_800, track.Skipped);
        Assert.Equal(double.PositiveInfinity, track.Now.Buckets[^1].Bound);
        Page(20, 50);
        Assert.Equal(50, track.Now.Buckets.Count);
        Assert.Equal(0, track.Skipped);
    }

    [Fact]
    public void Bounds_of_one_target_are_not_forgotten_for_another()
    {
        var track = new LatencyTrack();
        void Page(string target, string bound, double value) => track.Take(target, [new("wait_bucket", MetricLabels.Of(("le", bound)), value)], "wait");
        for (int k = 0; k < 3; k++)
        {
            Page("a", "1", k);
            Page("b", "2", 10 * k);
        }
        Assert.Equal([(1, 2), (2, 20)], track.Now.Buckets);
    }

    [Fact]
    public void Gauges_that_are_no_numbers_of_a_site_are_as_if_they_were_not_there()
    {
        string Page(int k) => $"vllm:generation_tokens_total {k}\nvllm:num_requests_running{{a=\"1\"}} 1e308\nvllm:num_requests_running{{a=\"2\"}} 3\n"
            + $"DCGM_FI_DEV_POWER_USAGE{{UUID=\"a\"}} 1e308\nDCGM_FI_DEV_POWER_USAGE{{UUID=\"b\"}} -1e308\nDCGM_FI_DEV_POWER_USAGE{{UUID=\"c\"}} 200\n";
        Take(Page(0), 0);
        Take(Page(1), 10);
        Assert.Equal(3, meter.Over(TimeSpan.FromMinutes(1))!.RequestsRunning);
        Assert.Equal(2_000, meter.Accelerators.Joules, 1e-6);
    }

    [Fact]
    public void Slices_of_one_device_are_one_device()
    {
        static string Page(double mJ) => $"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{{UUID=\"a\",GPU_I_ID=\"1\"}} {mJ}\nDCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{{UUID=\"a\",GPU_I_ID=\"2\"}} {mJ}\n";
        Take(Page(1_000), 0);
        Take(Page(8_000), 15);
        Assert.Equal(7, meter.Accelerators.Joules);
    }

    [Fact]
    public async Task A_server_of_PromQL_is_asked_for_two_sums_of_one_moment()
    {
        List<string> asked = [];
        await using LoopbackWeb web = await LoopbackWeb.StartAsync(async context =>
        {
            string query = context.Request.Form["query"].ToString();
            asked.Add($"{query} @ {context.Request.Form["time"]}");
            string value = query.Contains("tokens", StringComparison.Ordinal) ? "1200" : "400";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000.5,"{{{value}}}"]}]}}"""));
        });
        var client = new PromQlClient(http, web.Address, TimeSpan.FromSeconds(20), TimeProvider.System);
        TokenFigures figures = (await client.TokensAsync("vllm:generation_tokens_total", TimeSpan.FromMinutes(10), DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000.5), default))!;
        Assert.Equal(3, figures.OutputPerJoule!.Value.TokensPerJoule);
        Assert.Equal(["sum(increase(vllm:generation_tokens_total[600s])) @ 1700000000.5", "sum(increase(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[600s])) / 1000 @ 1700000000.5"], asked);
    }

    [Theory]
    [InlineData("""{"status":"error","errorType":"bad_data","error":"parse error"}""", "parse error")]
    [InlineData("nonsense", "no JSON")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{}}]}}""", "without a value")]
    public void An_answer_that_is_none_is_refused(string body, string why) =>
        Assert.Contains(why, Assert.IsType<QueryAnswer.Refused>(PromQlClient.Read(Encoding.UTF8.GetBytes(body), 400)).Why, StringComparison.Ordinal);

    [Fact]
    public void Whatever_a_server_answers_is_a_value() => Gen.OneOf(Gen.Byte.Array[0, 60], Gen.String[Gen.Char["{}[]\":,0\\ntrue"], 0, 60].Select(Encoding.UTF8.GetBytes))
        .Sample(body => Assert.NotNull(PromQlClient.Read(body, 200)), iter: 100_000);
}
