using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Scenarios.Tokens;

/// <summary>What is asked of each piece of hardware, read and checked.</summary>
/// <param name="Asked">One for <c>--on</c>, several for <c>--compare</c>.</param>
/// <param name="IsComparison">Whether hardware is compared.</param>
public sealed record TokenRequest(IReadOnlyList<AskedHardware> Asked, bool IsComparison);

/// <summary>One piece of hardware with its question.</summary>
/// <param name="PrecisionWhy">How the precision was chosen; for people.</param>
/// <param name="Site">Which site is assumed: plant and weather, or a stated PUE; for people.</param>
/// <param name="PowerError">Mean error to expect of board power; null where nobody knows.</param>
/// <param name="Estimate">Part, rack or fit are estimates.</param>
/// <param name="Notices">What must go with the figures.</param>
public sealed record AskedHardware(
    HardwareName Hardware, TokenQuestion Question, string PrecisionWhy, string Site, double? PowerError, bool Estimate,
    IReadOnlyList<string> Notices)
{
    /// <summary>Why nothing can run at all: the weights do not fit; null where they do.</summary>
    public string? WhyNot { get; init; }

    /// <summary>Smaller replicas that would serve more on the same hardware; null where none would.</summary>
    public string? Hint { get; init; }
}

/// <summary>The options as questions, with everything that is wrong with them; no request where something is.</summary>
public sealed record TokenReading(TokenRequest? Request, IReadOnlyList<Finding> Findings);
