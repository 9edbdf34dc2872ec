using System.Text.Json;
using Headroom.Control;

namespace Headroom.Operator.Journal;

/// <summary>What replay found.</summary>
/// <param name="Entries">Read, and chained without a fault up to the last of them.</param>
/// <param name="Differences">Orders and receipts that came out otherwise, the first few as sentences.</param>
/// <param name="Fault">Where the chain breaks or a body cannot be read; null where it holds.</param>
public sealed record ReplayAnswer(long Entries, long Beats, long Messages, long Processes, long Different, IReadOnlyList<string> Differences, string? Fault, JournalHead Head)
{
    public bool Holds => Fault is null && Different == 0;
}

/// <summary>Does again what a journal says was done: the same messages and readings in the same order, and compares every receipt and every order bit for bit.</summary>
public sealed class JournalReplay
{
    private const int Listed = 10;
    private readonly List<string> differences = [];
    private JournalHead head = JournalHead.Empty;
    private Controller? controller;
    private Orders? orders;
    private ReceiptBody? answer;
    private IReadOnlyList<bool> paused = [];
    private long entries, beats, messages, processes, different;

    /// <summary>From the first entry on.</summary>
    public static async ValueTask<ReplayAnswer> RunAsync(IAsyncEnumerable<JournalEntry> entries, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var replay = new JournalReplay();
        try
        {
            await foreach (JournalEntry entry in entries.WithCancellation(stop))
            {
                if (replay.Take(entry) is { } fault) return replay.Answer(fault);
                if (entry.Sequence % 1000 == 0) progress?.Report($"{entry.Sequence} entries replayed");
            }
        }
        catch (InvalidDataException unread)
        {
            return replay.Answer($"entry {replay.head.Sequence + 1} cannot be read: {unread.Message}");
        }
        replay.Miss(replay.head.Sequence);
        return replay.Answer(replay.entries == 0 ? "the journal is empty" : null);
    }

    private ReplayAnswer Answer(string? fault) => new(entries, beats, messages, processes, different, differences, fault, head);

    /// <summary>What is wrong with an entry; null where nothing is.</summary>
    private string? Take(JournalEntry entry)
    {
        if (HashChain.Fault(head, entry) is { } fault) return fault;
        try
        {
            Do(entry);
        }
        catch (Exception unread) when (StateText.IsUnread(unread))
        {
            return $"entry {entry.Sequence} cannot be read: {unread.Message}";
        }
        (entries, head) = (entries + 1, new(entry.Sequence, entry.Hash));
        return null;
    }

    /// <summary>A message and its receipt are one append: whatever follows a message that is no receipt, or nothing at all, somebody took the receipt away.</summary>
    private void Miss(long message)
    {
        if (answer is { } owed) Differ($"entry {message}: no receipt follows, and the answer was {owed.Outcome}");
        answer = null;
    }

    private void Do(JournalEntry entry)
    {
        if (entry.Kind != JournalKinds.Receipt) Miss(head.Sequence);
        switch (entry.Kind)
        {
            case JournalKinds.Opened:
                Open(StateText.Read<OpenedBody>(entry.Body));
                break;
            case JournalKinds.Message:
                var message = StateText.Read<MessageBody>(entry.Body);
                messages++;
                answer = Receipts.Of(Running().Receive(message.Message, message.Now));
                break;
            case JournalKinds.Receipt:
                if (answer is null || !StateText.Write(answer).AsSpan().SequenceEqual(entry.Body.Span)) Differ($"entry {entry.Sequence}: {(answer is null ? "a receipt of nothing" : $"another receipt than {answer.Outcome}")}");
                answer = null;
                break;
            case JournalKinds.Ahead:
                Running().Follow(StateText.Read<AheadBody>(entry.Body).Plan);
                break;
            case JournalKinds.Beat:
                Beat(entry);
                break;
        }
    }

    private void Beat(JournalEntry entry)
    {
        beats++;
        using JsonDocument body = JsonDocument.Parse(entry.Body);
        var seen = StateText.Read<Observation>(body.RootElement.GetProperty("seen"));
        orders ??= NewOrders(seen);
        Running().Decide(seen, orders);
        using JsonDocument again = JsonDocument.Parse(StateText.Write(orders));
        if (!JsonElement.DeepEquals(again.RootElement, body.RootElement.GetProperty("orders"))) Differ($"entry {entry.Sequence}, {entry.At:u}: other orders");
    }

    private void Open(OpenedBody opened)
    {
        processes++;
        // a process goes on from exactly what the one before it left, or it lost something
        if (controller is { } before && (opened.From is not { } left || !Same(before.Snapshot(), left))) Differ($"process {processes}, {opened.Holder}: it went on from another memory than the one before left");
        PolicyKind policy = Policies.Find(opened.Policy) ?? throw new InvalidOperationException($"no policy {opened.Policy}");
        IPolicy decides = policy.Make(opened.PolicyMarginFraction);
        controller = opened.From is { } saved ? Controller.Restored(opened.Facts, opened.Limits, saved, decides, opened.MarginFraction)
            : new(opened.Facts, new(opened.Limits), decides, opened.MarginFraction);
        (orders, answer, paused) = (null, null, opened.Paused);
    }

    /// <summary>Of a controller that went on from its book alone, the book.</summary>
    private static bool Same(ControllerSnapshot before, ControllerSnapshot left) => left.Memory is null
        ? StateText.Write(before.Book).AsSpan().SequenceEqual(StateText.Write(left.Book)) : StateText.Write(before).AsSpan().SequenceEqual(StateText.Write(left));

    private Orders NewOrders(Observation seen)
    {
        Orders made = new(seen.Services.Length, seen.Runs.Length, seen.Plants.Length, seen.Batteries.Length, seen.Banks.Length);
        paused.ToArray().CopyTo(made.Pause, 0);
        return made;
    }

    private Controller Running() => controller ?? throw new InvalidOperationException("nobody had opened the journal");

    private void Differ(string what)
    {
        different++;
        if (differences.Count < Listed) differences.Add(what);
    }
}
