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
        image.Open(Model704.Id, Model704.SetEnabled, Model704.SetMode, Model704.Set, Model704.SetReversion, Model704.SetPercent, Model704.SetPercentReversion);
        if (make.HasTimer)
        {
            image.Put(Model704.Id, Model704.SetReversion, 0);
            image.Put(Model704.Id, Model704.SetEnabledReversion, 0);
            image.Put(Model704.Id, Model704.SetReversionTime, 0);
            image.Open(Model704.Id, Model704.SetEnabledReversion, Model704.SetReversionTime);
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
        return image;
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
    }
}
