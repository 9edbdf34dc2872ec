using Headroom.Operator.Field.Modbus;
using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;

namespace Headroom.Operator.Tests.Field.Modbus;

/// <summary>Devices of other makes: what they leave unanswered, refuse and leave out.</summary>
public class SunSpecLookTests
{
    /// <summary>Registers from a place on; what lies outside is refused.</summary>
    private sealed class Other(int start, params ushort[] registers) : IRegisterDevice
    {
        public ModbusFault Outside { get; init; } = ModbusFault.IllegalAddress;

        public ModbusFault? Read(RegisterTable table, int first, Span<ushort> into)
        {
            if (table != RegisterTable.Holding || first < start || first + into.Length > start + registers.Length) return Outside;
            registers.AsSpan(first - start, into.Length).CopyTo(into);
            return null;
        }

        public ModbusFault? Write(int first, ReadOnlySpan<ushort> values) => ModbusFault.IllegalAddress;
    }

    private static readonly ushort[] models = [0x5375, 0x6E53, 1, 2, 0, 0, 701, 3, 0, 0, 0];
    private static readonly ushort[] whole = [.. models, 0xFFFF, 0];

    private static ModbusClient Client(ModbusServer server, double timeOutSeconds = 20) => new(new("127.0.0.1", server.Port)
    {
        TimeOut = TimeSpan.FromSeconds(timeOutSeconds),
        ConnectTimeOut = TimeSpan.FromSeconds(20),
        BusyWait = TimeSpan.FromMilliseconds(1),
        ReconnectAfter = TimeSpan.Zero
    }, TimeProvider.System);

    private static SunSpecDevice Found(SunSpecSearch search) => Assert.IsType<SunSpecSearch.Found>(search).Device;

    [Theory]
    [InlineData(50_000), InlineData(0)]
    public async Task A_device_that_leaves_foreign_places_unanswered_is_found_at_its_own(int start)
    {
        await using var server = new ModbusServer(new Other(start, whole)) { Ignores = request => request.First < start || request.First > start + 100 };
        await using ModbusClient client = Client(server, timeOutSeconds: 1);
        SunSpecDevice device = Found(await new SunSpecLook(client, 1).FindAsync(default));
        Assert.Equal([1, 701], device.Blocks.Select(block => block.Id));
        Assert.Empty(device.Findings);
    }

    [Fact]
    public async Task A_device_behind_a_gateway_that_answers_for_it_where_it_is_silent_is_found()
    {
        await using var server = new ModbusServer(new Other(0, whole) { Outside = ModbusFault.GatewayTargetFailed });
        await using ModbusClient client = Client(server);
        Assert.Equal([1, 701], Found(await new SunSpecLook(client, 1).FindAsync(default)).Blocks.Select(block => block.Id));
    }

    [Fact]
    public async Task What_answers_at_one_place_is_unfit_and_not_silent()
    {
        await using var server = new ModbusServer(new Other(100, 7)) { Ignores = request => request.First != 50_000 };
        await using ModbusClient client = Client(server, timeOutSeconds: 1);
        string why = Assert.IsType<SunSpecSearch.Unfit>(await new SunSpecLook(client, 1).FindAsync(default)).Why;
        Assert.Contains("register 50000: refused: IllegalAddress", why, StringComparison.Ordinal);
        Assert.Contains("register 0: ", why, StringComparison.Ordinal);
        Assert.Contains("did not answer", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_costs_three_time_outs_once_and_one_in_every_later_look()
    {
        await using var server = new ModbusServer(new Other(50_000, whole)) { IsSilent = true };
        await using ModbusClient client = Client(server, timeOutSeconds: 1);
        var look = new SunSpecLook(client, 1);
        foreach (int asked in (int[])[3, 1, 1])
        {
            int before = server.Requests;
            Assert.IsType<SunSpecSearch.Silent>(await look.FindAsync(default));
            Assert.Equal(asked, server.Requests - before);
        }
        // a device that is back is found in the first look that it answers, wherever it stands
        server.IsSilent = false;
        Found(await look.FindAsync(default));
        server.IsSilent = true;
        int known = server.Requests;
        Assert.Contains("register 50000", Assert.IsType<SunSpecSearch.Silent>(await look.FindAsync(default)).Why, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests - known);
    }

    [Fact]
    public async Task Who_cannot_be_reached_is_asked_once()
    {
        await using var client = new ModbusClient(new("127.0.0.1", LoopbackPort.Free()) { ReconnectAfter = TimeSpan.FromHours(1) }, TimeProvider.System);
        string why = Assert.IsType<SunSpecSearch.Silent>(await new SunSpecLook(client, 1).FindAsync(default)).Why;
        Assert.Contains("cannot be reached", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModbusFault.IllegalAddress), InlineData(ModbusFault.IllegalValue), InlineData(ModbusFault.DeviceFailure)]
    public async Task A_list_that_is_refused_where_its_end_should_be_counts_as_far_as_it_goes(ModbusFault fault)
    {
        await using var server = new ModbusServer(new Other(40_000, models) { Outside = fault });
        await using ModbusClient client = Client(server);
        SunSpecDevice device = Found(await new SunSpecLook(client, 1).FindAsync(default));
        Assert.Equal([1, 701], device.Blocks.Select(block => block.Id));
        Assert.Contains("without its end marker: register 40011: refused", Assert.Single(device.Findings).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_whose_end_is_left_unanswered_counts_as_far_as_it_goes()
    {
        await using var server = new ModbusServer(new Other(40_000, models)) { Ignores = request => request.First >= 40_011 };
        await using ModbusClient client = Client(server, timeOutSeconds: 1);
        SunSpecDevice device = Found(await new SunSpecLook(client, 1).FindAsync(default));
        Assert.Equal([1, 701], device.Blocks.Select(block => block.Id));
        Assert.Contains("did not answer", Assert.Single(device.Findings).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_falls_silent_in_its_list_is_silent()
    {
        bool isGone = false;
        await using var server = new ModbusServer(new Other(40_000, whole)) { Ignores = request => isGone |= request.First == 40_011 };
        await using ModbusClient client = Client(server, timeOutSeconds: 1);
        Assert.IsType<SunSpecSearch.Silent>(await new SunSpecLook(client, 1).FindAsync(default));
    }

    [Theory]
    [InlineData(50), InlineData(40_000)]
    public async Task A_model_that_states_more_registers_than_there_are_is_left_out(int length)
    {
        await using var server = new ModbusServer(new Other(40_000, [.. models, 713, (ushort)length, 0, 0]));
        await using ModbusClient client = Client(server);
        SunSpecDevice device = Found(await new SunSpecLook(client, 1).FindAsync(default));
        Assert.Equal([1, 701], device.Blocks.Select(block => block.Id));
        Assert.Contains(device.Findings, one => one.ToString().Contains($"a length of {length}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_too_long_for_a_device_that_is_silent_outside_its_registers_is_left_out()
    {
        ushort[] list = [.. models, 713, 50, 0, 0];
        await using var server = new ModbusServer(new Other(40_000, list)) { Ignores = request => request.First + request.Count > 40_000 + list.Length };
        await using ModbusClient client = Client(server, timeOutSeconds: 1);
        SunSpecDevice device = Found(await new SunSpecLook(client, 1).FindAsync(default));
        Assert.Equal([1, 701], device.Blocks.Select(block => block.Id));
    }

    [Theory]
    [InlineData(0x5375, 0x6E53), InlineData(0x5375, 0x6E53, 0, 4)]
    public async Task A_marker_without_a_model_behind_it_is_unfit(params int[] registers)
    {
        await using var server = new ModbusServer(new Other(40_000, [.. registers.Select(one => (ushort)one)]));
        await using ModbusClient client = Client(server);
        Assert.IsType<SunSpecSearch.Unfit>(await new SunSpecLook(client, 1).FindAsync(default));
    }

    [Fact]
    public async Task A_meter_whose_list_has_no_end_is_read_and_says_so()
    {
        ushort[] meter = [0x5375, 0x6E53, 1, 2, 0, 0, 213, 124, .. new ushort[124]];
        await using var server = new ModbusServer(new Other(40_000, meter));
        await using ModbusClient client = Client(server);
        var driver = new SunSpecMeter(client, 1, MeterWiring.ImportIsPositive, 1.Megawatts, new HandClock());
        var read = Assert.IsType<MeterReading.Read>(await driver.ReadAsync(default));
        Assert.Contains("end marker", Assert.Single(read.Findings).Why, StringComparison.Ordinal);
    }
}
