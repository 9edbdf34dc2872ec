using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The price of the ceiling: what one more of each scarce thing is worth, in sentences, as many as the screen has room for.</summary>
static class CeilingBlock
{
    public static IEnumerable<string> Lines(IReadOnlyList<ShadowPrice> prices, int width, int room, Ink ink)
    {
        yield return ink.Strong("The price of the ceiling");
        if (prices.Count == 0) yield return "Nothing binds: no limit of the site is worth paying to move.";
        int left = Math.Max(room - 1, 4), told = 0;
        foreach (ShadowPrice price in prices)
        {
            string[] lines = [.. Wording.Wrap(price.Sentence, width - 2)];
            bool last = told == prices.Count - 1;
            if (lines.Length > left - (last ? 0 : 1)) break;
            for (int i = 0; i < lines.Length; i++) yield return (i == 0 ? "• " : "  ") + lines[i];
            left -= lines.Length;
            told++;
        }
        if (told < prices.Count) yield return ink.Faint($"  {prices.Count - told} more in {Wording.Written("plan.json")}");
    }
}
