using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace Headroom.Operator.Mqtt;

/// <summary>The way to a broker with TLS, certificates in between on both sides included.</summary>
/// <remarks>
///   The library would show our certificate alone, and a broker that knows only the root above it could not follow.
///   The broker's certificate must lead to one of our authorities, or of the machine's where we name none, over those in between that it shows, and bear its name.
/// </remarks>
internal sealed class MqttStream(MqttSetting setting) : IMqttClientStreamProvider
{
    public async Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? secure = null;
        try
        {
            await socket.ConnectAsync(brokerEndPoint, cancellationToken).ConfigureAwait(false);
            secure = new(new NetworkStream(socket, ownsSocket: true));
            await secure.AuthenticateAsClientAsync(Options(), cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            if (secure is not null) await secure.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }

    private const X509ChainStatusFlags unasked = X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    private SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = setting.ServerName ?? setting.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        // offline: what is shown is what the file has, and nobody is asked for more
        if (setting.ClientCertificate is { } own)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(own, [.. setting.ClientChain], offline: true);
        if (setting.Authorities.Count == 0)
        {
            // the machine's roots have lists of what they took back, which a site's network may not reach: taken back is no, nobody to ask is not
            options.CertificateChainPolicy = new() { RevocationMode = X509RevocationMode.Online, UrlRetrievalTimeout = TimeSpan.FromSeconds(2) };
            options.RemoteCertificateValidationCallback = static (_, _, chain, errors) => errors == SslPolicyErrors.None
                || errors == SslPolicyErrors.RemoteCertificateChainErrors && chain?.ChainStatus is { Length: > 0 } faults && faults.All(one => (one.Status & ~unasked) == 0);
            return options;
        }
        options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(setting.Authorities.ToArray());
        return options;
    }
}
