namespace Headroom.Cli.Rendering;

/// <summary>One colour for a source wherever it is drawn: the sun is yellow in the SVG and in the report.</summary>
/// <remarks>Hues are Okabe and Ito's, which people with any colour vision can tell apart, darkened or lightened for the two grounds.</remarks>
static class Palette
{
    static readonly (string Part, Swatch Swatch)[] byName =
    [
        ("discharge", new("#b0558a", "#cf7fb0")),
        ("battery", new("#b0558a", "#cf7fb0")),
        ("flexible", new("#8fb6d9", "#5d87ad")),
        ("import", new("#2f6f9f", "#4f94c4")),
        ("grid", new("#2f6f9f", "#4f94c4")),
        ("solar", new("#e8bd2c", "#d9b23a")),
        ("wind", new("#4fb3bf", "#4aa3ae")),
        ("smr", new("#2e8b68", "#3fae86")),
        ("reactor", new("#2e8b68", "#3fae86")),
        ("nuclear", new("#2e8b68", "#3fae86")),
        ("fuelcell", new("#a07fd0", "#a78fd6")),
        ("combined", new("#c8663a", "#d87f55")),
        ("engine", new("#a8744f", "#b98a68")),
        ("diesel", new("#7d7468", "#9a9084")),
        ("gas", new("#dd8a3c", "#dd9450")),
    ];

    static readonly Swatch[] others = [new("#6b7fa8", "#8295bd"), new("#8a9a4b", "#9fb05c"), new("#9c6b6b", "#b58585"), new("#5f8f8f", "#79a8a8")];

    public static Swatch Of(string name, int place)
    {
        foreach ((string part, Swatch swatch) in byName)
            if (name.Replace(" ", "", StringComparison.Ordinal).Contains(part, StringComparison.OrdinalIgnoreCase)) return swatch;
        return others[place % others.Length];
    }
}

/// <summary>A colour on a light and on a dark ground.</summary>
readonly record struct Swatch(string Light, string Dark);
