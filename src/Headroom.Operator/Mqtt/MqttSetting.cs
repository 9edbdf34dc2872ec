using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Headroom.Operator.Mqtt;

/// <summary>How a broker is reached. MQTT 3.1.1; TLS everywhere off loopback.</summary>
public sealed record MqttSetting(string Host, int Port, string ClientId)
{
    /// <summary>The user that says "the password is a token".</summary>
    public const string TokenUser = "oauthtoken";

    public bool UsesTls { get; init; } = true;

    /// <summary>For mutual TLS: our certificate with its private key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Between it and its root; they are shown with it, for a broker that knows the root alone.</summary>
    public IReadOnlyList<X509Certificate2> ClientChain { get; init; } = [];

    /// <summary>Who may vouch for the broker; empty for the machine's own trust.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>Of the broker's certificate, where it differs from <see cref="Host"/>.</summary>
    public string? ServerName { get; init; }
    public string User { get; init; } = TokenUser;

    /// <summary>A token or a password, asked for before every connection; null for none, as with mutual TLS.</summary>
    public Func<CancellationToken, ValueTask<string>>? Password { get; init; }
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between attempts: doubled up to the most, with a random part.</summary>
    public TimeSpan RetryLeast { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="RetryLeast"/>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">Without TLS off loopback.</exception>
    public MqttSetting Checked()
    {
        if (UsesTls || Host == "localhost" || IPAddress.TryParse(Host, out IPAddress? address)
            && IPAddress.IsLoopback(address)) return this;
        throw new ArgumentException($"A broker at {Host} is reached by TLS; without it only on loopback.");
    }
}

/// <summary>A message that came.</summary>
/// <param name="IsRetained">It was said before we listened: no command.</param>
public readonly record struct MqttHeard(string Topic, ReadOnlyMemory<byte> Payload, bool IsRetained);
