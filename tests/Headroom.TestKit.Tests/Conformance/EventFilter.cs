using System.Text;

namespace Headroom.TestKit.Tests.Conformance;

/// <summary>A stream of server-sent events that changes or drops whole events on their way.</summary>
sealed class EventFilter(Stream to, Func<string, string?> change) : Stream
{
    readonly StringBuilder waiting = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => waiting.Append(Encoding.UTF8.GetString(buffer, offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        waiting.Append(Encoding.UTF8.GetString(buffer.Span));
        return ValueTask.CompletedTask;
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        string text = waiting.ToString();
        for (int end = text.IndexOf("\n\n", StringComparison.Ordinal); end >= 0; end = text.IndexOf("\n\n", StringComparison.Ordinal))
        {
            if (change(text[..(end + 2)]) is { } changed) await to.WriteAsync(Encoding.UTF8.GetBytes(changed), cancellationToken);
            text = text[(end + 2)..];
        }
        waiting.Clear().Append(text);
        await to.FlushAsync(cancellationToken);
    }
}
