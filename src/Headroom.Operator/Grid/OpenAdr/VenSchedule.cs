using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Events of one VTN as they were told last, and what may be forgotten.</summary>
/// <remarks>
///   · An event is the same if id and creation are; ids are used again after some VTNs restart.
///   · One that is not listed any more was cancelled; one that cannot be read keeps its last readable version.
///   · A list that is not whole takes nothing away.
/// </remarks>
internal sealed class VenSchedule
{
    private readonly Dictionary<string, RememberedEvent> events = [];

    public IReadOnlyList<AdrProgram> Programs { get; set; } = [];
    public IReadOnlyCollection<RememberedEvent> Events => events.Values;

    public void Restore(VenState state)
    {
        Programs = state.Programs;
        foreach (RememberedEvent one in state.Events) events[one.Event.Id] = one;
    }

    /// <summary>Takes a list over; what changed, in sentences.</summary>
    /// <param name="unreadable">Ids of events that are listed and cannot be read: they stay as they were.</param>
    public IReadOnlyList<(string What, AdrEvent Event)> Take(IReadOnlyList<AdrEvent> listed, IEnumerable<string> unreadable, bool isWhole,
        DateTimeOffset now)
    {
        List<(string, AdrEvent)> changes = [];
        foreach (AdrEvent shown in listed)
        {
            bool isKnown = events.TryGetValue(shown.Id, out RememberedEvent? before) && before.Event.Identity == shown.Identity;
            // each list shows only the targets that it was asked for, and one of them was not read
            AdrEvent one = isKnown && !isWhole ? shown with { Targets = [.. before!.Event.Targets.Union(shown.Targets)] } : shown;
            if (isKnown && before!.Event.Modified == one.Modified && AdrWriter.Object(before.Event).AsSpan()
                .SequenceEqual(AdrWriter.Object(one))) continue;
            // reading a changed event anew does not move its "now" where only the content changed
            events[one.Id] = new(one, isKnown && before!.Event.Modified == one.Modified ? before.FirstSeen : now, IsDiscarded: false);
            changes.Add((isKnown ? "event updated" : "event received", one));
        }
        if (!isWhole) return changes;
        HashSet<string> here = [.. listed.Select(one => one.Id), .. unreadable];
        foreach (RememberedEvent gone in events.Values.Where(one => !here.Contains(one.Event.Id)).ToArray())
        {
            events.Remove(gone.Event.Id);
            changes.Add(("event gone", gone.Event));
        }
        return changes;
    }

    /// <summary>The grid was out: all limits that are known are given up, future ones too, until they are told anew (User Guide
    /// 8.10.1).</summary>
    public void DiscardLimits()
    {
        foreach (RememberedEvent one in events.Values.Where(one => one.Event.Speaks(EventTypes.ImportLimit)).ToArray())
            events[one.Event.Id] = one with { IsDiscarded = true };
    }

    public VenState State() => new() { Programs = Programs, Events = [.. events.Values] };

    /// <summary>Events of the programs that count, aimed at a place.</summary>
    /// <param name="feed">Null for the whole site.</param>
    public IReadOnlyList<KnownEvent> At(string? feed, VenSetting setting, IReadOnlySet<string> ownTargets)
    {
        Dictionary<string, AdrProgram> programs = [];
        foreach (AdrProgram one in Programs) programs[one.Id] = one;
        return
        [
            .. events.Values.Where(one => setting.Programs.Count == 0 || programs.TryGetValue(one.Event.ProgramId, out AdrProgram? program)
                && setting.Programs.Contains(program.Name))
                .Where(one => Places(one.Event, setting, ownTargets).Contains(feed))
                .Select(one => new KnownEvent(one.IsDiscarded ? WithoutLimits(one.Event) : one.Event, one.FirstSeen) { ProgramDescriptors =
                    programs.GetValueOrDefault(one.Event.ProgramId)?.Descriptors ?? [] }),
        ];
    }

    private static IEnumerable<string?> Places(AdrEvent signal, VenSetting setting, IReadOnlySet<string> ownTargets) =>
        signal.Targets.Count == 0
        ? [null]
        : signal.Targets.Where(target => ownTargets.Contains(target) || setting.Feeds.ContainsKey(target))
            .Select(target => setting.Feeds.GetValueOrDefault(target)).Distinct();

    private static AdrEvent WithoutLimits(AdrEvent signal) => signal with
    {
        Intervals = [.. signal.Intervals.Select(interval =>
            interval with { Payloads = [.. interval.Payloads.Where(payload =>
            EventTypes.Canonical(payload.Type) != EventTypes.ImportLimit)] })],
    };
}
