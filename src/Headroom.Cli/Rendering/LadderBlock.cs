using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>Tokens per joule at each boundary, with PUE beside it to show how little of the way it covers.</summary>
static class LadderBlock
{
    public static IReadOnlyList<string> Lines(LadderFigures ladder, int width, Ink ink)
    {
        if (ladder.IsEmpty) return [ink.Strong("Tokens per joule"), "no tokens are served" + (double.IsFinite(ladder.PueRatio) ? $"; PUE {Figure.Ratio(ladder.PueRatio)}" : "")];
        double most = ladder.PerAcceleratorJoule.TokensPerJoule;
        int bar = width - 24;
        string Step(string boundary, TokenEfficiency efficiency) =>
            $"{boundary,-11}  {Figure.Ratio(efficiency.TokensPerJoule),7}   {Figure.Bar(efficiency.TokensPerJoule / most, bar)}";
        return
        [
            ink.Strong("Tokens per joule, output tokens"),
            Step("accelerator", ladder.PerAcceleratorJoule),
            Step("server", ladder.PerServerJoule),
            Step("IT", ladder.PerItJoule),
            Step("site", ladder.PerSiteJoule),
            $"{"PUE",-11}  {Figure.Ratio(ladder.PueRatio),7}   {(width < 42 ? "" : ink.Faint("sees only IT → site"))}",
        ];
    }
}
