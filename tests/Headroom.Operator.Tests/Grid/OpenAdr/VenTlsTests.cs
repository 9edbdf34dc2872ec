using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Grid.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Certificates are checked, and plain http leads no further than this machine.</summary>
public sealed class VenTlsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_VTN_with_a_certificate_of_its_own_making_is_refused_unless_the_VEN_is_told_not_to_look(bool skips)
    {
        using X509Certificate2 certificate = SelfSigned();
        await using VenRig rig = await VenRig.StartAsync(
            url => new()
            {
                Name = "juniper",
                Url = url,
                ClientId = "ven_client",
                ClientSecret = "ven_secret",
                SkipsCertificateCheck =
                skips
            }, vtn => vtn with { Certificate = certificate });
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        await rig.PollAsync();
        Assert.Equal("https", rig.Vtn.Url.Scheme);
        Assert.Equal(skips ? 40 : 50, rig.Desk.CeilingMegawatts(1));
    }

    [Theory]
    [InlineData("http://vtn.example.org/", null)]
    [InlineData("https://vtn.example.org/", "http://site.example.org/hook")]
    public void Plain_http_elsewhere_is_refused(string url, string? callback) => Assert.Throws<ArgumentException>(() => new Ven(
        new() { Name = "j", Url = new(url), ClientId = "c", ClientSecret = "s", CallbackUrl = callback is null ? null : new(callback) },
            new BookDesk(TimeProvider.System), new NotedMemory()));

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 plain = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(plain.Export(X509ContentType.Pkcs12), null);
    }
}
