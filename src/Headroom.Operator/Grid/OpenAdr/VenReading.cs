using System.Security.Cryptography;
using Headroom.Protocols;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Reads events and programs of a VTN into the schedule, and notes what is new.</summary>
internal sealed class VenReading(VenSetting setting, ISiteDesk desk, VtnLists lists, VenSchedule schedule,
    Func<string, string, CancellationToken, ValueTask> tell)
{
    private readonly Dictionary<string, byte[]> lastBodies = [];
    private readonly HashSet<string> answered = [];

    /// <summary>Path and target of the lists that the VTN has ever answered, with a blank between.</summary>
    public IReadOnlyCollection<string> Answered => answered;

    /// <summary>Something changed that is not saved yet.</summary>
    public bool IsNew { get; set; }

    public void Restore(VenState saved) => answered.UnionWith(saved.Answered);

    /// <summary>Whether the list of events is whole.</summary>
    public async ValueTask<bool> RunAsync(IReadOnlySet<string> targets, CancellationToken stop)
    {
        string[] asked = [.. targets.Order(StringComparer.Ordinal)];
        answered.RemoveWhere(one => !targets.Contains(one[(one.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        (IReadOnlyList<AdrEvent> events, IReadOnlyList<Malformed> faults, bool isWhole) =
            await BothAsync("events", asked, AdrReader.Events, stop).ConfigureAwait(false);
        if (isWhole) await ReadProgramsAsync(asked, stop).ConfigureAwait(false);
        foreach (Malformed fault in faults) await tell("event malformed", fault.ToString(), stop).ConfigureAwait(false);
        // an event that cannot be read may be one that is known: it stays, and where its id cannot be read, all do
        string[] unreadable = [.. faults.Select(one => one.Id).OfType<string>()];
        IReadOnlyList<(string What, AdrEvent Event)> changes = schedule.Take(events, unreadable, isWhole && unreadable.Length == faults.Count,
            desk.Clock.UtcNow);
        foreach ((string what, AdrEvent one) in changes)
            await desk.NoteAsync(new("openadr", setting.Name, $"{what} {one.Id}", AdrWriter.Object(one)), stop).ConfigureAwait(false);
        IsNew |= changes.Count > 0;
        return isWhole;
    }

    private async ValueTask ReadProgramsAsync(string[] asked, CancellationToken stop)
    {
        (IReadOnlyList<AdrProgram> programs, _, bool isWhole) =
            await BothAsync("programs", asked, AdrReader.Programs, stop).ConfigureAwait(false);
        if (!isWhole) return;
        IsNew |= !AdrWriter.List(schedule.Programs).AsSpan().SequenceEqual(AdrWriter.List(programs));
        schedule.Programs = programs;
    }

    /// <summary>What has no targets and what has ours: some VTNs take targets for a filter, others show both. Each target is asked for on its
    /// own, since some VTNs show only what has all that are asked for.</summary>
    private async ValueTask<(IReadOnlyList<T>, IReadOnlyList<Malformed>, bool IsWhole)> BothAsync<T>(
        string path, string[] asked, Func<ReadOnlyMemory<byte>, Parsed<AdrPage<T>>> read, CancellationToken stop) where T : AdrObject
    {
        WholeList<T> open = await lists.AllAsync(path, read, stop).ConfigureAwait(false);
        await HeardAsync(path, open, stop).ConfigureAwait(false);
        if (!open.IsWhole) return (open.Items, open.Faults, false);
        Dictionary<string, T> all = open.Items.ToDictionary(one => one.Id);
        List<Malformed> faults = [.. open.Faults];
        foreach (string target in asked)
        {
            WholeList<T> aimed = await lists.AllAsync($"{path}?targets={Uri.EscapeDataString(target)}", read, stop).ConfigureAwait(false);
            await HeardAsync($"{path} for {target}", aimed, stop).ConfigureAwait(false);
            if (aimed.IsWhole) IsNew |= answered.Add($"{path} {target}");
            // a VTN that knows no such parameter or target has always said 400, and some say 404 where nothing matches: where it was answered once,
            // somebody in between says so, and it may pass like any other refusal, which takes nothing away
            if (aimed.Last.Status is 400 or 404 && !answered.Contains($"{path} {target}")) continue;
            foreach (T one in aimed.Items) all[one.Id] = all.TryGetValue(one.Id, out T? other) ? Joined(other, one) : one;
            faults.AddRange(aimed.Faults);
            if (!aimed.IsWhole) return ([.. all.Values], faults, false);
        }
        return ([.. all.Values], faults, true);
    }

    /// <summary>The later of two answers about one object, with the targets of both: each may show only the one that was asked for.</summary>
    private static T Joined<T>(T before, T now) where T : AdrObject
    {
        T later = now.Modified < before.Modified ? before : now;
        AdrObject joined = (before, now, later) switch
        {
            (AdrEvent one, AdrEvent other, AdrEvent last) => last with { Targets = [.. one.Targets.Union(other.Targets)] },
            (AdrProgram one, AdrProgram other, AdrProgram last) => last with { Targets = [.. one.Targets.Union(other.Targets)] },
            _ => later,
        };
        return (T)joined;
    }

    /// <summary>An answer goes into the journal when it says something new.</summary>
    private async ValueTask HeardAsync<T>(string what, WholeList<T> list, CancellationToken stop)
    {
        VtnReply reply = list.Last;
        if (!list.IsWhole) await tell($"{what} not read", reply.Why.Length > 0 ? reply.Why : reply.ToString(), stop).ConfigureAwait(false);
        byte[] hash = SHA256.HashData([(byte)(reply.Status % 256), .. reply.Body.Span]);
        if (reply.Status == 0 || lastBodies.TryGetValue(what, out byte[]? before) && before.AsSpan().SequenceEqual(hash)) return;
        lastBodies[what] = hash;
        await desk.NoteAsync(new("openadr", setting.Name, $"{what} answered {reply.Status}", reply.Body), stop).ConfigureAwait(false);
    }
}
