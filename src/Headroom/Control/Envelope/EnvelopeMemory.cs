namespace Headroom.Control;

/// <summary>What an envelope remembers from beat to beat; times are lengths, so that no clock matters.</summary>
/// <param name="Slow">Share to which each service is slowed.</param>
/// <param name="Ordered">Share that each service was ordered last.</param>
/// <param name="ExcessFor">How long more was drawn than there is room for.</param>
/// <param name="BankShare">Share that feeds leave each bank of racks.</param>
/// <param name="Wait">How long each feed is still left to let caps land.</param>
public sealed record EnvelopeMemory(IReadOnlyList<double> Slow, IReadOnlyList<double> Ordered, TimeSpan ExcessFor, IReadOnlyList<double> BankShare, IReadOnlyList<TimeSpan> Wait)
{
    /// <summary>How coolant and air moved; null of a controller that knew none.</summary>
    public CoolantMemory? Coolant { get; init; }
}
