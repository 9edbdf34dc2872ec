using Headroom.Operator.Mqtt;
using Headroom.TestKit.Broker;
using Headroom.TestKit.DsxBms;

namespace Headroom.Cli.Tests.Operating;

/// <summary>The whole way: a building's points on a broker, the operator's process with a field file, racks over Redfish.</summary>
public sealed class WarmCoolantTests : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-coolant-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_process_lowers_racks_when_the_building_tells_of_warm_coolant()
    {
        const string secret = "building-token";
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync(new() { Rights = [new(MqttSetting.TokenUser, secret), new("bms", "bms")] });
        MqttSetting line = new("127.0.0.1", broker.Port, "bms") { UsesTls = false, User = "bms", Password = _ => ValueTask.FromResult("bms") };
        await using SmallBms bms = new(line, "HEADROOM", TimeProvider.System);
        await bms.StartAsync(patience);
        await bms.DescribeAsync();
        await using SharedRacks racks = await SharedRacks.StartAsync(folder);
        await File.AppendAllTextAsync(racks.Field(0), $$"""
            bms:
              broker: mqtt://127.0.0.1:{{broker.Port}}
              integration: HEADROOM
              passwordVariable: HEADROOM_TEST_BMS
              temperatures:
                - {name: coolant of hall B, point: "{{SmallBms.Return}}", most: 60 °C, part: B}
            """);
        Environment.SetEnvironmentVariable("HEADROOM_TEST_BMS", secret);
        using OperatedProcess process = OperatedProcess.Start(racks.Site, Path.Combine(folder, "warm.db"), null, "--field", racks.Field(0));
        await process.ReadyAsync();
        await TellUntilAsync(bms, 45, () => racks.Writes(0) > 0);
        double free = racks.Drawn.Watts;
        await TellUntilAsync(bms, 62, () => racks.Drawn.Watts < 0.9 * free);
        // who operates it sees why
        string now = (await process.NowAsync()).ToString();
        Assert.Contains("coolant of hall B", now, StringComparison.Ordinal);
    }

    private static async Task TellUntilAsync(SmallBms bms, double celsius, Func<bool> holds)
    {
        using var clock = new CancellationTokenSource(patience);
        while (!holds())
        {
            Assert.False(clock.IsCancellationRequested, $"nothing came of {celsius} °C");
            await bms.TellAsync(SmallBms.Return, celsius);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}
