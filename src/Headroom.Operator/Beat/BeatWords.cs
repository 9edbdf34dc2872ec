using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>What the controller ordered, and what its envelope changed, in sentences: the ones that say more than "as before".</summary>
internal static class BeatWords
{
    private const double Whole = 0.9995;

    public static IReadOnlyList<string> Of(Observation seen, Orders orders, FieldFigures figures, Held held)
    {
        List<string> words = [];
        for (int i = 0; i < orders.SlowFraction.Length && i < figures.Services.Count; i++)
        {
            string name = figures.Services[i].Name;
            if (orders.SlowFraction[i] < Whole) words.Add($"{name}: racks slowed to {Percent(orders.SlowFraction[i])} of their power above idle");
            if (orders.Allowed[i] is { } rate && rate < seen.Services[i].Asked) words.Add($"{name}: {rate} of {seen.Services[i].Asked} let in");
        }
        for (int i = 0; i < orders.RunMost.Length && i < figures.Runs.Count; i++)
            if (orders.Pause[i]) words.Add($"{figures.Runs[i].Name}: saves and stops");
            else if (seen.Runs[i].Full > Power.Zero && orders.RunMost[i] < Whole * seen.Runs[i].Full) words.Add($"{figures.Runs[i].Name}: at most {Mega(orders.RunMost[i])} of {Mega(seen.Runs[i].Full)}");
        for (int i = 0; i < orders.Batteries.Length && i < figures.Batteries.Count; i++)
            if (Math.Abs(orders.Batteries[i].Watts) >= 1e3)
                words.Add($"{figures.Batteries[i].Name}: {(orders.Batteries[i] > Power.Zero ? "feeds" : "takes")} {Mega(Power.FromSi(Math.Abs(orders.Batteries[i].Watts)))}");
        int banks = orders.BankShare.Count(share => share < Whole);
        if (banks > 0) words.Add($"{banks} banks of racks held by what feeds them or cools them, to {Percent(orders.BankShare.Min())} at the lowest");
        if (orders.Drop > Power.Zero) words.Add($"racks of {Mega(orders.Drop)} are to go off");
        if (orders.CallPlants) words.Add("plants that stand by are started");
        foreach (IGrouping<(OrderKind Kind, HoldReason Reason), Change> group in held.Changes.ToArray().GroupBy(one => (one.Kind, one.Reason)))
            words.Add($"envelope: {group.Count()} orders for {Noun(group.Key.Kind)} changed by {Cause(group.Key.Reason)}");
        if (held.Excess > Power.Zero) words.Add($"{Mega(held.Excess)} of IT power do not fit under the ceiling yet");
        return words;
    }

    private static string Noun(OrderKind kind) => kind switch
    {
        OrderKind.Plant => "plants",
        OrderKind.Battery => "batteries",
        OrderKind.ServiceMost or OrderKind.ServiceSlow or OrderKind.ServiceAllowed => "services",
        OrderKind.RunMost => "training",
        OrderKind.ImportLeast or OrderKind.ImportMost => "the import",
        OrderKind.Lanes => "how racks are laid",
        _ => "racks",
    };

    private static string Cause(HoldReason reason) => reason switch
    {
        HoldReason.NoNumber => "what was no number",
        HoldReason.Reach => "what devices can do",
        HoldReason.Ceiling => "the ceiling",
        HoldReason.Ramp => "the ramp",
        HoldReason.Feed => "a feed",
        _ => "the coolant",
    };

    private static string Mega(Power power) => ViewMaker.Mega(power);
    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
