using Headroom.Control;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Live;

/// <summary>Act: orders to caps, set points and hands; and the fail-safe when nobody orders.</summary>
public sealed partial class LiveField
{
    private readonly Dictionary<string, bool> pausedRuns = [];
    private double armedShare = double.NaN;
    private bool isFailSafe, hasOrders;

    /// <summary>Nobody ordered for longer than orders live: the fail-safe holds.</summary>
    public bool IsFailSafe => Volatile.Read(ref isFailSafe);

    public async ValueTask<FieldAnswer> WriteAsync(Orders orders, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(orders);
        Power?[] due;
        lock (ordering)
        {
            orderedAt = time.GetTimestamp();
            hasOrders = true;
            Volatile.Write(ref isFailSafe, false);
            Keep(orders);
            due = Caps(orders);
        }
        Task<int> crew = devices.Racks.CapAsync(due, setting.WriteWithin, stop);
        Task<List<string>> rest = OrderOthersAsync(orders, stop);
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
        return wrong.Count == 0 ? FieldAnswer.Done : new(wrong);
    }

    /// <summary>A copy: the caller fills the same object anew in every beat, and the watch may need the last orders at any
    /// moment.</summary>
    private void Keep(Orders orders)
    {
        Orders kept = plan.NewOrders();
        orders.Allowed.CopyTo(kept.Allowed, 0);
        orders.Lanes.CopyTo(kept.Lanes, 0);
        orders.SlowFraction.CopyTo(kept.SlowFraction, 0);
        orders.ServiceMost.CopyTo(kept.ServiceMost, 0);
        orders.RunMost.CopyTo(kept.RunMost, 0);
        orders.Pause.CopyTo(kept.Pause, 0);
        orders.BankShare.CopyTo(kept.BankShare, 0);
        orders.BankOff.CopyTo(kept.BankOff, 0);
        orders.Batteries.CopyTo(kept.Batteries, 0);
        (kept.ImportMost, kept.ImportLeast, kept.FailSafeFraction, kept.FailSafeImport) =
            (orders.ImportMost, orders.ImportLeast, orders.FailSafeFraction, orders.FailSafeImport);
        last = kept;
    }

    /// <summary>Watts of one accelerator for each rack: the simulator's rules, then importance within each bank.</summary>
    private Power?[] Caps(Orders orders)
    {
        double[] slow = [.. orders.SlowFraction.Select((share, i) => SlowOf(i, share, orders))];
        plan.Order(orders, slow, seen);
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
        ServiceNeed need = seen.Services[service];
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

    private async Task<List<string>> OrderOthersAsync(Orders orders, CancellationToken stop)
    {
        List<Task<string?>> sent = [];
        for (int i = 0; i < seen.Batteries.Length; i++)
            if (devices.Batteries.TryGetValue(plan.Batteries[i], out IBatteryHand? battery))
                sent.Add(battery.InjectAsync(orders.Batteries[i], orders.ImportMost, Facts.TimeToLive, stop).AsTask());
        for (int i = 0; i < seen.Plants.Length; i++)
            if (devices.Plants.TryGetValue(plan.Plants[i], out IPlantHand? plant))
                sent.Add(plant.OrderAsync(orders.Plants[i], orders.Plants[i] > Power.Zero || orders.CallPlants
                    && seen.Plants[i].Follows, stop).AsTask());
        for (int i = 0; i < seen.Services.Length; i++)
            if (devices.Admissions.TryGetValue(plan.Services[i], out IAdmission? door))
                sent.Add(door.AllowAsync(orders.Allowed[i], stop).AsTask());
        for (int i = 0; i < seen.Runs.Length; i++)
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
            catch (Exception broken) when (broken is not (OutOfMemoryException or OperationCanceledException))
            {
                wrong.Add($"{broken.GetType().Name}: {broken.Message}");
            }
        }
        return wrong;
    }

    /// <summary>The fail-safe share goes into the persistent limits of racks that have them, behind all else.</summary>
    private async ValueTask ArmAsync(double share, CancellationToken stop)
    {
        if (!(share > 0) || Math.Abs(share - armedShare) < ArmStep) return;
        armedShare = share;
        await devices.Racks.EachAsync(async (rack, end) =>
        {
            RackState state = racks[IndexOf(rack)];
            await rack.ArmAsync(state.Bank.AcceleratorOf(state.Bank.RackAt(share)), end).ConfigureAwait(false);
        }, TimeSpan.Zero, stop).ConfigureAwait(false);
    }

    private int IndexOf(RackDriver rack) => indexes.GetValueOrDefault(rack);
    private Dictionary<RackDriver, int> indexes =>
        indexOf ??= racks.Select((state, r) => (state.Driver, r)).ToDictionary(pair => pair.Driver, pair => pair.r);
    private Dictionary<RackDriver, int>? indexOf;
    private const double ArmStep = 0.05;

    /// <summary>The racks' own watch, while this process lives: orders that are too old give way to what they carried for it.</summary>
    private async Task WatchAsync()
    {
        TimeSpan every = Facts.TimeToLive > TimeSpan.Zero ? Facts.TimeToLive / 4 : Timeout.InfiniteTimeSpan;
        if (every <= TimeSpan.Zero) return;
        using PeriodicTimer timer = new(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token).ConfigureAwait(false))
            {
                Power?[] due;
                Orders orders;
                lock (ordering)
                {
                    if (!hasOrders || time.GetElapsedTime(orderedAt) < Facts.TimeToLive) continue;
                    FallBack(last);
                    Volatile.Write(ref isFailSafe, true);
                    (orders, due) = (last, Caps(last));
                }
                await devices.Racks.CapAsync(due, setting.WriteWithin, ending.Token).ConfigureAwait(false);
                await OrderOthersAsync(orders, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // the field is closed
        }
    }

    /// <summary>As the simulator's racks do it: shares fall to the fail-safe, nothing rises, batteries rest.</summary>
    private void FallBack(Orders orders)
    {
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
