using System.Globalization;
using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>The power tree from the meter down to the rack, by load against rating.</summary>
/// <remarks>The map stands in the page once; events carry a character for each rack and each node (<see cref="RackCode"/>), and the words of nodes.</remarks>
internal static class TreePanel
{
    public const int RacksMost = 2048;

    public static Markup Map(Look look)
    {
        if (look.View is not { } view) return Markup.Of($"<p class=\"none\">No beat yet.</p>");
        IReadOnlyList<TreeNodeFacts> tree = look.Site.Tree;
        ILookup<int, int> children = Enumerable.Range(0, tree.Count).ToLookup(k => tree[k].Parent < k ? tree[k].Parent : -1);
        ILookup<int, int> racks = Enumerable.Range(0, Math.Min(RacksMost, view.Field.Racks.Count))
            .ToLookup(r => view.Field.Racks[r].Node is var node && node >= 0 && node < tree.Count ? node : -1);
        Markup more = view.Field.Racks.Count > RacksMost ? Markup.Of($"<p class=\"note\">{view.Field.Racks.Count - RacksMost:#,0} more racks are counted in the table of nodes.</p>") : Markup.None;
        return Markup.Of($"<div class=\"map\" id=\"map\">{Cells(view, racks[-1])}{children[-1].Select(k => Node(view, tree, children, racks, k))}</div>{more}");
    }

    private static Markup Node(SiteView view, IReadOnlyList<TreeNodeFacts> tree, ILookup<int, int> children, ILookup<int, int> racks, int node)
    {
        Markup below = children[node].Any() ? Markup.Of($"<div class=\"kids\">{children[node].Select(k => Node(view, tree, children, racks, k))}</div>") : Markup.None;
        return Markup.Of($"""
            <div class="node"><p class="head"><span class="{Class(view, tree, node)}" id="c{node}" aria-hidden="true"></span><b>{tree[node].Name}</b> <span class="load" id="n{node}">{Words(view, tree, node)}</span></p>{Cells(view, racks[node])}{below}</div>

            """);
    }

    private static Markup Cells(SiteView view, IEnumerable<int> racks) => racks.Any()
        ? Markup.Of($"<div class=\"cells\" role=\"group\" aria-label=\"{Markup.Count(racks.Count(), "rack", "racks")}\">{racks.Select(r => Cell(view.Field.Racks[r], r))}</div>") : Markup.None;

    /// <summary>A link, so that it works without a script; one of all can be reached by tabulator, arrows go on from there.</summary>
    private static Markup Cell(RackFigures rack, int place)
    {
        int code = RackCode.Of(rack);
        return Markup.Of($"<a class=\"{RackCode.Class(code)}\" href=\"?rack={place}#rack\" data-rack=\"{place}\" tabindex=\"{(place == 0 ? 0 : -1)}\" aria-label=\"{rack.Name}: {RackCode.Words(code)}\"></a>");
    }

    private static string Class(SiteView view, IReadOnlyList<TreeNodeFacts> tree, int node) => RackCode.Class(Code(view, tree, node));

    private static int Code(SiteView view, IReadOnlyList<TreeNodeFacts> tree, int node) =>
        node >= view.Field.Tree.Count ? 0 : view.Field.Tree[node].IsLive ? RackCode.Level(view.Field.Tree[node].Flow, tree[node].Rating) : RackCode.Off;

    /// <summary>Load of a node in words.</summary>
    public static string Words(SiteView view, IReadOnlyList<TreeNodeFacts> tree, int node)
    {
        if (node >= view.Field.Tree.Count) return "not read";
        NodeFigures now = view.Field.Tree[node];
        if (!now.IsLive) return "dead";
        Power rating = tree[node].Rating;
        return double.IsFinite(rating.Watts) && rating > Power.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * (now.Flow / rating):0} % of {Shown.Text(rating)}") : Shown.Text(now.Flow);
    }

    /// <summary>A character for each node.</summary>
    public static string NodeCodes(SiteView view, IReadOnlyList<TreeNodeFacts> tree) =>
        string.Concat(Enumerable.Range(0, tree.Count).Select(k => RackCode.Alphabet[Code(view, tree, k)]));

    private static readonly Column[] columns =
    [
        "Node", Column.Number("Flow"), Column.Number("Rating"), Column.Number("Load"), Column.Number("Racks"),
        Column.Number("Capped"), Column.Number("Not yet followed"), Column.Number("Off"), "Most loaded rack",
    ];

    /// <summary>What the map shows, as a table of nodes.</summary>
    public static Markup Nodes(Look look)
    {
        if (look.View is not { } view) return Markup.None;
        IReadOnlyList<TreeNodeFacts> tree = look.Site.Tree;
        ILookup<int, RackFigures> racks = view.Field.Racks.ToLookup(one => one.Node);
        return Table.Of("Nodes of the power tree", columns,
            [.. Enumerable.Range(0, tree.Count).Select(k => Row(view, tree, k, racks[k]))], "This site states no power tree.");
    }

    private static Markup[] Row(SiteView view, IReadOnlyList<TreeNodeFacts> tree, int node, IEnumerable<RackFigures> racks)
    {
        NodeFigures? now = node < view.Field.Tree.Count ? view.Field.Tree[node] : null;
        int[] codes = [.. racks.Select(one => RackCode.Of(one))];
        Markup load = now is not { } read ? Markup.Of($"not read") : !read.IsLive ? Markup.Of($"dead")
            : double.IsFinite(tree[node].Rating.Watts) ? Markup.Of($"{Bar.Of(read.Flow / tree[node].Rating)} {Shown.Share(read.Flow / tree[node].Rating)}") : Markup.Of($"{Shown.Nothing}");
        RackFigures most = racks.Where(one => one.IsOn && one.Rating > Power.Zero).DefaultIfEmpty().MaxBy(one => one.Rating > Power.Zero ? one.Draw / one.Rating : 0);
        return
        [
            Markup.Of($"{Path(tree, node)}"), Shown.Of(now?.Flow), Shown.Of(tree[node].Rating), load, Markup.Of($"{codes.Length}"),
            Markup.Of($"{codes.Count(RackCode.IsCapped)}"), Markup.Of($"{codes.Count(RackCode.Waits)}"), Markup.Of($"{codes.Count(one => one == RackCode.Off)}"),
            most.Name is null ? Markup.Of($"{Shown.Nothing}") : Markup.Of($"{most.Name}, {Shown.Share(most.Draw / most.Rating)}"),
        ];
    }

    /// <summary>From the meter down.</summary>
    public static string Path(IReadOnlyList<TreeNodeFacts> tree, int node)
    {
        string path = tree[node].Name;
        for (int up = tree[node].Parent, last = node; up >= 0 && up < last; last = up, up = tree[up].Parent) path = $"{tree[up].Name} › {path}";
        return path;
    }
}
