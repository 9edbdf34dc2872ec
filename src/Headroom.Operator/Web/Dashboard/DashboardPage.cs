namespace Headroom.Operator.Web.Dashboard;

/// <summary>The page: complete as it is sent, kept up to date by events where a script may run.</summary>
internal static class DashboardPage
{
    /// <param name="rack">Which rack's figures are asked for.</param>
    public static Markup Of(Look look, LivePanels panels, string? rack) => Markup.Of($"""
        {Head($"{look.Site.Name} · Headroom", panels.Page)}
        <a class="skip" href="#now-title">Skip to the figures</a>
        <header class="top">
        <div class="who"><h1>{look.Site.Name}</h1><p class="where">{Where(look)}</p></div>
        <p class="beat"><span class="pulse" aria-hidden="true"></span><span id="line">{Live(panels, "line")}</span></p>
        <button type="button" id="theme" class="theme" hidden="hidden">Theme: as the system</button>
        </header>
        <nav aria-label="Parts of this page"><ul><li><a href="#now-title">Now</a></li><li><a href="#limits-title">Limits</a></li><li><a href="#tokens-title">Tokens</a></li><li><a href="#tree-title">Racks</a></li><li><a href="#offers-title">Offers</a></li><li><a href="#cooling-title">Cooling and supply</a></li><li><a href="#happenings-title">Happenings</a></li></ul></nav>
        <div class="alerts" role="status" aria-live="polite"><div id="lost" class="banner alarm" hidden="hidden"></div><div id="status">{Live(panels, "status")}</div></div>
        <main>
        {Section(panels, "now", "Now", "whole bare")}
        {Section(panels, "chart", "The day", "two-thirds")}
        {Section(panels, "orders", "What the controller does, and why", "third")}
        {Section(panels, "limits", "Limits", "whole")}
        {Section(panels, "tokens", "Tokens", "two-thirds")}
        {Section(panels, "efficiency", "Tokens per joule", "third")}
        {Tree(look, panels, rack)}
        {Section(panels, "offers", "Offers", "whole")}
        {Section(panels, "cooling", "Cooling", "third")}
        {Section(panels, "supply", "Batteries and plants", "two-thirds")}
        {Section(panels, "happenings", "Happenings", "two-thirds")}
        {Section(panels, "timing", "Beat", "third")}
        </main>
        <footer><p>Headroom {SiteService.Version}. All times are UTC. Without a script this page shows the moment at which it was loaded.</p></footer>
        </body>
        </html>

        """);

    /// <summary>From the first line to the start of the body.</summary>
    /// <param name="page">Of what it is made; empty where no events come.</param>
    public static Markup Head(string title, string page) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>{title}</title>
        <link rel="icon" type="image/svg+xml" href="{Asset.Icon.Address}"/>
        <link rel="stylesheet" href="{Asset.Css.Address}"/>
        <script src="{Asset.Js.Address}"></script>
        </head>
        <body data-page="{page}">
        """);

    private static Markup Where(Look look)
    {
        Markup field = look.Site.Field.Length == 0 ? Markup.None : Markup.Of($" · {look.Site.Field} field");
        return Markup.Of($"{look.Site.Region}{field} · connection {Shown.Of(look.Site.Connection)} · fail-safe {Shown.Of(look.Site.FailSafe)}");
    }

    private static Markup Section(LivePanels panels, string id, string title, string width) =>
        Markup.Of($"<section class=\"{width}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\" tabindex=\"-1\">{title}</h2><div id=\"{id}\">{Live(panels, id)}</div></section>");

    private static Markup Tree(Look look, LivePanels panels, string? rack) => Markup.Of($"""
        <section class="whole" aria-labelledby="tree-title"><h2 id="tree-title" tabindex="-1">Power tree and racks</h2>
        <div class="tree">
        <div>{Legend()}{TreePanel.Map(look)}</div>
        <aside aria-label="One rack"><form method="get" action="#rack" role="search"><label for="find">Find a rack</label> <input id="find" name="rack" value="{rack}" autocomplete="off" maxlength="100"/> <button>Show</button></form><div id="rack">{RackPanel.Of(look, rack)}</div></aside>
        </div>
        <details><summary>Every node as a table</summary><div id="nodes">{Live(panels, "nodes")}</div></details></section>
        """);

    private static Markup Legend() => Markup.Of($"""
        <ul class="legend" aria-label="How to read the map"><li>draw by rating: <span class="scale">0 % <span class="ramp" aria-hidden="true">{Enumerable.Range(0, 10).Select(k => Markup.Of($"<span class=\"{RackCode.Class(k)}\"></span>"))}</span> 100 %</span></li>
        <li><span class="c h10" aria-hidden="true"></span> above its rating</li><li><span class="c h6 k" aria-hidden="true"></span> capped</li><li><span class="c h6 w" aria-hidden="true"></span> order not yet followed</li><li><span class="c off" aria-hidden="true"></span> off or dead</li></ul>
        """);

    /// <summary>Was escaped where it was rendered.</summary>
    private static Markup Live(LivePanels panels, string id) => Markup.Rendered(panels[id]);
}
