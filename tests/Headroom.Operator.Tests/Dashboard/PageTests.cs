using System.Xml.Linq;
using Headroom.Operator.Web.Dashboard;
using Headroom.Quantities;
using Headroom.Tests;

namespace Headroom.Operator.Tests.Dashboard;

public sealed class PageTests
{
    /// <summary>The site after two hours of beats, one a minute.</summary>
    private static (ShownSite Site, Screen Screen) TwoHours(Func<SiteView, SiteView>? change = null)
    {
        ShownSite site = ShownSite.Large();
        var screen = new Screen(site);
        for (int second = 0; second <= 7200; second += 60)
        {
            SiteView view = ShownSite.At(second);
            site.Tell(change is null ? view : change(view));
            screen.History.Add(site.Now!);
        }
        site.Time.Advance(TimeSpan.FromHours(2));
        return (site, screen);
    }

    private static XDocument Page(Screen screen, string? rack = null)
    {
        (Look look, LivePanels panels) = screen.Now();
        return PageText.Parse(DashboardPage.Of(look, panels, rack).ToString());
    }

    private static string Panel(Screen screen, string id) => PageText.Seen(XElement.Parse($"<div>{screen.Now().Panels[id]}</div>"));

    [Fact]
    public void The_page_is_well_formed_and_has_nothing_inline_that_its_policy_would_stop()
    {
        XDocument page = Page(TwoHours().Screen, "700");
        string[] ids = [.. page.Descendants().Select(one => one.Attribute("id")?.Value).OfType<string>()];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.DoesNotContain(page.Descendants().Attributes(), one => one.Name.LocalName == "style" || one.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Empty(page.Descendants("style"));
        Assert.All(page.Descendants("script"), one => Assert.StartsWith("dashboard/js?v=", one.Attribute("src")?.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants().Attributes(), one => one.Name.LocalName is "src" or "href" && one.Value.Contains("//", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_reader_sees_is_what_is_committed()
    {
        (_, Screen screen) = TwoHours();
        string[] panels = ["status", "line", "now", "chart", "orders", "limits", "tokens", "efficiency", "offers", "cooling", "supply", "timing", "happenings"];
        Golden.Matches(string.Concat(panels.Select(id => $"== {id}\n{Panel(screen, id)}\n")), "dashboard.txt");
    }

    [Fact]
    public void Every_figure_of_a_view_is_there_with_its_unit()
    {
        (ShownSite site, Screen screen) = TwoHours();
        string page = PageText.Seen(Page(screen, "700").Root!);
        SiteView view = site.Now!;
        List<string> wanted = [.. new[] { view.Ceiling, view.Import!.Value, view.Headroom!.Value, view.Draw, view.Field.ItDraw, view.Field.Cooling, view.Field.Losses, view.Field.Generated }.Select(Shown.Text)];
        wanted.AddRange(view.CeilingAhead.Select(one => Shown.Text(one.Ceiling)));
        wanted.AddRange(view.Field.Services.SelectMany(one => new[] { Plain(Shown.Of(one.Asked)), Plain(Shown.Of(one.Served)), Shown.Text(one.ItDraw) }));
        wanted.AddRange(view.Field.Runs.Select(one => Shown.Text(one.ItDraw)));
        wanted.AddRange(view.Field.Batteries.SelectMany(one => new[] { Plain(Shown.Of(one.Stored)), Plain(Shown.Of(one.Capacity)) }));
        wanted.AddRange(view.Field.Plants.SelectMany(one => new[] { Shown.Text(one.Output), Shown.Text(one.Most) }));
        wanted.AddRange(view.Field.Tree.Select(one => Shown.Text(one.Flow)));
        wanted.AddRange(view.Field.CoolingLoops.SelectMany(one => new[] { Plain(Shown.Of(one.Supply)), Plain(Shown.Of(one.Set)) }));
        wanted.AddRange(view.Limits.SelectMany(one => new[] { Shown.Text(one.Level), Shown.Text(one.WorstExcess) }));
        wanted.AddRange(view.Offers.SelectMany(one => new[] { Shown.Text(one.Cut), Shown.Text(one.Level), Plain(Shown.Of(one.Cost.Total)), Plain(Shown.Of(one.Rebound.Energy)) }));
        RackFigures rack = view.Field.Racks[700];
        wanted.AddRange([Shown.Text(rack.Draw), Shown.Text(rack.Rating), Plain(Shown.Of(rack.Warmest!.Value)), "1.9 ms", "7.4 ms", "12.2 ms"]);
        Assert.All(wanted, one => Assert.Contains(one, page, StringComparison.Ordinal));
        Assert.All(wanted, one => Assert.Matches(@"^[−\d][\d.,]* \S+$", one));
        Assert.All(view.Orders.Concat(view.Happenings.Select(one => one.What)), one => Assert.Contains(one, page, StringComparison.Ordinal));
    }

    private static string Plain(Markup markup) => PageText.Fragment(markup).Value;

    [Fact]
    public void Hostile_names_are_shown_as_they_are_and_do_nothing()
    {
        const string hostile = "</td><script>alert(1)</script><img src=x onerror='alert(2)'>\" onfocus=\"x\u0001&amp;";
        const string harmless = "</td><script>alert(1)</script><img src=x onerror='alert(2)'>\" onfocus=\"x\uFFFD&amp;";
        (ShownSite site, Screen screen) = TwoHours(view => view with
        {
            Field = view.Field with
            {
                Services = [.. view.Field.Services.Select(one => one with { Name = hostile })],
                Runs = [.. view.Field.Runs.Select(one => one with { Name = hostile, State = hostile })],
                Batteries = [.. view.Field.Batteries.Select(one => one with { Name = hostile })],
                Plants = [.. view.Field.Plants.Select(one => one with { Name = hostile })],
                CoolingLoops = [.. view.Field.CoolingLoops.Select(one => one with { Name = hostile })],
                Racks = [.. view.Field.Racks.Select(one => one with { Name = hostile })],
            },
            Limits = [.. view.Limits.Select(one => one with { Name = hostile, Source = hostile, Feed = hostile, State = hostile })],
            Offers = [.. view.Offers.Select(one => one with { Binding = new(hostile, hostile, Power.Zero) })],
            Orders = [hostile],
            Happenings = [new(view.At, "alarm", hostile), new(view.At, hostile, hostile)],
        });
        XDocument page = Page(screen, hostile);
        Assert.Single(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));
        Assert.DoesNotContain(page.Descendants().Attributes(), one => one.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        int shown = page.DescendantNodes().OfType<XText>().Count(one => one.Value.Contains(harmless, StringComparison.Ordinal));
        Assert.True(shown > 25, $"shown {shown} times");
        Assert.Equal(harmless, page.Descendants("input").Single(one => one.Attribute("name")?.Value == "rack").Attribute("value")!.Value);
        Assert.Equal(site.Now!.Field.Racks.Count, page.Descendants("a").Count(one => one.Attribute("aria-label")?.Value.StartsWith(harmless, StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Before_the_first_beat_the_page_says_so_and_shows_no_figure()
    {
        ShownSite site = ShownSite.Large();
        XDocument page = Page(new(site));
        string seen = PageText.Seen(page.Root!);
        Assert.Contains("No beat yet. Figures come with the first.", seen, StringComparison.Ordinal);
        Assert.Contains("nothing was read or decided", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants("a"), one => one.Attribute("data-rack") is not null);
    }

    [Fact]
    public void A_site_with_nothing_but_a_meter_that_was_not_read_is_shown_too()
    {
        var site = new ShownSite(new(ShownSite.Noon), new("island", "", Power.FromSi(double.PositiveInfinity), [], 5.Megawatts));
        site.Tell(new() { Beat = 1, At = ShownSite.Noon, Ceiling = Power.FromSi(double.PositiveInfinity), Import = null, Draw = Power.Zero, Field = new() });
        string seen = PageText.Seen(Page(new(site), "3").Root!);
        Assert.Contains("Ceiling\nno limit", seen, StringComparison.Ordinal);
        Assert.Contains("the meter was not read", seen, StringComparison.Ordinal);
        Assert.Contains("Nobody demands anything", seen, StringComparison.Ordinal);
        Assert.Contains("No rack has “3” in its name", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Racks_beyond_those_of_the_map_are_counted_in_the_table()
    {
        var site = new ShownSite(new(ShownSite.Noon), new("vast", "", 90.Megawatts, [new("feed", -1, 90.Megawatts)], 5.Megawatts));
        site.Tell(new()
        {
            Beat = 1,
            At = ShownSite.Noon,
            Ceiling = 90.Megawatts,
            Import = 1.Megawatts,
            Draw = 1.Megawatts,
            Field = new() { Tree = [new(1.Megawatts, true)], Racks = [.. Enumerable.Range(0, 2100).Select(k => new RackFigures($"rack {k}", 0, 1, 1.Kilowatts, 2.Kilowatts, 1, 1, null, true))] },
        });
        var screen = new Screen(site);
        XDocument page = Page(screen);
        Assert.Equal(2048, page.Descendants("a").Count(one => one.Attribute("data-rack") is not null));
        Assert.Equal(2048, screen.Now().Panels.Racks.Length);
        Assert.Contains("52 more racks are counted in the table of nodes", PageText.Seen(page.Root!), StringComparison.Ordinal);
        Assert.Contains("2100", Panel(screen, "nodes"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rack_is_found_by_its_place_or_by_words_of_its_name()
    {
        IReadOnlyList<RackFigures> racks = ShownSite.At(0).Field.Racks;
        Assert.Equal(700, RackPanel.Find(racks, "700"));
        Assert.Equal(700, RackPanel.Find(racks, " SOUTH  0701 "));
        Assert.Null(RackPanel.Find(racks, "row 99"));
        Assert.Null(RackPanel.Find(racks, "99999999999999999999"));
    }
}
