using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Sense: what cools the racks, bank by bank.</summary>
internal sealed partial class SiteRun
{
    /// <summary>The rack with the least room to its limit, and the air of its hall where it takes any.</summary>
    private void Warmth()
    {
        if (site.Heat is not { } heat || steps == 0) return;
        for (int b = 0; b < site.Banks.Count; b++)
        {
            RackBank bank = site.Banks[b];
            int hall = site.HeatHallOfBank[b], warmest = -1;
            double room = double.PositiveInfinity;
            bool breathes = false;
            for (int i = bank.FirstRow; i < bank.FirstRow + bank.Rows; i++)
            {
                if (site.RowOpen[i] <= 0) continue;
                breathes |= heat.Rack.NoAirFraction[i] < 1;
                double left = heat.Rack.LimitKelvin[i] - site.HeatNow!.RackCoolantKelvin[i];
                if (heat.HallLiquidLoop[hall] >= 0 && left < room) (warmest, room) = (i, left);
            }
            seen.Banks[b] = new(
                warmest < 0 ? null : new(Temperature.FromSi(site.HeatNow!.RackCoolantKelvin[warmest]), Temperature.FromSi(heat.Rack.LimitKelvin[warmest])),
                breathes ? new(Temperature.FromSi(site.HeatDone!.HallInletKelvin[hall]), Temperature.FromSi(heat.Hall[hall].InletLimitKelvin)) : null);
        }
    }
}
