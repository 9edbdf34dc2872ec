using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Operator.Field.Live;

/// <summary>What people look at.</summary>
public sealed partial class LiveField
{
    private FieldFigures Figures()
    {
        Power it = default;
        foreach (RackState rack in racks) it += rack.Drawn;
        Power losses = (1 / Facts.EfficiencyFraction - 1) * it, cooling = Power.Max(default, seen.DrawPerItRatio * it - it - losses);
        return new()
        {
            ItDraw = it,
            Cooling = cooling,
            Losses = losses,
            Generated = seen.Generated ?? default,
            AcceleratorEnergy = Energy.FromSi(acceleratorJoules),
            ServerEnergy = Energy.FromSi(serverJoules),
            ItEnergy = Energy.FromSi(itJoules),
            SiteEnergy = Energy.FromSi(siteJoules),
            Services = [.. plan.Services.Select(ServiceOf)],
            Runs = [.. plan.Runs.Select(RunOf)],
            Batteries = [.. plan.Batteries.Where(devices.Batteries.ContainsKey)
                .Select(name => (Name: name, devices.Batteries[name].Telling))
                .Where(one => one.Telling is not null).Select(one =>
                    new BatteryFigures(one.Name, one.Telling!.Value.Injection, one.Telling.Value.Stored, one.Telling.Value.Capacity))],
            Plants = [.. plan.Plants.Where(devices.Plants.ContainsKey).Select(name => (Name: name, devices.Plants[name].Telling))
                .Where(one => one.Telling is not null).Select(one =>
                    new PlantFigures(one.Name, one.Telling!.Value.Output, one.Telling.Value.Most))],
            Tree = [.. seen.Feeds.Select(feed => new NodeFigures(feed.Flow, !feed.IsDead))],
            Racks = RacksOf(),
            CoolingLoops = [.. devices.Cdus.Select(cdu => (Cdu: cdu, cdu.Telling)).Where(one => one.Telling is { Supply: not null })
                .Select(one => new LoopFigures(one.Cdu.Name, one.Telling!.Value.Supply!.Value,
                    one.Telling.Value.Set ?? one.Telling.Value.Supply!.Value))],
            Temperatures = [.. (devices.Bms?.Temperatures ?? []).Select(one => new HeatFigures(one.Name, devices.Bms!.Now(one), one.Most))],
        };
    }

    private RackFigures[] RacksOf()
    {
        var figures = new RackFigures[racks.Length];
        for (int r = 0; r < racks.Length; r++)
        {
            RackState rack = racks[r];
            figures[r] = new(rack.Place.Name, rack.Bank.Node, 1, rack.Drawn, rack.Bank.Full, rack.Bank.ShareOf(rack.Enforced),
                rack.Bank.ShareOf(rack.Requested),
                rack.IsStale ? null : rack.Reading.Warmest, rack.IsOn);
        }
        return figures;
    }

    private ServiceFigures ServiceOf(string name, int i)
    {
        ServiceTelling telling = devices.Services.TryGetValue(name, out IServiceMeter? meter) && meter.Telling is { } told ? told : default;
        return new(name, seen.Services[i].Tier, telling.Asked, telling.Served, telling.Tokens, default,
            seen.Services[i].Drawn + IdleOf(name))
        { ItEnergy = Energy.FromSi(serviceJoules?[i] ?? 0) };
    }

    private TrainingFigures RunOf(string name, int i)
    {
        RunTelling? telling = devices.Runs.TryGetValue(name, out IRunHand? hand) ? hand.Telling : null;
        return new(name, telling?.State ?? (seen.Runs[i].IsUp ? "computing" : "paused"), seen.Runs[i].Drawn + IdleOf(name), telling?.DoneShare ?? 0);
    }

    private Power IdleOf(string work)
    {
        Power sum = default;
        for (int b = 0; b < racksOfBank.Length; b++)
        {
            double share = plan.LaidShare(b, work);
            foreach (int r in racksOfBank[b])
                if (racks[r].IsOn) sum += (racks[r].Place.Work is { } known ? known == work ? 1 : 0 : share) * racks[r].Bank.Idle;
        }
        return sum;
    }
}
