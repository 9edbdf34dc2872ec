using System.Net;
using System.Net.Sockets;

namespace Headroom.TestKit.Tests;

public class LoopbackPortTests
{
    [Fact]
    public void A_free_port_can_be_listened_on()
    {
        using var listener = new TcpListener(IPAddress.Loopback, LoopbackPort.Free());
        listener.Start();
        Assert.True(listener.Server.IsBound);
    }
}
