using System.Buffers;
using Headroom.Protocols;
using Headroom.Protocols.Redfish;

namespace Headroom.Operator.Field.Redfish;

/// <summary>What became of a request.</summary>
public enum RedfishOutcome
{
    /// <summary>Done; a body may be there.</summary>
    Ok,

    /// <summary>Taken; a task goes on with it.</summary>
    Accepted,

    /// <summary>Somebody changed the resource in between.</summary>
    Changed,

    /// <summary>There is no such resource.</summary>
    Missing,

    /// <summary>The service says no.</summary>
    Refused,

    /// <summary>Nobody, or the wrong one, is let in.</summary>
    Shut,

    /// <summary>Come back later: 429, 5xx.</summary>
    Busy,

    /// <summary>No answer in time.</summary>
    Silent,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,
}

/// <summary>An answer, or why there is none. Its body is on loan: dispose of it.</summary>
public sealed class RedfishAnswer : IDisposable
{
    private byte[]? rented;
    private readonly int length;

    internal RedfishAnswer(RedfishOutcome outcome, int status, byte[]? rented = null, int length = 0) =>
        (Outcome, Status, this.rented, this.length) = (outcome, status, rented, length);

    public RedfishOutcome Outcome { get; }

    /// <summary>Of HTTP; 0 without an answer.</summary>
    public int Status { get; }
    public bool IsOk => Outcome is RedfishOutcome.Ok or RedfishOutcome.Accepted;
    public string? ETag { get; init; }
    public string? Location { get; init; }
    public string? Token { get; init; }

    /// <summary>For how long nobody should ask again; null where it does not say, or only by a clock, which need not be ours.</summary>
    public TimeSpan? RetryAfter { get; init; }
    public ReadOnlyMemory<byte> Body => rented is { } bytes ? bytes.AsMemory(0, length) : default;

    /// <summary>The body as a message; null where there is none or it cannot be read.</summary>
    public T? Read<T>(Func<RedfishNode, T> read, out Malformed? malformed) where T : class
    {
        malformed = null;
        return length > 0 ? RedfishText.Read(Body, read, out malformed) : null;
    }

    public T? Read<T>(Func<RedfishNode, T> read) where T : class => Read(read, out _);

    /// <summary>What the service says of its refusal.</summary>
    public RedfishFault? Fault => IsOk ? null : Read(RedfishFault.Of);

    /// <summary>A sentence for people.</summary>
    public string Why => Outcome switch
    {
        RedfishOutcome.Silent => "did not answer in time",
        RedfishOutcome.Unreachable => "cannot be reached",
        RedfishOutcome.Shut when Fault is not { IsReadOnly: true } => "does not let us in",
        _ when Fault is { MessageIds.Count: > 0 } fault => $"answers {Status}: {fault.MessageIds[0]}",
        _ => $"answers {Status}",
    };

    public void Dispose()
    {
        if (rented is { } bytes) ArrayPool<byte>.Shared.Return(bytes);
        rented = null;
    }

    /// <summary>Takes an answer over with its body, up to what is read at most.</summary>
    internal static async ValueTask<RedfishAnswer> TakeAsync(HttpResponseMessage response, CancellationToken stop)
    {
        int status = (int)response.StatusCode;
        byte[]? bytes = null;
        int length = 0;
        long? stated = response.Content.Headers.ContentLength;
        if (status != 204 && stated != 0 && stated is null or <= RedfishText.BytesMost)
        {
            bytes = ArrayPool<byte>.Shared.Rent((int)(stated ?? 4096) + 1);
            try
            {
                using Stream stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
                int read;
                while ((read = await stream.ReadAsync(bytes.AsMemory(length), stop).ConfigureAwait(false)) > 0)
                {
                    length += read;
                    if (length > RedfishText.BytesMost) break;
                    if (length == bytes.Length) bytes = Larger(bytes);
                }
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(bytes);
                throw;
            }
        }
        return new(OutcomeOf(status), status, bytes, Math.Min(length, RedfishText.BytesMost + 1))
        {
            ETag = response.Headers.TryGetValues("ETag", out IEnumerable<string>? tags) ? tags.FirstOrDefault() : null,
            Token = response.Headers.TryGetValues("X-Auth-Token", out IEnumerable<string>? tokens) ? tokens.FirstOrDefault() : null,
            RetryAfter = response.Headers.RetryAfter?.Delta,
            Location = response.Headers.TryGetValues("Location", out IEnumerable<string>? places) ? places.FirstOrDefault() : null,
        };
    }

    private static byte[] Larger(byte[] bytes)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
        bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        return larger;
    }

    internal static RedfishOutcome OutcomeOf(int status) => status switch
    {
        202 => RedfishOutcome.Accepted,
        >= 200 and < 300 => RedfishOutcome.Ok,
        401 or 403 => RedfishOutcome.Shut,
        404 => RedfishOutcome.Missing,
        412 or 428 => RedfishOutcome.Changed,
        408 or 429 or >= 500 => RedfishOutcome.Busy,
        _ => RedfishOutcome.Refused,
    };
}
