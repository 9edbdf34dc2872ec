using System.Security.Cryptography.X509Certificates;

namespace Headroom.Operator.Field.Redfish;

/// <summary>How one proves oneself to a service.</summary>
public enum RedfishEntry
{
    /// <summary>A session: the password is sent once.</summary>
    Session,

    /// <summary>The password goes with every request; for services without sessions.</summary>
    Basic,

    /// <summary>Nobody asks: loopback, or a certificate alone.</summary>
    Open,
}

/// <summary>Where a service answers, and who asks.</summary>
/// <param name="Address">Its root is <c>redfish/v1</c> below it.</param>
/// <param name="Password">Never written to logs, journal or evidence.</param>
public sealed record RedfishEndPoint(Uri Address, RedfishEntry Entry = RedfishEntry.Open, string User = "", string Password = "")
{
    public override string ToString() => Address.ToString();

    /// <summary>Off loopback nothing is sent without TLS.</summary>
    public bool IsSafe => Address.IsLoopback || Address.Scheme == Uri.UriSchemeHttps;
}

/// <summary>How connections are made, for all services of a site.</summary>
public sealed record RedfishConnectionSetting
{
    /// <summary>A service that has not answered to a reading by then is silent.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The same for the walk along a service's links, which is made once: some gather a resource for longer than a beat may wait.</summary>
    public TimeSpan WalkTimeOut { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The same for writes, which controllers pass on to the device before they answer.</summary>
    public TimeSpan WriteTimeOut { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections to one address at a time; controllers are weak, and several hundred racks behind one gateway are not.</summary>
    public int ConnectionsEach { get; init; } = 4;

    /// <summary>Shown to services that ask for one (mutual TLS).</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Roots that are trusted in the place of the machine's; empty for the machine's.</summary>
    public X509Certificate2Collection Roots { get; init; } = [];
}
