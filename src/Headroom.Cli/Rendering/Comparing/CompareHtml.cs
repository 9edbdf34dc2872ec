using Headroom.Comparing;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>placeholder until the report is written in the next commit</summary>
static class CompareHtml
{
    public static string Text(Comparison comparison) => throw new NotSupportedException(comparison.ToString());
}
