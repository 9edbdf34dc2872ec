using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Field.Redfish;
using Headroom.Protocols.Redfish;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;

namespace Headroom.Operator.Tests.Redfish;

public class RedfishClientTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;

    [Theory]
    [InlineData(RedfishEntry.Session), InlineData(RedfishEntry.Basic)]
    public async Task Whoever_has_the_password_enters(RedfishEntry entry)
    {
        ManualTime time = new(new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));
        EmulatedService service = new("one", time, new()) { Account = ("headroom", "secret") };
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using RedfishWire wire = new(new());
        RedfishClient right = new(wire, new(emulator.AddressOf(service), entry, "headroom", "secret"));
        RedfishClient wrong = new(wire, new(emulator.AddressOf(service), entry, "headroom", "guess"));
        Assert.Single(await right.MembersAsync("/redfish/v1/Systems", Stop));
        using (RedfishAnswer shut = await wrong.GetAsync("/redfish/v1/Systems", Stop)) Assert.Equal(RedfishOutcome.Shut, shut.Outcome);
        // a restart forgets sessions: the client enters again by itself
        service.Restart(away: TimeSpan.Zero);
        Assert.Single(await right.MembersAsync("/redfish/v1/Systems", Stop));
        Assert.Equal(entry == RedfishEntry.Session ? 2 : 0, right.Entries);
        // who leaves, leaves no session behind
        RedfishClient last = new(wire, new(emulator.AddressOf(service), RedfishEntry.Basic, "headroom", "secret"));
        Assert.Equal(entry == RedfishEntry.Session ? 1 : 0, (await last.MembersAsync("/redfish/v1/SessionService/Sessions", Stop)).Count);
        await right.LeaveAsync(Stop);
        Assert.Empty(await last.MembersAsync("/redfish/v1/SessionService/Sessions", Stop));
    }

    [Fact]
    public async Task Certificates_are_verified_unless_their_root_is_known()
    {
        ManualTime time = new(DateTimeOffset.UnixEpoch);
        EmulatedService service = new("one", time, new());
        using X509Certificate2 certificate = OwnCertificate();
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service], certificate: certificate);
        using RedfishWire stranger = new(new()),
            friend = new(new() { Roots = [X509CertificateLoader.LoadCertificate(certificate.RawData)] });
        using RedfishAnswer refused =
            await new RedfishClient(stranger, new(emulator.AddressOf(service))).GetAsync(RedfishClient.Root, Stop);
        Assert.Equal(RedfishOutcome.Unreachable, refused.Outcome);
        using RedfishAnswer root = await new RedfishClient(friend, new(emulator.AddressOf(service))).GetAsync(RedfishClient.Root, Stop);
        Assert.Equal("1.21.0", root.Read(ServiceRoot.Of)!.RedfishVersion);
    }

    private static X509Certificate2 OwnCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);
    }

    [Fact]
    public void Nothing_is_sent_without_tls_off_this_machine()
    {
        using RedfishWire wire = new(new());
        Assert.Throws<ArgumentException>(() => new RedfishClient(wire, new(new("http://bmc.example/"))));
    }

    [Theory]
    [InlineData("http://elsewhere.example/redfish/v1/"), InlineData("//elsewhere.example/redfish/v1/"), InlineData("/other"), InlineData("/redfish/v1/../../admin"), InlineData("redfish/v1")]
    public async Task A_link_that_leaves_the_service_is_not_followed(string link)
    {
        await using EmulatedRacks racks = await EmulatedRacks.StartAsync();
        using RedfishAnswer answer = await racks.Client(racks.Service).GetAsync(link, Stop);
        Assert.Equal((RedfishOutcome.Missing, 0), (answer.Outcome, answer.Status));
        Assert.Equal(0, racks.Service.Requests);
    }
}
