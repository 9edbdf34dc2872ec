using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>IT power above idle that sources and limits leave for work.</summary>
/// <param name="Lasting">Under the ceiling ahead and limits on feeds; negative where not even idle racks fit.</param>
/// <param name="Now">Under the grid's ramp as well: it holds work back for now, and is no reason to stop any of it for good.</param>
public readonly record struct WorkRoom(Power Lasting, Power Now);

/// <summary>What policies have in common: sources by the plan and beyond it, pauses, the door.</summary>
/// <remarks>
///   missing = draw − ceiling + μ·max(ceiling, draw) − plants − batteries        draw = ratio·(idle + needed) + other        ratio   draw per IT power        μ   margin
///   Short, batteries discharge what lasts until relief, then plants go up; room = needed − missing/ratio.
/// </remarks>
internal static class PolicyParts
{
    /// <summary>Below this share of its power a run is better saved and stopped.</summary>
    private const double PauseShare = 0.05, ResumeShare = 0.10;

    /// <summary>Asked for this much more than all racks give, requests are turned away.</summary>
    private const double DoorFactor = 1.02;

    /// <summary>Short of so much of the ceiling, plants that stand by are started; less is noise.</summary>
    private const double CallFraction = 0.01;

    /// <summary>Orders sources for work that needs so much above idle, and says what there is room for.</summary>
    public static WorkRoom Source(Observation seen, Orders orders, Power needed, double marginFraction)
    {
        // noise goes with what is drawn, where the ceiling is small beside it
        Power margin = double.IsInfinity(seen.CeilingAhead.Watts) ? default
            : marginFraction * Power.Max(seen.CeilingAhead, seen.DrawPerItRatio * (seen.Idle + needed) + seen.Other);
        Power ceiling = seen.GridLives ? seen.CeilingAhead - margin : Power.Zero, byRamp = (1 - marginFraction) * seen.ImportMostByRamp;
        Power missing = seen.DrawPerItRatio * (seen.Idle + needed) + seen.Other - ceiling;
        foreach (PlantReach plant in seen.Plants) missing -= Held(plant.Planned, plant.Least, plant.Most);
        foreach (BatteryReach battery in seen.Batteries) missing -= Held(battery.Planned, battery.Least, battery.Most);
        orders.CallPlants = !seen.GridLives || missing + (ceiling - (1 - marginFraction) * Power.Min(ceiling, seen.CeilingLater)) > CallFraction * seen.CeilingNow;
        missing = Discharge(seen, orders, missing);
        missing = RaisePlants(seen, orders, missing);
        Power carried = needed - missing / seen.DrawPerItRatio, room = Power.Min(carried, seen.WorkMost);
        Power now = seen.GridLives && byRamp < ceiling ? Power.Min(room, carried - (ceiling - byRamp) / seen.DrawPerItRatio) : room;
        return new(room, now);
    }

    /// <summary>Sources do what the plan says, whatever is missing.</summary>
    public static void SourceByPlan(Observation seen, Orders orders)
    {
        orders.CallPlants = !seen.GridLives;
        Discharge(seen, orders, default);
        RaisePlants(seen, orders, default);
    }

    /// <summary>A run that would get so little of its power is saved and stopped, and comes back once there is room.</summary>
    public static bool Pauses(in RunNeed run, double share, bool isPaused) =>
        run is { MayPause: true, Full.Watts: > 0 } && share < (isPaused ? ResumeShare : PauseShare);

    /// <summary>At the door only what racks can never serve is turned away; a crowd of seconds waits inside.</summary>
    public static TokenRate? Door(in ServiceNeed need) => need.Planned ?? (need.Asked > DoorFactor * need.Most ? need.Most : null);

    /// <summary>Power above idle that a service needs: for what it is asked, as far as its racks and the plan go, and for what is in flight.</summary>
    public static Power Needed(in ServiceNeed need) => Power.FromSi(Math.Max(Asked(need).TokensPerSecond * need.JoulesPerToken, need.Drawn.Watts));

    /// <summary>What a service is asked for, as far as its racks and the plan go.</summary>
    public static TokenRate Asked(in ServiceNeed need) =>
        TokenRate.Min(need.Asked, need.Planned is { } planned ? TokenRate.Min(planned, need.Most) : need.Most);

    /// <summary>Power above idle of all runs at work.</summary>
    public static Power Runs(Observation seen, bool mayPauseOnly)
    {
        Power sum = default;
        foreach (RunNeed run in seen.Runs) if (!mayPauseOnly || run.MayPause) sum += run.Full;
        return sum;
    }

    /// <summary>Power above idle of all work: what services need and what runs take in full.</summary>
    public static Power Needed(Observation seen)
    {
        Power sum = Runs(seen, mayPauseOnly: false);
        foreach (ServiceNeed need in seen.Services) sum += Needed(need);
        return sum;
    }

    /// <summary>What all racks that have work draw above idle at most, under the plan's caps.</summary>
    public static Power Worst(Observation seen)
    {
        Power sum = Runs(seen, mayPauseOnly: false);
        foreach (ServiceNeed need in seen.Services) sum += need.Full;
        return sum;
    }

    /// <summary>Opens every door as far as racks and plan go: for policies that know caps alone.</summary>
    public static void OpenDoors(Observation seen, Orders orders)
    {
        for (int i = 0; i < seen.Services.Length; i++) orders.Allowed[i] = Door(seen.Services[i]);
    }

    private static Power Discharge(Observation seen, Orders orders, Power missing)
    {
        for (int i = 0; i < seen.Batteries.Length; i++)
        {
            BatteryReach battery = seen.Batteries[i];
            Power held = Held(battery.Planned, battery.Least, battery.Most);
            // one that runs empty under a limit goes out slowly enough for work to leave
            if (seen.UntilRelief > seen.Step) held = Power.Min(held, Power.Max(battery.Least, battery.Deliverable / LimitSight.Leaving));
            Power lasting = seen.UntilRelief > seen.Step ? battery.Deliverable / seen.UntilRelief : battery.Most;
            Power more = missing > Power.Zero ? Power.Max(default, Power.Min(missing, Power.Min(battery.Most, lasting) - held)) : default;
            orders.Batteries[i] = held + more;
            missing -= more;
        }
        return missing;
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

    private static Power Held(Power wanted, Power least, Power most) => Power.Max(least, Power.Min(wanted, most));
}
