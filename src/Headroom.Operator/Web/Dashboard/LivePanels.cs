using System.Security.Cryptography;
using System.Text;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Parts of the page that beats renew, by the name of their element.</summary>
internal sealed record LivePanels(IReadOnlyList<(string Id, string Html)> Html, string Racks, string Nodes, IReadOnlyList<string> Loads, string Page)
{
    private static readonly (string Id, Func<Look, Markup> Of)[] all =
    [
        ("status", StatusPanel.Of), ("line", StatusPanel.Line), ("now", NowPanel.Of), ("orders", OrderPanel.Of), ("limits", LimitPanel.Of),
        ("tokens", TokenPanel.Of), ("efficiency", EfficiencyPanel.Of), ("nodes", TreePanel.Nodes), ("offers", OfferPanel.Of), ("cooling", CoolingPanel.Of),
        ("supply", SupplyPanel.Of), ("timing", TimingPanel.Of), ("happenings", HappeningPanel.Of),
    ];

    /// <param name="chart">The day's chart, which is drawn once a minute.</param>
    public static LivePanels Of(Look look, string chart)
    {
        SiteView? view = look.View;
        IReadOnlyList<TreeNodeFacts> tree = look.Site.Tree;
        return new([.. all.Select(one => (one.Id, one.Of(look).ToString())), ("chart", chart)],
            view is null ? "" : RackCode.Text(view.Field.Racks, TreePanel.RacksMost), view is null ? "" : TreePanel.NodeCodes(view, tree),
            view is null ? [] : [.. Enumerable.Range(0, tree.Count).Select(k => TreePanel.Words(view, tree, k))], PageOf(look));
    }

    public string this[string id] => Html.First(one => one.Id == id).Html;

    /// <summary>Of everything that events do not renew. A page that was made of something else has to be loaded anew.</summary>
    private static string PageOf(Look look)
    {
        var hash = new StringBuilder(Asset.Css.Hash + Asset.Js.Hash);
        hash.Append(look.Site.Name).Append(look.Site.Tree.Count).Append(look.View?.Field.Racks.Count ?? -1);
        if (look.View?.Field.Racks is { Count: > 0 } racks) hash.Append(racks[0].Name).Append(racks[^1].Name);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hash.ToString())))[..16];
    }
}
