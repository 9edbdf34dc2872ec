using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Headroom.Protocols.Modbus;

namespace Headroom.TestKit.Modbus;

/// <summary>Serves emulated devices over Modbus TCP on loopback, and misbehaves when told to.</summary>
/// <remarks>
///   Units   each device answers to its own id; a server with one device also answers to 0 and 255, as one does that is no gateway.
///           An id that nobody has gets exception 11. Answers carry the id that was asked.
///   Source  Modbus messaging on TCP/IP V1.0b, section 4.4.2.
/// </remarks>
public sealed class ModbusServer : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<byte, IRegisterDevice> units;
    private readonly TcpListener listener;
    private readonly X509Certificate2? certificate;
    private readonly X509Certificate2Collection? clients;
    private readonly CancellationTokenSource stopped = new();
    private readonly ConcurrentDictionary<TcpClient, bool> connections = new();
    private readonly Task accepting;
    private volatile ModbusFault busyFault = ModbusFault.Busy;
    private int busyLeft;
    private int requests;

    /// <param name="port">0 takes a free one.</param>
    /// <param name="certificate">With one it speaks TLS and asks clients for theirs.</param>
    /// <param name="clients">Roots that certificates of clients must lead to.</param>
    public ModbusServer(IReadOnlyDictionary<byte, IRegisterDevice> units, int port = 0, X509Certificate2? certificate = null, X509Certificate2Collection? clients = null)
    {
        ArgumentNullException.ThrowIfNull(units);
        (this.units, this.certificate, this.clients) = (units, certificate, clients);
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>One device that answers to 1, and to 0 and 255.</summary>
    public ModbusServer(IRegisterDevice device, int port = 0) : this(new Dictionary<byte, IRegisterDevice> { [1] = device }, port) { }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Takes requests and answers none.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Requests that it leaves unanswered; null answers all.</summary>
    public Func<ModbusRequest, bool>? Ignores { get; set; }

    /// <summary>Answers so many requests with exception 6, or with 5.</summary>
    public void BeBusy(int times, ModbusFault fault = ModbusFault.Busy)
    {
        busyFault = fault;
        Interlocked.Exchange(ref busyLeft, times);
    }

    /// <summary>What an answer is changed to before it is sent; null sends it as it is.</summary>
    public Func<byte[], byte[]>? Garble { get; set; }

    /// <summary>Requests that came so far.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Hangs up on everybody.</summary>
    public void Disconnect()
    {
        foreach (TcpClient one in connections.Keys) one.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                TcpClient one = await listener.AcceptTcpClientAsync(stopped.Token);
                connections[one] = true;
                _ = ServeAsync(one);
            }
        }
        // a listener that was stopped between two calls says InvalidOperationException
        catch (Exception over) when (over is OperationCanceledException or SocketException or InvalidOperationException) { }
    }

    private async Task ServeAsync(TcpClient one)
    {
        try
        {
            one.NoDelay = true;
            Stream stream = one.GetStream();
            if (certificate is not null) stream = await SecureAsync(stream);
            byte[] buffer = new byte[4 * ModbusLimits.Frame];
            for (int filled = 0; ;)
            {
                Query query = Query.Read(buffer.AsSpan(0, filled));
                if (query is Query.Malformed) return;
                if (query is Query.NeedMore)
                {
                    int more = await stream.ReadAsync(buffer.AsMemory(filled), stopped.Token);
                    if (more == 0) return;
                    filled += more;
                    continue;
                }
                int used = query is Query.Asked asked ? asked.Bytes : ((Query.Unfit)query).Bytes;
                byte[] answer = Answer(query);
                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
                Interlocked.Increment(ref requests);
                bool isIgnored = IsSilent || query is Query.Asked { Request: var request } && Ignores?.Invoke(request) == true;
                if (!isIgnored) await stream.WriteAsync(Garble?.Invoke(answer) ?? answer, stopped.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or SocketException or InvalidOperationException or AuthenticationException) { }
        finally
        {
            connections.TryRemove(one, out _);
            one.Dispose();
        }
    }

    private async Task<Stream> SecureAsync(Stream plain)
    {
        var secure = new SslStream(plain);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (clients is not null)
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(clients);
        }
        await secure.AuthenticateAsServerAsync(options, stopped.Token);
        return secure;
    }

    private byte[] Answer(Query query)
    {
        byte[] frame = new byte[ModbusLimits.Frame];
        if (query is Query.Unfit unfit)
            return frame[..Query.WriteFault(frame, unfit.Transaction, unfit.Unit, unfit.Function, Find(unfit.Unit) is null ? ModbusFault.GatewayTargetFailed : unfit.Fault)];
        var asked = (Query.Asked)query;
        return frame[..(Fault(asked, frame, out int length) is { } fault ? Query.WriteFault(frame, asked.Transaction, asked.Unit, asked.Request.Function, fault) : length)];
    }

    private ModbusFault? Fault(Query.Asked asked, byte[] frame, out int length)
    {
        length = 0;
        if (Find(asked.Unit) is not { } device) return ModbusFault.GatewayTargetFailed;
        if (Interlocked.Decrement(ref busyLeft) >= 0) return busyFault;
        if (asked.Request is ModbusRequest.Read read)
        {
            ushort[] values = new ushort[read.Quantity];
            if (device.Read(read.Table, read.First, values) is { } unread) return unread;
            length = Query.WriteRegisters(frame, asked, values);
            return null;
        }
        ushort[] written = asked.Request is ModbusRequest.WriteOne one ? [one.Value] : ((ModbusRequest.WriteMany)asked.Request).Values;
        if (device.Write(asked.Request.First, written) is { } unwritten) return unwritten;
        length = Query.WriteDone(frame, asked);
        return null;
    }

    private IRegisterDevice? Find(byte unit) =>
        units.TryGetValue(unit, out IRegisterDevice? device) ? device : units.Count == 1 && unit is 0 or 255 ? units.Values.First() : null;

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Dispose();
        Disconnect();
        await accepting;
        stopped.Dispose();
    }
}
