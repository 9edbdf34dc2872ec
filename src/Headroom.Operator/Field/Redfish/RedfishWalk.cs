using Headroom.Protocols.Redfish;

namespace Headroom.Operator.Field.Redfish;

/// <summary>A walk along a service's links, which tells what the service has not from what it did not tell this time.</summary>
/// <remarks>
///   What is missing, or refused for good (403, 405, a link that leads elsewhere), is absent. Whoever is busy, silent or asks who one is may
///   have it all the same: the walk is cut, asks no more, and nothing that it found counts as all there is. A resource that breaks the
///   service (500) in so many walks is broken for good: controllers have such, and the rest of them is worth more. So is a spare resource that is
///   busy or silent in so many; a walk goes on after one that is busy, so that many of them cost no more walks than one.
///   Who asks for time (Retry-After) gets it: a little within the walk; more, up to a minute, before the next one.
/// </remarks>
/// <param name="broken">How often each path broke the service, over all walks; null: every walk is the first.</param>
internal sealed class RedfishWalk(RedfishClient client, Dictionary<string, int>? broken = null)
{
    /// <summary>Walks that one resource may cut.</summary>
    internal const int CutsMost = 3;

    /// <summary>What is waited for within a walk, how often for one resource, and how long a service is left alone at most (our choice).</summary>
    private static readonly TimeSpan waitMost = TimeSpan.FromSeconds(10), restMost = TimeSpan.FromMinutes(1);
    private const int WaitsMost = 3;

    /// <summary>Where it was cut, and why; null while everything was told.</summary>
    public string? Cut => cut ?? lack;

    /// <summary>What ended it, and the first spare resource that it went on without.</summary>
    private string? cut, lack;

    /// <summary>An answer, whose body is on loan; null where there is none.</summary>
    /// <param name="isSpare">The walk is worth something without it: no limit hangs on it.</param>
    public async ValueTask<RedfishAnswer?> GetAsync(string? path, CancellationToken stop, bool isSpare = false)
    {
        if (path is null || cut is not null || isSpare && broken?.GetValueOrDefault(path) > CutsMost) return null;
        if (client.IsResting)
        {
            cut = $"{path} is not asked for: its service wants time";
            return null;
        }
        RedfishAnswer answer = await AskAsync(path, stop).ConfigureAwait(false);
        if (answer.Outcome == RedfishOutcome.Ok) return answer;
        bool mayBreak = answer.Status == 500 || isSpare && answer.Outcome is RedfishOutcome.Busy or RedfishOutcome.Silent;
        if (answer.Outcome is RedfishOutcome.Busy or RedfishOutcome.Silent or RedfishOutcome.Unreachable || answer.Status == 401)
            if (!mayBreak || !IsBrokenForGood(path)) Fail($"{path} {answer.Why}", goesOn: isSpare && answer.Outcome == RedfishOutcome.Busy);
        answer.Dispose();
        return null;
    }

    private void Fail(string why, bool goesOn)
    {
        if (goesOn) lack ??= why;
        else cut = why;
    }

    private async ValueTask<RedfishAnswer> AskAsync(string path, CancellationToken stop)
    {
        for (int waits = 0; ; waits++)
        {
            RedfishAnswer answer = await client.WalkAsync(path, stop).ConfigureAwait(false);
            if (answer.Outcome != RedfishOutcome.Busy || answer.RetryAfter is not { } wanted || wanted <= TimeSpan.Zero || waits >= WaitsMost) return answer;
            if (wanted > waitMost)
            {
                client.Rest(wanted < restMost ? wanted : restMost);
                return answer;
            }
            answer.Dispose();
            await Task.Delay(wanted, client.Time, stop).ConfigureAwait(false);
        }
    }

    private bool IsBrokenForGood(string path) => broken is not null && (broken[path] = Math.Min(CutsMost + 1, broken.GetValueOrDefault(path) + 1)) > CutsMost;

    /// <summary>A resource; null where it is absent, or the walk was cut.</summary>
    public async ValueTask<T?> ReadAsync<T>(string? path, Func<RedfishNode, T> read, CancellationToken stop, bool isSpare = false) where T : class
    {
        using RedfishAnswer? answer = await GetAsync(path, stop, isSpare).ConfigureAwait(false);
        return answer?.Read(read);
    }

    /// <summary>All members of a collection, over all its pages.</summary>
    public async ValueTask<IReadOnlyList<string>> MembersAsync(string? path, CancellationToken stop, bool isSpare = false)
    {
        List<string> members = [];
        for (int page = 0; path is not null && page < RedfishClient.PagesMost; page++)
        {
            ResourceCollection? found = await ReadAsync(path, ResourceCollection.Of, stop, isSpare).ConfigureAwait(false);
            if (found is null) break;
            members.AddRange(found.Members);
            path = found.NextPage;
        }
        return members;
    }

    /// <summary>All members of several collections.</summary>
    public async ValueTask<IReadOnlyList<string>> MembersAsync(IEnumerable<string> collections, CancellationToken stop)
    {
        List<string> all = [];
        foreach (string one in collections) all.AddRange(await MembersAsync(one, stop).ConfigureAwait(false));
        return all;
    }
}
