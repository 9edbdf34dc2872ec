using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Headroom.Protocols.Modbus;

namespace Headroom.Operator.Field.Modbus;

/// <summary>Speaks Modbus TCP with one endpoint: one request in flight, every answer checked against its request.</summary>
/// <remarks>
///   After a time-out or an answer that is none, the connection is dropped: a late answer can then not be taken for that of another request.
///   A request on a connection that the device closed meanwhile is sent once more on a new one; requests here state values, so sending twice does no harm.
/// </remarks>
public sealed class ModbusClient(ModbusEndpoint endpoint, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly byte[] frame = new byte[ModbusLimits.Frame];
    private TcpClient? connection;
    private Stream? stream;
    private ushort transaction;
    private long failedAt;
    private TimeSpan backOff;

    public ModbusEndpoint Endpoint => endpoint;

    /// <summary>Asked before every write, right before it is sent; null permits all. A request may have waited long for those before it.</summary>
    public WritePermit? Permit { get; init; }

    /// <summary>Reads 1 to 125 registers in one request, so that wide values are of one moment.</summary>
    public ValueTask<ModbusAnswer> ReadAsync(ModbusUnit unit, RegisterTable table, int first, int count, CancellationToken stop) =>
        AskAsync(unit, new ModbusRequest.Read(table, (ushort)first, (ushort)count), stop);

    /// <summary>Writes 1 to 123 registers in one request; a single one by function 06 where a device does not know 16.</summary>
    public async ValueTask<ModbusAnswer> WriteAsync(ModbusUnit unit, int first, ushort[] values, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(values);
        ModbusAnswer answer = await AskAsync(unit, new ModbusRequest.WriteMany((ushort)first, values), stop);
        return answer is ModbusAnswer.Refused { Fault: ModbusFault.IllegalFunction } && values.Length == 1
            ? await AskAsync(unit, new ModbusRequest.WriteOne((ushort)first, values[0]), stop) : answer;
    }

    /// <summary>Asks once, and again while the device is busy or says that it has taken the request and will be long.</summary>
    /// <exception cref="OperationCanceledException">Only by <paramref name="stop"/>.</exception>
    public async ValueTask<ModbusAnswer> AskAsync(ModbusUnit unit, ModbusRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Fault() is { } fault) throw new ArgumentException(fault, nameof(request));
        await gate.WaitAsync(stop);
        try
        {
            for (int tries = 0; ; tries++)
            {
                ModbusAnswer answer = await OnceAsync(unit, request, stop);
                if (answer is not ModbusAnswer.Refused { IsForNow: true } || tries >= endpoint.BusyTries) return answer;
                await Task.Delay(endpoint.BusyWait, time, stop);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask<ModbusAnswer> OnceAsync(ModbusUnit unit, ModbusRequest request, CancellationToken stop)
    {
        for (bool isFresh = stream is null; ; isFresh = true)
        {
            if (stream is null && await ConnectAsync(stop) is { } unreachable) return new ModbusAnswer.Silent(unreachable) { IsUnreachable = true };
            if (request is not ModbusRequest.Read && Permit is { Holds: false }) return new ModbusAnswer.Silent($"{endpoint}: {WritePermit.Over}");
            (ModbusAnswer? answer, bool isClosed) = await ExchangeAsync(unit, request, stop);
            if (answer is not null) return answer;
            if (isFresh || !isClosed) return new ModbusAnswer.Silent(isClosed ? $"{endpoint} closed the connection" : $"{endpoint} did not answer within {endpoint.TimeOut.TotalSeconds:0.###} s");
        }
    }

    /// <summary>One request and its answer; null for none, and whether the device hung up.</summary>
    private async ValueTask<(ModbusAnswer? Answer, bool IsClosed)> ExchangeAsync(ModbusUnit unit, ModbusRequest request, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(endpoint.TimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        bool isWhole = false;
        try
        {
            int length = ModbusFrame.Write(frame, ++transaction, unit.Id, request);
            await stream!.WriteAsync(frame.AsMemory(0, length), either.Token);
            int filled = 0;
            while (true)
            {
                Reply reply = ModbusFrame.Read(frame.AsSpan(0, filled), transaction, unit, request);
                isWhole = reply is Reply.Registers or Reply.Written or Reply.Refused;
                if (reply is Reply.Registers registers) return (new ModbusAnswer.Registers(registers.Values), false);
                if (reply is Reply.Written) return (new ModbusAnswer.Written(), false);
                if (reply is Reply.Refused refused) return (new ModbusAnswer.Refused(refused.Fault), false);
                if (reply is Reply.Malformed malformed) return (new ModbusAnswer.Silent($"{endpoint} sent no answer: {malformed.Why}"), false);
                int more = await stream.ReadAsync(frame.AsMemory(filled), either.Token);
                if (more == 0) return (null, true);
                filled += more;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            return (null, true);
        }
        finally
        {
            if (!isWhole) Drop();
        }
    }

    /// <summary>Null once connected; else why not.</summary>
    private async ValueTask<string?> ConnectAsync(CancellationToken stop)
    {
        if (backOff > TimeSpan.Zero && time.GetElapsedTime(failedAt) < backOff) return $"{endpoint} could not be reached a moment ago";
        using var limit = new CancellationTokenSource(endpoint.ConnectTimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var fresh = new TcpClient { NoDelay = true };
        try
        {
            await fresh.ConnectAsync(endpoint.Host, endpoint.Port, either.Token);
            stream = endpoint.Tls is null ? fresh.GetStream() : await SecureAsync(fresh.GetStream(), endpoint.Tls, either.Token);
            (connection, backOff) = (fresh, TimeSpan.Zero);
            return null;
        }
        catch (Exception problem) when (problem is SocketException or IOException or AuthenticationException
            || problem is OperationCanceledException && !stop.IsCancellationRequested)
        {
            fresh.Dispose();
            failedAt = time.GetTimestamp();
            backOff = backOff == TimeSpan.Zero ? endpoint.ReconnectAfter : TimeSpan.FromTicks(Math.Min(2 * backOff.Ticks, endpoint.ReconnectMost.Ticks));
            return problem is OperationCanceledException ? $"{endpoint} did not take a connection within {endpoint.ConnectTimeOut.TotalSeconds:0.###} s"
                : $"{endpoint} cannot be reached: {problem.Message}";
        }
    }

    private async ValueTask<Stream> SecureAsync(NetworkStream plain, ModbusTls tls, CancellationToken stop)
    {
        var secure = new SslStream(plain);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = tls.Name ?? endpoint.Host,
            ClientCertificates = [tls.Client],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (tls.Authorities is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }
        try
        {
            await secure.AuthenticateAsClientAsync(options, stop);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private void Drop()
    {
        stream?.Dispose();
        connection?.Dispose();
        (stream, connection) = (null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        Drop();
        gate.Dispose();
    }
}
