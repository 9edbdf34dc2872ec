using System.Globalization;
using System.Text.Json;
using Headroom.Operator.Store;
using Headroom.Protocols.DsxFlex;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>Keeps what was met in the store of the journal, in a ring of pages, so that a message rewrites one page and not the whole.</summary>
/// <remarks>Pages are <c>dsx-flex/NAME/0</c> and so on; each states its number since the beginning, and the newest takes the place of the oldest.</remarks>
/// <param name="pageLength">Messages in a page; with the usual number of pages as many as the agent remembers.</param>
public sealed class StoreFlexMemory(IJournalStore store, string name, int pageLength = 250, int pages = 400) : IFlexMemory
{
    private readonly KeptState?[] ring = new KeptState?[pages];
    private Page current = new(0, []);

    public async ValueTask<IReadOnlyList<FlexMet>> LoadAsync(CancellationToken stop)
    {
        List<Page> read = [];
        for (int k = 0; k < pages; k++)
        {
            // the ring fills in order, so the first that is missing ends it
            if (await At(k).ReadAsync(stop).ConfigureAwait(false) is not { } bytes) break;
            if (Read(bytes) is { } page) read.Add(page);
        }
        read.Sort((one, other) => one.Number.CompareTo(other.Number));
        if (read.Count > 0) current = read[^1];
        return [.. read.SelectMany(one => one.Met)];
    }

    public async ValueTask AddAsync(FlexMet met, CancellationToken stop)
    {
        Page next = current.Met.Count < pageLength ? current with { Met = [.. current.Met, met] } : new(current.Number + 1, [met]);
        await At((int)(next.Number % pages)).KeepAsync(Write(next), stop).ConfigureAwait(false);
        current = next;
    }

    private KeptState At(int place) => ring[place] ??= new(store, string.Create(CultureInfo.InvariantCulture, $"dsx-flex/{name}/{place}"));

    private static byte[] Write(Page page) => JsonSerializer.SerializeToUtf8Bytes<string[]>(
        [page.Number.ToString(CultureInfo.InvariantCulture), .. page.Met.SelectMany(met => (string[])
        [met.Source, met.Id, met.Fingerprint, met.MessageId, met.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)])]);

    /// <summary>Null for a page of another version.</summary>
    private static Page? Read(byte[] bytes)
    {
        try
        {
            string[] words = JsonSerializer.Deserialize<string[]>(bytes) ?? [];
            return words.Length % 5 != 1 ? null : new(long.Parse(words[0], CultureInfo.InvariantCulture), [.. words.Skip(1).Chunk(5).Select(one =>
                new FlexMet(one[0], one[1], one[2], one[3], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(one[4], CultureInfo.InvariantCulture))))]);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private sealed record Page(long Number, IReadOnlyList<FlexMet> Met);
}
