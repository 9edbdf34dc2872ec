using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Headroom.Operator.Mqtt;

/// <summary>A certificate with its private key, and those between it and its root, as they stand in one PKCS #12 file without a password.</summary>
public sealed record OwnCertificate(X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Chain)
{
    /// <exception cref="CryptographicException">It is no such file, or holds no private key.</exception>
    public static OwnCertificate Read(string path)
    {
        X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, null);
        X509Certificate2 own = all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("it holds no private key");
        return new(own, [.. all.Where(one => !one.HasPrivateKey)]);
    }
}
