using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Tokens of each service and what a joule brings, by boundary.</summary>
internal static class TokenPanel
{
    private static readonly Column[] columns =
    [
        "Service", Column.Number("Tier"), Column.Number("Asked"), Column.Number("Served"), Column.Number("Served of asked"),
        Column.Number("IT draw"), Column.Number("Per IT joule"), Column.Number("Tokens lost"),
    ];

    public static Markup Of(Look look)
    {
        if (look.View is not { } view) return Markup.Of($"<p class=\"none\">No beat yet.</p>");
        TokenWindow? window = look.Windows.Count > 0 ? look.Windows[0] : null;
        Markup services = Table.Of("Services", columns,
            [.. view.Field.Services.Select(one => Row(one, window))], "No inference service on this site.");
        Markup runs = view.Field.Runs.Count == 0 ? Markup.None : Markup.Of($"<h3>Training</h3>{Runs(view.Field.Runs)}");
        return Markup.Of($"{services}<p class=\"note\">{Words(window)}</p>{runs}");
    }

    private static Markup[] Row(ServiceFigures one, TokenWindow? window)
    {
        ServiceReading? counted = window?.Services.FirstOrDefault(reading => reading.Name == one.Name);
        Markup share = one.Asked > TokenRate.Zero ? Markup.Of($"{Bar.Of(Math.Min(1, one.Served / one.Asked))} {Shown.Share(one.Served / one.Asked)}") : Markup.Of($"{Shown.Nothing}");
        return
        [
            Markup.Of($"{one.Name}"), Markup.Of($"{one.Tier}"), Shown.Of(one.Asked), Shown.Of(one.Served), share, Shown.Of(one.ItDraw),
            counted is { } own && TokenWindow.Per(own.Tokens, own.It) is { } per ? Shown.Of(per) : Markup.Of($"{Shown.Nothing}"),
            counted is { } gone ? Shown.Of(gone.Lost) : Markup.Of($"{Shown.Nothing}"),
        ];
    }

    private static Markup Words(TokenWindow? window) => window is null ? Markup.Of($"Output tokens. Figures per joule and losses come once counters have moved.")
        : Markup.Of($"Output tokens. Per joule and lost: over the last {Shown.Length(window.Length)}.");

    private static Markup Runs(IReadOnlyList<TrainingFigures> runs) => Table.Of("Training runs", ["Run", "State", Column.Number("IT draw"), Column.Number("Done")],
        [.. runs.Select(one => new[] { Markup.Of($"{one.Name}"), Markup.Of($"{one.State}"), Shown.Of(one.ItDraw), Markup.Of($"{Bar.Of(one.DoneShare)} {Shown.Share(one.DoneShare)}") })], "");
}

/// <summary>Tokens per joule at each boundary, over stated windows, with PUE beside it.</summary>
internal static class EfficiencyPanel
{
    public static Markup Of(Look look)
    {
        if (look.Windows.Count == 0) return Markup.Of($"<p class=\"none\">Counters have not moved yet.</p>");
        return Markup.Of($"{Table.Of("Tokens per joule by boundary", ["Boundary", .. look.Windows.Select(one => Column.Number($"last {Shown.Length(one.Length)}"))], [.. Rows(look.Windows)], "", isSmall: true)}<p class=\"note\">Output tokens by the energy of the racks that serve them; of training nothing is counted here. Tokens and joules are summed apart and divided once.</p>");
    }

    private static IEnumerable<IReadOnlyList<Markup>> Rows(IReadOnlyList<TokenWindow> windows)
    {
        yield return Boundary("Accelerator", windows, one => one.Accelerator);
        yield return Boundary("Server", windows, one => one.Server);
        yield return Boundary("IT", windows, one => one.It);
        yield return Boundary("Site", windows, one => one.Site);
        yield return [Markup.Of($"PUE (site by IT)"), .. windows.Select(one => one.Pue is { } pue ? Markup.Of($"<span class=\"q\">{pue:0.000} <span class=\"u\">J/J</span></span>") : Markup.Of($"{Shown.Nothing}"))];
        yield return [Markup.Of($"Tokens"), .. windows.Select(one => Shown.Of(one.Tokens))];
        yield return [Markup.Of($"Site energy"), .. windows.Select(one => Shown.Of(one.Site))];
    }

    private static Markup[] Boundary(string name, IReadOnlyList<TokenWindow> windows, Func<TokenWindow, Energy> energy) =>
        [Markup.Of($"{name}"), .. windows.Select(one => TokenWindow.Per(one.Tokens, energy(one)) is { } per ? Shown.Of(per) : Markup.Of($"{Shown.Nothing}"))];
}
