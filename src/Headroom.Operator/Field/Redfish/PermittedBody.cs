using System.Net;
using System.Net.Http.Headers;

namespace Headroom.Operator.Field.Redfish;

/// <summary>The body of a write, which is asked for its permit once more at the last moment: when a connection is there and nothing was sent. A process that fell asleep
/// on the way there, or waited for a session, sends nothing when it wakes up too late.</summary>
internal sealed class PermittedBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly Func<bool>? may;

    /// <param name="may">Whether the write is still permitted; null: it always is.</param>
    public PermittedBody(ReadOnlyMemory<byte> body, MediaTypeHeaderValue type, Func<bool>? may)
    {
        (this.body, this.may) = (body, may);
        Headers.ContentType = type;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        may?.Invoke() == false ? throw new IOException("The permit to write is over.") : stream.WriteAsync(body, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
