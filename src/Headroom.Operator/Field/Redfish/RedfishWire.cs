using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Headroom.Operator.Field.Redfish;

/// <summary>The connections of a site to its Redfish services: pooled, kept open, shared by all drivers. Certificates are verified;
/// there is no switch for that.</summary>
public sealed class RedfishWire : IDisposable
{
    private readonly SocketsHttpHandler handler;

    public RedfishWire(RedfishConnectionSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        Setting = setting;
        handler = new()
        {
            MaxConnectionsPerServer = setting.ConnectionsEach,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            PooledConnectionLifetime = TimeSpan.FromHours(6),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            SslOptions = new()
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificates = setting.ClientCertificate is { } own ? [own] : null,
                CertificateChainPolicy = setting.Roots.Count > 0 ? ChainOf(setting.Roots) : null,
            },
        };
        Invoker = new(handler, disposeHandler: false);
    }

    public RedfishConnectionSetting Setting { get; }
    internal HttpMessageInvoker Invoker { get; }

    private static X509ChainPolicy ChainOf(X509Certificate2Collection roots)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    public void Dispose()
    {
        Invoker.Dispose();
        handler.Dispose();
    }
}
