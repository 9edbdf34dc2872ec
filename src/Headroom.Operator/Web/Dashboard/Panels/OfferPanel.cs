using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>What the site can promise: by notice and duration, for each depth; then every offer with its cost and what binds it.</summary>
internal static class OfferPanel
{
    public static Markup Of(Look look)
    {
        if (look.View is not { } view) return Markup.Of($"<p class=\"none\">No beat yet.</p>");
        if (view.Offers.Count == 0) return Markup.Of($"<p class=\"none\">No offer: none was worked out yet, or nothing can be promised.</p>");
        Markup age = view.OffersAt is { } at ? Markup.Of($"Worked out at {Shown.Moment(at, view.At)}. ") : Markup.None;
        Offer[] now = [.. view.Offers.Where(one => one.From - one.Notice == view.Offers.Min(first => first.From - first.Notice))];
        return Markup.Of($"""
            <p class="note">{age}By how much import can be cut if it is ordered now, and what that costs at most.</p>
            <div class="matrices">{now.GroupBy(one => one.Depth).OrderBy(one => one.Key).Select(one => Matrix(one.Key, [.. one]))}</div>
            <h3>What binds</h3><ul class="binds">{now.GroupBy(one => one.Binding).OrderByDescending(one => one.Count()).Take(6).Select(one => Binding(one.Key, one.Count()))}</ul>
            <details><summary>Every offer ({view.Offers.Count:#,0})</summary>{All(view)}</details>

            """);
    }

    private static Markup Matrix(OfferDepth depth, IReadOnlyList<Offer> offers)
    {
        TimeSpan[] durations = [.. offers.Select(one => one.Duration).Distinct().Order()];
        IEnumerable<IReadOnlyList<Markup>> rows = offers.Select(one => one.Notice).Distinct().Order().Select(notice => (IReadOnlyList<Markup>)
            [Markup.Of($"{Shown.Length(notice)} notice"), .. durations.Select(length => Best(offers, notice, length))]);
        return Markup.Of($"<div><h3>{Words(depth)}</h3>{Table.Of($"Cut of import by notice and duration; {Words(depth)}", ["Notice", .. durations.Select(one => Column.Number($"for {Shown.Length(one)}"))], [.. rows], "", isSmall: true)}</div>");
    }

    private static Markup Best(IReadOnlyList<Offer> offers, TimeSpan notice, TimeSpan length)
    {
        Offer? best = offers.Where(one => one.Notice == notice && one.Duration == length).MaxBy(one => one.Cut.Watts);
        return best is null ? Markup.Of($"{Shown.Nothing}") : Markup.Of($"{Shown.Of(best.Cut)} <span class=\"sub\">{Shown.Of(best.Cost.Total)}</span>");
    }

    private static Markup Binding(OfferBinding binding, int count) => Markup.Of(
        $"<li><b>{binding.Constraint}</b>, in {Markup.Count(count, "offer", "offers")}{(binding.Move.Length > 0 ? Markup.Of($": {binding.Move} would add {Shown.Of(binding.Gain)}") : Markup.None)}</li>");

    private static Markup All(SiteView view) => Table.Of("Every offer",
        ["From", "Gives way", Column.Number("Notice"), Column.Number("Lasts"), Column.Number("Cut"), Column.Number("Import at most"), Column.Number("Of a baseline of"), Column.Number("Ramp down"), Column.Number("Ramp up"),
            Column.Number("Sure to"), Column.Number("Cost"), Column.Number("Tokens lost"), "Rebound", "Held by"],
        [.. view.Offers.OrderBy(one => one.From - one.Notice).ThenBy(one => one.Notice).ThenBy(one => one.Duration).ThenBy(one => one.Depth).Select(one => Row(one, view.At))], "");

    private static Markup[] Row(Offer one, DateTimeOffset now) =>
    [
        Shown.Moment(SiteClock.At(one.From), now), Markup.Of($"{Words(one.Depth)}"), Markup.Of($"{Shown.Length(one.Notice)}"), Markup.Of($"{Shown.Length(one.Duration)}"),
        Shown.Of(one.Cut), Shown.Of(one.Level), Shown.Of(one.Baseline), Markup.Of($"{Shown.Length(one.RampDown)}"), Markup.Of($"{Shown.Length(one.RampUp)}"),
        Shown.Share(one.ConfidenceFraction), Shown.Of(one.Cost.Total), Shown.Of(one.Lost.Sum()),
        Markup.Of($"{Shown.Of(one.Rebound.Energy)}, up to {Shown.Of(one.Rebound.Peak)} more, {Shown.Length(one.Rebound.Recovery)}"), Markup.Of($"{one.Binding.Constraint}"),
    ];

    private static string Words(OfferDepth depth) => depth switch
    {
        OfferDepth.NothingLost => "no token lost",
        OfferDepth.Promises => "within promises",
        _ => "all but tier 0",
    };
}
