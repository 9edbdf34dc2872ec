using Headroom.Cli.Comparing;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>What a comparison came to, with everything that was found on the way.</summary>
sealed record CompareDocument
{
    public CompareAnswer? Answer { get; init; }
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public string Status => Answer switch
    {
        CompareAnswer.Compared => "compared",
        CompareAnswer.NoFleet => "impossible",
        CompareAnswer.Stopped => "stopped",
        _ => "refused",
    };
}
