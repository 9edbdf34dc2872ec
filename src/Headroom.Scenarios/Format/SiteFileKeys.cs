using System.Text;

namespace Headroom.Scenarios.Format;

/// <summary>The tables of <c>docs/site-file.md</c>, made from <see cref="SiteFormat"/>.</summary>
public static class SiteFileKeys
{
    public static string Write()
    {
        var text = new StringBuilder();
        Write(text, SiteFormat.Site, "The file", 3, new(ReferenceEqualityComparer.Instance));
        return text.ToString();
    }

    /// <summary>The tables of <c>docs/fleet.md</c>; what a site file has as well is not told again.</summary>
    public static string WriteFleet()
    {
        var text = new StringBuilder();
        Write(text, FleetFormat.Fleet, "The fleet file", 3, new(ReferenceEqualityComparer.Instance));
        return text.ToString();
    }

    private static readonly BlockShape[] toldElsewhere = [SiteFormat.Training, SiteFormat.Demand, SiteFormat.Traffic];

    /// <summary>Keys of a block in a fleet file that a site file has as well, with the same form.</summary>
    private static bool IsOfSite(BlockShape shape, Key key) =>
        shape == FleetFormat.Site && SiteFormat.Site.Find(key.Name) is not null || shape == FleetFormat.Service && SiteFormat.Service.Find(key.Name)?.Form == key.Form;

    /// <summary>A shape that several keys share is written where it is first met.</summary>
    private static void Write(StringBuilder text, BlockShape shape, string title, int level, HashSet<BlockShape> written)
    {
        written.Add(shape);
        text.Append('#', level).Append(' ').Append(title).Append("\n\n").Append(shape.Meaning).Append("\n\n");
        text.Append("| key | takes | default | meaning |\n|---|---|---|---|\n");
        foreach (Key key in shape.Keys.Where(key => !IsOfSite(shape, key)))
            text.Append($"| `{key.Name}` | {Takes(key.Form)} | {(key.IsRequired ? "**required**" : key.Default)} | {key.Meaning} |\n");
        if (shape.Keys.Any(key => IsOfSite(shape, key))) text.Append("| … | as in a [site file](site-file.md) | | |\n");
        text.Append('\n');
        foreach (Key key in shape.Keys.Where(key => !IsOfSite(shape, key)))
        {
            BlockShape? inner =
                key.Form switch { Nested nested => nested.Shape, ListOf list => list.Shape, MapOf map => map.Shape, _ => null };
            if (inner is null || written.Contains(inner) || title == "The fleet file" && toldElsewhere.Contains(inner)) continue;
            string path = shape == SiteFormat.Site || shape == FleetFormat.Fleet ? key.Name : $"{title.Trim('`')}.{key.Name}";
            Write(text, inner, $"`{path}`", 3, written);
        }
    }

    private static string Takes(Form form) => form switch
    {
        Amount { Units: var units } when units.Noun == "a share" => "`%`, or 0 to 1",
        Amount { Units.IsPlain: true } => "a number",
        Amount amount => Units(amount.Units),
        Whole => "a whole number",
        Flag => "`true` or `false`",
        Day => "a day",
        Choice choice => string.Join(", ", choice.Options.Select(option => $"`{option}`")),
        Names => "a name or a list",
        Size size => $"{Units(size.Units)}, or `{{installed, atLeast, atMost}}`",
        Hourly { Words.Length: > 0 } hourly => string.Join(", ", hourly.Words.Select(word => $"`{word}`")) + ", or a series",
        Hourly hourly when hourly.Units.Noun == "a share" => "`%`, or a series",
        Hourly hourly => $"{Units(hourly.Units)}, or a series",
        Nested => "a block",
        ListOf => "a list of blocks",
        MapOf map => $"a block for each {map.KeyNoun}",
        _ => "text",
    };

    private static string Units(Binding.UnitTable units) =>
        string.Join(", ", units.Units.Where(unit => unit.Symbol.Length > 0).Select(unit => $"`{unit.Symbol}`"));
}
