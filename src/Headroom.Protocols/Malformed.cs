namespace Headroom.Protocols;

/// <summary>Why bytes from the network are not what they should be: a finding, never an exception.</summary>
/// <param name="Where">A path into the message, or an offset.</param>
public sealed record Malformed(string Where, string Why)
{
    /// <summary>Id of the object that it is in, of a list; null where none can be read.</summary>
    public string? Id { get; init; }

    public override string ToString() => Where.Length > 0 ? $"{Where}: {Why}" : Why;
}
