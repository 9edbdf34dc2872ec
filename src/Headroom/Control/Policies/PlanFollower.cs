using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Does what the plan says; where the ceiling does not carry that, it gives way in a fixed order.</summary>
/// <remarks>
///   room = (ceiling − margin·ceiling + plants + batteries − other)/ratio − idle        ratio   draw per IT power, of the last step
///   Short of room: batteries discharge what lasts until relief, plants go up (<see cref="PolicyParts"/>), training that may pause slows down and pauses, then
///   work that may wait waits, services give by tier (<see cref="Shedding"/>), then all other training, then idle racks go off. Admission acts on work to come;
///   where work in flight would pass the ceiling now, caps slow it.
///   Training comes back no faster than the grid's ramp allows (<see cref="RunReturn"/>).
///   A policy to compare with, not the controller: it divides nothing by worth.
/// </remarks>
public class PlanFollower(double marginFraction) : IPolicy
{
    private readonly RunReturn back = new();
    private TokenRate[] asked = [], allowed = [];
    private int[] tiers = [];
    private double[] cost = [];

    public virtual string Name => "plan";

    public virtual bool LooksAhead => false;

    private protected double MarginFraction => marginFraction;

    /// <summary>Tokens per second that each service is asked for in this beat, as far as its racks and the plan go.</summary>
    private protected ReadOnlySpan<TokenRate> AskedNow => asked;

    public virtual IPolicy Anew() => new PlanFollower(marginFraction);

    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        Power services = Asked(seen), runs = PolicyParts.Runs(seen, mayPauseOnly: false);
        (Power room, Power now) = PolicyParts.Source(seen, orders, services + runs, marginFraction);
        Rest(seen, orders, services, runs, Power.Max(default, room));
        Divide(seen, orders, services, runs, Power.Max(default, now), Power.Max(default, room));
        orders.Drop = room < Power.Zero ? -room : default;
    }

    /// <summary>Runs that would get too little are saved and stopped, and come back once there is room.</summary>
    private static void Rest(Observation seen, Orders orders, Power services, Power runs, Power room)
    {
        Power first = PolicyParts.Runs(seen, mayPauseOnly: true), last = runs - first;
        double share = first > Power.Zero ? Math.Clamp((room - services - last) / first, 0, 1) : 1;
        for (int i = 0; i < seen.Runs.Length; i++) orders.Pause[i] = PolicyParts.Pauses(seen.Runs[i], share, orders.Pause[i]);
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
        Power first = PolicyParts.Runs(seen, mayPauseOnly: true), last = runs - first;
        (Power forFirst, _, Power forLast) = Parts(first, services, last, room);
        // a ramp holds services at their gates; it is no reason to turn anybody away
        (Power smoothFirst, Power forServices, Power smoothLast) = Parts(first, services, last, lasting);
        back.Begin(seen);
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            RunNeed run = seen.Runs[i];
            bool keeps = RunReturn.KeepsRamp(seen, i);
            (Power have, Power all) = run.MayPause ? (keeps ? smoothFirst : forFirst, first) : (keeps ? smoothLast : forLast, last);
            back.Order(seen, orders, i, all > Power.Zero ? Math.Min(1, have / all) * run.Full : run.Full, runs);
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
            TokenRate? most = PolicyParts.Door(seen.Services[i]);
            orders.Allowed[i] = isShort && allowed[i] < asked[i] ? most is { } rate ? TokenRate.Min(allowed[i], rate) : allowed[i] : most;
        }
    }

    /// <summary>Power above idle that all services ask for.</summary>
    private Power Asked(Observation seen)
    {
        int count = seen.Services.Length;
        if (asked.Length != count) (asked, allowed, tiers, cost) = (new TokenRate[count], new TokenRate[count], new int[count], new double[count]);
        double watts = 0;
        for (int i = 0; i < count; i++)
        {
            ServiceNeed need = seen.Services[i];
            asked[i] = PolicyParts.Asked(need);
            (tiers[i], cost[i]) = (need.Rank, need.JoulesPerToken);
            watts += PolicyParts.Needed(need).Watts;
        }
        return Power.FromSi(watts);
    }
}
