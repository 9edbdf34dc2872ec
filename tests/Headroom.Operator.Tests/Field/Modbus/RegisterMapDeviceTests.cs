using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Modbus;
using Headroom.Protocols.Modbus;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;

namespace Headroom.Operator.Tests.Field.Modbus;

/// <summary>A device that lacks some of what its map says.</summary>
public sealed class RegisterMapDeviceTests : IAsyncDisposable
{
    private sealed class Lacking : IRegisterDevice
    {
        public readonly ushort[] Registers = [.. Enumerable.Range(0, 40).Select(k => (ushort)(100 + k))];
        public readonly HashSet<int> Missing = [];
        public ModbusFault Fault { get; set; } = ModbusFault.IllegalAddress;

        public ModbusFault? Read(RegisterTable table, int first, Span<ushort> into)
        {
            for (int k = 0; k < into.Length; k++)
                if (Missing.Contains(first + k)) return Fault;
            Registers.AsSpan(first, into.Length).CopyTo(into);
            return null;
        }

        public ModbusFault? Write(int first, ReadOnlySpan<ushort> values) => ModbusFault.IllegalFunction;
    }

    private readonly HandClock clock = new();
    private readonly Lacking lacking = new();
    private readonly ModbusServer server;
    private readonly ModbusClient client;

    private static readonly RegisterMap map = new("meter",
    [
        new("power", 1, RegisterType.UInt16, 1, "kW") { Sign = RegisterSign.Injection },
        new("voltage", 2, RegisterType.UInt16, 1, "V"),
        new("imported", 10, RegisterType.UInt16, 1, "kWh") { Poll = PollClass.Slow },
        new("exported", 11, RegisterType.UInt16, 1, "kWh") { Poll = PollClass.Slow },
        new("serial", 20, RegisterType.UInt16, 1, "") { Poll = PollClass.Once },
        new("type", 21, RegisterType.UInt16, 1, "") { Poll = PollClass.Once },
    ]);

    public RegisterMapDeviceTests()
    {
        server = new(lacking);
        client = new(new("127.0.0.1", server.Port)
        { TimeOut = TimeSpan.FromSeconds(20), ConnectTimeOut = TimeSpan.FromSeconds(20), BusyWait = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    private static async Task<RegisterReading.Read> Read(RegisterMapDevice device) => Assert.IsType<RegisterReading.Read>(await device.ReadAsync(default));

    [Theory]
    [InlineData(10, "imported"), InlineData(11, "exported"), InlineData(20, "serial"), InlineData(21, "type"), InlineData(2, "voltage")]
    public async Task A_point_that_is_refused_is_lost_and_the_others_go_on(int register, string name)
    {
        lacking.Missing.Add(register);
        var device = new RegisterMapDevice(client, 1, map, clock);
        for (int beat = 0; beat < 3; beat++)
        {
            RegisterReading.Read read = await Read(device);
            Assert.Equal($"{name}: register {register} refused: IllegalAddress", Assert.Single(read.Findings).ToString());
            foreach (RegisterPoint point in map.Points) Assert.Equal(point.Name == name ? null : 100 + point.Address, read.Values[point.Name]);
            clock.Advance(TimeSpan.FromSeconds(31));
        }
        // one that comes back is no longer told
        lacking.Missing.Clear();
        RegisterReading.Read whole = await Read(device);
        Assert.Empty(whole.Findings);
        Assert.Equal(100 + register, whole.Values[name]);
    }

    [Fact]
    public async Task A_request_that_was_refused_as_a_whole_is_not_tried_again_as_one()
    {
        lacking.Missing.Add(2);
        var device = new RegisterMapDevice(client, 1, map, clock);
        await Read(device);
        int before = server.Requests;
        await Read(device);
        Assert.Equal(2, server.Requests - before);
        // but once it is set up, as one again: and one request a beat
        lacking.Missing.Clear();
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Empty((await Read(device)).Findings);
        before = server.Requests;
        await Read(device);
        Assert.Equal(1, server.Requests - before);
    }

    [Fact]
    public async Task A_device_that_refuses_everything_is_unfit_and_one_without_its_power_says_why()
    {
        lacking.Missing.Add(1);
        var meter = new RegisterMapMeter(client, 1, map, clock);
        Assert.Contains("its power; register 1 refused", Assert.IsType<MeterReading.Unfit>(await meter.ReadAsync(default)).Why, StringComparison.Ordinal);
        lacking.Missing.UnionWith(Enumerable.Range(0, 40));
        var device = new RegisterMapDevice(client, 1, map, clock);
        Assert.Contains("none of its points", Assert.IsType<RegisterReading.Unfit>(await device.ReadAsync(default)).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModbusFault.Busy), InlineData(ModbusFault.Acknowledge)]
    public async Task Slow_points_of_a_busy_device_keep_their_values_and_are_asked_in_the_next_beat(ModbusFault fault)
    {
        var device = new RegisterMapDevice(client, 1, map, clock);
        await Read(device);
        clock.Advance(TimeSpan.FromSeconds(31));
        (lacking.Fault, lacking.Registers[10]) = (fault, 999);
        lacking.Missing.Add(11);
        RegisterReading.Read busy = await Read(device);
        Assert.Empty(busy.Findings);
        Assert.Equal((110, 111), (busy.Values["imported"], busy.Values["exported"]));
        lacking.Missing.Clear();
        Assert.Equal(999, (await Read(device)).Values["imported"]);
    }

    [Fact]
    public async Task A_slow_point_that_nobody_answers_for_is_lost_until_slow_points_are_due_and_power_goes_on()
    {
        lacking.Fault = ModbusFault.GatewayTargetFailed;
        lacking.Missing.Add(10);
        var device = new RegisterMapDevice(client, 1, map, clock);
        RegisterReading.Read read = await Read(device);
        Assert.Equal((101, null), (read.Values["power"], read.Values["imported"]));
        Assert.Equal(["imported", "exported"], read.Findings.Select(one => one.Where));
        int before = server.Requests;
        await Read(device);
        Assert.Equal(1, server.Requests - before);
        lacking.Missing.Clear();
        clock.Advance(TimeSpan.FromSeconds(31));
        read = await Read(device);
        Assert.Empty(read.Findings);
        Assert.Equal((110, 120), (read.Values["imported"], read.Values["serial"]));
    }

    [Fact]
    public async Task What_is_lost_or_unfit_stands_as_an_alarm_of_the_device()
    {
        lacking.Missing.Add(10);
        var meter = new JoinedMeter("main", new RegisterMapMeter(client, 1, map, clock).ReadAsync, clock);
        await meter.ReadAsync(default);
        Assert.Equal([new FieldAlarm("main imported", "main: imported: register 10 refused: IllegalAddress")], meter.Alarms);
        lacking.Missing.Add(1);
        await meter.ReadAsync(default);
        Assert.Contains("answers and cannot be read", Assert.Single(meter.Alarms).What, StringComparison.Ordinal);
        lacking.Missing.Clear();
        clock.Advance(TimeSpan.FromSeconds(31));
        await meter.ReadAsync(default);
        Assert.Empty(meter.Alarms);
    }
}
