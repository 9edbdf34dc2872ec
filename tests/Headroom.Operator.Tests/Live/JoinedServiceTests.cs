using System.Text;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Prometheus;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Live;

/// <summary>A page of metrics is the word of another machine: whatever it says, beats go on.</summary>
public class JoinedServiceTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private readonly ManualTime time = new(LiveSiteOfRacks.Noon);
    private string page = "";

    private async Task<(LoopbackWeb Web, JoinedService Service, HttpClient Http)> OpenAsync()
    {
        LoopbackWeb web = await LoopbackWeb.StartAsync(async context => await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page)));
        HttpClient http = new();
        return (web, new("chat", new MetricScraper(http, web.Address, TimeSpan.FromSeconds(20), time), time), http);
    }

    [Theory]
    [InlineData("vllm:time_to_first_token_seconds_sum 1e300\nvllm:time_to_first_token_seconds_count 7\n")]
    [InlineData("vllm:time_to_first_token_seconds_bucket{le=\"1e300\"} 7\nvllm:time_to_first_token_seconds_count 7\n")]
    [InlineData("vllm:num_requests_running 1e-300\nvllm:num_requests_waiting 1e308\n")]
    [InlineData("vllm:generation_tokens_total{n=\"2\"} 1e308\nvllm:generation_tokens_total{n=\"3\"} 1.7e308\n")]
    public async Task Absurd_numbers_of_a_page_stop_no_beat(string absurd)
    {
        (LoopbackWeb web, JoinedService service, HttpClient http) = await OpenAsync();
        await using LoopbackWeb _ = web;
        using HttpClient __ = http;
        await using LiveSiteOfRacks site = await LiveSiteOfRacks.StartAsync(
            join: (plan, devices) => devices with { Services = new Dictionary<string, IServiceMeter> { [plan.Services[0]] = service } },
            timing: new() { ReadWithin = 20.Seconds }, clock: time);
        FieldReading reading = null!;
        for (int beat = 0; beat < 4; beat++)
        {
            page = $"vllm:generation_tokens_total {1_000 * beat}\n"
                + $"{(beat % 2 == 0 ? absurd.Replace("1e300\n", "0\n", StringComparison.Ordinal).Replace(" 7", " 0", StringComparison.Ordinal) : absurd)}";
            reading = await site.Field.ReadAsync(site.Now, 1.Seconds, Stop);
            site.Time.Advance(1.Seconds);
        }
        Assert.Equal(1_000, service.Telling!.Value.Served.TokensPerSecond, 1e-6);
        Assert.True(double.IsFinite(service.Telling.Value.Asked.TokensPerSecond) && double.IsFinite(service.Telling.Value.Waiting.Tokens));
        Assert.Equal(3_000, reading.Figures.Services[0].Tokens.Tokens, 1e-6);
    }

    [Fact]
    public async Task A_histogram_with_more_bounds_than_are_looked_at_is_one_alarm_of_its_service()
    {
        (LoopbackWeb web, JoinedService service, HttpClient http) = await OpenAsync();
        await using LoopbackWeb _ = web;
        using HttpClient __ = http;
        for (int k = 0; k < 3; k++)
        {
            page = "vllm:generation_tokens_total 1\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"vllm:time_to_first_token_seconds_bucket{{le=\"{i}.{k}\"}} {i}\n"));
            await service.ReadAsync(Stop);
            Assert.Equal("chat: its histograms have 101 bounds more than are looked at; export fewer buckets.", Assert.Single(service.Alarms).What);
        }
        page = "vllm:generation_tokens_total 1\n";
        await service.ReadAsync(Stop);
        Assert.Empty(service.Alarms);
    }
}
