using Headroom.Quantities;

namespace Headroom.Scenarios.FieldFiles;

/// <summary>A building management system that is listened to by DSX BMS 1.0.0.</summary>
/// <param name="Broker"><c>mqtts://host:port</c>, or <c>mqtt://</c> to this machine.</param>
/// <param name="Integration">What we are called there.</param>
public sealed record BmsDescription(Uri Broker, string Integration)
{
    /// <summary>At the broker; null for the user that says "the password is a token".</summary>
    public string? User { get; init; }

    /// <summary>Of the password or token; null for mutual TLS or an open broker.</summary>
    public SecretPlace? Password { get; init; }

    /// <summary>PKCS #12 file for mutual TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the roots that sign the broker's certificate; null for the machine's own.</summary>
    public string? Roots { get; init; }

    /// <summary>Values come on change and every 100 s: two that are missing, and half of one, are silence.</summary>
    public static TimeSpan UsualStaleAfter { get; } = TimeSpan.FromSeconds(250);
    public TimeSpan StaleAfter { get; init; } = UsualStaleAfter;
    public IReadOnlyList<BmsTemperatureDescription> Temperatures { get; init; } = [];
    public IReadOnlyList<BmsStateDescription> States { get; init; } = [];

    /// <summary>In its file.</summary>
    public int Line { get; init; }
}

/// <summary>A temperature that racks depend on.</summary>
/// <param name="Point"><c>objectType/pointType/tagPath</c>.</param>
/// <param name="IsAir">It is air that reaches racks, not coolant.</param>
/// <param name="Most">Where racks would throttle themselves.</param>
/// <param name="Part">Part of a hall whose racks it cools; null for all.</param>
/// <param name="Rack">Kind of rack; null for all.</param>
public sealed record BmsTemperatureDescription(string Name, string Point, bool IsAir, Temperature Most, string? Part, string? Rack, int Line);

/// <summary>A state that is either good or an alarm.</summary>
/// <param name="Point"><c>objectType/pointType/tagPath</c>.</param>
/// <param name="Good">Numbers, or names of states in the point's metadata, that are no alarm.</param>
public sealed record BmsStateDescription(string Name, string Point, bool IsLeak, IReadOnlyList<string> Good, int Line);
