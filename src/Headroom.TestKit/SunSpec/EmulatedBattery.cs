using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit.Modbus;

namespace Headroom.TestKit.SunSpec;

/// <summary>A battery with models 1, 701, 702, 704, 713, 715 and 802: it ramps, fills and empties, and reverts when its timer ends.</summary>
/// <remarks>
///   Positive injection is discharge, as in model 701. It lives by its clock: every read and write first brings it up to now.
///   stored' = −injection/η discharging, −injection·η charging; the set point is kept to what rate and reserve allow.
/// </remarks>
public sealed class EmulatedBattery : IRegisterDevice
{
    private readonly Lock door = new();
    private readonly BatteryMake make;
    private readonly TimeProvider time;
    private readonly SunSpecImage image;
    private long seenAt;
    private double injectionWatts, storedJoules, injectedJoules, absorbedJoules, runSeconds;
    private double? revertInSeconds;

    public EmulatedBattery(BatteryMake make, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(time);
        (this.make, this.time, seenAt) = (make, time, time.GetTimestamp());
        storedJoules = make.StartShare * make.Capacity.Joules;
        image = BatteryRegisters.Of(make);
        Show();
    }

    public Power Injection { get { lock (door) { Advance(); return Power.FromSi(injectionWatts); } } }
    public Energy Stored { get { lock (door) { Advance(); return Energy.FromSi(storedJoules); } } }

    /// <summary>Somebody stands before it and has taken it over; writes are then taken and do nothing.</summary>
    public bool IsLocal { get; set; }

    /// <summary>Its own counter stands still, as that of a controller that hangs.</summary>
    public bool Hangs { get; set; }

    /// <summary>Registers of a point, as they stand.</summary>
    public double? Get(ushort model, SunSpecPoint point) { lock (door) { Advance(); return image.Get(model, point); } }

    /// <summary>Says that a point is not implemented.</summary>
    public void Lose(ushort model, SunSpecPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        lost.Add((model, point));
        lock (door) { Advance(); Show(); }
    }

    private readonly List<(ushort Model, SunSpecPoint Point)> lost = [];

    public ModbusFault? Read(RegisterTable table, int first, Span<ushort> into)
    {
        if (table != RegisterTable.Holding) return ModbusFault.IllegalAddress;
        lock (door)
        {
            Advance();
            return image.Read(first, into);
        }
    }

    public ModbusFault? Write(int first, ReadOnlySpan<ushort> values)
    {
        lock (door)
        {
            Advance();
            int offset = first - image.AddressOf(Model704.Id, Model704.SetEnabled) + Model704.SetEnabled.Offset;
            bool isOrder = offset >= Model704.SetEnabled.Offset && offset <= Model704.SetReversionTime.Offset;
            if (isOrder && IsLocal) return null;
            if (isOrder && !make.TakesWholeOrders && values.Length > 2) return ModbusFault.IllegalValue;
            if (image.Write(first, values) is { } fault) return fault;
            bool isEnabling = offset <= Model704.SetEnabled.Offset && offset + values.Length > Model704.SetEnabled.Offset;
            if (isOrder && make.HasTimer && (make.RestartsOnEveryWrite || revertInSeconds is null || isEnabling && values.Length == 1)) StartTimer();
            Show();
            return null;
        }
    }

    private void StartTimer()
    {
        double seconds = image.Get(Model704.Id, Model704.SetReversionTime) ?? 0;
        revertInSeconds = IsEnabled && seconds > 0 ? seconds : null;
    }

    private bool IsConnected => image.Get(Model802.Id, Model802.Operation) == BatteryRegisters.Connect;
    private bool IsEnabled => image.Get(Model704.Id, Model704.SetEnabled) == 1;

    /// <summary>Up to now, with a stop where the timer ends.</summary>
    private void Advance()
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(seenAt, now).TotalSeconds;
        seenAt = now;
        while (seconds > 0)
        {
            double step = revertInSeconds is { } left ? Math.Min(left, seconds) : seconds;
            Run(step);
            seconds -= step;
            if (revertInSeconds is not { } rest) continue;
            revertInSeconds = rest - step;
            if (revertInSeconds <= 0) Revert();
        }
        Show();
    }

    private void Revert()
    {
        revertInSeconds = null;
        image.Put(Model704.Id, Model704.Set, image.Get(Model704.Id, Model704.SetReversion) ?? 0);
        image.Put(Model704.Id, Model704.SetEnabled, image.Get(Model704.Id, Model704.SetEnabledReversion) ?? 0);
    }

    /// <summary>A stretch with one set point: ramp, then hold, until empty or full.</summary>
    private void Run(double seconds)
    {
        runSeconds += seconds;
        double rating = make.Rating.Watts, perSecond = (make.Ramp * TimeSpan.FromSeconds(1)).Watts;
        double set = IsEnabled && IsConnected ? Math.Clamp(image.Get(Model704.Id, Model704.Set) ?? 0, -rating, rating) : 0;
        double ramping = Math.Min(seconds, Math.Abs(set - injectionWatts) / perSecond);
        double reached = injectionWatts + Math.Sign(set - injectionWatts) * perSecond * ramping;
        if (ramping > 0) Move((injectionWatts + reached) / 2, ramping);
        injectionWatts = reached;
        if (Move(injectionWatts, seconds - ramping)) injectionWatts = 0;
    }

    /// <summary>Moves energy; true where a reserve ended it.</summary>
    private bool Move(double watts, double seconds)
    {
        double least = make.ReserveLeastShare * make.Capacity.Joules, most = make.ReserveMostShare * make.Capacity.Joules;
        double perSecond = watts > 0 ? watts / make.OneWayEfficiency : watts * make.OneWayEfficiency;
        double room = watts > 0 ? Math.Max(0, storedJoules - least) : Math.Max(0, most - storedJoules);
        double run = watts == 0 ? 0 : Math.Min(seconds, room / Math.Abs(perSecond));
        storedJoules -= perSecond * run;
        if (watts > 0) injectedJoules += watts * run;
        else absorbedJoules -= watts * run;
        return watts != 0 && run < seconds;
    }

    private void Show()
    {
        BatteryRegisters.Show(image, make, injectionWatts, storedJoules, injectedJoules, absorbedJoules);
        image.Put(Model715.Id, Model715.LocalRemote, IsLocal ? 1 : 0);
        image.Put(Model802.Id, Model802.LocalRemote, IsLocal ? 1 : 0);
        if (!Hangs)
        {
            image.Put(Model715.Id, Model715.DeviceHeartbeat, Math.Floor(runSeconds) % 4e9);
            image.Put(Model802.Id, Model802.DeviceHeartbeat, Math.Floor(runSeconds) % 65_000);
        }
        if (make.HasTimer) image.Put(Model704.Id, Model704.SetReversionLeft, Math.Ceiling(revertInSeconds ?? 0));
        foreach ((ushort model, SunSpecPoint point) in lost) point.WriteMissing(image.Model(model));
    }
}
