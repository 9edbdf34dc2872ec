using Headroom.Control;
using Headroom.Reports;

namespace Headroom.Simulation;

/// <summary>In how many steps the envelope changed which orders, and why.</summary>
internal sealed class HeldBook
{
    private static readonly int reasons = Enum.GetValues<HoldReason>().Length;
    private readonly long[] steps = new long[Enum.GetValues<OrderKind>().Length * reasons], last = new long[Enum.GetValues<OrderKind>().Length * reasons];
    private long decided, changed;

    /// <summary>Counts what was changed in a step.</summary>
    public void Add(Held held)
    {
        decided++;
        bool any = false;
        foreach (Change change in held.Changes)
        {
            if (change.Asked == change.Given) continue;
            any = true;
            int at = (int)change.Kind * reasons + (int)change.Reason;
            if (last[at] == decided) continue;
            last[at] = decided;
            steps[at]++;
        }
        if (any) changed++;
    }

    public EnvelopeFigures Figures()
    {
        List<EnvelopeFigure> all = [];
        for (int at = 0; at < steps.Length; at++)
            if (steps[at] > 0) all.Add(new(HeldWords.Of((OrderKind)(at / reasons)), HeldWords.Of((HoldReason)(at % reasons)), steps[at]));
        return new(decided, changed,
            [.. all.OrderByDescending(one => one.Steps).ThenBy(one => one.Orders, StringComparer.Ordinal).ThenBy(one => one.Cause, StringComparer.Ordinal)]);
    }
}
