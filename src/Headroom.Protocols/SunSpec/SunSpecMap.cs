namespace Headroom.Protocols.SunSpec;

/// <summary>A model as it was found in a device.</summary>
/// <param name="Address">Of its ID register, as on the wire.</param>
/// <param name="Length">Registers behind ID and length, as the device states them.</param>
public readonly record struct SunSpecBlock(ushort Id, int Address, int Length)
{
    /// <summary>Registers with ID and length.</summary>
    public int Size => Length + 2;
}

/// <summary>What a walk over a device's models does next: a closed family.</summary>
public abstract record WalkStep
{
    private WalkStep() { }

    /// <summary>A model stands here; the next header is at <paramref name="Next"/>.</summary>
    public sealed record Found(SunSpecBlock Block, int Next) : WalkStep;
    public sealed record End : WalkStep;
    public sealed record Malformed(string Why) : WalkStep;
}

/// <summary>Finds the models of a device, walking by the lengths it states.</summary>
public static class SunSpecMap
{
    public const ushort EndId = 0xFFFF;

    /// <summary>More models than any device has.</summary>
    public const int BlocksMost = 128;

    /// <summary>Where the marker may stand, in the order to look.</summary>
    public static IReadOnlyList<int> Bases { get; } = [40_000, 50_000, 0];

    /// <summary>"SunS" in two registers.</summary>
    public static bool IsMarker(ReadOnlySpan<ushort> registers) => registers is [0x5375, 0x6E53, ..];

    /// <summary>Reads a header.</summary>
    /// <param name="header">ID and length at <paramref name="address"/>.</param>
    public static WalkStep Step(ReadOnlySpan<ushort> header, int address)
    {
        if (header.Length == 0) return new WalkStep.Malformed($"no header at register {address}");
        if (header[0] == EndId) return new WalkStep.End();
        if (header.Length < 2) return new WalkStep.Malformed($"half a header at register {address}");
        int next = address + 2 + header[1];
        if (header[0] == 0) return new WalkStep.Malformed($"model 0 at register {address}");
        if (next > 65_535) return new WalkStep.Malformed($"model {header[0]} at register {address} has a length of {header[1]}, past the last register");
        return new WalkStep.Found(new(header[0], address, header[1]), next);
    }
}
