using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Headroom.Operator.Journal;

/// <summary>One line of the journal. What it says is in its body, JSON; what came before it is in its hash.</summary>
/// <param name="Sequence">From 1, without a gap.</param>
/// <param name="At">By the site's clock.</param>
/// <param name="Kind">One of <see cref="JournalKinds"/>.</param>
public sealed record JournalEntry(long Sequence, DateTimeOffset At, string Kind, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Hash);

/// <summary>Where a journal stands.</summary>
public readonly record struct JournalHead(long Sequence, ReadOnlyMemory<byte> Hash)
{
    public static JournalHead Empty { get; } = new(0, new byte[SHA256.HashSizeInBytes]);
}

/// <summary>What entries are.</summary>
public static class JournalKinds
{
    /// <summary>A process took over: facts of the site, settings, and what it went on from.</summary>
    public const string Opened = "opened";

    /// <summary>A message of an authority, before it was taken.</summary>
    public const string Message = "message";

    /// <summary>What the controller answered.</summary>
    public const string Receipt = "receipt";

    /// <summary>A look ahead that is followed from now on.</summary>
    public const string Ahead = "ahead";

    /// <summary>What was read, what was ordered, and figures for reports.</summary>
    public const string Beat = "beat";

    /// <summary>Something heard or sent that moved no limit.</summary>
    public const string Note = "note";

    /// <summary>Something happened that people want to know.</summary>
    public const string Happening = "happening";

    /// <summary>A process stopped in order.</summary>
    public const string Closed = "closed";
}

/// <summary>The chain of hashes.</summary>
/// <remarks>
///   hash = SHA-256(hash before ‖ sequence ‖ ticks of the moment in UTC ‖ length and bytes of the kind ‖ length and bytes of the body)        integers little-endian, 64 bits
///   Whoever changes, adds or takes away an entry changes every hash after it.
/// </remarks>
public static class HashChain
{
    public static byte[] Next(in JournalHead before, DateTimeOffset at, string kind, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        void Number(long value, Span<byte> to)
        {
            BinaryPrimitives.WriteInt64LittleEndian(to, value);
            hash.AppendData(to);
        }
        byte[] name = Encoding.UTF8.GetBytes(kind);
        hash.AppendData(before.Hash.Span);
        Number(before.Sequence + 1, number);
        Number(at.UtcTicks, number);
        Number(name.Length, number);
        hash.AppendData(name);
        Number(body.Length, number);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Where an entry does not follow on the one before it; null where it does.</summary>
    public static string? Fault(in JournalHead before, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Sequence != before.Sequence + 1) return $"entry {entry.Sequence} follows on entry {before.Sequence}";
        return Next(before, entry.At, entry.Kind, entry.Body.Span).AsSpan().SequenceEqual(entry.Hash.Span) ? null : $"entry {entry.Sequence} has another hash than its content";
    }
}
