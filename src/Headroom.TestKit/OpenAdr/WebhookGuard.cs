using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Where callbacks may go: https, and no address of this machine or of a private network, checked again at the moment of
/// connecting.</summary>
/// <remarks>A name that resolves to a public address when it is registered and to a private one later is stopped by the second
/// check.</remarks>
internal sealed class WebhookGuard(VtnSetting setting)
{
    /// <summary>Why a callback is refused; null where it may be used.</summary>
    public async ValueTask<string?> RefusalAsync(string url, CancellationToken stop)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)) return "is no URL";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && setting.AllowsHttpCallbacks)) return "is not https";
        if (uri.UserInfo.Length > 0) return "carries a user";
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(uri.DnsSafeHost, stop).ConfigureAwait(false);
            return addresses.Length == 0 ? "has no address" : addresses.Any(one => !IsAllowed(one)) ? "leads into a private network" : null;
        }
        catch (SocketException)
        {
            return "has no address";
        }
    }

    public HttpClient NewClient()
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = async (context, stop) =>
            {
                IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop).ConfigureAwait(false);
                IPAddress address = addresses.FirstOrDefault(IsAllowed)
                    ?? throw new HttpRequestException("the callback leads into a private network");
                Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(address, context.DnsEndPoint.Port, stop).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        if (setting.CallbackRoot is { } root)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.Add(root);
            handler.SslOptions.CertificateChainPolicy = policy;
        }
        return new(handler) { Timeout = setting.WebhookTimeout, MaxResponseContentBufferSize = 64 << 10 };
    }

    internal bool IsAllowed(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return setting.AllowsLoopbackCallbacks;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !(address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast
                || address.IsIPv6Teredo || address.Equals(IPAddress.IPv6Any));
        byte[] four = address.GetAddressBytes();
        // RFC 6890: this network, private, shared, link-local, test, multicast and reserved
        return !(four[0] is 0 or 10 or 127 or >= 224 || four[0] == 172 && four[1] is >= 16 and < 32 || four[0] == 192 && four[1] == 168
            || four[0] == 169 && four[1] == 254
            || four[0] == 100 && four[1] is >= 64 and < 128 || four[0] == 192 && four[1] == 0 || four[0] == 198 && four[1] is (18 or 19));
    }
}
