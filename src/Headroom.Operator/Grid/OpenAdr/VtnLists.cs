using System.Globalization;
using Headroom.Protocols;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>A list as it stood at one time, or why there is none.</summary>
/// <param name="Faults">Objects that cannot be read, and where they stood.</param>
public sealed record WholeList<T>(IReadOnlyList<T> Items, IReadOnlyList<Malformed> Faults, VtnReply Last, bool IsWhole);

/// <summary>Lists of a VTN, page by page.</summary>
/// <remarks>
///   Pages have no order that is promised, and objects come and go meanwhile: a list of more than one page is read until two readings
///   agree.
///   A page ends the list if it is empty, brings nothing new, since some servers ignore skip, or has fewer objects than a page of this server has had: some give
///   fewer than were asked for.
///   A list that goes on beyond 10,000 objects or 64 MB is not whole.
/// </remarks>
public sealed class VtnLists(VtnDoor door)
{
    private const int Page = 50, ReadingsMost = 5, PagesMost = 200;
    private const long BytesMost = 64 << 20;
    private int largest = 1;

    public async ValueTask<WholeList<T>> AllAsync<T>(string path, Func<ReadOnlyMemory<byte>, Parsed<AdrPage<T>>> read,
        CancellationToken stop) where T : AdrObject
    {
        WholeList<T>? before = null;
        for (int i = 0; i < ReadingsMost; i++)
        {
            (WholeList<T> now, int pages) = await OnceAsync(path, read, stop).ConfigureAwait(false);
            if (!now.IsWhole || pages <= 1 || before is not null && IsSame(before, now)) return now;
            before = now;
        }
        return before! with { IsWhole = false, Last = before.Last with { Why = "the list changed while it was read, again and again" } };
    }

    private async ValueTask<(WholeList<T>, int Pages)> OnceAsync<T>(string path, Func<ReadOnlyMemory<byte>, Parsed<AdrPage<T>>> read,
        CancellationToken stop) where T : AdrObject
    {
        Dictionary<string, T> items = [];
        List<Malformed> faults = [];
        HashSet<string> unreadable = [];
        VtnReply reply = default;
        long bytes = 0;
        for (int page = 0, skip = 0; page < PagesMost; page++)
        {
            reply = await door.SendAsync(HttpMethod.Get,
                $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}skip={skip}&limit={Page}", null,
                stop).ConfigureAwait(false);
            // behind the last object, some servers say that there is nothing there
            if (reply.Status == 404 && page > 0) return (new([.. items.Values], faults, reply, true), page);
            if (!reply.IsGood) return (new([.. items.Values], faults, reply, false), page);
            if ((bytes += reply.Body.Length) > BytesMost)
                return (new([.. items.Values], faults, reply with { Why = "the list is larger than 64 MB, and what comes then is not read" }, false), page);
            if (read(reply.Body) is not { Value: { } list })
                return (new([.. items.Values], faults, reply with { Why = "the list cannot be read" }, false), page);
            faults.AddRange(list.Faults);
            int known = items.Count + unreadable.Count;
            unreadable.UnionWith(list.Faults.Select(one => one.Id).OfType<string>());
            foreach (T one in list.Items)
                // some servers list an object twice, once as it stood before it was changed
                if (!items.TryGetValue(one.Id, out T? other) || !(one.Modified < other.Modified)) items[one.Id] = one;
            bool isNothingNew = items.Count + unreadable.Count == known;
            if (list.Count < largest || isNothingNew) return (new([.. items.Values], faults, reply, true), isNothingNew ? Math.Max(1, page) : page + 1);
            (largest, skip) = (Math.Min(list.Count, Page), skip + list.Count);
        }
        // what comes behind is not known: to take it for gone would cancel its limits
        string why = string.Create(CultureInfo.InvariantCulture, $"the list goes on beyond {PagesMost * Page:N0} objects, and what comes then is not read");
        return (new([.. items.Values], faults, reply with { Why = why }, false), PagesMost);
    }

    private static bool IsSame<T>(WholeList<T> one, WholeList<T> other) where T : AdrObject =>
        one.Items.Select(item => (item.Id, item.Modified)).ToHashSet().SetEquals(other.Items.Select(item => (item.Id, item.Modified)));
}
