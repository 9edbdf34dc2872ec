using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>The racks that serve one service, its queue and its books: a fluid of requests, advanced step by step.</summary>
/// <remarks>
///   in flight   n requests with R tokens to write; a request that gives its last token leaves its place
///   waiting     cohorts in the order of arrival, each with its moment, while all places are taken
///   served      S = Δt·ρ·X(b),   b·o + Δt·X(b) = (R + Q)/ρ   while b ≤ b_most: then all that waits finds a place;
///               S = Δt·ρ·X(b_most)   else
///   leaving     n·S/R        lengths without memory: what is left of a request does not depend on what it has got
///   TTFT        wait for a place + F(b);   TPOT = b/X(b)        ρ   replicas        Q   tokens waiting        o   tokens per request
///   A wait is known to about one step. Requests within a replica are equals; means over replicas, no load imbalance.
///   The law arrived = served + in flight + waiting + lost holds to the unit and is checked in every step. Input counts as served once
///   a request has its place.
///   Source   continuous batching as in <see cref="Compute.Roofline"/>; backward Euler for the batch.
/// </remarks>
public sealed class ServicePool
{
    private readonly ServingCurves curves;
    private readonly ServingCurve curve;
    private readonly IArrivals arrivals;
    private readonly CohortQueue queue = new();
    private readonly double timePerTokenMost, firstTokenMost, patienceSeconds;
    private readonly bool deferrable;
    private WorkAmount flight;
    private double racks, capFraction;
    private Allowance allowance;
    private WorkAmount atStart;

    /// <param name="tier">0 never touched … 3; see <see cref="Shedding"/>.</param>
    /// <param name="deferrable">Work that no allowance is left for waits this long, then it is lost; null where it is shed at once.</param>
    /// <param name="patience">Interactive users give up after this wait for a place; null where they wait for ever.</param>
    /// <param name="firstTokenMost">Another target for the first token than the shape's: the window of work that may wait.</param>
    public ServicePool(
        string name, ServingCurves curves, IArrivals arrivals, int tier, TimeSpan? deferrable = null, TimeSpan? patience = null,
        TimeSpan? firstTokenMost = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(arrivals);
        ArgumentOutOfRangeException.ThrowIfNegative(tier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tier, 3);
        (Name, this.curves, this.arrivals, Tier, this.deferrable) = (name, curves, arrivals, tier, deferrable is not null);
        timePerTokenMost = curves.Shape.TimePerTokenMost.TotalSeconds * (1 + 1e-6);
        this.firstTokenMost = (firstTokenMost ?? curves.Shape.TimeToFirstTokenMost).TotalSeconds * (1 + 1e-6);
        patienceSeconds = (deferrable ?? patience)?.TotalSeconds ?? double.PositiveInfinity;
        curve = curves.At(capFraction = curves.Caps.MostFraction);
        Book = new(name, tier);
    }

    public string Name { get; }
    public int Tier { get; }
    public ServiceBook Book { get; }

    /// <summary>The curve the racks run on now.</summary>
    public ServingCurve Curve => curve;

    /// <summary>What the racks give at most.</summary>
    public TokenRate TokensMost => racks * curve.TokensMost;

    /// <summary>Work that has no place yet, and work in flight.</summary>
    public WorkAmount Waiting => queue.Total;
    public WorkAmount InFlight => flight;

    /// <summary>Sets how many racks serve and under which cap; a mean over racks may be a fraction.</summary>
    public void Run(double racks, double capFraction)
    {
        Run(racks);
        if (capFraction == this.capFraction) return;
        curves.Fill(curve, capFraction);
        this.capFraction = capFraction;
    }

    /// <summary>How many racks serve, under the caps set before.</summary>
    public void Run(double racks)
    {
        if (!(racks >= 0 && double.IsFinite(racks)))
            throw new ArgumentOutOfRangeException(nameof(racks), racks, "Racks are finite and never negative.");
        this.racks = racks;
    }

    /// <summary>Racks under several caps share the load evenly: their curve is the mean over them.</summary>
    internal void Cap(ReadOnlySpan<CapShare> caps)
    {
        curves.Fill(curve, caps);
        capFraction = caps.Length == 1 ? caps[0].CapFraction : double.NaN;
    }

    /// <summary>Work that was there when the run began: in flight, and waiting since a moment before it.</summary>
    internal void Owe(in WorkAmount inFlight, in WorkAmount waiting, TimeSpan since)
    {
        flight += inFlight with { InputUnits = 0 };
        queue.Enter(waiting, since.TotalSeconds);
        atStart += (inFlight with { InputUnits = 0 }) + waiting;
    }

    /// <summary>Hands over work that came at a moment and has waited elsewhere since.</summary>
    internal void Offer(in WorkAmount work, double arrivalSeconds)
    {
        Book.Arrived += work;
        queue.Enter(work, arrivalSeconds);
    }

    /// <summary>Racks on which all that is in flight and may enter in a step just finds a place: fewest racks, each of them full.</summary>
    /// <remarks>r·ρ·(b_most·o + Δt·X(b_most)) = R + Q        the step of <see cref="ServingCurve.BatchAfter"/>, solved for the racks</remarks>
    internal double RacksWanted(in WorkAmount came, TokenRate? allowed, double seconds)
    {
        Allowance may = allowance;
        may.Grow(allowed, seconds);
        WorkAmount enters = deferrable ? (queue.Total + came).PartByOutput(may.Units) : queue.Total + came.PartByOutput(may.Units);
        double requests = (flight.RequestUnits + enters.RequestUnits) / WorkAmount.UnitsPerRequest;
        double tokens = (flight.OutputUnits + enters.OutputUnits) / WorkAmount.UnitsPerToken;
        return RacksFor(requests, tokens, seconds);
    }

    /// <summary>The same for what is in flight alone.</summary>
    internal double RacksInFlight(double seconds) =>
        RacksFor(flight.RequestUnits / WorkAmount.UnitsPerRequest, flight.OutputUnits / WorkAmount.UnitsPerToken, seconds);

    private double RacksFor(double requests, double tokens, double seconds)
    {
        if (requests <= 0) return 0;
        double each = tokens / requests;
        return (1 + 1e-9) * tokens / (curve.Replicas * (curve.BatchMost * each + seconds * curve.tokens[^1]));
    }

    /// <summary>One step of 0.1 to 60 s: what came, was served and was lost in it.</summary>
    /// <param name="allowed">Output tokens per second that may be let in; null for as many as come.</param>
    public ServiceStep Advance(TimeSpan from, TimeSpan to, TokenRate? allowed = null)
    {
        (double start, double seconds) = (from.TotalSeconds, (to - from).TotalSeconds);
        WorkAmount expired = Expire(start), came = arrivals.Until(to), shed = WorkAmount.None;
        allowance.Grow(allowed, seconds);
        if (deferrable) queue.Enter(came, start + seconds / 2);
        else
        {
            WorkAmount kept = came.PartByOutput(allowance.Units);
            shed = came - kept;
            allowance.Use(kept.OutputUnits);
            queue.Enter(kept, start + seconds / 2);
        }
        Serving now = Serve(start, seconds,
            mayEnter: deferrable ? Math.Min(allowance.Units, queue.Total.OutputUnits) : queue.Total.OutputUnits);
        Book.Arrived += came;
        Book.Shed += shed;
        Book.Expired += expired;
        Book.Served += now.Served;
        if (now.TokenSeconds <= timePerTokenMost) Book.OutputInTimeUnits += now.Served.OutputUnits;
        if (now.Served.OutputUnits > 0) Book.TimePerToken.Add(now.TokenSeconds, now.Served.OutputUnits);
        Always.Holds(atStart + Book.Arrived == Book.Served + flight + queue.Total + Book.Shed + Book.Expired,
            "requests and tokens that came are served, waiting or lost");
        double most = racks * curve.Replicas * curve.tokens[^1] * seconds * WorkAmount.UnitsPerToken;
        Always.Holds(now.Served.OutputUnits <= most + 1, "no more tokens are written than the racks can");
        return new(came, now.Served, shed, expired, now.Batch, UtilisationFraction: most > 0 ? now.Served.OutputUnits / most : 0,
            TimeSpan.FromSeconds(Math.Min(now.TokenSeconds, 1e6)), TimeSpan.FromSeconds(now.FirstSeconds), Power.FromSi(racks * now.RackWatts));
    }

    private readonly record struct Serving(WorkAmount Served, double Batch, double TokenSeconds, double FirstSeconds, double RackWatts);

    private Serving Serve(double start, double seconds, long mayEnter)
    {
        double replicas = racks * curve.Replicas;
        WorkAmount waiting = queue.Total;
        double share = waiting.OutputUnits > 0 ? (double)mayEnter / waiting.OutputUnits : 1;
        double requests = (flight.RequestUnits + share * waiting.RequestUnits) / WorkAmount.UnitsPerRequest;
        double tokens = (flight.OutputUnits + mayEnter) / WorkAmount.UnitsPerToken, each = requests > 0 ? tokens / requests : 0;
        double batch = replicas > 0 && requests > 0 ? curve.BatchAfter(tokens / replicas, each, seconds) : 0;
        bool fits = replicas > 0 && batch <= curve.BatchMost;
        batch = Math.Min(batch, curve.BatchMost);
        (int knot, double on) = curve.Between(batch);
        double rate = ServingCurve.On(curve.tokens, knot, on), first = ServingCurve.On(curve.firstSeconds, knot, on);
        long written = Math.Min((long)(replicas * rate * seconds * WorkAmount.UnitsPerToken), flight.OutputUnits + mayEnter);
        long read = seconds <= 0 || replicas <= 0 ? 0 : Enter(new(start, seconds, first, fits, written, mayEnter,
            (long)(replicas * curve.BatchMost * WorkAmount.UnitsPerRequest)));
        written = Math.Min(written, flight.OutputUnits);
        long left = written == flight.OutputUnits && replicas > 0 ? flight.RequestUnits
            : WorkAmount.Share(flight.RequestUnits, written, flight.OutputUnits);
        double most = replicas > 0 ? flight.RequestUnits / WorkAmount.UnitsPerRequest / replicas : 0;
        flight -= new WorkAmount(left, 0, written);
        double felt = fits ? batch
            : Math.Max(batch, Math.Min(most, flight.RequestUnits / WorkAmount.UnitsPerRequest / Math.Max(replicas, 1e-300)));
        double token = rate > 0 ? felt / rate : replicas > 0 ? curve.batch[1] / curve.tokens[1] : double.PositiveInfinity;
        return new(new(left, read, written), felt, token, first, ServingCurve.On(curve.watts, knot, on));
    }

    private readonly record struct Door(
        double Start, double Seconds, double FirstSeconds, bool Fits, long Written, long MayEnter, long Places);

    /// <summary>Lets waiting cohorts into flight in their order: all that may where they fit, else as many as places come free; says what they read.</summary>
    private long Enter(in Door door)
    {
        long read = 0;
        double free = Math.Max(0, door.Places - flight.RequestUnits), entered = 0;
        long may = door.MayEnter;
        double leaving = flight.OutputUnits > 0
            ? (double)flight.RequestUnits / flight.OutputUnits * door.Written
            : queue.Total.OutputUnits > 0 ? (double)queue.Total.RequestUnits / queue.Total.OutputUnits * door.Written : 0;
        while (queue.Count > 0)
        {
            Cohort first = queue.Head;
            WorkAmount part = first.Work.PartByOutput(may);
            if (!door.Fits) part = part.PartByRequests(PlacesFor(part, door));
            if (part.RequestUnits == 0 && part.OutputUnits == 0) break;
            double middle = entered + part.RequestUnits / 2.0 - free;
            double moment = middle <= 0 || leaving <= 0 ? 0 : Math.Min(1, middle / leaving) * door.Seconds;
            double wait = Math.Max(0, door.Start + moment - first.ArrivalSeconds) + door.FirstSeconds;
            Book.FirstToken.Add(wait, part.RequestUnits);
            if (wait <= firstTokenMost) Book.FirstTokenInTimeUnits += part.RequestUnits;
            bool whole = part == first.Work;
            queue.Take(part);
            if (deferrable) allowance.Use(part.OutputUnits);
            flight += part with { InputUnits = 0 };
            read += part.InputUnits;
            entered += part.RequestUnits;
            may -= part.OutputUnits;
            if (!whole) break;
        }
        return read;
    }

    /// <summary>How many requests of a cohort find a place, so that all are taken at the end of the step.</summary>
    /// <remarks>(n + g − P)·(R + q·g) = S·(n + g)        g   to enter        P   places        q   tokens per request of the cohort</remarks>
    private long PlacesFor(in WorkAmount cohort, in Door door)
    {
        double n = flight.RequestUnits, R = flight.OutputUnits, S = door.Written, P = door.Places;
        double q = cohort.RequestUnits > 0 ? (double)cohort.OutputUnits / cohort.RequestUnits : 0;
        if (q <= 0) return n < P ? cohort.RequestUnits : 0;
        double half = (R + q * (n - P) - S) / 2, rest = (n - P) * R - S * n;
        if (rest > 0) return 0;
        double root = Math.Sqrt(half * half - q * rest);
        double g = half > 0 ? -rest / (half + root) : (root - half) / q;
        return g >= cohort.RequestUnits ? cohort.RequestUnits : (long)g;
    }

    /// <summary>What has waited longer than it may.</summary>
    private WorkAmount Expire(double now)
    {
        WorkAmount lost = WorkAmount.None;
        while (queue.Count > 0 && now - queue.Head.ArrivalSeconds > patienceSeconds)
        {
            WorkAmount cohort = queue.Head.Work;
            lost += cohort;
            queue.Take(cohort);
        }
        return lost;
    }
}

/// <summary>What became of a service in one step.</summary>
/// <param name="Shed">Turned away at the door: no allowance was left.</param>
/// <param name="Expired">Given up after its window or patience.</param>
/// <param name="Batch">Sequences in flight in each replica at the end of the step.</param>
/// <param name="UtilisationFraction">Served over what the racks can.</param>
/// <param name="FirstToken">Without a wait for a place; the waits stand in the book.</param>
/// <param name="Power">All racks of the pool at the IT boundary.</param>
public readonly record struct ServiceStep(
    WorkAmount Arrived, WorkAmount Served, WorkAmount Shed, WorkAmount Expired, double Batch, double UtilisationFraction,
    TimeSpan TimePerToken, TimeSpan FirstToken, Power Power);
