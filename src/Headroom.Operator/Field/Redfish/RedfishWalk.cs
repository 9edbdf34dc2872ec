using Headroom.Protocols.Redfish;

namespace Headroom.Operator.Field.Redfish;

/// <summary>A walk along a service's links, which tells what the service has not from what it did not tell this time.</summary>
/// <remarks>
///   What is missing, or refused for good (403, 405, a link that leads elsewhere), is absent. Whoever is busy, silent or asks who one is may
///   have it all the same: the walk is cut, asks no more, and nothing that it found counts as all there is. A resource that breaks the
///   service (500) in so many walks is broken for good: controllers have such, and the rest of them is worth more.
/// </remarks>
/// <param name="broken">How often each path broke the service, over all walks; null: every walk is the first.</param>
internal sealed class RedfishWalk(RedfishClient client, Dictionary<string, int>? broken = null)
{
    /// <summary>Walks that one resource may cut.</summary>
    internal const int CutsMost = 3;

    /// <summary>Where it was cut, and why; null while everything was told.</summary>
    public string? Cut { get; private set; }

    /// <summary>An answer, whose body is on loan; null where there is none.</summary>
    public async ValueTask<RedfishAnswer?> GetAsync(string? path, CancellationToken stop)
    {
        if (path is null || Cut is not null) return null;
        RedfishAnswer answer = await client.GetAsync(path, stop).ConfigureAwait(false);
        if (answer.Outcome == RedfishOutcome.Ok) return answer;
        if (answer.Outcome is RedfishOutcome.Busy or RedfishOutcome.Silent or RedfishOutcome.Unreachable || answer.Status == 401)
            if (answer.Status != 500 || !IsBrokenForGood(path)) Cut = $"{path} {answer.Why}";
        answer.Dispose();
        return null;
    }

    private bool IsBrokenForGood(string path) => broken is not null && (broken[path] = Math.Min(CutsMost + 1, broken.GetValueOrDefault(path) + 1)) > CutsMost;

    /// <summary>A resource; null where it is absent, or the walk was cut.</summary>
    public async ValueTask<T?> ReadAsync<T>(string? path, Func<RedfishNode, T> read, CancellationToken stop) where T : class
    {
        using RedfishAnswer? answer = await GetAsync(path, stop).ConfigureAwait(false);
        return answer?.Read(read);
    }

    /// <summary>All members of a collection, over all its pages.</summary>
    public async ValueTask<IReadOnlyList<string>> MembersAsync(string? path, CancellationToken stop)
    {
        List<string> members = [];
        for (int page = 0; path is not null && page < RedfishClient.PagesMost; page++)
        {
            ResourceCollection? found = await ReadAsync(path, ResourceCollection.Of, stop).ConfigureAwait(false);
            if (found is null) break;
            members.AddRange(found.Members);
            path = found.NextPage;
        }
        return members;
    }
}
