using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Headroom.Operator.Store;

namespace Headroom.Operator.Journal;

/// <summary>The key with which a site signs its reports: ECDSA on P-256, in a file that only its owner reads.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa key;

    private SigningKey(ECDsa key) => this.key = key;

    /// <summary>Where a site's key is unless somebody says otherwise: beside the journal's file, in <c>.headroom</c> for one in a database.</summary>
    public static string PathOf(string store, string site) =>
        Dialect.IsPostgres(store) ? Path.Combine(".headroom", $"{site}.key.pem") : Path.ChangeExtension(store, ".key.pem");

    public string PublicPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Reads the key, or makes one.</summary>
    /// <exception cref="IOException">The file cannot be read or made.</exception>
    /// <exception cref="CryptographicException">It holds no such key.</exception>
    public static SigningKey LoadOrMake(string path)
    {
        if (File.Exists(path)) return Load(path);
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(path, options)) file.WriteLine(made.ExportPkcs8PrivateKeyPem());
        return new(made);
    }

    public static SigningKey Load(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new(key);
        }
        catch (ArgumentException none)
        {
            key.Dispose();
            throw new CryptographicException($"{path} holds no private key", none);
        }
    }

    /// <summary>A JWS in compact form, ES256.</summary>
    public string Sign(ReadOnlySpan<byte> payload)
    {
        string head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"JOSE","kid":"{{KeyId}}"}""")), text = $"{head}.{Base64Url.EncodeToString(payload)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))}";
    }

    /// <summary>The payload of a JWS that a key signed; null where it did not.</summary>
    public static byte[]? Verify(string jws, string publicPem)
    {
        ArgumentNullException.ThrowIfNull(jws);
        if (jws.Split('.') is not [var head, var payload, var signature]) return null;
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(publicPem);
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(head)).Contains("\"alg\":\"ES256\"", StringComparison.Ordinal)
                && key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{payload}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                ? Base64Url.DecodeFromChars(payload) : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or ArgumentException) { return null; }
    }

    /// <summary>The first 16 hex digits of the public key's SHA-256.</summary>
    public string KeyId => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    public void Dispose() => key.Dispose();
}
