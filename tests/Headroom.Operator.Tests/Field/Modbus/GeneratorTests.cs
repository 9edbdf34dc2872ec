using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Modbus;
using Headroom.Protocols.Modbus;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;

namespace Headroom.Operator.Tests.Field.Modbus;

public sealed class GeneratorTests : IAsyncDisposable
{
    private readonly HandClock clock = new();
    private readonly EmulatedGenerator generator;
    private readonly ModbusServer server;
    private readonly ModbusClient client;
    private readonly RegisterMapGenerator driver;

    public GeneratorTests()
    {
        generator = new(new(2.Megawatts) { Least = 0.6.Megawatts }, clock);
        server = new(generator);
        client = new(new("127.0.0.1", server.Port) { TimeOut = TimeSpan.FromSeconds(20), ConnectTimeOut = TimeSpan.FromSeconds(20) }, TimeProvider.System);
        driver = new(client, 1, generator.Map, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task<GeneratorState> Read() => Assert.IsType<GeneratorReading.Read>(await driver.ReadAsync(default)).State;

    [Fact]
    public async Task It_starts_follows_and_stops()
    {
        Assert.Empty(generator.Map.Findings());
        Assert.Empty(RegisterMapGenerator.Findings(generator.Map));
        Assert.Equal("stopped", (await Read()).State);
        Assert.Equal(1.5.Megawatts, Assert.IsType<GeneratorAnswer.Held>(await driver.WriteAsync(1.5.Megawatts, default)).Enforced);
        Assert.Equal("starting", (await Read()).State);
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(("running", 0.5.Megawatts), ((await Read()).State, (await Read()).Output));
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1.5.Megawatts, (await Read()).Output);
        // repeated: nothing happens
        await driver.WriteAsync(1.5.Megawatts, default);
        Assert.Equal(("running", 1.5.Megawatts), ((await Read()).State, (await Read()).Output));
        Assert.IsType<GeneratorAnswer.Held>(await driver.WriteAsync(Power.Zero, default));
        Assert.Equal("stopping", (await Read()).State);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(("stopped", Power.Zero), ((await Read()).State, generator.Output));
    }

    [Fact]
    public async Task One_that_is_wanted_with_nothing_asked_of_it_yet_starts_at_its_least()
    {
        Assert.Equal(0.6.Megawatts, Assert.IsType<GeneratorAnswer.Held>(await driver.RunAsync(Power.Zero, default)).Enforced);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(("running", 0.6.Megawatts), ((await Read()).State, (await Read()).Output));
        await driver.RunAsync(Power.Zero, default);
        Assert.Equal("running", (await Read()).State);
    }

    [Fact]
    public async Task What_does_not_run_is_not_counted_on_and_may_still_be_started()
    {
        JoinedPlant plant = new("genset", driver, 2.Megawatts, clock);
        Assert.Null(plant.Telling);
        async Task<(Power Most, Power? Started)> Told()
        {
            await plant.ReadAsync(default);
            return (plant.Telling!.Value.Most, plant.Telling.Value.Started);
        }
        Assert.Equal((Power.Zero, 2.Megawatts), await Told());
        await plant.OrderAsync(Power.Zero, isWanted: true, default);
        Assert.Equal((Power.Zero, 2.Megawatts), await Told());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((2.Megawatts, 2.Megawatts), await Told());
        await plant.OrderAsync(Power.Zero, isWanted: false, default);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((0.5.Megawatts, 2.Megawatts), await Told());
        generator.Trip();
        Assert.Equal((Power.Zero, Power.Zero), await Told());
    }

    [Fact]
    public async Task One_whose_map_names_no_state_counts_as_running()
    {
        RegisterMap blind = new("blind", [.. generator.Map.Points.Where(point => point.Name != "state")]);
        Assert.Equal(["state"], RegisterMapGenerator.Findings(blind).Select(one => one.Where));
        JoinedPlant plant = new("genset", new(client, 1, blind, clock), 2.Megawatts, clock);
        await plant.ReadAsync(default);
        Assert.Equal(2.Megawatts, plant.Telling!.Value.Most);
    }

    [Fact]
    public async Task Its_bounds_are_kept_and_said()
    {
        Assert.Equal(2.Megawatts, Assert.IsType<GeneratorAnswer.Limited>(await driver.WriteAsync(3.Megawatts, default)).Enforced);
        Assert.Equal(0.6.Megawatts, Assert.IsType<GeneratorAnswer.Limited>(await driver.WriteAsync(0.1.Megawatts, default)).Enforced);
        Assert.IsType<GeneratorAnswer.Refused>(await driver.WriteAsync(-1.Megawatts, default));
        Assert.IsType<GeneratorAnswer.Refused>(await driver.WriteAsync(Power.FromSi(double.NaN), default));
    }

    [Fact]
    public async Task Silence_is_a_value()
    {
        server.IsSilent = true;
        await using var hasty = new ModbusClient(new("127.0.0.1", server.Port) { TimeOut = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);
        var other = new RegisterMapGenerator(hasty, 1, generator.Map, clock);
        Assert.IsType<GeneratorReading.Silent>(await other.ReadAsync(default));
        Assert.IsType<GeneratorAnswer.Silent>(await other.WriteAsync(1.Megawatts, default));
    }

    [Fact]
    public void What_a_map_of_a_generator_lacks_is_said_at_once() => Assert.Equal(
        ["power: a generator needs it", "command: a generator needs it", "setPoint: a generator needs it", "state: has no code for running"],
        RegisterMapGenerator.Findings(new("half", [new("state", 1, RegisterType.UInt16, 1, "")])).Select(one => one.ToString()));
}
