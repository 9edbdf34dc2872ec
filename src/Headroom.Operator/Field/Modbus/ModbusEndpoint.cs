using System.Security.Cryptography.X509Certificates;

namespace Headroom.Operator.Field.Modbus;

/// <summary>Where a Modbus TCP device listens, and how long one waits for it.</summary>
/// <param name="Port">502, or 802 with TLS.</param>
public sealed record ModbusEndpoint(string Host, int Port)
{
    /// <summary>Null speaks in the clear: the network itself must then keep strangers out.</summary>
    public ModbusTls? Tls { get; init; }

    /// <summary>From a request to its answer; the device is silent afterwards.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan ConnectTimeOut { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After a device that could not be reached; twice as long each time, up to <see cref="ReconnectMost"/>.</summary>
    public TimeSpan ReconnectAfter { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan ReconnectMost { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent again to a device that says it is busy, and after what wait.</summary>
    public int BusyTries { get; init; } = 3;
    public TimeSpan BusyWait { get; init; } = TimeSpan.FromMilliseconds(100);
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>Modbus/TCP Security: both sides show certificates.</summary>
/// <param name="Client">Ours, with its private key.</param>
/// <param name="Authorities">Roots that the device's certificate must lead to; null trusts those of the machine.</param>
public sealed record ModbusTls(X509Certificate2 Client, X509Certificate2Collection? Authorities = null)
{
    /// <summary>The name that the device's certificate must carry; the host where null.</summary>
    public string? Name { get; init; }
}
