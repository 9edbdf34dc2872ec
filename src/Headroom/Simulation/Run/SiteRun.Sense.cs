using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Sense: health, plan, and what the controller is shown.</summary>
internal sealed partial class SiteRun
{
    /// <summary>Racks that smooth let their draw fall so slowly: watts per second of all of them at the bus; infinite without any.</summary>
    private readonly double fallPerSecond;

    private static double FallPerSecond(SiteState site)
    {
        double sum = 0;
        foreach (RackBank bank in site.Banks)
            if (bank.Smoothing != RackSmoothing.None) sum += bank.Units.Sum() * bank.Smoothing.Fall.WattsPerSecond;
        return sum > 0 ? sum : double.PositiveInfinity;
    }

    private readonly TimeSpan capDelay;

    /// <summary>Racks that were switched off come back after this; an estimate.</summary>
    private static readonly TimeSpan boot = TimeSpan.FromMinutes(5);
    private readonly double[][] planned;
    private readonly int[] chillersFailed, pumpsFailed;
    private IReadOnlyList<Failure>? known;
    private IReadOnlyList<TrainingRestart>? standing;
    private readonly List<int> opened = [];
    private bool laid;
    private double ratio = 1;

    private void Sense(TimeSpan from, TimeSpan to)
    {
        hours = order.BlendAt(from + order.Step / 2, passage);
        bool changed = Health(from);
        if (changed || !laid || steps % stepsPerLaying == 0) Plan();
        if (started.Count > 0) HoldStarted(isUnread: events.HasFailed(FailureKind.Telemetry));
        Standstill();
        Caps(from);
        foreach (PlantUnit plant in site.Plants) plant.Sense(hours, order.BlendAt(from + plant.Facts.StartTime + TimeSpan.FromMinutes(1), passage), order.Step);
        foreach (StoreUnit store in site.Stores) store.Sense(hours, order.Step);
        double seconds = order.Step.TotalSeconds;
        bool keeps = events.HasFailed(FailureKind.Telemetry) && steps > 0;
        for (int i = 0; i < site.Services.Count; i++)
        {
            ServiceFlow flow = site.Services[i];
            TokenRate asked = flow.Receive(to, seconds), most = flow.Most();
            bool waits = flow.Facts.Deferrable is not null;
            TokenRate due = waits ? flow.Due(flow.PlannedAt(order.BlendAt(from + order.Step / 2 + flow.Residence(), passage)), seconds) : default;
            TokenRate? plan = waits ? due : order.IsSteady && flow.IsShedByPlan ? flow.Planned : null;
            if (!keeps) seen.Services[i] = new(flow.Facts.Tier, waits ? due : asked, plan, flow.JoulesPerToken(), most, Power.FromSi(flow.AboveIdleWatts))
            {
                MayWait = waits,
                Waiting = TokenCount.FromSi(flow.WaitingTokens),
                Lead = waits ? flow.Residence() : default,
                Full = Power.FromSi(flow.FullWatts),
                LeastFraction = flow.FullWatts > 0 ? Math.Min(1, flow.LeastWatts / flow.FullWatts) : 0,
                WeightFactor = flow.WeightFactor,
                Enforced = Power.FromSi(flow.EnforcedWatts),
                LedFraction = flow.LedFraction,
            };
        }
        Show(from);
        if (keeps) return;
        See(from);
        Warmth();
    }

    private void ShowLanes()
    {
        for (int i = 0; i < site.Services.Count; i++)
        {
            IReadOnlyList<ServiceLane> lanes = site.Services[i].Lanes;
            if (seen.Lanes[i].Length != lanes.Count) seen.Lanes[i] = new LaneUse[lanes.Count];
            for (int k = 0; k < lanes.Count; k++) seen.Lanes[i][k] = lanes[k].Use;
        }
    }

    /// <summary>What plants, stores and the grid tell is read at the device; it outlives a loss of telemetry.</summary>
    private void Show(TimeSpan from)
    {
        seen.Now = from;
        seen.Step = order.Step;
        seen.RacksAreSilent = events.HasFailed(FailureKind.Telemetry) && steps > 0;
        for (int i = 0; i < site.Plants.Count; i++)
        {
            PlantUnit plant = site.Plants[i];
            seen.Plants[i] = new(plant.Planned, plant.Reach.Least, plant.Reach.Most, plant.Follows);
        }
        for (int i = 0; i < site.Stores.Count; i++)
        {
            StoreUnit store = site.Stores[i];
            seen.Batteries[i] = new(store.Planned, store.Reach.Least, store.Reach.Most, store.Deliverable, store.Takeable)
            {
                Injected = order.Faults is null ? null : store.Injection,
            };
        }
        LinkCondition condition = Condition();
        Power own = site.Link?.Ceiling(site.Grid, condition) ?? default;
        // a site that still waits to come back hangs on nothing
        seen.GridLives = site.Link is not null && condition.Live && !(site.Grid.Parted && own == default);
        seen.ConnectionMost = own;
        seen.GridRamp = events.RampLimit;
        seen.Import = steps > 0 ? importNow : null;
        if (order.Site.Grid is { } grid)
            (seen.Price, seen.PriceMean) = (timeline.PriceDuring(from, order.Step, grid.Price[hours.Nearest]), meanPrice ??= MeanOf(grid.Price));
        if (order.Faults is not null) seen.Generated = steps > 0 ? Generated() : null;
        seen.Drawn = Above();
        for (int f = 0; f < feedNodes.Length; f++) seen.Feeds[f] = new(Power.FromSi(site.Flow.InputWatts[feedNodes[f]]), IdleBehind(f))
        {
            Told = order.Faults is null ? null : Power.FromSi(site.Flow.InputWatts[feedNodes[f]]),
            IsDead = !site.Flow.Live[feedNodes[f]],
        };
    }

    /// <summary>By the meters of plants and batteries, in the last step.</summary>
    private Power Generated()
    {
        Power sum = generation;
        foreach (StoreUnit store in site.Stores) sum += store.Injection;
        return sum;
    }

    private EnergyPrice? meanPrice;

    /// <summary>Over the hours of the run.</summary>
    private EnergyPrice MeanOf(Series<EnergyPrice> hourly) =>
        Enumerable.Range(order.FirstHour, order.LastHour - order.FirstHour + 1).Select(hour => hourly[hour]).Sum() / (order.LastHour - order.FirstHour + 1);

    /// <summary>As racks draw it: one that smooths draws for a while what no work needs any more.</summary>
    private Power Above()
    {
        double above = 0;
        foreach (RackBank bank in site.Banks)
            for (int i = 0; i < bank.Rows; i++) if (bank.On[i]) above += Math.Max(0, site.RowDrawnWatts[bank.FirstRow + i] - bank.Units[i] * bank.IdleWatts);
        return Power.FromSi(above);
    }

    private Power IdleBehind(int feed)
    {
        double idle = 0;
        for (int b = 0; b < site.Banks.Count; b++) if (controller.Facts.Feeds[feed].Behind[b]) idle = site.Banks[b].AddIdle(idle);
        return Power.FromSi(idle / order.Site.Tree.EfficiencyFraction);
    }

    /// <summary>What racks draw above idle, less what their work takes.</summary>
    private Power Burned()
    {
        double burned = 0;
        foreach (RackBank bank in site.Banks)
        {
            if (bank.Smoothing == RackSmoothing.None || steps == 0) continue;
            for (int i = 0; i < bank.Rows; i++) burned += bank.Units[i] * bank.Draw.Burned[i];
        }
        return Power.FromSi(burned);
    }

    private void See(TimeSpan from)
    {
        double idle = 0;
        foreach (RackBank bank in site.Banks) idle = bank.AddIdle(idle);
        seen.Idle = Power.FromSi(idle);
        seen.DrawPerItRatio = ratio;
        seen.Other = Other(hours);
        seen.CapDelay = capDelay;
        seen.Burned = Burned();
        Power room = default;
        foreach (StoreUnit store in site.Stores)
            if (store.Deliverable > (store.Reach.Most - store.Planned) * TimeSpan.FromMinutes(1)) room += Power.Max(default, store.Reach.Most - store.Planned);
        double crest = 0;
        foreach (TrainingLane lane in site.Training) crest += lane.FullWatts - lane.MeanWatts;
        bool carried = room.Watts > ratio * crest;          // batteries carry the crests of the wave
        for (int i = 0; i < site.Training.Count; i++)
        {
            TrainingLane lane = site.Training[i];
            double full = carried ? lane.MeanWatts : lane.FullWatts;
            seen.Runs[i] = new(lane.Facts.MayPause, Power.FromSi(full), Power.FromSi(lane.MeanWatts), Power.FromSi(lane.AboveIdleWatts), lane.IsUp)
            {
                KeepsRamp = lane.Fleet.Choice.Smooths && events.RampLimit == order.Site.Grid?.RampLimit,
                Enforced = Power.FromSi(lane.EnforcedWatts),
                Returning = Power.FromSi(lane.ReturningWatts),
                Owed = Power.FromSi(lane.OwedWatts),
            };
        }
    }

    /// <summary>What is on, from failures, leaks, dead feeds and racks that were switched off; tells whether it changed.</summary>
    private bool Health(TimeSpan from)
    {
        bool changed = Failures(from);
        (Power room, Power byRamp) = Room();
        waitingRacks = WaitingRacks();
        for (int f = 0; f < site.Fleets.Count; f++) site.Fleets[f].ToRest = orders.Rest is { } rest && f < rest.Length ? rest[f] : 0;
        for (int b = 0; b < site.Banks.Count; b++)
        {
            RackBank bank = site.Banks[b];
            bool live = site.Flow.Live[site.NodeOfBank[b]];
            Power byFeeds = orders.BankBack[b];
            for (int i = 0; i < bank.Rows; i++)
            {
                int row = bank.FirstRow + i;
                bool isFed = live && site.RowOpen[row] > 0;
                // what lost its feed or leaked comes back as what was switched off does
                if (!isFed && !order.IsSteady && site.RowOffUntil[row] < from) site.RowOffUntil[row] = from;
                bool on = isFed && (site.RowOffUntil[row] == TimeSpan.Zero || Returns(b, i, from, ref room, ref byRamp, ref byFeeds));
                if (on == bank.On[i]) continue;
                bank.On[i] = on;
                // racks start under their lowest cap, until somebody orders another
                if (on && order.Faults is not null) started.Add((bank, i));
                changed = true;
            }
        }
        return changed;
    }

    private readonly List<(RackBank Bank, int Row)> started = [];

    /// <summary>Racks that have just started obey this step's orders, not those of a time when they were off; nobody orders racks of which nothing was read.</summary>
    private void HoldStarted(bool isUnread)
    {
        foreach ((RackBank bank, int row) in started)
        {
            if (bank.On[row]) bank.Start(row);
            bank.Unread(row, isUnread);
        }
        if (isUnread) return;
        started.Clear();
        Array.Fill(lastSlow, double.NaN);
        Array.Fill(lastRunShare, double.NaN);
    }

    private bool Failures(TimeSpan from)
    {
        if (ReferenceEquals(known, events.Failed)) return false;
        known = events.Failed;
        Array.Clear(chillersFailed);
        Array.Clear(pumpsFailed);
        Array.Fill(site.RowOpen, 1);
        foreach (PlantUnit plant in site.Plants) (plant.LeftFraction, plant.FailsToStart) = (1, false);
        foreach (StoreUnit store in site.Stores) store.HasFailed = false;
        foreach (int node in opened) site.Flow.Switch(node, closed: true);
        opened.Clear();
        foreach (Failure failure in events.Failed) Apply(failure, from);
        return true;
    }

    private void Apply(Failure failure, TimeSpan from)
    {
        switch (failure.Kind)
        {
            case FailureKind.Chiller when site.Heat is not null && LoopOf(failure.Component) is { } loop:
                chillersFailed[loop] += failure.Count;
                break;
            case FailureKind.Pump when site.Heat is not null && HallOf(failure.Component) is { } pumped:
                pumpsFailed[pumped] += failure.Count;
                break;
            case FailureKind.RackLeak when site.Heat is { } heat && HallOf(failure.Component) is { } hall:
                int first = heat.HallFirstRack[hall], end = heat.HallFirstRack[hall + 1];
                double leaking = failure.Count;
                for (int i = first; i < end && leaking > 1e-9; i++)
                    if (site.RowOpen[i] > 0) (site.RowOpen[i], leaking) = (0, leaking - site.RowUnits[i]);
                break;
            case FailureKind.Generator:
                if (site.Plants.FirstOrDefault(plant => failure.Component is null ? plant.Follows : plant.Facts.Name == failure.Component) is { } broken)
                {
                    Power lost = failure.Count * Power.Max(broken.Facts.LargestUnit, 1.Kilowatts);
                    broken.LeftFraction = Math.Max(0, broken.LeftFraction - lost / broken.Capacity);
                    broken.FailsToStart = broken.LeftFraction == 0 && !broken.IsRunning;
                }
                break;
            case FailureKind.Battery:
                foreach (StoreUnit store in site.Stores.Where(store => failure.Component is null || store.Facts.Name == failure.Component)) store.HasFailed = true;
                break;
            case FailureKind.Feed:
                for (int node = 0; node < site.Tree.Nodes.Count; node++)
                    if (site.Tree.Nodes[node].Name == failure.Component)
                    {
                        site.Flow.Switch(node, closed: false);
                        opened.Add(node);
                    }
                break;
        }
        book.Happened(from, failure);
    }

    /// <summary>A hall by its name, the first without one; null for a hall in which no rack stands, where nothing is cooled.</summary>
    private int? HallOf(string? name)
    {
        for (int h = 0; h < site.Heat!.Halls; h++) if (name is null || site.Heat.HallNames[h] == name) return h;
        return null;
    }

    /// <summary>The loop of a hall's main heat; without a name the largest plant of the site.</summary>
    private int? LoopOf(string? name)
    {
        HeatPlant heat = site.Heat!;
        if (name is not null)
        {
            if (HallOf(name) is not { } hall) return null;
            return heat.HallLiquidLoop[hall] >= 0 ? heat.HallLiquidLoop[hall] : heat.HallAirLoop[hall];
        }
        int most = 0;
        for (int loop = 1; loop < heat.Loops; loop++) if (heat.Loop[loop].DesignWatts > heat.Loop[most].DesignWatts) most = loop;
        return most;
    }

    /// <summary>Racks are laid out anew in such steps: a minute of a passage at once would be a jump.</summary>
    private static readonly TimeSpan laying = TimeSpan.FromSeconds(5);

    /// <summary>Every few seconds: the plan's racks, the stretches of all work, and the caps that go with them.</summary>
    private void Plan()
    {
        laid = true;
        foreach (TrainingLane lane in site.Training) lane.Plan(hours);
        for (int i = 0; i < site.Services.Count; i++)
        {
            site.Services[i].Plan(hours);
            site.Services[i].Lay(orders.Lanes[i]);
        }
        for (int f = 0; f < site.Fleets.Count; f++)
        {
            RackFleet fleet = site.Fleets[f];
            int b = 0;
            foreach (TrainingLane lane in site.Training) if (lane.Fleet == fleet) planned[f][b++] = lane.PlannedRacks;
            foreach (ServiceFlow flow in site.Services)
                foreach (ServiceLane lane in flow.Lanes) if (lane.Fleet == fleet) planned[f][b++] = order.IsSteady ? lane.PlannedRacks : lane.WantedRacks;
            fleet.Lay(planned[f]);
        }
        for (int i = 0; i < site.Services.Count; i++) foreach (ServiceLane lane in site.Services[i].Lanes) lane.Order(orders.SlowFraction[i]);
        for (int i = 0; i < site.Training.Count; i++) site.Training[i].Order(lastRunShare[i]);
        capsStale = true;
        ShowLanes();
    }

    /// <summary>Runs that a scenario stops and starts again.</summary>
    private void Standstill()
    {
        if (ReferenceEquals(standing, events.TrainingStands)) return;
        standing = events.TrainingStands;
        foreach (TrainingLane lane in site.Training)
        {
            bool stands = standing.Any(one => one.Runs.Count == 0 || one.Runs.Contains(lane.Facts.Name));
            if (stands) lane.Job.Pause();
            else lane.Job.Resume();
        }
    }

    private bool Stands(TrainingLane lane) => standing is not null && standing.Any(one => one.Runs.Count == 0 || one.Runs.Contains(lane.Facts.Name));
}
