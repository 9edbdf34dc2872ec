using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Does what the plan says; where the ceiling does not carry that, it gives way in a fixed order.</summary>
/// <remarks>
///   room = (ceiling − margin·ceiling + plants + batteries − other)/ratio − idle        ratio   draw per IT power, of the last step
///   Short of room: batteries discharge what lasts until relief, plants go up, training that may pause slows down and pauses, then
///   work that may wait waits, services give by tier (<see cref="Shedding"/>), then all other training, then idle racks go off. Admission acts on work to come;
///   where work in flight would pass the ceiling now, caps slow it.
///   Training comes back no faster than the grid's ramp allows, and at nine tenths of it.
///   A policy to compare with, not the controller: it divides nothing by worth.
/// </remarks>
public class PlanFollower(double marginFraction) : IPolicy
{
    /// <summary>Below this share of its power a run is better saved and stopped.</summary>
    private const double PauseShare = 0.05, ResumeShare = 0.10;

    /// <summary>Asked for this much more than all racks give, requests are turned away.</summary>
    private const double DoorFactor = 1.02;

    /// <summary>Share of the grid's ramp that work uses when it comes back; the rest is for noise.</summary>
    private const double RampShare = 0.9;
    private TokenRate[] asked = [], allowed = [];
    private int[] tiers = [];
    private double[] cost = [];
    private Power[] mostBefore = [];

    public virtual string Name => "plan";

    private protected double MarginFraction => marginFraction;

    public virtual IPolicy Anew() => new PlanFollower(marginFraction);

    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        Power services = Asked(seen), runs = Runs(seen, mayPauseOnly: false), needed = services + runs;
        Power ceiling = seen.GridLives ? (1 - marginFraction) * seen.CeilingAhead : Power.Zero, byRamp = (1 - marginFraction) * seen.ImportMostByRamp;
        Power missing = seen.DrawPerItRatio * (seen.Idle + needed) + seen.Other - ceiling;
        foreach (PlantReach plant in seen.Plants) missing -= Held(plant.Planned, plant.Least, plant.Most);
        foreach (BatteryReach battery in seen.Batteries) missing -= Held(battery.Planned, battery.Least, battery.Most);
        orders.CallPlants = !seen.GridLives || missing + (ceiling - (1 - marginFraction) * Power.Min(ceiling, seen.CeilingLater)) > CallFraction * seen.CeilingNow;
        missing = Discharge(seen, orders, missing);
        missing = RaisePlants(seen, orders, missing);
        Power carried = needed - missing / seen.DrawPerItRatio, room = Power.Min(carried, seen.WorkMost);
        Rest(seen, orders, services, runs, Power.Max(default, room));
        // the grid's ramp holds the work back for now; it is no reason to stop any of it for good
        Power now = seen.GridLives && byRamp < ceiling ? Power.Min(room, carried - (ceiling - byRamp) / seen.DrawPerItRatio) : room;
        Divide(seen, orders, services, runs, Power.Max(default, now), Power.Max(default, room));
        orders.Drop = room < Power.Zero ? -room : default;
    }

    /// <summary>Short of so much of the ceiling, plants that stand by are started; less is noise.</summary>
    private const double CallFraction = 0.01;

    /// <summary>Runs that would get too little are saved and stopped, and come back once there is room.</summary>
    private static void Rest(Observation seen, Orders orders, Power services, Power runs, Power room)
    {
        Power first = Runs(seen, mayPauseOnly: true), last = runs - first;
        double share = first > Power.Zero ? Math.Clamp((room - services - last) / first, 0, 1) : 1;
        for (int i = 0; i < seen.Runs.Length; i++)
            orders.Pause[i] = seen.Runs[i] is { MayPause: true, Full.Watts: > 0 } && share < (orders.Pause[i] ? ResumeShare : PauseShare);
    }

    /// <summary>Plants by the plan; those that follow also what is missing. What is missing after it.</summary>
    private static Power RaisePlants(Observation seen, Orders orders, Power missing)
    {
        for (int i = 0; i < seen.Plants.Length; i++)
        {
            PlantReach plant = seen.Plants[i];
            Power held = Held(plant.Planned, plant.Least, plant.Most);
            Power more = plant.Follows && missing > Power.Zero ? Power.Min(missing, plant.Most - held) : default;
            orders.Plants[i] = held + more;
            missing -= more;
        }
        return missing;
    }

    private static readonly TimeSpan emptying = TimeSpan.FromSeconds(90);

    private static Power Discharge(Observation seen, Orders orders, Power missing)
    {
        for (int i = 0; i < seen.Batteries.Length; i++)
        {
            BatteryReach battery = seen.Batteries[i];
            Power held = Held(battery.Planned, battery.Least, battery.Most);
            // one that runs empty under a limit goes out slowly enough for work to leave
            if (seen.UntilRelief > seen.Step) held = Power.Min(held, Power.Max(battery.Least, battery.Deliverable / emptying));
            Power lasting = seen.UntilRelief > seen.Step ? battery.Deliverable / seen.UntilRelief : battery.Most;
            Power more = missing > Power.Zero ? Power.Max(default, Power.Min(missing, Power.Min(battery.Most, lasting) - held)) : default;
            orders.Batteries[i] = held + more;
            missing -= more;
        }
        return missing;
    }

    /// <summary>Room above idle to work: runs that may pause give first, then services, then the rest.</summary>
    private static (Power First, Power Services, Power Last) Parts(Power first, Power services, Power last, Power room)
    {
        Power forServices = Power.Max(default, Power.Min(services, room - last));
        return (Power.Max(default, Power.Min(first, room - services - last)), forServices, Power.Max(default, Power.Min(last, room - forServices)));
    }

    /// <param name="room">Under ceiling and ramp.</param>
    /// <param name="lasting">Under the ceiling alone, for racks that keep the ramp by themselves.</param>
    private void Divide(Observation seen, Orders orders, Power services, Power runs, Power room, Power lasting)
    {
        Power first = Runs(seen, mayPauseOnly: true), last = runs - first;
        (Power forFirst, Power forServices, Power forLast) = Parts(first, services, last, room);
        (Power smoothFirst, _, Power smoothLast) = Parts(first, services, last, lasting);
        bool isFirst = mostBefore.Length != seen.Runs.Length;
        if (isFirst) mostBefore = new Power[seen.Runs.Length];
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            RunNeed run = seen.Runs[i];
            (Power have, Power all) = run.MayPause ? (run.KeepsRamp ? smoothFirst : forFirst, first) : (run.KeepsRamp ? smoothLast : forLast, last);
            Power most = all > Power.Zero ? Math.Min(1, have / all) * run.Full : run.Full;
            if (seen.RampLimit is { } ramp && !isFirst && !run.KeepsRamp)
            {
                // what is down draws nothing: its return is counted from there
                Power before = run.IsUp ? mostBefore[i] : Power.Min(mostBefore[i], run.Drawn);
                double part = runs > Power.Zero ? run.Full / runs : 1;
                most = Power.Min(most, before + part * RampShare * (ramp * seen.Step) / seen.DrawPerItRatio);
            }
            orders.RunMost[i] = mostBefore[i] = most;
        }
        Serve(seen, orders, forServices);
    }

    /// <summary>Lets services in as far as there is room.</summary>
    /// <param name="room">IT power above idle that services may take.</param>
    private protected virtual void Serve(Observation seen, Orders orders, Power room)
    {
        double budget = room.Watts;
        double wanted = 0;
        for (int i = 0; i < asked.Length; i++) wanted += asked[i].TokensPerSecond * cost[i];
        bool isShort = budget < wanted * (1 - 1e-9);
        if (isShort) Shedding.Divide(asked, tiers, cost, budget, allowed);
        for (int i = 0; i < seen.Services.Length; i++)
        {
            ServiceNeed need = seen.Services[i];
            TokenRate? most = Door(need);
            orders.Allowed[i] = isShort && allowed[i] < asked[i] ? most is { } rate ? TokenRate.Min(allowed[i], rate) : allowed[i] : most;
        }
    }

    /// <summary>At the door only what racks can never serve is turned away; a crowd of seconds waits inside.</summary>
    private protected static TokenRate? Door(ServiceNeed need) => need.Planned ?? (need.Asked > DoorFactor * need.Most ? need.Most : null);

    /// <summary>Tokens per second that a service asks for and could be given.</summary>
    private protected static TokenRate Wanted(ServiceNeed need) =>
        TokenRate.Min(need.Asked, need.Planned is { } planned ? TokenRate.Min(planned, need.Most) : need.Most);

    /// <summary>Power above idle that all services ask for.</summary>
    private Power Asked(Observation seen)
    {
        int count = seen.Services.Length;
        if (asked.Length != count) (asked, allowed, tiers, cost) = (new TokenRate[count], new TokenRate[count], new int[count], new double[count]);
        double watts = 0;
        for (int i = 0; i < count; i++)
        {
            ServiceNeed need = seen.Services[i];
            asked[i] = Wanted(need);
            (tiers[i], cost[i]) = (need.Rank, need.JoulesPerToken);
            watts += Math.Max(asked[i].TokensPerSecond * cost[i], need.Drawn.Watts);
        }
        return Power.FromSi(watts);
    }

    private static Power Runs(Observation seen, bool mayPauseOnly)
    {
        Power sum = default;
        foreach (RunNeed run in seen.Runs) if (!mayPauseOnly || run.MayPause) sum += run.Full;
        return sum;
    }

    private static Power Held(Power wanted, Power least, Power most) => Power.Max(least, Power.Min(wanted, most));
}
