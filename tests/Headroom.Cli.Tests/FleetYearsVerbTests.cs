using System.Text.Json;
using System.Text.RegularExpressions;
using Headroom.Cli.Rendering.FleetYears;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Tests;

/// <summary>What <c>plan</c> tells of a fleet over years, from figures by hand: two sites, two years, the second site served from 2027 on.</summary>
public sealed partial class FleetYearsVerbTests : IDisposable
{
    readonly Scratch scratch = new();
    public void Dispose() => scratch.Dispose();

    static readonly Fleet fleet = new()
    {
        Name = "pair",
        Year = new(2026),
        Sites = [],
        Regions = [new("users", new(0, 0), 0)],
        RoundTrips = [],
        Horizon = new() { FirstYear = 2026, LastYear = 2027 },
    };

    static ServiceFigure Served(double asked, double served) =>
        new("chat", 0, TokenCount.FromSi(1e9 * asked), TokenCount.FromSi(1e9 * served), TokenCount.FromSi(1e9 * (asked - served)), asked > served ? 100 : 0, "by hand") { Missed = TokenCount.FromSi(1e9 * (asked - served)) };

    static YearFigures Year(int year, double tokens) => new()
    {
        Year = year,
        Used = [tokens],
        Tokens = new([Served(tokens, tokens)], [], TokenCount.FromSi(1e9 * tokens), TokenCount.Zero),
        Energy = new([new("grid", 100.MegawattHours)], [new("IT", 100.MegawattHours)], 100.MegawattHours, 1.Megawatts),
        Running = [new("grid", "energy", 1e6.Dollars, true)],
        Ladder = new(TokenCount.FromSi(1e9 * tokens), 80.MegawattHours, 90.MegawattHours, 95.MegawattHours, 100.MegawattHours, 1.05),
        Carbon = 10.Tonnes,
        Water = default,
        Missing = Energy.Zero,
        Limits = [],
    };

    static SiteYears Site(string name, double first, double second) => new()
    {
        Site = name,
        Region = "ie",
        FirstYear = 2026,
        LastYear = 2027,
        DiscountFraction = 0.07,
        Assets = [new("rack", "racks", "racks", 0, 2026, "by hand", [first, second - first], [first, second], [first, second], [20, 20], [0, 0], [1e5, 1e5], 0)],
        Years = [Year(2026, first), Year(2027, second)],
        Payments = [1e6.Dollars, 2e6.Dollars],
        Total = 4e6.Dollars,
        Penalties = Money.Zero,
        Waiting = Money.Zero,
        Ceilings = [new("grid firm", "MW", 2027, 2027, 2027, 5.Dollars, false, $"grid firm binds in 2027 at {name}"), new("rack", "racks", 2026, 2026, 2026, 5.Dollars, false, $"rack binds in 2026 at {name}")],
    };

    static FlowFigure Flow(string site, double tokens) => new("chat", "users", site, TokenCount.FromSi(1e9 * tokens), TimeSpan.FromMilliseconds(9), []);

    static readonly FleetYearsReport report = new()
    {
        Fleet = "pair",
        FirstYear = 2026,
        LastYear = 2027,
        DiscountFraction = 0.07,
        Sites = [Site("north", 6, 6), Site("south", 2, 6)],
        Places = [new(50, 0), new(40, 10)],
        Regions = fleet.Regions,
        Years =
        [
            new() { Year = 2026, Services = [Served(10, 8)], Training = [], Flows = [Flow("north", 6), Flow("south", 2)], Running = [new("chat from users", "missed tokens", 3e6.Dollars, false)], IsServed = false },
            new() { Year = 2027, Services = [Served(12, 12)], Training = [], Flows = [Flow("north", 6), Flow("south", 6)], Running = [], IsServed = true },
        ],
        Total = 11e6.Dollars,
        Penalties = 3e6.Dollars,
        Bound = 10.999e6.Dollars,
        Waiting = 3e6.Dollars,
        Search = new(1, 1000, 2000),
    };

    static Engine Engine(FleetYearsAnswer answer) => FakeEngine.Planned with
    {
        IsFleet = _ => true,
        ReadFleet = _ => (fleet, []),
        FormulateFleet = _ => throw new InvalidOperationException("years are no one-year program"),
        ExpandFleet = (_, _, _, _) => answer,
        ExportFleetYears = (_, path) => File.WriteAllText(path, "NAME\n"),
    };

    static Engine Planned => Engine(new FleetYearsAnswer.Planned(report));

    [Fact]
    public void The_screen_says_when_power_is_there_where_models_run_and_what_binds()
    {
        Ran ran = FakeEngine.Run(Planned, "plan", scratch.SiteFile);

        Assert.Equal(0, ran.Code);
        string text = Squeezed().Replace(ran.Out, " ");
        foreach (string words in (string[])["pair, 2 sites, 2026 to 2027: 8 M$ paid and run, and 3 M$ for what is not served, in dollars of 2026", "Time to power: 1 year. From 2027 on everything promised is served. Waiting costs 3 M$",
            "2026 costs 1 M$ more than 2027.", // 7 M$ and 6 M$
            "What is not served counts at 1,500 $/Mtok of chat.", // 3 M$ for 2 billion tokens
            "2026 0.2 80.0 % 7 500", // 1 + 1 + 1 + 1 + 3 M$, 4 M$ of it for 8 billion tokens
            "2026 75 % 25 %", "2027 50 % 50 %", "What comes when at south, ie 2026 rack 2 racks 2027 rack 4 racks", "• north: rack binds in 2026 at north."])
            Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_holds_years_flows_and_each_sites_part()
    {
        Ran ran = FakeEngine.Run(Planned, "plan", scratch.SiteFile, "--json");

        using JsonDocument json = JsonDocument.Parse(ran.Out);
        JsonElement root = json.RootElement;
        Assert.Equal(("headroom/fleet-years/1", "optimal", 2027), (root.GetProperty("schema").GetString(), root.GetProperty("status").GetString(), root.GetProperty("powerYear").GetInt32()));
        JsonElement first = root.GetProperty("years")[0];
        Assert.False(first.GetProperty("served").GetBoolean());
        Assert.Equal(("south", 2e9), (first.GetProperty("flows")[1].GetProperty("site").GetString(), first.GetProperty("flows")[1].GetProperty("tokens").GetProperty("value").GetDouble()));
        JsonElement south = root.GetProperty("sites")[1];
        Assert.Equal(4, south.GetProperty("assets")[0].GetProperty("built")[1].GetDouble());
        Assert.Equal(2, south.GetProperty("years").GetArrayLength());
    }

    [Fact]
    public void The_folder_has_tables_by_site_and_year_and_a_report_whose_sections_have_names_of_their_own()
    {
        Ran ran = FakeEngine.Run(Planned, "plan", scratch.SiteFile, "--out", scratch.At("out"), "--export-model");

        Assert.Equal(0, ran.Code);
        string[] years = File.ReadAllLines(scratch.At("out/years.csv")), flows = File.ReadAllLines(scratch.At("out/flows.csv"));
        Assert.Equal(("south,2027,rack,racks,racks,4,6,6,20,0,100000,0", 5), (years[4], years.Length));
        Assert.Equal(("2026,chat,users,south,2000000000,9", 5), (flows[2], flows.Length));
        string page = File.ReadAllText(scratch.At("out/report.html"));
        string[] names = [.. SectionName().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("ceilings-1", names);
        Assert.Contains("south: peak 1 MW. grid firm binds in 2027 at south.", page, StringComparison.Ordinal);
        Assert.Contains("class=\"disc full\"", page, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.At("out/model.mps")) && File.Exists(scratch.At("out/plan.json")));
    }

    [Fact]
    public void A_fleet_that_has_no_plan_says_why_and_ends_with_the_worlds_no()
    {
        Ran ran = FakeEngine.Run(Engine(new FleetYearsAnswer.None("the years have no plan together")), "plan", scratch.SiteFile);

        Assert.Equal(((int)ExitCode.WorldSaysNo, "the years have no plan together\n"), (ran.Code, ran.Error));
        Assert.Equal("stopped", new FleetYearsDocument(fleet, new FleetYearsAnswer.None(""), 1e-3, []).Status);
    }

    [GeneratedRegex(@"\s+")] private static partial Regex Squeezed();
    [GeneratedRegex(" id=\"([^\"]+)\"")] private static partial Regex SectionName();
}
