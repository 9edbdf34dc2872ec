using Headroom.Control;
using Headroom.Operator.Field.DsxBms;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Live;

/// <summary>Sense: readings to an observation.</summary>
public sealed partial class LiveField
{
    /// <summary>A rack below this share of its idle power is off.</summary>
    private const double OffShare = 0.25;

    /// <summary>Cooling and losses over IT power move slowly: the ratio of meters is smoothed over so long.</summary>
    private const double RatioSeconds = 60;

    /// <summary>Joules of a token are measured over so long, as in the simulator.</summary>
    private const double TokenSeconds = 20;

    /// <summary>Measured beyond these is no measurement: a site that draws a hundred times what its racks do, a token for the energy of a litre of oil.</summary>
    private const double RatioMost = 100, JoulesPerTokenMost = 4e7;
    private double[]? joulesPerToken;
    private double itJoules, siteJoules, serverJoules, acceleratorJoules, servingShare;
    private double[]? serviceJoules;

    /// <summary>Energy of racks that serve, for tokens per joule: training gives none.</summary>
    private void Count(RackState rack, double seconds)
    {
        double serving = rack.Place.Work is { } known ? plan.Services.Contains(known) ? 1 : 0 : servingOfBank[rack.Place.Bank];
        itJoules += serving * rack.Drawn.Watts * seconds;
        serverJoules += serving * rack.Bank.ServersOf(rack.Drawn).Watts * seconds;
        acceleratorJoules += serving * Math.Max(0, rack.Reading.Energy.Joules - rack.EnergyJoules);
        rack.EnergyJoules = rack.Reading.Energy.Joules;
    }

    private double[] servingOfBank => serving ??= new double[plan.Banks.Count];
    private double[]? serving;

    private void CountServing(Power it)
    {
        for (int b = 0; b < servingOfBank.Length; b++)
        {
            double serves = plan.Services.Sum(name => plan.LaidShare(b, name)), trains = plan.Runs.Sum(name => plan.LaidShare(b, name));
            servingOfBank[b] = serves + trains > 0 ? serves / (serves + trains) : 0;
        }
        double watts = 0;
        foreach (RackState rack in racks)
            watts += (rack.Place.Work is { } known ? plan.Services.Contains(known) ? 1 : 0
                : servingOfBank[rack.Place.Bank]) * rack.Drawn.Watts;
        servingShare = it > Power.Zero ? watts / it.Watts : 0;
    }

    private void Sense(TimeSpan step)
    {
        ReadRacks(step);
        plan.Lay(SinceYearStart, last);
        plan.Take(enforcedOfBank);
        plan.Show(SinceYearStart, seen);
        seen.CapDelay = Facts.CapDelay;
        Power idle = default, drawn = default, it = default, silent = default, all = default;
        bool sticks = false;
        foreach (RackState rack in racks)
        {
            all += rack.Bank.Full;
            if (rack.IsStale) silent += rack.Bank.Full;
            if (rack.IsOn) idle += rack.Bank.Idle;
            it += rack.Drawn;
            drawn += Power.Max(default, rack.Drawn - (rack.IsOn ? rack.Bank.Idle : default));
            // what lets more through than was asked is not in force; what holds more back is, and counts by what it enforces
            sticks |= rack.Reading.Standing == CapStanding.Exceeded
                || rack.Reading.Standing is CapStanding.Disputed or CapStanding.NotTaken
                && rack.Enforced > rack.Requested + 1e-3 * rack.Bank.Full;
        }
        (seen.Idle, seen.Drawn, seen.CapsStick) = (idle, drawn, sticks);
        seen.RacksAreSilent = racks.Length > 0 && silent > setting.SilentShareMost * all;
        for (int b = 0; b < plan.Banks.Count; b++) seen.BankShares![b] = ShareInForce(b);
        CountServing(it);
        SenseSources();
        SenseMeters(it, step);
        SenseWork(step);
        SenseHeat();
    }

    /// <summary>Racks: what they tell, or for those that are silent the most that their caps let through.</summary>
    private void ReadRacks(TimeSpan step)
    {
        double seconds = readBefore is { } before ? Math.Clamp((now - before).TotalSeconds, 0, 60) : 0;
        readBefore = now;
        foreach (RackState rack in racks)
        {
            RackReading reading = rack.Reading = rack.Driver.Reading;
            int devices = rack.Driver.Devices;
            rack.IsStale = reading.Age > setting.StaleAfter || reading.Drawn is null && reading.Input is null && rack.Place.Pdu is null;
            if (reading.Enforced is { } enforced && devices > 0)
                rack.Enforced = Power.Min(rack.Bank.Full, rack.Bank.RackOf(enforced / devices));
            else if (!rack.Driver.IsOpen || rack.Enforced == default) rack.Enforced = rack.Bank.Full;
            rack.Requested = reading.Requested is { } requested
                && devices > 0 ? Power.Min(rack.Bank.Full, rack.Bank.RackOf(requested / devices)) : rack.Bank.Full;
            if (rack.IsStale)
            {
                rack.Drawn = rack.IsOn ? rack.Enforced : default;
                continue;
            }
            Power measured = rack.Place.Pdu?.Telling is { } strip && strip.Age <= setting.StaleAfter ? strip.Flow
                : reading.Input is { } input ? rack.Bank.RackOfServers(input)
                : rack.Bank.RackOf(reading.Drawn!.Value / Math.Max(1, devices));
            rack.Drawn = Power.Max(default, measured);
            rack.IsOn = rack.Drawn > OffShare * rack.Bank.Idle;
            Count(rack, seconds);
        }
        for (int b = 0; b < racksOfBank.Length; b++)
        {
            if (racksOfBank[b].Length == 0) continue;
            Power sum = default;
            foreach (int r in racksOfBank[b]) sum += racks[r].Enforced;
            enforcedOfBank[b] = sum / racksOfBank[b].Length;
        }
    }

    /// <summary>The share that a bank holds: what was ordered where the caps that were asked are enforced, else by what is.</summary>
    private double ShareInForce(int bank)
    {
        double ordered = plan.ShareOf(bank), requested = 0, enforced = 0;
        foreach (int r in racksOfBank[bank])
        {
            // what was ordered and not even asked of a device is not in force there
            Power asked = racks[r].Reading.Requested is null && caps[r] is { } cap ? racks[r].Bank.RackOf(cap) : racks[r].Requested;
            requested += asked.Watts - racks[r].Bank.Idle.Watts;
            enforced += racks[r].Enforced.Watts - racks[r].Bank.Idle.Watts;
        }
        return requested > 0
            && Math.Abs(enforced - requested) > 2e-3 * requested ? Math.Clamp(ordered * enforced / requested, 0, 1) : ordered;
    }

    private void SenseSources()
    {
        Power generated = default;
        bool allTell = true;
        for (int i = 0; i < seen.Plants.Length; i++)
        {
            PlantReach reach = seen.Plants[i];
            if (isHeard[i] = devices.Plants.TryGetValue(plan.Plants[i], out IPlantHand? hand) && IsFresh(hand.Telling))
            {
                PlantTelling telling = hand!.Telling!.Value;
                seen.Plants[i] = reach with { Least = telling.Least, Most = telling.Most };
                generated += telling.Output;
            }
            else
            {
                // nobody can order it: it gives what it gives, and nothing is counted on
                seen.Plants[i] = new(default, default, default, reach.Follows);
                allTell = false;
            }
        }
        for (int i = 0; i < seen.Batteries.Length; i++)
        {
            seen.Batteries[i] = Reach(i, seen.Batteries[i].Planned);
            if (seen.Batteries[i].Injected is { } injected) generated += injected;
            else allTell = false;
        }
        seen.Generated = allTell
            && seen.Plants.Length + seen.Batteries.Length > 0 ? generated
            : seen.Plants.Length + seen.Batteries.Length == 0 ? default(Power) : null;
    }

    private bool IsFresh(PlantTelling? told) => told is { } telling && telling.Age <= setting.StaleAfter;

    /// <summary>What a battery tells of itself; nothing where it is silent.</summary>
    private BatteryReach Reach(int battery, Power planned)
    {
        if (!devices.Batteries.TryGetValue(plan.Batteries[battery], out IBatteryHand? hand) || hand.Telling is not { } telling || telling.Age > setting.StaleAfter)
            return default;
        Sites.Battery facts = plan.Battery(battery);
        return new(planned, telling.Least, telling.Most, facts.DischargeEfficiency * Energy.Max(default, telling.Stored - facts.LeastStoredFraction * telling.Capacity),
            Energy.Max(default, telling.Capacity - telling.Stored) / facts.ChargeEfficiency)
        { Injected = telling.Injection };
    }

    /// <summary>Import by the site's meter; null where it is silent.</summary>
    private MeterTelling? Meter => devices.Site?.Telling is { } told && told.Age <= setting.StaleAfter ? told : null;

    private void SenseMeters(Power it, TimeSpan step)
    {
        MeterTelling? meter = Meter;
        seen.Import = meter?.Flow;
        // a meter that tells no voltage says nothing of the grid: the plan's word stands
        if (meter is { HasVoltage: false }) seen.GridLives = false;
        double assumed = 1 / Facts.EfficiencyFraction;
        if (meter is { } site && seen.Generated is { } generated && it > Power.Zero)
        {
            double measured = Math.Max(1, (site.Flow + generated - seen.Other) / it);
            // of racks that draw next to nothing it says nothing, and a mean that has left the numbers never comes back
            if (!(measured <= RatioMost)) measured = double.IsNaN(ratio) ? assumed : ratio;
            ratio = double.IsNaN(ratio) ? measured : ratio + Math.Min(1, step.TotalSeconds / RatioSeconds) * (measured - ratio);
            siteJoules += servingShare * (site.Flow + generated).Watts * step.TotalSeconds;
        }
        seen.DrawPerItRatio = double.IsNaN(ratio) ? assumed : ratio;
        for (int f = 0; f < Facts.Feeds.Count; f++)
        {
            FeedFacts feed = Facts.Feeds[f];
            Power flow = default, idle = default;
            foreach (RackState rack in racks)
            {
                if (!feed.Behind[rack.Place.Bank]) continue;
                flow += rack.Drawn;
                if (rack.IsOn) idle += rack.Bank.Idle;
            }
            if (f == plan.CoolingNode) flow = Power.Max(default, (seen.DrawPerItRatio - assumed) * it) * Facts.EfficiencyFraction;
            Power byRacks = flow / Facts.EfficiencyFraction;
            MeterTelling? own = devices.Feeds.TryGetValue(feed.Name, out IMeter? at) && at.Telling is { } telling
                && telling.Age <= setting.StaleAfter ? telling : null;
            seen.Feeds[f] = new(own?.Flow ?? byRacks, idle / Facts.EfficiencyFraction)
            {
                Told = own is null ? null : byRacks,
                IsDead = own is { HasVoltage: false },
            };
        }
    }

    private void SenseWork(TimeSpan step)
    {
        joulesPerToken ??= new double[seen.Services.Length];
        serviceJoules ??= new double[seen.Services.Length];
        for (int i = 0; i < seen.Services.Length; i++)
        {
            Power drawn = AboveIdleOf(plan.Services[i]);
            ServiceNeed need = seen.Services[i] with { Drawn = drawn };
            serviceJoules[i] += (drawn + IdleOf(plan.Services[i])).Watts * step.TotalSeconds;
            if (devices.Services.TryGetValue(plan.Services[i], out IServiceMeter? meter) && meter.Telling is { } telling
                && telling.Age <= setting.StaleAfter)
            {
                need = need with { Asked = telling.Asked, Waiting = telling.Waiting };
                double served = telling.Served.TokensPerSecond;
                if (served > 0 && drawn > Power.Zero)
                {
                    double measured = drawn.Watts / served;
                    if (!(measured <= JoulesPerTokenMost)) measured = joulesPerToken[i];
                    joulesPerToken[i] = joulesPerToken[i] <= 0 ? measured
                        : joulesPerToken[i] + Math.Min(1, step.TotalSeconds / TokenSeconds) * (measured - joulesPerToken[i]);
                }
                if (joulesPerToken[i] > 0) need = need with { JoulesPerToken = joulesPerToken[i] };
            }
            seen.Services[i] = need;
        }
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            RunNeed need = seen.Runs[i] with { Drawn = AboveIdleOf(plan.Runs[i]) };
            if (devices.Runs.TryGetValue(plan.Runs[i], out IRunHand? hand) && hand.Telling is { } telling
                && telling.Age <= setting.StaleAfter) need = need with { IsUp = telling.IsUp };
            seen.Runs[i] = need;
        }
    }

    /// <summary>Above idle, of the racks that do a work: those that are known to, and of the others the part that the plan lays for
    /// it.</summary>
    private Power AboveIdleOf(string work)
    {
        Power sum = default;
        for (int b = 0; b < racksOfBank.Length; b++)
        {
            double share = plan.LaidShare(b, work);
            foreach (int r in racksOfBank[b])
            {
                RackState rack = racks[r];
                double part = rack.Place.Work is { } known ? known == work ? 1 : 0 : share;
                if (part > 0) sum += part * Power.Max(default, rack.Drawn - (rack.IsOn ? rack.Bank.Idle : default));
            }
        }
        return sum;
    }

    /// <summary>Coolant and air of each bank, of the sensor with the least room; units that name no part serve all liquid-cooled racks.</summary>
    private void SenseHeat()
    {
        for (int b = 0; b < seen.Banks.Length; b++)
        {
            LeastRoom coolant = default, air = default;
            if (plan.Banks[b].LiquidShare > 0)
                foreach (CduDriver cdu in devices.Cdus)
                    if (cdu.Serves is not { } part || part == plan.Banks[b].Part)
                        coolant.Add(cdu.Telling is { } telling && telling.Age <= setting.StaleAfter ? telling.Return : null, cdu.ReturnMost);
            foreach (BmsTemperature one in devices.Bms?.Temperatures ?? [])
            {
                if (!one.Cools[b]) continue;
                if (one.IsAir) air.Add(devices.Bms!.Now(one), one.Most);
                else coolant.Add(devices.Bms!.Now(one), one.Most);
            }
            seen.Banks[b] = new(coolant.Reading, air.Reading);
        }
    }
}
