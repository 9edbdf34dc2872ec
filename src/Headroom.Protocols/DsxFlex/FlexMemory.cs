namespace Headroom.Protocols.DsxFlex;

/// <summary>Whether a message was met before.</summary>
public enum FlexMeeting { New, Again, Replayed }

/// <summary>What was met: for as long as a target could matter, which for one without an end is for ever.</summary>
/// <param name="Id">Of the envelope.</param>
/// <param name="Fingerprint">Of the signature; empty for none.</param>
/// <param name="MessageId">The signed id; empty for none.</param>
public sealed record FlexMet(string Source, string Id, string Fingerprint, string MessageId, DateTimeOffset At);

/// <summary>Remembers ids and signatures that were taken. Bounded; moments come in as arguments.</summary>
/// <remarks>A full memory forgets the oldest, which is why signers should write iat: an old one is then refused by its age, whatever is remembered.</remarks>
public sealed class FlexMemory
{
    private readonly int most;
    private readonly LinkedList<FlexMet> order = [];
    private readonly Dictionary<(string Source, string Id), FlexMet> ids = [];
    private readonly Dictionary<(string Source, string MessageId), FlexMet> messages = [];
    private readonly Dictionary<string, FlexMet> signatures = new(StringComparer.Ordinal);

    public FlexMemory(int most = 100_000) => this.most = Math.Max(1, most);

    /// <summary>Oldest first, for whoever saves it.</summary>
    public IReadOnlyCollection<FlexMet> Met => order;

    /// <summary>The last that was met; null before.</summary>
    public FlexMet? Newest => order.Last?.Value;

    /// <summary>Takes back what was saved.</summary>
    public void Recall(FlexMet met)
    {
        ArgumentNullException.ThrowIfNull(met);
        while (order.Count >= most)
        {
            FlexMet oldest = order.First!.Value;
            order.RemoveFirst();
            Drop(oldest);
        }
        order.AddLast(met);
        ids[(met.Source, met.Id)] = met;
        if (met.MessageId.Length > 0) messages[(met.Source, met.MessageId)] = met;
        if (met.Fingerprint.Length > 0) signatures[met.Fingerprint] = met;
    }

    /// <summary>Forgets the newest: it could not be carried out, and must count as new when it comes again.</summary>
    public void Undo()
    {
        if (order.Last is not { } last) return;
        order.RemoveLast();
        Drop(last.Value);
    }

    internal FlexMeeting Meet(FlexSource source, string id, string? fingerprint, string? messageId, DateTimeOffset now, TimeSpan window)
    {
        FlexMet met = new(source.ToString(), id, fingerprint ?? "", messageId ?? "", now);
        FlexMet? same = ids.GetValueOrDefault((met.Source, id))
            ?? (met.MessageId.Length > 0 ? messages.GetValueOrDefault((met.Source, met.MessageId)) : null)
            ?? (met.Fingerprint.Length > 0 ? signatures.GetValueOrDefault(met.Fingerprint) : null);
        if (same is null)
        {
            Recall(met);
            return FlexMeeting.New;
        }
        // a broker that delivers twice does so soon; the same words under the same id much later are somebody else's doing
        return same.Id == id && same.Fingerprint == met.Fingerprint && now - same.At <= 2 * window ? FlexMeeting.Again
            : FlexMeeting.Replayed;
    }

    private void Drop(FlexMet met)
    {
        ids.Remove((met.Source, met.Id));
        if (met.MessageId.Length > 0) messages.Remove((met.Source, met.MessageId));
        if (met.Fingerprint.Length > 0) signatures.Remove(met.Fingerprint);
    }
}
