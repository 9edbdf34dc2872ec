using Headroom.Protocols.SunSpec;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>Registers of one battery's models as they were read together, and what they say in quantities.</summary>
internal sealed class BatteryRegisters(IReadOnlyDictionary<ushort, ushort[]> models)
{
    /// <summary>Models that are read for every state, where the device has them.</summary>
    public static IReadOnlyList<ushort> Wanted { get; } = [Model701.Id, Model702.Id, Model704.Id, Model713.Id, Model715.Id, Model802.Id];

    public double? Get(ushort model, SunSpecPoint point) => models.TryGetValue(model, out ushort[]? registers) ? point.Read(registers) : null;
    public ushort[]? Control => models.GetValueOrDefault(Model704.Id);

    public bool IsLocal => Get(Model715.Id, Model715.LocalRemote) == 1 || Get(Model802.Id, Model802.LocalRemote) == 1;
    public bool HasTimer => Get(Model704.Id, Model704.SetReversionTime) is not null;
    public bool HasHeartbeat => Get(Model715.Id, Model715.ControllerHeartbeat) is not null || Get(Model802.Id, Model802.ControllerHeartbeat) is not null;
    public (double? Control, double? Battery) DeviceHeartbeat => (Get(Model715.Id, Model715.DeviceHeartbeat), Get(Model802.Id, Model802.DeviceHeartbeat));

    public Power? SetPoint => Get(Model704.Id, Model704.SetEnabled) == 1 && Get(Model704.Id, Model704.SetMode) == SetPointOrder.SetInWatts
        && Get(Model704.Id, Model704.Set) is { } watts ? Power.FromSi(watts) : null;

    public TimeSpan? RevertsIn => Get(Model704.Id, Model704.SetReversionLeft) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Share of capacity that is stored.</summary>
    public double? ChargeShare => (Get(Model713.Id, Model713.StateOfCharge) ?? Get(Model802.Id, Model802.StateOfCharge)) / 100;

    public Energy? Capacity => WattHours(Get(Model713.Id, Model713.EnergyRated) ?? Get(Model802.Id, Model802.EnergyRated));

    /// <summary>The least that a setting, the device's settings and its battery allow; a rating counts where no setting stands; null where nobody states any.</summary>
    public Power? ChargeMost(BatterySetting setting)
    {
        bool isFull = ChargeShare >= Get(Model802.Id, Model802.ReserveMost) / 100;
        double? inverter = Get(Model702.Id, Model702.ChargeMost) ?? Get(Model702.Id, Model702.ChargeRated);
        return isFull ? Power.Zero : Least(setting.ChargeMost, inverter, Get(Model802.Id, Model802.ChargeMost));
    }

    public Power? DischargeMost(BatterySetting setting)
    {
        bool isEmpty = ChargeShare <= Get(Model802.Id, Model802.ReserveLeast) / 100;
        double? inverter = Get(Model702.Id, Model702.DischargeMost) ?? Get(Model702.Id, Model702.DischargeRated);
        Power? least = Least(setting.DischargeMost, inverter, Get(Model802.Id, Model802.DischargeMost));
        return isEmpty ? Power.Zero : least is { } most && Get(Model702.Id, Model702.PowerMost) is { } whole ? Power.FromSi(Math.Min(most.Watts, whole)) : least;
    }

    public BatteryState? State(BatterySetting setting, bool isHanging) =>
        Get(Model701.Id, Model701.Power) is not { } watts ? null : new(Power.FromSi(watts))
        {
            ChargeShare = ChargeShare,
            Capacity = Capacity,
            Stored = WattHours(Get(Model713.Id, Model713.EnergyAvailable)) ?? (ChargeShare is { } share && Capacity is { } capacity ? share * capacity : null),
            ChargeMost = ChargeMost(setting) ?? Power.Zero,
            DischargeMost = DischargeMost(setting) ?? Power.Zero,
            SetPoint = SetPoint,
            RevertsIn = RevertsIn,
            IsLocal = IsLocal,
            IsHanging = isHanging,
            Injected = WattHours(Get(Model701.Id, Model701.EnergyInjected)),
            Absorbed = WattHours(Get(Model701.Id, Model701.EnergyAbsorbed)),
        };

    private static Power? Least(Power? setting, double? first, double? second)
    {
        double least = Math.Min(setting?.Watts ?? double.PositiveInfinity, Math.Min(first ?? double.PositiveInfinity, second ?? double.PositiveInfinity));
        return double.IsFinite(least) ? Power.FromSi(least) : null;
    }

    private static Energy? WattHours(double? value) => value is { } wattHours ? Energy.FromSi(3600 * wattHours) : null;
}
