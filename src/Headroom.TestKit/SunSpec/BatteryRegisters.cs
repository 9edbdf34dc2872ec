using Headroom.Protocols.SunSpec;

namespace Headroom.TestKit.SunSpec;

/// <summary>How an emulated battery shows itself in registers.</summary>
internal static class BatteryRegisters
{
    public static SunSpecImage Of(BatteryMake make)
    {
        var image = new SunSpecImage(make.Start, Model1.Id, Model701.Id, Model702.Id, Model704.Id, Model713.Id, Model715.Id, Model802.Id);
        image.Put(Model1.Id, Model1.Manufacturer, "Headroom");
        image.Put(Model1.Id, Model1.Model, "Emulated battery");
        image.Put(Model1.Id, Model1.SerialNumber, "1");
        image.Put(Model1.Id, Model1.Version, "1");
        image.Put(Model701.Id, Model701.PowerScale, make.PowerScale);
        image.Put(Model701.Id, Model701.EnergyScale, 0);
        image.Put(Model701.Id, Model701.AcType, ThreePhase);
        image.Put(Model701.Id, Model701.State, 1);
        image.Put(Model701.Id, Model701.Connection, 1);
        image.Put(Model702.Id, Model702.PowerScale, make.PowerScale);
        foreach (SunSpecPoint rate in (SunSpecPoint[])
            [Model702.PowerRated, Model702.ChargeRated, Model702.DischargeRated, Model702.PowerMost, Model702.ChargeMost, Model702.DischargeMost])
            image.Put(Model702.Id, rate, make.Rating.Watts);
        image.Put(Model704.Id, Model704.SetScale, make.PowerScale);
        image.Put(Model704.Id, Model704.Set, 0);
        image.Put(Model704.Id, Model704.SetEnabled, 0);
        image.Put(Model704.Id, Model704.SetMode, SetPointOrder.SetInWatts);
        // as far as its own registers say: a rating is rounded to their step
        double most = image.Get(Model702.Id, Model702.PowerMost)!.Value;
        image.Open(Model704.Id, Model704.SetEnabled, IsChoice);
        // per cent are not implemented
        image.Open(Model704.Id, Model704.SetMode, mode => mode == SetPointOrder.SetInWatts);
        image.Open(Model704.Id, Model704.Set, watts => Math.Abs(watts) <= most);
        image.Open(Model704.Id, Model704.SetReversion, watts => Math.Abs(watts) <= most);
        image.Open(Model704.Id, Model704.SetPercent);
        image.Open(Model704.Id, Model704.SetPercentReversion);
        if (make.HasTimer)
        {
            image.Put(Model704.Id, Model704.SetReversion, 0);
            image.Put(Model704.Id, Model704.SetEnabledReversion, 0);
            image.Put(Model704.Id, Model704.SetReversionTime, 0);
            image.Open(Model704.Id, Model704.SetEnabledReversion, IsChoice);
            image.Open(Model704.Id, Model704.SetReversionTime);
        }
        image.Put(Model713.Id, Model713.EnergyScale, make.EnergyScale);
        image.Put(Model713.Id, Model713.PercentScale, -2);
        image.Put(Model713.Id, Model713.EnergyRated, make.Capacity.KilowattHours * 1e3);
        image.Put(Model713.Id, Model713.StateOfHealth, 100);
        image.Put(Model715.Id, Model715.ControllerHeartbeat, 0);
        image.Open(Model715.Id, Model715.ControllerHeartbeat);
        image.Put(Model802.Id, Model802.EnergyScale, make.EnergyScale);
        image.Put(Model802.Id, Model802.RateScale, make.PowerScale);
        image.Put(Model802.Id, Model802.StateOfChargeScale, -2);
        image.Put(Model802.Id, Model802.PowerScale, make.PowerScale);
        image.Put(Model802.Id, Model802.EnergyRated, make.Capacity.KilowattHours * 1e3);
        image.Put(Model802.Id, Model802.ChargeMost, make.Rating.Watts);
        image.Put(Model802.Id, Model802.DischargeMost, make.Rating.Watts);
        image.Put(Model802.Id, Model802.ReserveLeast, 100 * make.ReserveLeastShare);
        image.Put(Model802.Id, Model802.ReserveMost, 100 * make.ReserveMostShare);
        image.Put(Model802.Id, Model802.ControllerHeartbeat, 0);
        image.Open(Model802.Id, Model802.ControllerHeartbeat);
        PutDirect(image, make);
        return image;
    }

    private const int ThreePhase = 2, LithiumIon = 4, Disconnected = 1, Connected = 3, InverterStarted = 3;

    /// <summary>Value of SetOp that lets the battery work; 2 takes it off.</summary>
    public const int Connect = 1;

    /// <summary>Of its direct current, whatever is stored.</summary>
    private const double Volts = 1200;

    private static bool IsChoice(double value) => value is 0 or 1;

    /// <summary>The side of direct current, which drivers of ours do not read and others must find.</summary>
    private static void PutDirect(SunSpecImage image, BatteryMake make)
    {
        double ampHours = make.Capacity.KilowattHours * 1e3 / Volts, amps = make.Rating.Watts / Volts;
        image.Put(Model802.Id, MandatoryPoints.ChargeRatedScale, BatteryMake.ScaleFor(ampHours, 65_534));
        image.Put(Model802.Id, MandatoryPoints.DirectAmpsScale, BatteryMake.ScaleFor(amps, short.MaxValue));
        image.Put(Model802.Id, MandatoryPoints.DirectAmpsMostScale, BatteryMake.ScaleFor(amps, short.MaxValue));
        image.Put(Model802.Id, MandatoryPoints.DirectVoltsScale, -1);
        image.Put(Model802.Id, MandatoryPoints.CellVoltsScale, -3);
        image.Put(Model802.Id, Model802.ChargeRated, ampHours);
        image.Put(Model802.Id, MandatoryPoints.DirectVolts, Volts);
        image.Put(Model802.Id, MandatoryPoints.BatteryType, LithiumIon);
        image.Put(Model802.Id, MandatoryPoints.InverterState, InverterStarted);
        image.Put(Model802.Id, MandatoryPoints.AlarmReset, 0);
        image.Put(Model802.Id, Model802.Operation, Connect);
        image.Open(Model802.Id, Model802.Operation, order => order is Connect or Connect + 1);
        foreach (SunSpecPoint one in (SunSpecPoint[])[Model802.Events, .. MandatoryPoints.MoreEvents]) image.Put(Model802.Id, one, 0);
    }

    public static void Show(SunSpecImage image, BatteryMake make, double injectionWatts, double storedJoules, double injectedJoules, double absorbedJoules)
    {
        double percent = 100 * storedJoules / make.Capacity.Joules;
        image.Put(Model701.Id, Model701.Power, injectionWatts);
        image.Put(Model701.Id, Model701.EnergyInjected, injectedJoules / 3600);
        image.Put(Model701.Id, Model701.EnergyAbsorbed, absorbedJoules / 3600);
        image.Put(Model713.Id, Model713.EnergyAvailable, Math.Max(0, storedJoules / 3600));
        image.Put(Model713.Id, Model713.StateOfCharge, Math.Max(0, percent));
        image.Put(Model713.Id, Model713.Status, 0);
        image.Put(Model802.Id, Model802.StateOfCharge, Math.Max(0, percent));
        image.Put(Model802.Id, Model802.Power, injectionWatts);
        image.Put(Model802.Id, MandatoryPoints.DirectAmps, injectionWatts / Volts);
        bool isConnected = image.Get(Model802.Id, Model802.Operation) == Connect;
        image.Put(Model701.Id, Model701.Connection, isConnected ? 1 : 0);
        image.Put(Model802.Id, Model802.State, isConnected ? Connected : Disconnected);
    }
}
