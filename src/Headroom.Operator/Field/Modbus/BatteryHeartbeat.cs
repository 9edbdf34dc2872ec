using Headroom.Protocols.SunSpec;

namespace Headroom.Operator.Field.Modbus;

/// <summary>The counters by which controller and battery show each other that they live (models 715 and 802); change counts, not the value.</summary>
internal sealed class BatteryHeartbeat(BatterySetting setting, TimeProvider time)
{
    private (double? Control, double? Battery) seen;
    private long? changedAt;
    private long? beatenAt;

    /// <summary>Whether the device's counter has stood still for too long; false for one that has none.</summary>
    public bool Hangs(BatteryRegisters read)
    {
        (double? Control, double? Battery) now = read.DeviceHeartbeat;
        if (now == (null, null)) return false;
        if (changedAt is null || now != seen)
        {
            (seen, changedAt) = (now, time.GetTimestamp());
            return false;
        }
        return time.GetElapsedTime(changedAt.Value) > setting.HeartbeatMost;
    }

    /// <summary>Counts ours up, at most once a second. A device that does not take it is found out by the order that follows.</summary>
    public async ValueTask BeatAsync(SunSpecDevice device, BatteryRegisters read, CancellationToken stop)
    {
        if (beatenAt is { } last && time.GetElapsedTime(last) < TimeSpan.FromSeconds(1)) return;
        beatenAt = time.GetTimestamp();
        // another controller, or we before a restart, may have counted further
        if (read.Get(Model715.Id, Model715.ControllerHeartbeat) is { } control && device.Find(Model715.Id) is { } first)
        {
            uint next = (uint)control >= 4_000_000_000 ? 0 : (uint)control + 1;
            await device.WriteAsync(first, new(Model715.ControllerHeartbeat.Offset, [(ushort)(next >> 16), (ushort)next]), stop);
        }
        if (read.Get(Model802.Id, Model802.ControllerHeartbeat) is { } battery && device.Find(Model802.Id) is { } second)
            await device.WriteAsync(second, new(Model802.ControllerHeartbeat.Offset, [(ushort)(battery >= 65_000 ? 0 : battery + 1)]), stop);
    }
}
