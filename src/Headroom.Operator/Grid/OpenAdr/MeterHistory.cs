using Headroom.Quantities;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Import of the last days, from which reports tell what was used.</summary>
/// <remarks>
///   energy(a, b) = Σ power · time      each reading holds until the next, for 10 s at most; what lies beyond is a gap
///   One point in five seconds is kept, with the energy and the peak of all readings in it.
/// </remarks>
internal sealed class MeterHistory
{
    private static readonly TimeSpan hold = TimeSpan.FromSeconds(10), grain = TimeSpan.FromSeconds(5), keep = TimeSpan.FromHours(49);
    private readonly Lock door = new();
    private readonly List<Slot> slots = [];
    private int gone;
    private (DateTimeOffset At, Power Import)? last;
    private Slot current;

    public Power? Last => last?.Import;

    public void Add(DateTimeOffset at, Power import)
    {
        lock (door) AddNow(at, import);
    }

    /// <summary>What was measured in a window; nothing where no reading lies in it.</summary>
    public Measured? Between(DateTimeOffset from, DateTimeOffset to)
    {
        lock (door) return Sum(from, to);
    }

    private void AddNow(DateTimeOffset at, Power import)
    {
        if (last is { } before && at > before.At)
        {
            TimeSpan span = at - before.At < hold ? at - before.At : hold;
            if (current.From == default || at - current.From > grain)
            {
                if (current.Covered > TimeSpan.Zero) slots.Add(current);
                current = new(before.At, TimeSpan.Zero, Energy.FromSi(0), before.Import);
            }
            current = new(current.From, current.Covered + span, current.Energy + before.Import * span,
                Power.Max(current.Peak, Power.Max(before.Import, import)));
        }
        last = (at, import);
        while (gone < slots.Count && at - slots[gone].From > keep) gone++;
        if (gone <= 1000) return;
        slots.RemoveRange(0, gone);
        gone = 0;
    }

    private Measured? Sum(DateTimeOffset from, DateTimeOffset to)
    {
        Energy energy = Energy.FromSi(0);
        TimeSpan covered = TimeSpan.Zero;
        Power peak = Power.FromSi(0);
        int first = gone, after = slots.Count;
        while (first < after) (first, after) = (first + after) / 2 is var middle && slots[middle].From + slots[middle].Covered <= from ? (middle + 1, after) : (first, middle);
        for (int k = first; k <= slots.Count; k++)
        {
            Slot slot = k < slots.Count ? slots[k] : current;
            if (slot.From >= to) break;
            DateTimeOffset end = slot.From + slot.Covered;
            DateTimeOffset start = slot.From > from ? slot.From : from, stop = end < to ? end : to;
            if (start >= stop || slot.Covered <= TimeSpan.Zero) continue;
            covered += stop - start;
            energy += ((stop - start) / slot.Covered) * slot.Energy;
            peak = Power.Max(peak, slot.Peak);
        }
        return covered <= TimeSpan.Zero ? null : new(energy, peak, covered, covered / (to - from));
    }

    private readonly record struct Slot(DateTimeOffset From, TimeSpan Covered, Energy Energy, Power Peak);
}

/// <param name="CoverageShare">Of the window; below one where readings are missing.</param>
internal readonly record struct Measured(Energy Energy, Power Peak, TimeSpan Covered, double CoverageShare)
{
    public Power Mean => Energy / Covered;

    /// <summary>As if the gaps had been like the rest.</summary>
    public Energy Whole => (1 / CoverageShare) * Energy;
}
