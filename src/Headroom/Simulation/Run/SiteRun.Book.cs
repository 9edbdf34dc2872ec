using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Book: energies, money, carbon, water, extremes, limits; nothing here moves the site.</summary>
internal sealed partial class SiteRun
{
    private readonly RunBook book;
    private static readonly Breaker meterBreaker = new(InverseTime.IeeeVery);

    public SiteState Site => site;
    public EventTimeline Timeline => timeline;
    public TimeSpan Done => steps * order.Step;
    public RollingMinute Minute => minute;

    private void Book(TimeSpan from)
    {
        double seconds = order.Step.TotalSeconds;
        book.Imported += Math.Max(0, importNow.Watts) * seconds;
        book.Exported += Math.Max(0, -importNow.Watts) * seconds;
        book.Drawn += draw.Watts * seconds;
        book.PeakDrawWatts = Math.Max(book.PeakDrawWatts, draw.Watts);
        book.It += itDraw.Watts * seconds;
        book.Cooling += coolingAtMeter.Watts * seconds;
        book.Losses += losses.Watts * seconds;
        book.Other += otherDraw.Watts * seconds;
        book.Unserved += unserved.Watts * seconds;
        book.Surplus += surplus.Watts * seconds;
        minute.Add(importNow);
        book.Sample(importNow);
        if (site.Link is not null) book.Ceiling.Add(from, order.Step, importNow, seen.CeilingNow);
        foreach (LimitWatch watch in book.Limits)
            if (watch.Covers(from, order.Step)) watch.Add(from, order.Step, watch.Course.Limit.Feed is { } feed ? At(feed) : importNow);
        book.Mark(from, order.Step, site);
        BookSupply(from, seconds);
        BookWork(seconds);
        BookHeat(seconds);
        foreach (FrequencyEvent one in timeline.FrequenciesFrom(from, order.Step))
            book.Felt(new(one.At.TotalSeconds, one.End.TotalSeconds, null, null, one.Hertz, Rules.SiteResponse.Stayed));
        Protect(from);
    }

    /// <summary>The connection's own breaker, on what flows through it; out of the site it is set for what may be sold.</summary>
    private void Protect(TimeSpan from)
    {
        if (site.Link is not { } link || book.GridTripped) return;
        Power rating = link.Firm + link.Flexible, flow = Power.FromSi(Math.Abs(importNow.Watts));
        if (importNow < Power.Zero) rating = Power.Max(rating, link.Facts.ExportMost);
        if (rating <= Power.Zero || book.GridBreaker == 0 && flow <= rating * (1 + 1e-9)) return;
        book.GridBreaker = meterBreaker.HeatAfter(book.GridBreaker, flow, rating, order.Step);
        book.WorstGridBreaker = Math.Max(book.WorstGridBreaker, book.GridBreaker);
        if (book.GridBreaker < 1) return;
        book.GridTripped = parted = true;
        partedUntil = TimeSpan.MaxValue;
        book.Happened(from, "the breaker of the grid connection trips on overload");
    }

    private Power At(string feed)
    {
        for (int node = 0; node < site.Tree.Nodes.Count; node++)
            if (site.Tree.Nodes[node].Name == feed) return Power.FromSi(site.Flow.InputWatts[node]);
        return default;
    }

    private void BookSupply(TimeSpan from, double seconds)
    {
        for (int i = 0; i < site.Plants.Count; i++)
        {
            PlantUnit plant = site.Plants[i];
            double joules = orders.Plants[i].Watts * seconds;
            book.Fed[i] += joules;
            book.MostFedWatts[i] = Math.Max(book.MostFedWatts[i], orders.Plants[i].Watts);
            if (orders.Plants[i] > Power.Zero) book.RunningSeconds[i] += seconds;
            Energy fed = Energy.FromSi(joules);
            book.VariableDollars += (plant.Facts.Variable * fed).Dollars;
            book.FuelDollars += (plant.Facts.HeatRate * plant.Facts.FuelPrice * fed).Dollars;
            book.CarbonKilograms += (plant.Facts.Carbon * fed).Kilograms;
            book.PlantWaterLitres += (plant.Facts.Water * fed).Litres;
        }
        for (int i = 0; i < site.Stores.Count; i++)
        {
            double joules = injections[i].Watts * seconds;
            book.Charged[i] += Math.Max(0, -joules);
            book.Discharged[i] += Math.Max(0, joules);
            book.VariableDollars += (site.Stores[i].Facts.Variable * Energy.FromSi(Math.Max(0, joules))).Dollars;
        }
        if (order.Site.Grid is not { } grid) return;
        int hour = hours.Nearest;
        Energy imported = Energy.FromSi(Math.Max(0, importNow.Watts) * seconds), sold = Energy.FromSi(Math.Max(0, -importNow.Watts) * seconds);
        price = timeline.PriceDuring(from, order.Step, grid.Price[hour]);
        book.EnergyDollars += (price * imported).Dollars;
        book.AdderDollars += (grid.Adder * imported).Dollars;
        book.SalesDollars -= ((price - grid.ExportFee) * sold).Dollars;
        book.CarbonKilograms += (grid.Carbon[hour] * imported).Kilograms;
    }

    private EnergyPrice price;

    private void BookWork(double seconds)
    {
        for (int i = 0; i < site.Services.Count; i++)
        {
            double it = 0;
            foreach (ServiceLane lane in site.Services[i].Lanes)
            {
                RackType type = lane.Fleet.Choice.Type;
                double rack = lane.AboveIdleWatts + lane.Racks * lane.Fleet.Banks[0].IdleWatts, server = rack * (1 - type.NetworkShare);
                it += rack;
                book.ServingServer += server * seconds;
                book.ServingAccelerator += Math.Max(0, server - lane.Racks * type.Accelerators * type.HostPowerPerAccelerator.Watts) * seconds;
            }
            book.ServiceIt[i] += it * seconds;
            book.ServingIt += it * seconds;
        }
        for (int i = 0; i < site.Training.Count; i++)
        {
            TrainingLane lane = site.Training[i];
            double watts = lane.AboveIdleWatts + lane.Block.Length * lane.Fleet.Banks[0].IdleWatts;
            book.TrainingIt[i] += watts * seconds;
            book.Training += watts * seconds;
        }
    }

    private void BookHeat(double seconds)
    {
        if (site.HeatDone is not { } heat) return;
        book.CoolingWaterKilograms += heat.WaterKilogramsPerSecond * seconds;
        double chip = 0, coolant = 0, loop = 0;
        foreach (double kelvin in heat.RackChipKelvin) chip = Math.Max(chip, kelvin);
        for (int i = 0; i < site.Rows; i++) if (site.Heat!.Rack.LiquidShare[i] > 0) coolant = Math.Max(coolant, site.HeatNow!.RackCoolantKelvin[i]);
        foreach (double kelvin in site.HeatNow!.LoopKelvin) loop = Math.Max(loop, kelvin);
        (warmestCoolant, warmestLoop) = (coolant, loop);
        book.WarmestChipKelvin = Math.Max(book.WarmestChipKelvin, chip);
        book.WarmestCoolantKelvin = Math.Max(book.WarmestCoolantKelvin, coolant);
        book.WarmestLoopKelvin = Math.Max(book.WarmestLoopKelvin, loop);
        if (!heatHolds) return;
        for (int i = 0; i < site.Rows; i++) if (heat.RackAllowedFraction[i] < 1 && site.RowOpen[i] > 0) book.ThrottledRackSeconds += site.RowUnits[i] * seconds;
    }

    private double warmestCoolant, warmestLoop;

    /// <summary>Below so many tokens a second a time per token is no figure to draw.</summary>
    private const double LeastShown = 1;

    /// <summary>The step's values in the order of <see cref="RunColumns"/>.</summary>
    public void Fill(double[] values)
    {
        int c = 0;
        values[c++] = importNow.Megawatts;
        values[c++] = double.IsFinite(seen.CeilingNow.Watts) ? seen.CeilingNow.Megawatts : 0;
        values[c++] = draw.Megawatts;
        values[c++] = itDraw.Megawatts;
        values[c++] = coolingAtMeter.Megawatts;
        values[c++] = losses.Megawatts;
        for (int i = 0; i < site.Plants.Count; i++) values[c++] = orders.Plants[i].Megawatts;
        for (int i = 0; i < site.Stores.Count; i++) values[c++] = injections[i].Megawatts;
        foreach (StoreUnit store in site.Stores) values[c++] = store.State.Stored.MegawattHours;
        double perSecond = 1e-6 / (WorkAmount.UnitsPerToken * order.Step.TotalSeconds);
        foreach (ServiceFlow flow in site.Services)
        {
            long served = 0, lost = flow.Lanes.Count == 0 ? flow.Came.OutputUnits : flow.ExpiredLast.OutputUnits;
            foreach (ServiceStep lane in flow.Last) (served, lost) = (served + lane.Served.OutputUnits, lost + lane.Shed.OutputUnits + lane.Expired.OutputUnits);
            values[c++] = flow.Came.OutputUnits * perSecond;
            values[c++] = served * perSecond;
            values[c++] = lost * perSecond;
        }
        foreach (ServiceFlow flow in site.Services)
        {
            double tokens = 0, sum = 0;
            foreach (ServiceStep lane in flow.Last)
                (tokens, sum) = (tokens + lane.Served.OutputUnits, sum + lane.Served.OutputUnits * lane.TimePerToken.TotalMilliseconds);
            values[c++] = tokens > LeastShown * WorkAmount.UnitsPerToken * order.Step.TotalSeconds ? sum / tokens : 0;
        }
        foreach (ServiceFlow flow in site.Services)
        {
            long waiting = flow.Backlog.OutputUnits;
            foreach (ServiceLane lane in flow.Lanes) waiting += lane.Pool.Waiting.OutputUnits;
            values[c++] = waiting * 1e-6 / WorkAmount.UnitsPerToken;
        }
        foreach (TrainingLane lane in site.Training) values[c++] = 1e-6 * lane.AboveIdleWatts + 1e-6 * lane.Block.Length * lane.Fleet.Banks[0].IdleWatts;
        values[c++] = hours.Of(order.Site.Weather.DryBulb).Celsius + events.Weather.DryBulb.Kelvin;
        if (site.HasCoolant) values[c++] = Temperature.FromSi(warmestCoolant).Celsius;
        values[c++] = site.Heat is null ? 0 : Temperature.FromSi(warmestLoop).Celsius;
        values[c++] = price.DollarsPerMegawattHour;
    }
}
