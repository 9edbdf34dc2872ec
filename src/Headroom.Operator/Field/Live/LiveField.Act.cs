using Headroom.Control;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Operator.Field.Live;

/// <summary>Act: orders to caps, set points and hands; and the fail-safe when nobody orders.</summary>
public sealed partial class LiveField
{
    private readonly Dictionary<string, bool> pausedRuns = [];
    private double armedShare = double.NaN;
    private bool isFailSafe, hasOrders, wasLast;
    private int forgets;

    /// <summary>Orders and the fall-back take turns: what is older never comes after what is newer.</summary>
    private readonly SemaphoreSlim writing = new(1);
    private readonly WritePermit permit;

    /// <summary>What the last orders were made for. The controller writes into what it sees while the watch works.</summary>
    private readonly Observation basis;

    /// <summary>Nobody ordered for longer than orders live: the fail-safe holds.</summary>
    public bool IsFailSafe => Volatile.Read(ref isFailSafe);

    public async ValueTask<FieldAnswer> WriteAsync(Orders orders, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(orders);
        await writing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return await WriteInTurnAsync(orders, stop).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<FieldAnswer> WriteInTurnAsync(Orders orders, CancellationToken stop)
    {
        Power?[] due;
        lock (ordering)
        {
            if (!permit.Holds) return new(["Nothing was written: the time for which this process holds the site is over."]);
            orderedAt = time.GetTimestamp();
            (hasOrders, wasLast) = (true, false);
            Volatile.Write(ref isFailSafe, false);
            Keep(orders);
            due = Caps(last);
        }
        if (Interlocked.Exchange(ref forgets, 0) == 1)
        {
            pausedRuns.Clear();
            foreach (IRunHand hand in devices.Runs.Values) hand.Forget();
            armedShare = double.NaN;
        }
        Task<int> crew = devices.Racks.CapAsync(due, setting.WriteWithin, stop);
        Task<List<string>> rest = OrderOthersAsync(last, withPlants: true, stop);
        int late = await crew.ConfigureAwait(false);
        List<string> wrong = await rest.ConfigureAwait(false);
        lock (faults)
        {
            wrong.AddRange(faults);
            faults.Clear();
        }
        if (late > 0) wrong.Add($"{late} racks had not answered to their caps after {setting.WriteWithin.TotalSeconds:0.0} s; they go on.");
        foreach (RackState rack in racks)
            if (rack.Driver.Reading.Standing >= CapStanding.Disputed && wrong.Count < FaultsMost)
                wrong.AddRange(rack.Driver.Reading.Alarms);
        await ArmAsync(orders.FailSafeFraction, stop).ConfigureAwait(false);
        return Answer(wrong);
    }

    private FieldAnswer Answer(List<string> wrong)
    {
        int unconfirmed = 0;
        long confirmedAt = 0;
        foreach (RackState rack in racks)
        {
            if (rack.Driver.Reading.Standing is not (CapStanding.Confirmed or CapStanding.Idle)) unconfirmed++;
            confirmedAt = Math.Max(confirmedAt, rack.Driver.ConfirmedAt);
        }
        return new(wrong) { Unconfirmed = unconfirmed, ConfirmedAt = confirmedAt > 0 ? confirmedAt : null };
    }

    public void Permit(long untilTimestamp) => permit.Until(untilTimestamp);

    public void StandBy()
    {
        lock (ordering)
        {
            hasOrders = false;
            Volatile.Write(ref isFailSafe, false);
            devices.Racks.StandBy();
        }
        foreach (OrderSlot slot in slots.Values) slot.Clear();
        Interlocked.Exchange(ref forgets, 1);
    }

    /// <summary>A copy, with what the orders were made for: the caller fills the same objects anew in every beat, and the watch may need
    /// the last ones at any moment.</summary>
    private void Keep(Orders orders)
    {
        Orders kept = plan.NewOrders();
        Copy(orders, kept);
        last = kept;
        seen.Services.CopyTo(basis.Services, 0);
        seen.Runs.CopyTo(basis.Runs, 0);
        seen.Plants.CopyTo(basis.Plants, 0);
        isHeard.CopyTo(wasHeard, 0);
        for (int i = 0; i < wantedAt.Length; i++)
            if (plan.IsDue(i) || orders.Plants[i] > Power.Zero || orders.CallPlants && basis.Plants[i].Follows) wantedAt[i] = time.GetTimestamp();
    }

    /// <summary>Plants that told of themselves, in this beat and for the last orders.</summary>
    private readonly bool[] isHeard, wasHeard;

    /// <summary>When a plant was last wanted. As in the simulator it runs on for a while: a start takes minutes, and none is ended by a lull.</summary>
    private readonly long?[] wantedAt;

    private bool IsWanted(int plant) => wantedAt[plant] is { } at && time.GetElapsedTime(at) < LivePlan.PlantRunsOn;

    /// <summary>Every member.</summary>
    internal static void Copy(Orders from, Orders to)
    {
        from.Allowed.CopyTo(to.Allowed, 0);
        for (int i = 0; i < from.Lanes.Length; i++) to.Lanes[i] = from.Lanes[i]?.ToArray();
        to.Rest = from.Rest?.ToArray();
        from.SlowFraction.CopyTo(to.SlowFraction, 0);
        from.ServiceMost.CopyTo(to.ServiceMost, 0);
        from.RunMost.CopyTo(to.RunMost, 0);
        from.Pause.CopyTo(to.Pause, 0);
        from.Plants.CopyTo(to.Plants, 0);
        from.Batteries.CopyTo(to.Batteries, 0);
        from.BankShare.CopyTo(to.BankShare, 0);
        from.BankOff.CopyTo(to.BankOff, 0);
        from.BankBack.CopyTo(to.BankBack, 0);
        (to.CallPlants, to.Drop, to.ImportMost, to.ImportLeast, to.FailSafeFraction, to.FailSafeImport) =
            (from.CallPlants, from.Drop, from.ImportMost, from.ImportLeast, from.FailSafeFraction, from.FailSafeImport);
    }

    /// <summary>Watts of one accelerator for each rack: the simulator's rules, then importance within each bank.</summary>
    private Power?[] Caps(Orders orders)
    {
        double[] slow = [.. orders.SlowFraction.Select((share, i) => SlowOf(i, share, orders))];
        plan.Order(orders, slow, basis);
        for (int b = 0; b < racksOfBank.Length; b++)
        {
            int[] here = racksOfBank[b];
            double[] shares = new double[here.Length];
            int?[] importance = [.. here.Select(r => racks[r].Place.Importance)];
            bool divides = plan.ShareOf(b) < 1 && importance.Any(one => one is not null);
            if (divides) PriorityShares.Divide(plan.ShareOf(b), plan.Banks[b].LeastFraction, importance, shares);
            for (int k = 0; k < here.Length; k++)
            {
                RackState rack = racks[here[k]];
                Power cap = plan.CapOf(b, rack.Place.Number, rack.Place.Work);
                if (divides && plan.ShareOf(b) > 0)
                    cap = Power.Min(rack.Bank.Full,
                        rack.Bank.Idle + shares[k] / plan.ShareOf(b) * Power.Max(default, cap - rack.Bank.Idle));
                caps[here[k]] = rack.Bank.AcceleratorOf(cap);
            }
            SwitchDown(b, orders.BankOff[b]);
        }
        return [.. caps];
    }

    /// <summary>Where nobody admits a service's work, its caps hold it: to the tokens that it may let in, and the power up to which it
    /// may start work.</summary>
    private double SlowOf(int service, double share, Orders orders)
    {
        ServiceNeed need = basis.Services[service];
        if (devices.Admissions.ContainsKey(plan.Services[service]) || !(need.Full > Power.Zero)) return share;
        if (orders.Allowed[service] is { } allowed)
            share = Math.Min(share, allowed.TokensPerSecond * need.JoulesPerToken / need.Full.Watts);
        share = Math.Min(share, orders.ServiceMost[service] / need.Full);
        return Math.Max(share, Math.Min(orders.SlowFraction[service], need.LeastFraction));
    }

    /// <summary>What no cap gives: racks go to their lowest cap, the least important first. Nobody cuts the feed of a rack that works
    /// unless a person has said so.</summary>
    private void SwitchDown(int bank, Power off)
    {
        if (off <= Power.Zero) return;
        Power freed = default;
        foreach (int r in racksOfBank[bank].OrderBy(r => racks[r].Place.Importance is null ? 0 : 1).ThenByDescending(r =>
            racks[r].Place.Importance))
        {
            if (freed >= off) return;
            RackState rack = racks[r];
            caps[r] = rack.Bank.AcceleratorOf(rack.Bank.RackAt(rack.Bank.LeastFraction));
            freed += rack.Drawn;
        }
    }

    private async Task<List<string>> OrderOthersAsync(Orders orders, bool withPlants, CancellationToken stop)
    {
        if (!permit.Holds) return [];
        List<Task<string?>> sent = [];
        Power[] injections = Injections(orders);
        for (int i = 0; i < injections.Length; i++)
            if (devices.Batteries.TryGetValue(plan.Batteries[i], out IBatteryHand? battery))
            {
                (Power injection, Power importMost) = (injections[i], orders.ImportMost);
                sent.Add(slots[battery].PutAsync(end => battery.InjectAsync(injection, importMost, Facts.TimeToLive, end), Facts.TimeToLive));
            }
        for (int i = 0; withPlants && i < basis.Plants.Length; i++)
            // of one that was silent nothing was ordered, and an order of nothing would stop it
            if (wasHeard[i] && devices.Plants.TryGetValue(plan.Plants[i], out IPlantHand? plant) && IsFresh(plant.Telling))
            {
                (Power output, bool isWanted) = (orders.Plants[i], IsWanted(i));
                sent.Add(slots[plant].PutAsync(end => plant.OrderAsync(output, isWanted, end), Facts.TimeToLive));
            }
        for (int i = 0; i < basis.Services.Length; i++)
            if (devices.Admissions.TryGetValue(plan.Services[i], out IAdmission? door))
            {
                TokenRate? allowed = orders.Allowed[i];
                sent.Add(slots[door].PutAsync(end => door.AllowAsync(allowed, end), Facts.TimeToLive));
            }
        for (int i = 0; i < basis.Runs.Length; i++)
        {
            if (!devices.Runs.TryGetValue(plan.Runs[i], out IRunHand? hand)) continue;
            // a hand that moved the run by itself is asked again: what it shows decides, not what was said
            bool shows = hand.Telling is { } telling ? telling.State == "paused" : pausedRuns.GetValueOrDefault(plan.Runs[i]);
            if (orders.Pause[i] == shows && pausedRuns.GetValueOrDefault(plan.Runs[i]) == orders.Pause[i]) continue;
            pausedRuns[plan.Runs[i]] = orders.Pause[i];
            sent.Add(hand.PauseAsync(orders.Pause[i], stop).AsTask());
        }
        List<string> wrong = [];
        foreach (Task<string?> one in sent)
        {
            try
            {
                if (await one.WaitAsync(setting.WriteWithin, time, stop).ConfigureAwait(false) is { } why) wrong.Add(why);
            }
            catch (TimeoutException)
            {
                wrong.Add("a device had not answered to its order in time; it goes on.");
            }
            catch (Exception broken) when (broken is not OutOfMemoryException
                && !(broken is OperationCanceledException && stop.IsCancellationRequested))
            {
                wrong.Add($"{broken.GetType().Name}: {broken.Message}");
            }
        }
        return wrong;
    }

    /// <summary>Orders of batteries, and what holds import in its band beside them: a battery that only takes set points holds none by itself.</summary>
    private Power[] Injections(Orders orders)
    {
        Power[] injections = [.. orders.Batteries];
        if (Meter is { Flow: var import } && injections.Length > 0)
            StorageBand.Hold(import, [.. injections.Select((_, i) => Reach(i, default))], injections, orders.ImportLeast, orders.ImportMost);
        return injections;
    }

    /// <summary>The fail-safe share goes into the persistent limits of racks that have them, behind all else.</summary>
    /// <remarks>Down at once, up by larger steps, and asked for again in a while where a write failed.</remarks>
    private async ValueTask ArmAsync(double share, CancellationToken stop)
    {
        // never above what fits: what is armed is rounded down, so that noise does not write it anew in every beat
        double whole = Math.Floor(Math.Clamp(share, 0, 1) / ArmGrain) * ArmGrain;
        if (!double.IsFinite(whole) || whole >= armedShare && whole < armedShare + ArmStep && time.GetElapsedTime(armedAt) < armAgain) return;
        if (!(whole >= armedShare && whole < armedShare + ArmStep)) armedShare = whole;
        armedAt = time.GetTimestamp();
        await devices.Racks.EachAsync(async (rack, end) =>
        {
            RackState state = racks[IndexOf(rack)];
            await rack.ArmAsync(state.Bank.AcceleratorOf(state.Bank.RackAt(Math.Max(armedShare, state.Bank.LeastFraction))), end).ConfigureAwait(false);
        }, TimeSpan.Zero, stop).ConfigureAwait(false);
    }

    private int IndexOf(RackDriver rack) => indexes.GetValueOrDefault(rack);
    private Dictionary<RackDriver, int> indexes =>
        indexOf ??= racks.Select((state, r) => (state.Driver, r)).ToDictionary(pair => pair.Driver, pair => pair.r);
    private Dictionary<RackDriver, int>? indexOf;
    private const double ArmStep = 0.05, ArmGrain = 0.02;
    private static readonly TimeSpan armAgain = TimeSpan.FromMinutes(1);
    private long armedAt;
}
