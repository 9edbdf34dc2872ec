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
        if (document.Now is not { Count: > 0 } now) return;
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{document.Site} at {document.NowUtc:d MMM yyyy, HH:mm} UTC imports {document.Inputs!.Import[0]}."));
        to.WriteLine($"What it can cut with {100 * now[0].ConfidenceFraction:0.#} % confidence{(document.Proven.Count > 0 ? ", confirmed by simulation" : "")}, by notice and duration.");
        foreach (OfferDepth depth in OfferBook.Depths)
        {
            Offer[] here = [.. now.Where(one => one.Depth == depth)];
            to.WriteLine();
            string Cut(Offer one) => one.Cut > Power.Zero ? one.Cut.ToString() : "-";
            var table = new TextTable(Title(depth), [.. OfferBook.Durations.Select(Said), "dearest", "ramp"],
            [
                .. OfferBook.Notices.Select(notice => here.Where(one => one.Notice == notice).ToArray())
                    .Select(row => (string[])[$"  notice {Said(row[0].Notice)}", .. row.Select(Cut), $"{row.Max(one => one.Cost.Total.Dollars):#,0} $", Said(row.MaxBy(one => one.RampDown)!.RampDown)]),
            ]);
            foreach (string line in table.Lines(width, new Ink(false))) to.WriteLine(line.TrimEnd());
        }
        to.WriteLine();
        to.WriteLine("What binds an hour's cut, nothing lost");
        foreach (Offer one in now.Where(one => one.Depth == OfferDepth.NothingLost && one.Duration == TimeSpan.FromHours(1)))
            foreach (string line in Wording.Wrap($"notice {Said(one.Notice)}: {Binding(one.Binding)}", width - 4)) to.WriteLine("  " + line);
        Day(to, document);
        if (document.Sampled.Count == 0) return;
        to.WriteLine();
        to.WriteLine($"Simulation confirms {document.Sampled.Count(one => one.Verdict.IsConfirmed)} of {document.Sampled.Count} offers drawn from the ladder.");
        foreach (var one in document.Sampled.Where(one => !one.Verdict.IsConfirmed))
            foreach (string line in Wording.Wrap(Proven(document, one), width - 4)) to.WriteLine("  " + line);
    }

    static string Proven(OffersDocument document, ConfirmedOffer one) => string.Create(CultureInfo.InvariantCulture,
        $"{document.NowUtc + one.Computed.From:d MMM HH:mm}, {one.Computed.Cut} for {Said(one.Computed.Duration)} with {Said(one.Computed.Notice)} of notice, {Title(one.Computed.Depth)}: {one.Verdict.Why}");

    static void Day(TextWriter to, OffersDocument document)
    {
        Offer[] day = [.. document.Offers.Skip(document.Now.Count)
            .Where(one => one.Depth == OfferDepth.NothingLost && one.Duration == TimeSpan.FromHours(1) && one.Notice == TimeSpan.FromMinutes(30))];
        if (day.Length == 0) return;
        to.WriteLine();
        to.WriteLine("The next day, an hour each with 30 min of notice, nothing lost");
        foreach (string line in Wording.Wrap(string.Join(" ", day.Select(one => string.Create(CultureInfo.InvariantCulture,
            $"{document.NowUtc + one.From:HH}h:{one.Cut}").Replace(' ', '\u2007'))), width - 4)) to.WriteLine("  " + line.Replace('\u2007', ' '));
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
