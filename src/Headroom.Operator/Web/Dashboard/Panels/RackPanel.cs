using System.Globalization;
using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>One rack, or group of racks, of the map.</summary>
internal static class RackPanel
{
    private const int WordsMost = 100;

    /// <param name="asked">A place on the map, or a part of a name; null for none.</param>
    public static Markup Of(Look look, string? asked)
    {
        if (string.IsNullOrWhiteSpace(asked)) return Markup.Of($"<p class=\"none\">Choose a rack on the map, or find one by its name.</p>");
        if (look.View is not { } view) return Markup.Of($"<p class=\"none\">No beat yet.</p>");
        return Find(view.Field.Racks, asked) is { } place ? Of(look.Site.Tree, view.Field.Racks[place], place)
            : Markup.Of($"<p class=\"none\">No rack has “{(asked.Length > WordsMost ? asked[..WordsMost] : asked)}” in its name.</p>");
    }

    /// <summary>By its place, else the first whose name holds all the words.</summary>
    public static int? Find(IReadOnlyList<RackFigures> racks, string asked)
    {
        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place < racks.Count) return place;
        string[] words = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (int r = 0; r < racks.Count; r++)
            if (Array.TrueForAll(words, word => racks[r].Name.Contains(word, StringComparison.OrdinalIgnoreCase))) return r;
        return null;
    }

    private static Markup Of(IReadOnlyList<TreeNodeFacts> tree, RackFigures rack, int place) => Markup.Of($"""
        <h3 data-place="{place}">{rack.Name}</h3>
        <dl class="facts">
        <div><dt>State</dt><dd>{(rack.IsOn ? "on" : "off")}</dd></div>
        <div><dt>Racks in it</dt><dd>{rack.Racks:0.##}</dd></div>
        <div><dt>Draw</dt><dd>{Shown.Of(rack.Draw)} of {Shown.Of(rack.Rating)}</dd></div>
        <div><dt>Load</dt><dd>{Bar.Of(rack.Draw / rack.Rating)} {Shown.Share(rack.Draw / rack.Rating)}</dd></div>
        <div><dt>Cap requested</dt><dd>{Bar.Of(rack.RequestedShare)} {Shown.Share(rack.RequestedShare)}</dd></div>
        <div><dt>Cap enforced</dt><dd>{Bar.Of(rack.CapShare)} {Shown.Share(rack.CapShare)}</dd></div>
        <div><dt>Warmest coolant</dt><dd>{(rack.Warmest is { } warmest ? Shown.Of(warmest) : Markup.Of($"not liquid cooled, or not read"))}</dd></div>
        <div><dt>Fed by</dt><dd>{(rack.Node >= 0 && rack.Node < tree.Count ? TreePanel.Path(tree, rack.Node) : "the meter")}</dd></div>
        </dl>
        <p class="note">Caps are shares of the power above idle.{(Math.Abs(rack.CapShare - rack.RequestedShare) > 0.005 ? " The device has not followed its order yet." : "")}</p>

        """);
}
