using Headroom.Control;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Limits in force, coming and over for less than a day, with how they were kept.</summary>
internal static class LimitPanel
{
    public static Markup Of(Look look) => look.View is not { } view ? Markup.Of($"<p class=\"none\">No beat yet.</p>") : Table.Of("Limits",
        ["Limit", "State", Column.Number("At most"), "From", "Until", "On", "Demanded by", Column.Number("Beats kept so far"), Column.Number("Worst excess"), "Known since"],
        [.. view.Limits.OrderBy(Place).ThenBy(one => one.From).Select(one => Row(one, view.At))], "Nobody demands anything: the connection itself is the ceiling.");

    private static Markup[] Row(LimitView one, DateTimeOffset now) =>
    [
        Markup.Of($"{one.Name}"), State(one.State), Shown.Of(one.Level), Shown.Moment(one.From, now),
        one.Until is { } until ? Shown.Moment(until, now) : Markup.Of($"until replaced"), Markup.Of($"{one.Feed ?? "the site"}"),
        Markup.Of($"{one.Source}, {Authority(one.Authority)}, {(one.Firmness == Firmness.Firm ? "firm" : "best effort")}"),
        Kept(one), Shown.Of(one.WorstExcess), Shown.Moment(one.KnownSince, now),
    ];

    private static Markup State(string state) => Markup.Of($"<span class=\"state {Kind(state)}\"><span aria-hidden=\"true\">{Sign(state)}</span> {state}</span>");

    private static string Kind(string state) => state switch { "in force" or "ramping" => "holds", "coming" => "coming", _ => "past" };
    private static string Sign(string state) => state switch { "coming" => "○", "ramping" => "◐", "in force" => "●", "returning" => "◑", _ => "✓" };

    /// <summary>Never rounded up: what was broken once was not kept wholly.</summary>
    private static Markup Kept(LimitView one) => one.KeptShare is not { } kept ? Markup.Of($"not begun")
        : kept >= 1 ? Markup.Of($"<span class=\"good\">100 %</span> of {one.Beats:#,0}")
        : Markup.Of($"<span class=\"broken\">{Math.Floor(1e4 * kept) / 100:0.00} %<span class=\"vh\"> broken at times</span></span> of {one.Beats:#,0}");

    private static string Authority(LimitAuthority authority) => authority switch
    {
        LimitAuthority.Utility => "utility",
        LimitAuthority.Market => "market",
        LimitAuthority.Operator => "operator",
        LimitAuthority.Breaker => "breaker",
        _ => "cooling plant",
    };

    /// <summary>What holds now stands first, what is over last.</summary>
    private static int Place(LimitView one) => one.State switch { "in force" or "ramping" or "returning" => 0, "coming" => 1, _ => 2 };
}
