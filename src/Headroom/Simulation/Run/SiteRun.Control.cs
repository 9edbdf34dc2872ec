using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Decide: the controller's beat, and what becomes of it where faults are ordered.</summary>
internal sealed partial class SiteRun
{
    private readonly LyingSensors? sensors;
    private readonly StickingCaps? sticking;
    private readonly IPolicy policy;
    private readonly double marginFraction;
    private Controller controller;
    private int controllerFault = -1;
    private TimeSpan heardAt;
    private bool isGone, bookOnly;

    public Controller Controller => controller;
    public LimitPost Post => post;
    public Observation Seen => seen;
    public Orders Orders => orders;
    public StepEvents Events => events;
    public TimeSpan CapDelay => capDelay;
    public Power Import => importNow;
    public Power Draw => draw;
    public Power ItDraw => itDraw;

    /// <summary>The book by which limits are told: of the controller outside where there is one, whose clock is so far ahead of the run's.</summary>
    private LimitBook LimitsHeld => outside ?? controller.Book;
    private LimitBook? outside;
    private TimeSpan bookOffset;

    /// <summary>What the envelope changed so far.</summary>
    public HeldBook Held { get; } = new();

    /// <summary>Nobody orders anything in this step.</summary>
    public bool IsControllerGone => isGone;

    /// <summary>Called once orders have left, before they are carried out; for whoever watches a run.</summary>
    public Action<SiteRun>? Decided { get; set; }

    private void Decide(TimeSpan from)
    {
        if (order.Faults is not { } faults)
        {
            post.Deliver(from, from, controller);
            AskController();
            return;
        }
        sticking!.Advance(from);
        seen.CapsStick = sticking.Disputed;
        for (int b = 0; b < site.Banks.Count; b++) seen.BankShares![b] = site.Banks[b].FeedFraction;
        TimeSpan clock = from;
        foreach (ClockFault one in faults.Clock) if (from >= one.From && from < one.Until) clock += one.Offset;
        seen.Now = clock;
        sensors!.Show(seen, from, events.HasFailed(FailureKind.Telemetry) && steps > 0);
        Restart(faults, from);
        if (isGone)
        {
            Alone(from, faults.TimeToLive);
            return;
        }
        post.Deliver(from, clock, controller);
        heardAt = from;
        AskController();
    }

    private void AskController()
    {
        controller.Decide(seen, orders);
        Held.Add(controller.Held);
        Decided?.Invoke(this);
    }

    /// <summary>The controller starts anew where it is told to; it is gone while a fault says so.</summary>
    private void Restart(Faults faults, TimeSpan from)
    {
        bool wasGone = isGone;
        isGone = false;
        for (int k = 0; k < faults.Controller.Count; k++)
        {
            ControllerFault one = faults.Controller[k];
            if (from < one.From || k <= controllerFault && from >= one.From + one.Length) continue;
            if (k > controllerFault) (controllerFault, bookOnly, wasGone) = (k, one.BookOnly, true);
            isGone |= from < one.From + one.Length;
        }
        if (!isGone && wasGone) Anew(bookOnly);
        else if (!isGone && faults.RestartEvery > 0 && steps > 0 && steps % faults.RestartEvery == 0) Anew(faults.BookOnly);
    }

    private void Anew(bool onlyTheBook)
    {
        ControllerSnapshot saved = controller.Snapshot();
        controller = Controller.Restored(Facts(), BookSetting(), onlyTheBook ? saved with { Memory = null } : saved, policy, marginFraction);
    }

    /// <summary>The racks' own watch: the last orders hold for their time, then what they carried for it.</summary>
    private void Alone(TimeSpan from, TimeSpan timeToLive)
    {
        (orders.Drop, orders.CallPlants) = (default, false);
        Array.Clear(orders.BankOff);
        // nobody makes room for what runs would take back
        for (int i = 0; i < seen.Runs.Length; i++) orders.RunMost[i] = Power.Min(orders.RunMost[i], Envelope.HeldShare * seen.Runs[i].Full);
        if (from - heardAt < timeToLive) return;
        double share = orders.FailSafeFraction;
        for (int i = 0; i < seen.Services.Length; i++)
        {
            orders.SlowFraction[i] = Math.Min(orders.SlowFraction[i], Math.Max(share, Math.Min(1, seen.Services[i].LeastFraction)));
            orders.ServiceMost[i] = Power.Min(orders.ServiceMost[i], share * seen.Services[i].Full);
        }
        for (int i = 0; i < seen.Runs.Length; i++) orders.RunMost[i] = Power.Min(orders.RunMost[i], share * seen.Runs[i].Full);
        Array.Clear(orders.Batteries);
        orders.ImportMost = Power.Min(orders.ImportMost, orders.FailSafeImport);
        orders.ImportLeast = Power.Min(orders.ImportLeast, orders.ImportMost);
    }
}
