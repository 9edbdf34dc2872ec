using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Headroom.Protocols.Jose;

namespace Headroom.Protocols.Tests.Jose;

public class JwsTests
{
    static readonly byte[] payload = "{\"a\":1}"u8.ToArray();

    [Fact]
    public void What_a_key_signs_its_published_half_verifies()
    {
        using JwsKey own = JwsKey.Make("k1");
        Jws read = Jws.Read(Jws.Sign(payload, own), out _)!;
        using JwsKey published = JwsKey.OfPem("k1", own.PublicPem());
        Assert.True(read.IsSignedBy(published));
        Assert.Equal(payload, read.Payload.ToArray());
    }

    [Fact]
    public void Rsa_keys_sign_and_verify_by_their_pem()
    {
        using RSA rsa = RSA.Create(2048);
        using JwsKey own = new("r", rsa), published = JwsKey.OfPem("r", rsa.ExportSubjectPublicKeyInfoPem());
        Jws read = Jws.Read(Jws.Sign(payload, own, new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero), "m-1"), out _)!;
        Assert.True(read.IsSignedBy(published));
        Assert.Equal((JwsAlgorithm.Rs256, "m-1", new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero)),
            (read.Header.Algorithm, read.Header.MessageId, read.Header.IssuedAt!.Value));
    }

    [Theory]
    [InlineData("{\"alg\":\"none\",\"kid\":\"k1\"}")]
    [InlineData("{\"alg\":\"HS256\",\"kid\":\"k1\"}")]
    [InlineData("{\"alg\":\"es256\",\"kid\":\"k1\"}")]
    [InlineData("{\"alg\":\"ES256\"}")]
    [InlineData("{\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}")]
    [InlineData("{\"alg\":\"ES256\",\"alg\":\"RS256\",\"kid\":\"k1\"}")]
    public void Headers_that_choose_their_own_rules_are_refused(string header)
    {
        string text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(new byte[64])}";
        Assert.Null(Jws.Read(text, out Malformed? wrong));
        Assert.NotNull(wrong);
    }

    [Fact]
    public void A_key_of_another_name_kind_or_pair_verifies_nothing()
    {
        using JwsKey own = JwsKey.Make("k1"), other = JwsKey.Make("k1"), named = JwsKey.OfPem("k2", own.PublicPem());
        using RSA rsa = RSA.Create(2048);
        using JwsKey kind = new("k1", rsa);
        Jws read = Jws.Read(Jws.Sign(payload, own), out _)!;
        Assert.False(read.IsSignedBy(other));
        Assert.False(read.IsSignedBy(named));
        Assert.False(read.IsSignedBy(kind));
    }

    [Fact]
    public void The_mirrored_signature_verifies_and_is_known_as_the_same()
    {
        using JwsKey own = JwsKey.Make("k1");
        string text = Jws.Sign(payload, own);
        string[] parts = text.Split('.');
        byte[] signature = Base64Url.DecodeFromChars(parts[2]);
        var order = System.Numerics.BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            System.Globalization.NumberStyles.HexNumber);
        System.Numerics.BigInteger mirrored = order - new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true,
            isBigEndian: true);
        byte[] s = mirrored.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] forged = [.. signature.AsSpan(0, 32), .. new byte[32 - s.Length], .. s];
        Jws first = Jws.Read(text, out _)!, second = Jws.Read($"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(forged)}", out _)!;
        Assert.True(second.IsSignedBy(own));
        Assert.Equal(first.Fingerprint(), second.Fingerprint());
        Assert.NotEqual(first.Fingerprint(), Jws.Read(Jws.Sign(payload, own), out _)!.Fingerprint());
    }

    [Fact]
    public void A_second_text_of_the_same_bytes_is_refused()
    {
        using JwsKey own = JwsKey.Make("k1");
        string text = Jws.Sign(payload, own);
        // 64 bytes leave four spare bits in the last letter: A, Q, g and w differ in used bits only
        char last = text[^1], twin = (char)(last + 1);
        Assert.Null(Jws.Read(text[..^1] + twin, out _));
        Assert.Null(Jws.Read(text + "=", out _));
    }

    [Fact]
    public void Keys_that_are_too_weak_are_refused()
    {
        using RSA weak = RSA.Create(1024);
        Assert.Throws<ArgumentException>(() => new JwsKey("k", weak));
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => new JwsKey("k", other));
    }
}
