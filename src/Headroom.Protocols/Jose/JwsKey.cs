using System.Security.Cryptography;

namespace Headroom.Protocols.Jose;

/// <summary>The two algorithms that are taken; no other is ever tried, "none" included.</summary>
public enum JwsAlgorithm { Es256, Rs256 }

/// <summary>A key and its name. One algorithm per key, so that a header cannot choose how a key is used.</summary>
public sealed class JwsKey : IDisposable
{
    private readonly ECDsa? curve;
    private readonly RSA? rsa;
    private readonly Lock one = new();

    /// <summary>P-256.</summary>
    public JwsKey(string id, ECDsa key)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize != 256 || key.ExportParameters(false).Curve.Oid.Value is not "1.2.840.10045.3.1.7") throw new ArgumentException("ES256 takes a key on P-256.", nameof(key));
        (Id, curve, Algorithm) = (id, key, JwsAlgorithm.Es256);
    }

    /// <summary>2,048 bits or more.</summary>
    public JwsKey(string id, RSA key)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize < 2048) throw new ArgumentException($"RS256 takes 2,048 bits or more, not {key.KeySize}.", nameof(key));
        (Id, rsa, Algorithm) = (id, key, JwsAlgorithm.Rs256);
    }

    public string Id { get; }
    public JwsAlgorithm Algorithm { get; }

    /// <summary>A new key on P-256.</summary>
    public static JwsKey Make(string id) => new(id, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A private or public key as PEM.</summary>
    /// <exception cref="ArgumentException">It is neither a P-256 nor an RSA key of enough bits.</exception>
    public static JwsKey OfPem(string id, string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (IsRsa(pem, out RSA? rsa)) return new(id, rsa!);
        ECDsa curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
        }
        catch (CryptographicException wrong)
        {
            throw new ArgumentException("The PEM holds no key that can be read.", nameof(pem), wrong);
        }
        return new(id, curve);
    }

    /// <summary>The half that others may have.</summary>
    public string PublicPem() => curve?.ExportSubjectPublicKeyInfoPem() ?? rsa!.ExportSubjectPublicKeyInfoPem();

    public void Dispose()
    {
        curve?.Dispose();
        rsa?.Dispose();
    }

    internal byte[] Sign(ReadOnlySpan<byte> input)
    {
        lock (one)
        {
            return curve is not null ? curve.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : rsa!.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    internal bool Verifies(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        lock (one)
        {
            return curve is not null ? curve.VerifyData(input, signature, HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : rsa!.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private static bool IsRsa(string pem, out RSA? key)
    {
        key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            key.Dispose();
            key = null;
            return false;
        }
    }
}
