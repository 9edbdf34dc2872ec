using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Loops of coolant and air, and the warmest coolant of any rack.</summary>
internal static class CoolingPanel
{
    public static Markup Of(Look look) => look.View is not { } view ? Markup.Of($"<p class=\"none\">No beat yet.</p>") : Markup.Of($"""
        {Table.Of("Cooling loops", ["Loop of", Column.Number("Supply"), Column.Number("Set"), "Against set"], [.. view.Field.CoolingLoops.Select(Row)], "No cooling loop is read.", isSmall: true)}
        {Told(view.Field.Temperatures)}
        <p class="note">{Warmest(view.Field.Racks)}</p>

        """);

    private static Markup[] Row(LoopFigures one)
    {
        double rise = one.Supply.Celsius - one.Set.Celsius;
        Markup words = Math.Abs(rise) < 0.05 ? Markup.Of($"as set") : Markup.Of($"<span class=\"q\">{Math.Abs(rise):0.0} <span class=\"u\">K</span></span> {(rise > 0 ? "warmer" : "cooler")}");
        return [Markup.Of($"{one.Name}"), Shown.Of(one.Supply), Shown.Of(one.Set), words];
    }

    private static Markup Told(IReadOnlyList<HeatFigures> all) => all.Count == 0 ? Markup.Of($"")
        : Table.Of("Temperatures of the building", ["Of", Column.Number("Now"), Column.Number("At most"), "Room"], [.. all.Select(Row)], "None is told.", isSmall: true);

    private static Markup[] Row(HeatFigures one) => one.Now is not { } now ? [Markup.Of($"{one.Name}"), Markup.Of($"–"), Shown.Of(one.Most), Markup.Of($"not told")]
        : [Markup.Of($"{one.Name}"), Shown.Of(now), Shown.Of(one.Most), Markup.Of($"<span class=\"q\">{Math.Abs((one.Most - now).Kelvin):0.0} <span class=\"u\">K</span></span> {(now > one.Most ? "too warm" : "left")}")];

    private static Markup Warmest(IReadOnlyList<RackFigures> racks)
    {
        RackFigures most = racks.Where(one => one.Warmest is not null).DefaultIfEmpty().MaxBy(one => one.Warmest?.Kelvin ?? 0);
        return most.Warmest is { } warmest ? Markup.Of($"Warmest coolant: {Shown.Of(warmest)} at {most.Name}.") : Markup.Of($"No coolant of a rack is read.");
    }
}

/// <summary>Batteries and plants.</summary>
internal static class SupplyPanel
{
    public static Markup Of(Look look) => look.View is not { } view ? Markup.Of($"<p class=\"none\">No beat yet.</p>") : Markup.Of($"""
        <h3>Batteries</h3>
        {Table.Of("Batteries", ["Battery", "Does", Column.Number("Power"), Column.Number("Stored"), Column.Number("Filled")], [.. view.Field.Batteries.Select(Row)], "No battery on this site.")}
        <h3>Plants</h3>
        {Table.Of("Plants", ["Plant", Column.Number("Output"), Column.Number("At most"), Column.Number("Used")], [.. view.Field.Plants.Select(Row)], "No plant on this site.")}

        """);

    private static Markup[] Row(BatteryFigures one)
    {
        double filled = one.Capacity > Energy.Zero ? one.Stored / one.Capacity : 0;
        string does = one.Injection.Watts > 500 ? "feeds the site" : one.Injection.Watts < -500 ? "charges" : "rests";
        return [Markup.Of($"{one.Name}"), Markup.Of($"{does}"), Shown.Of(Power.FromSi(Math.Abs(one.Injection.Watts))), Markup.Of($"{Shown.Of(one.Stored)} of {Shown.Of(one.Capacity)}"), Markup.Of($"{Bar.Of(filled)} {Shown.Share(filled)}")];
    }

    private static Markup[] Row(PlantFigures one)
    {
        double used = one.Most > Power.Zero ? one.Output / one.Most : 0;
        return [Markup.Of($"{one.Name}"), Shown.Of(one.Output), Shown.Of(one.Most), Markup.Of($"{Bar.Of(used)} {Shown.Share(used)}")];
    }
}
