using System.Globalization;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>Write, read back, judge, give back.</summary>
public sealed partial class RackDriver
{
    private double orderedWatts = double.NaN;

    /// <summary>Watts of one accelerator that were ordered last; NaN before.</summary>
    public Power? Ordered => double.IsNaN(orderedWatts) ? null : Power.FromSi(orderedWatts);

    /// <summary>When the last of its caps was confirmed, a timestamp of its clock; 0 before.</summary>
    public long ConfirmedAt
    {
        get
        {
            long last = 0;
            foreach (CapPoint point in points) last = Math.Max(last, point.ConfirmedAt);
            return last;
        }
    }

    /// <summary>Whether an order would write anything.</summary>
    public bool Differs(Power each) =>
        !(Math.Abs(each.Watts - orderedWatts) < 1)
        || points.Any(point => point.Standing == CapStanding.NotTaken || point.WantedWatts != RedfishBody.WholeWatts(point.For(Power.FromSi(orderedWatts))));

    /// <summary>Caps every accelerator, by sums where the device has them, and reads back what it enforces.</summary>
    /// <param name="each">Watts of one accelerator: a rack of 72 gets 72 times that.</param>
    /// <returns>Whether all was taken; <see cref="Reading"/> says whether it is in force.</returns>
    /// <remarks>Without a permit nothing is written, and the same order is due again.</remarks>
    public async ValueTask<bool> CapAsync(Power each, CancellationToken stop)
    {
        if (!Permit.Holds) return false;
        orderedWatts = each.Watts;
        if (!IsOpen && !await OpenAsync(stop).ConfigureAwait(false)) return false;
        bool all = points.Length > 0;
        foreach (CapPoint point in points)
        {
            double watts = RedfishBody.WholeWatts(point.For(each));
            if (watts == point.RequestedWatts && point.Standing is CapStanding.Asked or CapStanding.Confirmed) continue;
            all &= await WriteAsync(point, Power.FromSi(watts), stop).ConfigureAwait(false);
        }
        if (points.Any(point => point.Access == CapAccess.ReadOnly) && FallBack())
        {
            Publish();
            return await CapAsync(each, stop).ConfigureAwait(false);
        }
        if (!Permit.Holds) orderedWatts = double.NaN;
        Publish();
        return all;
    }

    /// <summary>A dead man's last cap, which needs no permit: it lowers what the device enforces now, whoever ordered that, and raises
    /// nothing.</summary>
    public async ValueTask LowerAsync(Power each, CancellationToken stop)
    {
        if (!IsOpen) return;
        foreach (CapPoint point in points)
        {
            double watts = RedfishBody.WholeWatts(point.For(each));
            if (!await FetchAsync(point, stop).ConfigureAwait(false) || !(point.EnforcedWatts > watts)) continue;
            if (await WriteAsync(point, Power.FromSi(watts), stop, isLast: true).ConfigureAwait(false)) orderedWatts = each.Watts;
        }
        Publish();
    }

    /// <summary>Forgets what was asked of the device, which keeps it: another process asks now. What was found stays known.</summary>
    public void Forget()
    {
        foreach (CapPoint point in points) _ = Forgotten(point);
        orderedWatts = double.NaN;
        Publish();
    }

    /// <summary>Sums that cannot be written give way to limits of each; false where there is nothing left to try.</summary>
    private bool FallBack()
    {
        CapPoint[] before = points;
        Choose(setting.PrefersEach);
        if (before.SequenceEqual(points)) return false;
        Remember();
        return points.Length > 0;
    }

    private async ValueTask<bool> WriteAsync(CapPoint point, Power limit, CancellationToken stop, bool isLast = false)
    {
        if (!isLast && !Permit.Holds) return false;
        point.WantedWatts = limit.Watts;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            if (!isLast && !Permit.Holds) return false;
            string? tag = point.TagMoves ? null : point.ETag;
            using RedfishAnswer answer =
                await point.Client.PatchAsync(point.Path, point.Body(limit, point.HasPersistence ? false : null), tag, stop,
                    isLast ? null : () => Permit.Holds).ConfigureAwait(false);
            if (answer.Outcome == RedfishOutcome.Changed && tag is not null)
            {
                double before = point.EnforcedWatts;
                point.ETag = null;
                await FetchAsync(point, stop).ConfigureAwait(false);
                // a tag that moves with every reading guards nothing: such a limit is written without it
                point.TagMoves = before == point.EnforcedWatts;
                continue;
            }
            bool done = answer.Outcome == RedfishOutcome.Ok
                || answer.Outcome == RedfishOutcome.Accepted
                && await point.Client.FinishAsync(answer, time, setting.CapLatency, stop).ConfigureAwait(false)
                || answer.Outcome == RedfishOutcome.Silent && await IsTakenAsync(point, limit, stop).ConfigureAwait(false);
            if (!done)
            {
                if (answer.Status == 405 || answer.Fault is { IsReadOnly: true })
                    point.Access = CapAccess.ReadOnly;
                (point.Standing, point.Why) = (CapStanding.NotTaken, $"did not take {Watts(limit.Watts)}: it {answer.Why}.");
                mustAudit = true;
                return false;
            }
            (point.RequestedWatts, point.AskedAt, point.Standing, point.Why) = (limit.Watts, time.GetTimestamp(), CapStanding.Asked, "");
            // an answer with a body tells what is enforced already; else one look, which also gives the new entity tag
            if (!point.Take(answer)) await FetchAsync(point, stop).ConfigureAwait(false);
            Judge(point);
            return true;
        }
        (point.Standing, point.Why) = (CapStanding.NotTaken, "is changed by somebody else all the time.");
        return false;
    }

    /// <summary>A write without an answer may have been taken: the device is looked at before it counts as one that was not.</summary>
    private static async ValueTask<bool> IsTakenAsync(CapPoint point, Power limit, CancellationToken stop) =>
        await FetchAsync(point, stop).ConfigureAwait(false)
        && (Math.Abs(point.EnforcedWatts - limit.Watts) < 1 || point.EchoedWatts is { } echoed && Math.Abs(echoed - limit.Watts) < 1);

    private static async ValueTask<bool> FetchAsync(CapPoint point, CancellationToken stop)
    {
        using RedfishAnswer answer = await point.Client.GetAsync(point.Path, stop).ConfigureAwait(false);
        return answer.Outcome == RedfishOutcome.Ok && point.Take(answer);
    }

    /// <summary>Reads a limit and decides what a difference means.</summary>
    private async ValueTask AuditAsync(CapPoint point, bool hasRestarted, CancellationToken stop)
    {
        double before = point.EnforcedWatts;
        if (!await FetchAsync(point, stop).ConfigureAwait(false))
        {
            faults.Add($"{Name}: {point.Path} cannot be read.");
            return;
        }
        bool wasConfirmed = point.Standing is CapStanding.Confirmed or CapStanding.Exceeded;
        hasRestarted |= await OtherRestartedAsync(services.First(one => one.Client == point.Client), stop).ConfigureAwait(false);
        Judge(point);
        if (!wasConfirmed || Math.Abs(point.EnforcedWatts - point.RequestedWatts) < 1 || before == point.EnforcedWatts) return;
        string found = $"holds {Watts(point.EnforcedWatts)} where {Watts(point.RequestedWatts)} was in force: ";
        point.Why = found + (hasRestarted ? "its controller started anew." : "somebody else wrote it.");
        faults.Add($"{Name}: {point.Path} {point.Why}");
        if (hasRestarted) Restarts++;
        else ForeignWrites++;
        // a device that lets more through than was ordered is asked again at once; one that somebody lowered keeps it until the next order
        if (point.EnforcedWatts > point.RequestedWatts || hasRestarted)
        {
            await WriteAsync(point, Power.FromSi(point.RequestedWatts), stop).ConfigureAwait(false);
            // not permitted now: due with the next orders
            if (!Permit.Holds) orderedWatts = double.NaN;
        }
        else (point.Standing, point.RequestedWatts) = (CapStanding.Disputed, point.RequestedWatts);
    }

    /// <summary>Whether one of a service's other managers has started anew: looked at once in every audit, whichever limit comes first.</summary>
    private async ValueTask<bool> OtherRestartedAsync(RackInventory service, CancellationToken stop)
    {
        if (service.OtherManagers.Count == 0 || service.OthersLook.At == auditedAt) return service.OthersLook.Restarted;
        bool restarted = false;
        foreach ((string manager, DateTimeOffset before) in service.OtherManagers.ToArray())
        {
            if (await service.Client.ReadAsync(manager, ResourceLinks.Of, stop).ConfigureAwait(false) is not { LastReset: { } reset }) continue;
            restarted |= reset != before;
            service.OtherManagers[manager] = reset;
        }
        service.OthersLook = (auditedAt, restarted);
        return restarted;
    }

    /// <summary>Times that somebody else's write, or a restart, changed what had been in force.</summary>
    public int ForeignWrites { get; private set; }

    /// <inheritdoc cref="ForeignWrites"/>
    public int Restarts { get; private set; }

    /// <summary>From what is asked, enforced and drawn to how a cap stands.</summary>
    private void Judge(CapPoint point)
    {
        if (point.Standing == CapStanding.NotTaken)
        {
            // what stands is what was asked before: it proves nothing of what is wanted now
            if (!(Math.Abs(point.EnforcedWatts - point.WantedWatts) < 1)) return;
            // taken after all: its answer was lost, or late
            (point.RequestedWatts, point.AskedAt, point.Standing) = (point.WantedWatts, time.GetTimestamp(), CapStanding.Asked);
        }
        if (double.IsNaN(point.RequestedWatts)) return;
        bool inTime = time.GetElapsedTime(point.AskedAt) < setting.CapLatency;
        if (Math.Abs(point.EnforcedWatts - point.RequestedWatts) >= 1 || double.IsNaN(point.EnforcedWatts))
        {
            if (inTime && point.Standing == CapStanding.Asked) return;
            point.Standing = CapStanding.Disputed;
            point.Why = point.EchoedWatts is { } echoed ? $"enforces {Watts(point.EnforcedWatts)} although {Watts(point.RequestedWatts)} was asked, and it says that {Watts(echoed)} was."
                : $"enforces {Watts(point.EnforcedWatts)} although {Watts(point.RequestedWatts)} was asked.";
            return;
        }
        point.Access = CapAccess.Proven;
        double drawn = DrawnOf(point);
        if (drawn > point.EnforcedWatts * (1 + setting.ToleranceShare) + point.Devices)
        {
            if (inTime && point.Standing == CapStanding.Asked) return;
            (point.Standing, point.Why) = (CapStanding.Exceeded, $"enforces {Watts(point.EnforcedWatts)} and draws {Watts(drawn)}.");
            return;
        }
        if (point.Standing != CapStanding.Confirmed) point.ConfirmedAt = time.GetTimestamp();
        (point.Standing, point.Why) = (CapStanding.Confirmed, "");
    }

    /// <summary>By the limit's own sensor, else by the report; NaN where nobody tells, and the enforced value alone must do.</summary>
    private double DrawnOf(CapPoint point)
    {
        if (!double.IsNaN(point.ReadingWatts)) return point.ReadingWatts;
        RackInventory service = services.First(one => one.Client == point.Client);
        double sum = 0;
        for (int n = point.FirstDevice; n < point.FirstDevice + point.Devices; n++) sum += Value(service, service.PowerAt, n);
        return sum;
    }

    /// <summary>Sets what the device falls back to after a reset, where it has such a limit; the present cap stays as it is.</summary>
    /// <returns>Whether every limit took it: a sum has no persistent twin on any device that was seen.</returns>
    public async ValueTask<bool> ArmAsync(Power each, CancellationToken stop)
    {
        if (!setting.ArmsFailSafe || !IsOpen) return false;
        bool all = points.Length > 0;
        foreach (CapPoint point in points)
        {
            double watts = RedfishBody.WholeWatts(point.For(each));
            if (!point.HasPersistence) all = false;
            else if (!Permit.Holds) return false;
            else if (!(watts >= point.ArmedWatts && watts - point.ArmedWatts <= ArmStepShare * watts))
            {
                using RedfishAnswer answer =
                    await point.Client.PatchAsync(point.Path, point.Body(Power.FromSi(watts), persistent: true), null, stop, () => Permit.Holds)
                        .ConfigureAwait(false);
                if (answer.IsOk) point.ArmedWatts = watts;
                else all = false;
                point.ETag = null;
            }
        }
        return all;
    }

    /// <summary>A persistent limit wears memory: it is raised only for more than this.</summary>
    private const double ArmStepShare = 0.05;

    /// <summary>Gives every limit back as it was found, and proves it by reading it.</summary>
    public async ValueTask<bool> ReleaseAsync(CancellationToken stop)
    {
        List<string> back = [];
        faults.Clear();
        foreach (CapPoint point in points)
        {
            if (point.Found is not { } found || double.IsNaN(point.WantedWatts) && double.IsNaN(point.ArmedWatts)) continue;
            if (!Permit.Holds) faults.Add($"{Name}: {point.Path} is left as it is: another process may hold the site.");
            else if (await GiveBackAsync(point, found, stop).ConfigureAwait(false)) back.Add(KeyOf(point));
            else faults.Add($"{Name}: {point.Path} is not back at {Watts(found.SetPointWatts ?? double.NaN)}: it holds {Watts(point.EnforcedWatts)}.");
        }
        if (back.Count > 0) keeper.Forget(back);
        if (back.Count == points.Length) orderedWatts = double.NaN;
        Publish();
        return faults.Count == 0;
    }

    private async ValueTask<bool> GiveBackAsync(CapPoint point, FoundCap found, CancellationToken stop)
    {
        // a device that is left to itself goes to its default: that is giving back only where the default was found
        bool isDefault = found.NeverAsked && found.SetPointWatts is { } was && point.DefaultWatts is { } byDefault
            && Math.Abs(was - byDefault) < 1;
        bool clears = point.ClearPath is not null && (isDefault || !double.IsNaN(point.ArmedWatts));
        if (clears)
        {
            using RedfishAnswer answer = await point.Client.PostAsync(point.ClearPath!, RedfishBody.Nothing, stop).ConfigureAwait(false);
        }
        if (found.PersistentWatts is { } persistent && point.HasPersistence)
            await PutAsync(point, persistent, persistent: true, stop).ConfigureAwait(false);
        if ((found.OneShotWatts ?? (found.PersistentWatts is null && !(clears && isDefault) ? found.SetPointWatts : null)) is { } watts)
            await PutAsync(point, watts, point.HasPersistence ? false : null, stop).ConfigureAwait(false);
        return await IsBackAsync(point, found, stop).ConfigureAwait(false) && Forgotten(point);
    }

    private static bool Forgotten(CapPoint point)
    {
        (point.WantedWatts, point.RequestedWatts, point.ArmedWatts) = (double.NaN, double.NaN, double.NaN);
        (point.Standing, point.Why) = (CapStanding.Idle, "");
        return true;
    }

    private static async ValueTask PutAsync(CapPoint point, double watts, bool? persistent, CancellationToken stop)
    {
        using RedfishAnswer answer =
            await point.Client.PatchAsync(point.Path, point.Body(Power.FromSi(watts), persistent), null, stop).ConfigureAwait(false);
        point.ETag = null;
    }

    /// <summary>Looks until the found value is enforced, for as long as the class allows.</summary>
    private async ValueTask<bool> IsBackAsync(CapPoint point, FoundCap found, CancellationToken stop)
    {
        if (found.SetPointWatts is not { } watts) return true;
        long began = time.GetTimestamp();
        while (true)
        {
            if (await FetchAsync(point, stop).ConfigureAwait(false) && Math.Abs(point.EnforcedWatts - watts) < 1) return true;
            if (time.GetElapsedTime(began) >= setting.CapLatency) return false;
            await Task.Delay(lookBeat, time, stop).ConfigureAwait(false);
        }
    }

    private static readonly TimeSpan lookBeat = TimeSpan.FromMilliseconds(200);

    private static string Watts(double watts) => string.Create(CultureInfo.InvariantCulture, $"{watts:0.#} W");
}
