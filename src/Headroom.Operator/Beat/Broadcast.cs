using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Headroom.Operator;

/// <summary>Tells the newest of something to everybody who watches; who is slow misses some.</summary>
internal sealed class Broadcast<T>
{
    private readonly ConcurrentDictionary<Channel<T>, bool> watchers = new();

    public void Tell(T value)
    {
        foreach (Channel<T> one in watchers.Keys) one.Writer.TryWrite(value);
    }

    public async IAsyncEnumerable<T> WatchAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var own = Channel.CreateBounded<T>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        watchers[own] = true;
        try
        {
            await foreach (T value in own.Reader.ReadAllAsync(stop)) yield return value;
        }
        finally { watchers.TryRemove(own, out _); }
    }
}
