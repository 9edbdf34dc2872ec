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
            words.Add(Changed([.. group], figures));
        if (held.Excess > Power.Zero) words.Add($"{Mega(held.Excess)} of IT power do not fit under the ceiling yet");
        return words;
    }

    /// <summary>Whose orders were changed, by what, and the one that changed most.</summary>
    private static string Changed(Change[] changes, FieldFigures figures)
    {
        string[] names = [.. changes.Select(one => NameOf(one, figures)).OfType<string>().Distinct()];
        string whose = names.Length > 0 ? $" ({string.Join(", ", names)})" : "", more = names.Length == 0 && changes.Length > 1 ? $", and {changes.Length - 1} more" : "";
        Change most = changes.MaxBy(one => Math.Abs(one.Given - one.Asked));
        string told = most.Kind switch
        {
            OrderKind.ServiceSlow or OrderKind.BankShare => $": {Percent(most.Asked)} to {Percent(most.Given)}",
            OrderKind.Plant or OrderKind.Battery or OrderKind.ServiceMost or OrderKind.RunMost or OrderKind.Drop or OrderKind.BankOff or OrderKind.BankBack
                or OrderKind.ImportLeast or OrderKind.ImportMost when double.IsFinite(most.Asked) && double.IsFinite(most.Given)
                => $": {Mega(Power.FromSi(most.Asked))} to {Mega(Power.FromSi(most.Given))}",
            _ => "",
        };
        string at = names.Length > 1 && told.Length > 0 && NameOf(most, figures) is { } name ? $" at {name}" : "";
        return $"the envelope holds {HeldWords.Of(most.Kind)}{whose} for {HeldWords.Of(most.Reason)}{told}{at}{more}";
    }

    private static string? NameOf(Change one, FieldFigures figures) => one.Kind switch
    {
        OrderKind.ServiceMost or OrderKind.ServiceSlow when one.Index < figures.Services.Count => figures.Services[one.Index].Name,
        OrderKind.RunMost when one.Index < figures.Runs.Count => figures.Runs[one.Index].Name,
        OrderKind.Battery when one.Index < figures.Batteries.Count => figures.Batteries[one.Index].Name,
        _ => null,
    };

    private static string Mega(Power power) => ViewMaker.Mega(power);
    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
