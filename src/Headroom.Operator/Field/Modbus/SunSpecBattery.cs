using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>A battery that speaks SunSpec: reads it, orders its injection with a reversion timer, and puts back what was found.</summary>
/// <remarks>
///   Positive injection feeds the bus. An order is written once, and again when a third of its timer has gone; what is asked between changes nothing.
///   Without a reversion timer, and without a watchdog on our heartbeat, it is not operated at all: its power would outlive us.
/// </remarks>
public sealed class SunSpecBattery(ModbusClient client, ModbusUnit unit, BatterySetting setting, TimeProvider time)
{
    private readonly BatteryHeartbeat heartbeat = new(setting, time);
    private readonly SunSpecLook look = new(client, unit);
    private SunSpecDevice? device;
    private Power? ordered;
    private long orderedAt;

    /// <summary>What stood in its control registers before the first order; to be kept beyond this process until <see cref="ReleaseAsync"/>.</summary>
    public BatteryFound? Found { get; private set; } = setting.Found;

    public async ValueTask<BatteryReading> ReadAsync(CancellationToken stop)
    {
        (BatteryRegisters? read, BatteryReading? failed) = await RegistersAsync(stop);
        if (read is null) return failed!;
        bool isHanging = heartbeat.Hangs(read);
        return read.State(setting, isHanging) is { } state ? new BatteryReading.Read(state) { Findings = device!.Findings }
            : new BatteryReading.Unfit("it does not state its power (model 701, W)");
    }

    /// <summary>Orders an injection, kept to what the device allows.</summary>
    public async ValueTask<BatteryAnswer> WriteAsync(Power injection, CancellationToken stop)
    {
        if (!double.IsFinite(injection.Watts)) return new BatteryAnswer.Refused(injection, "no number");
        (BatteryRegisters? read, BatteryReading? failed) = await RegistersAsync(stop);
        if (read is null) return Failed(failed!, injection);
        if (Unfit(read) is { } unfit) return new BatteryAnswer.Refused(injection, unfit);
        if (read.IsLocal) return new BatteryAnswer.Lost(injection, "it is under local control (LocRemCtl)");
        await heartbeat.BeatAsync(device!, read, stop);
        Power held = Power.Max(-1 * read.ChargeMost(setting)!.Value, Power.Min(read.DischargeMost(setting)!.Value, injection));
        var order = new SetPointOrder(held.Watts, setting.RevertTo.Watts, (uint)Math.Ceiling(setting.RevertAfter.TotalSeconds));
        if (order.AtOnce(read.Control) is not { } write) return new BatteryAnswer.Refused(injection, $"its registers cannot say {held}");
        if (!IsFresh(held) || read.SetPoint is not { } stands || !Same(stands, held, read))
        {
            Found ??= new([.. read.Control!]);
            if (await SendAsync(read, order, write, stop) is { } why) return why(injection);
            (read, failed) = await RegistersAsync(stop);
            if (read is null) return new BatteryAnswer.Silent(injection, $"it took the order, then fell silent: {(failed as BatteryReading.Silent)?.Why}");
            (ordered, orderedAt) = (held, time.GetTimestamp());
        }
        return Judge(read, injection, held);
    }

    /// <summary>Puts back what was found; nothing where nothing was written.</summary>
    public async ValueTask<BatteryAnswer> ReleaseAsync(CancellationToken stop)
    {
        if (Found is not { } found) return new BatteryAnswer.Held(Power.Zero, Power.Zero, null);
        if (await FindAsync(stop) is { } failed) return Failed(failed, Power.Zero);
        SunSpecBlock control = device!.Find(Model704.Id)!.Value;
        foreach (SunSpecWrite write in (SunSpecWrite[])[found.Restore(), .. found.Singly()])
        {
            ModbusAnswer answer = await device.WriteAsync(control, write, stop);
            if (answer is ModbusAnswer.Silent gone) return new BatteryAnswer.Silent(Power.Zero, gone.Why);
            // the whole at once is enough; one that refuses it gets the points one by one
            if (answer is ModbusAnswer.Written && write.Values.Length > 2) break;
            if (answer is ModbusAnswer.Refused refused && write.Values.Length <= 2) return new BatteryAnswer.Refused(Power.Zero, refused.Reason);
        }
        (Found, ordered) = (null, null);
        return new BatteryAnswer.Held(Power.Zero, Power.Zero, null);
    }

    private static BatteryAnswer Failed(BatteryReading failed, Power asked) => failed switch
    {
        BatteryReading.Silent silent => new BatteryAnswer.Silent(asked, silent.Why),
        BatteryReading.Unfit unfit => new BatteryAnswer.Refused(asked, unfit.Why),
        _ => throw new ArgumentException("a reading that did not fail", nameof(failed)),
    };

    private bool IsFresh(Power held) => ordered == held && time.GetElapsedTime(orderedAt) < setting.RevertAfter / 3;

    /// <summary>What it lacks to be operated.</summary>
    private string? Unfit(BatteryRegisters read)
    {
        if (read.Control is not { } control || Model704.Set.Scale(control) is null) return "it has no set point in watts (model 704)";
        if (read.ChargeMost(setting) is null || read.DischargeMost(setting) is null) return "neither it nor the site states how much it may charge and discharge";
        if (setting.RevertAfter < TimeSpan.FromSeconds(1)) return "a reversion within less than a second";
        return read.HasTimer || setting.WatchesHeartbeat && read.HasHeartbeat ? null
            : "it has no reversion timer (WSetRvrtTms) and no watchdog on our heartbeat, so its power would outlive us";
    }

    /// <summary>The whole order in one request, or point by point for a device that refuses that; null once it is taken.</summary>
    private async ValueTask<Func<Power, BatteryAnswer>?> SendAsync(BatteryRegisters read, SetPointOrder order, SunSpecWrite write, CancellationToken stop)
    {
        SunSpecBlock control = device!.Find(Model704.Id)!.Value;
        ModbusAnswer answer = await device.WriteAsync(control, write, stop);
        if (answer is ModbusAnswer.Refused)
            foreach (SunSpecWrite single in order.InOrder(read.Control, withTimer: read.HasTimer))
                if ((answer = await device.WriteAsync(control, single, stop)) is not ModbusAnswer.Written) break;
        if (answer is ModbusAnswer.Silent silent) return asked => new BatteryAnswer.Silent(asked, silent.Why);
        if (answer is ModbusAnswer.Refused refused) return asked => new BatteryAnswer.Refused(asked, refused.Reason);
        // a timer that did not start anew gets its enabling once more by itself
        if (read.HasTimer && await LeftAsync(stop) is { } left && left < 0.75 * setting.RevertAfter)
            await device.WriteAsync(control, order.Enabling(read.Control), stop);
        return null;
    }

    private async ValueTask<TimeSpan?> LeftAsync(CancellationToken stop) => (await RegistersAsync(stop)).Read?.RevertsIn;

    private BatteryAnswer Judge(BatteryRegisters read, Power asked, Power held)
    {
        if (read.SetPoint is not { } stands || !Same(stands, held, read))
            return new BatteryAnswer.Refused(asked, $"it took the order and stands at {(read.SetPoint is { } other ? other.ToString() : "no set point")}");
        if (read.HasTimer && !setting.WatchesHeartbeat && read.Get(Model704.Id, Model704.SetReversionTime) is not > 0)
            return new BatteryAnswer.Refused(asked, "it did not keep the reversion timer");
        return held == asked ? new BatteryAnswer.Held(asked, stands, read.RevertsIn)
            : new BatteryAnswer.Limited(asked, stands, asked < Power.Zero ? $"it may charge at most {-1 * held}" : $"it may discharge at most {held}");
    }

    /// <summary>Whether registers say a power, to half a step of theirs.</summary>
    private static bool Same(Power stands, Power wanted, BatteryRegisters read) =>
        Math.Abs((stands - wanted).Watts) <= 0.5000001 * Math.Pow(10, Model704.Set.Scale(read.Control) ?? 0);

    private async ValueTask<BatteryReading?> FindAsync(CancellationToken stop)
    {
        if (device is not null) return null;
        switch (await look.FindAsync(stop))
        {
            case SunSpecSearch.Silent silent: return new BatteryReading.Silent(silent.Why);
            case SunSpecSearch.Unfit unfit: return new BatteryReading.Unfit(unfit.Why);
            case SunSpecSearch.Found found when found.Device.Find(Model701.Id) is null || found.Device.Find(Model704.Id) is null:
                return new BatteryReading.Unfit(found.Device.Lacks("it has no models 701 and 704"));
            case SunSpecSearch.Found found:
                device = found.Device;
                return null;
        }
        return new BatteryReading.Unfit("no SunSpec device");
    }

    private async ValueTask<(BatteryRegisters? Read, BatteryReading? Failed)> RegistersAsync(CancellationToken stop)
    {
        if (await FindAsync(stop) is { } failed) return (null, failed);
        var models = new Dictionary<ushort, ushort[]>();
        foreach (ushort model in BatteryRegisters.Wanted)
        {
            if (device!.Find(model) is not { } block) continue;
            ModbusAnswer answer = await device.ReadAsync(block, stop);
            if (answer.IsSilence || answer.IsFruitless) return (null, new BatteryReading.Silent(answer.Reason));
            // models move when firmware is changed: look anew next time
            if (answer is not ModbusAnswer.Registers registers || registers.Values[0] != model)
            {
                device = null;
                return (null, new BatteryReading.Unfit($"model {model} is no longer at register {block.Address}"));
            }
            models[model] = registers.Values;
        }
        return (new(models), null);
    }
}
