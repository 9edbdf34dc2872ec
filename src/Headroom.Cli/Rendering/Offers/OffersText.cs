using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Cli.Rendering.Offers;

/// <summary>Offers for people: a table for each depth, then what binds in words.</summary>
static class OffersText
{
    const int width = 100;

    public static void Write(TextWriter to, OffersDocument document)
    {
        if (document.Now is not { Count: > 0 } now)
        {
            if (document.Site is not null) to.WriteLine("stopped before any offer was simulated");
            return;
        }
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{document.Site} at {document.NowUtc:d MMM yyyy, HH:mm} UTC imports {document.Inputs!.Import[0]}."));
        foreach (string line in Wording.Wrap(string.Create(CultureInfo.InvariantCulture, $"What it can cut with {100 * now[0].ConfidenceFraction:0.#} % confidence"
            + $"{(document.Proven.Count > 0 ? ", confirmed by simulation" : "")}, by notice and duration, each as soon as its notice has passed. Cost is the most of a row."), width)) to.WriteLine(line);
        foreach (OfferDepth depth in OfferBook.Depths)
        {
            Offer[] here = [.. now.Where(one => one.Depth == depth)];
            to.WriteLine();
            if (here.All(one => one.Cut <= Power.Zero))
            {
                to.WriteLine($"{Title(depth)}: nothing");
                continue;
            }
            var table = new TextTable(Title(depth), [.. OfferBook.Durations.Select(Said), "cost", "ramp"],
            [
                .. OfferBook.Notices.Select(notice => here.Where(one => one.Notice == notice).OrderBy(one => one.Duration).ToArray()).Where(row => row.Length > 0).Select(Row),
            ]);
            foreach (string line in table.Lines(width, new Ink(false))) to.WriteLine(line.TrimEnd());
        }
        to.WriteLine();
        to.WriteLine("What binds an hour's cut, nothing lost");
        foreach (var same in now.Where(one => one.Depth == OfferDepth.NothingLost && one.Duration == TimeSpan.FromHours(1)).GroupBy(one => Binding(one.Binding)))
            foreach (string line in Wording.Wrap($"notice {string.Join(", ", same.Select(one => Said(one.Notice)))}: {same.Key}", width - 4)) to.WriteLine("  " + line);
        Day(to, document);
        Confirmed(to, document);
        if (document.Sampled.Count == 0) return;
        to.WriteLine();
        to.WriteLine($"Simulation confirms {document.Sampled.Count(one => one.Verdict.IsConfirmed)} of {document.Sampled.Count} offers drawn from the ladder.");
        foreach (var one in document.Sampled.Where(one => !one.Verdict.IsConfirmed))
            foreach (string line in Wording.Wrap(Proven(document, one), width - 4)) to.WriteLine("  " + line);
    }

    static string[] Row(Offer[] row)
    {
        string[] cells = [$"  notice {Said(row[0].Notice)}", .. OfferBook.Durations.Select(duration => Cut(row.FirstOrDefault(one => one.Duration == duration)))];
        Offer[] some = [.. row.Where(one => one.Cut > Power.Zero)];
        return some.Length == 0 ? [.. cells, "-", "-"]
            : [.. cells, string.Create(CultureInfo.InvariantCulture, $"{some.Max(one => one.Cost.Total.Dollars):#,0} $"), Said(some.Max(one => one.RampDown))];
    }

    static string Cut(Offer? one) => one is { Cut: var cut } && cut > Power.Zero ? cut.ToString() : "-";

    /// <summary>How many hold whole, what was lowered and why, and whether the stated cost is a bound.</summary>
    static void Confirmed(TextWriter to, OffersDocument document)
    {
        ConfirmedOffer[] some = [.. document.Proven.Where(one => one.Computed.Cut > Power.Zero)];
        if (some.Length == 0) return;
        ConfirmedOffer[] less = [.. some.Where(one => one.Published.Cut < one.Computed.Cut)], held = [.. some.Where(one => one.Published.Cut > Power.Zero)];
        to.WriteLine();
        foreach (string line in Wording.Wrap($"Simulation, with two seeds, confirms {some.Length - less.Length} of {some.Length} computed offers whole, "
            + $"{less.Count(one => one.Published.Cut > Power.Zero)} in part and {less.Count(one => one.Published.Cut <= Power.Zero)} not at all.", width)) to.WriteLine(line);
        foreach (ConfirmedOffer one in less)
            foreach (string line in Wording.Wrap(string.Create(CultureInfo.InvariantCulture, $"{document.NowUtc + one.Computed.From:d MMM HH:mm}, notice {Said(one.Computed.Notice)}, {Said(one.Computed.Duration)}, {Title(one.Computed.Depth)}:")
                + $" {Cut(one.Published)} of {one.Computed.Cut}"
                + (one.Verdict.Why.Length > 0 ? $"; {one.Verdict.Why}" : ""), width - 4)) to.WriteLine("  " + line);
        if (held.Length == 0) return;
        int dearer = held.Count(one => one.Verdict.Cost > one.Published.Cost.Total);
        foreach (string line in Wording.Wrap(dearer == 0 ? "Each of them cost no more, in tokens and dollars, than it states." : string.Create(CultureInfo.InvariantCulture,
            $"{dearer} of them cost more than they state, by up to {held.Max(one => (one.Verdict.Cost - one.Published.Cost.Total).Dollars):#,0.##} $."), width)) to.WriteLine(line);
    }

    static string Proven(OffersDocument document, ConfirmedOffer one) => string.Create(CultureInfo.InvariantCulture,
        $"{document.NowUtc + one.Computed.From:d MMM HH:mm}, {one.Computed.Cut} for {Said(one.Computed.Duration)} with {Said(one.Computed.Notice)} of notice, {Title(one.Computed.Depth)}: {one.Verdict.Why}");

    static void Day(TextWriter to, OffersDocument document)
    {
        IReadOnlyList<Offer> day = document.Day;
        if (day.Count == 0) return;
        to.WriteLine();
        to.WriteLine("The next day, an hour each with 30 min of notice, nothing lost");
        foreach (string line in Wording.Wrap(string.Join(" ", day.Select(one => string.Create(CultureInfo.InvariantCulture,
            $"{document.NowUtc + one.From:HH}h:{Cut(one)}").Replace(' ', '\u2007'))), width - 4)) to.WriteLine("  " + line.Replace('\u2007', ' '));
    }

    static string Binding(OfferBinding one) => one.Move.Length == 0 ? one.Constraint : $"{one.Constraint}; {one.Move} would add {one.Gain}";

    static string Title(OfferDepth depth) => depth switch
    {
        OfferDepth.NothingLost => "no token lost",
        OfferDepth.Promises => "tiers 1-3 as promised",
        _ => "all but tier 0",
    };

    static string Said(TimeSpan time) => time.TotalHours >= 1 ? Number(time.TotalHours, "h") : time.TotalMinutes >= 1 ? Number(time.TotalMinutes, "min") : Number(time.TotalSeconds, "s");
    static string Number(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {unit}");
}
