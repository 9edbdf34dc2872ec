using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Headroom.TestKit.Broker;

/// <summary>An authority of its own and certificates for loopback, valid for a day: for tests and for trying, never for a site.</summary>
public sealed class LoopbackCertificates : IDisposable
{
    private readonly DateTimeOffset from;

    public LoopbackCertificates(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        from = time.GetUtcNow().AddHours(-1);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest asked = new("CN=loopback authority", key, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 1, true));
        asked.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = asked.CreateSelfSigned(from, from.AddDays(1));
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>An authority between <see cref="Authority"/> and what it makes.</summary>
    public X509Certificate2 MakeBetween(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest asked = new($"CN={name}", key, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        asked.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 bare = asked.Create(Authority, from, from.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate with its private key, for a server on loopback or for a client.</summary>
    /// <param name="by">Who makes it; null for <see cref="Authority"/>.</param>
    public X509Certificate2 Make(string name, X509Certificate2? by = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest asked = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        asked.CertificateExtensions.Add(names.Build());
        using X509Certificate2 bare = asked.Create(by ?? Authority, from, from.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => Authority.Dispose();
}
