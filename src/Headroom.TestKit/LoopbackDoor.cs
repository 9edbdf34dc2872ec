using System.Net;
using System.Net.Sockets;

namespace Headroom.TestKit;

/// <summary>An address beyond this machine that leads to a port of its loopback, byte by byte: emulators of devices listen on loopback only.</summary>
public sealed class LoopbackDoor : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly int inner;
    private readonly CancellationTokenSource stopped = new();
    private readonly Task accepting;

    /// <param name="port">0 takes a free one.</param>
    /// <param name="inner">On loopback.</param>
    public LoopbackDoor(IPAddress host, int port, int inner)
    {
        (listener, this.inner) = (new(host, port), inner);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptTcpClientAsync(stopped.Token).ConfigureAwait(false));
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // the door is shut
        }
    }

    private async Task PassAsync(TcpClient outside)
    {
        using TcpClient inside = new() { NoDelay = true };
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        using (outside)
            try
            {
                outside.NoDelay = true;
                await inside.ConnectAsync(IPAddress.Loopback, inner, over.Token).ConfigureAwait(false);
                Task ask = CopyAsync(outside, inside, over.Token), answer = CopyAsync(inside, outside, over.Token);
                // who has asked all may still be answered; a broken side ends both
                if ((await Task.WhenAny(ask, answer).ConfigureAwait(false)).IsFaulted) await over.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(ask, answer).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // a connection that broke is one that both sides see end
            }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken stop)
    {
        await from.GetStream().CopyToAsync(to.GetStream(), stop).ConfigureAwait(false);
        to.Client.Shutdown(SocketShutdown.Send);
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        stopped.Dispose();
    }
}
