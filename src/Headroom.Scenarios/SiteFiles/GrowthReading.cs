using Headroom.Growth;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Regions;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The section <c>growth</c>, filled from the catalog; a site without the section has an outlook too.</summary>
internal sealed class GrowthReading(Block root, Surroundings around, SupplyReading supply)
{
    private const int UntilDefault = 2040;
    private static readonly string[] columns = ["low", "mid", "high"];
    private static readonly CatalogEntry catalog = CatalogFile.Load("growth").Root;
    private readonly Block? block = root.Nested("growth");
    private int from;

    public GrowthOutlook Read()
    {
        from = block?.Whole("from").Or(around.Year.Year) ?? around.Year.Year;
        Got<int> until = block?.Whole("until") ?? Got<int>.Absent(root.Line);
        int last = until.Or(Math.Max(UntilDefault, from + 1));
        if (until.IsGiven && until.Value <= from)
            block!.Wrong("until", $"from {from} until {until.Value}", "a last year after the first", $"Write `until: {from + 10}`, or an earlier `from`.");
        return new()
        {
            FromYear = from,
            UntilYear = Math.Max(last, from + 1),
            TrainingCompute = Rate("trainingCompute"),
            InferenceTokens = Rate("inference"),
            Hardware = Rate("hardware"),
            Software = Rate("software"),
            Precision = Rate("precision"),
            RunLength = Rate("runLength"),
            Region = Region(block?.Nested("region")),
            Plants = [.. supply.Entries.Where(entry => entry.Plant.Size.Installed < entry.Plant.Size.Most).Select(Plant)],
            SitePrice = Range<CapacityPrice>(block, "sitePrice")
                ?? InCatalog(catalog.Entry("growth").Fact("sitePrice"), (fact, one) => fact.Quantity<CapacityPrice>(one)),
            SiteRent = Range<CapacityRent>(block, "siteRent")
                ?? InCatalog(catalog.Entry("growth").Fact("siteRent"), (fact, one) => fact.Quantity<CapacityRent>(one)),
        };
    }

    /// <summary>A factor per year, which may bend.</summary>
    private GrowthRange<GrowthRate> Rate(string key)
    {
        if (block?.Nested(key) is { } stated && Numbers(stated) is { } now)
        {
            if (stated.Nested("later") is not { } bend) return Stated(stated, now, GrowthRate.Constant);
            Got<int> by = bend.Whole("by");
            if (Numbers(bend) is { } later && by.IsGiven)
            {
                if (by.Value > from) return Bent(now, later, by.Value, Citation(stated), "");
                bend.Wrong("by", $"growth bends until {by.Value}", $"a year after {from}, the first one", $"Write `by: {from + 5}`, or the later factors alone.");
            }
        }
        CatalogEntry growth = catalog.Entry("growth");
        CatalogFact fact = growth.Fact(key);
        if (growth.Find(key + "Later") is not { } then) return InCatalog(fact, (one, column) => GrowthRate.Constant(one.Si(UnitTable.Factor, column)));
        return Bent(Columns(fact), Columns(then), growth.Fact("settled").Si(UnitTable.Factor), $"{fact.Source}; later: {then.Source}",
            fact.Grade == then.Grade ? fact.Grade : $"{fact.Grade}, {then.Grade}");
    }

    private GrowthRange<GrowthRate> Bent(
        (double Low, double Mid, double High) now, (double Low, double Mid, double High) later, double by, string source, string grade)
    {
        GrowthRate Of(double first, double then) => GrowthRate.Bending(first, then, from, by);
        return new(Of(now.Low, later.Low), Of(now.Mid, later.Mid), Of(now.High, later.High), source, grade);
    }

    private RegionOutlook? Region(Block? stated)
    {
        Got<Power> peak = stated?.Quantity<Power>("peak") ?? Got<Power>.Absent(root.Line);
        double share = stated?.Amount("share").Or(1) ?? 1;
        (double Low, double Mid, double High)? room = stated?.Nested("room") is { } one ? Numbers(one) : null;
        (double Low, double Mid, double High)? wait = stated?.Nested("wait") is { } two ? Numbers(two) : null;
        Region? region = around.Region.IsGiven ? around.Region.Value : null;
        CatalogFact? known = region is null ? null : catalog.Entry("peaks").Find(region.Facts.Name);
        Fact? queue = region?.Facts.GridQueue;
        if (stated is not null && !peak.IsGiven && peak.IsSound && known is null)
            around.Reading.Wrong(stated.Line, stated.Path, "no `peak`", "the highest load of the region, which the catalog does not know", "Add `peak: 85 GW`.");
        if (region is null && stated is null) return null;
        GrowthRange<Power>? most = peak.IsGiven ? new(peak.Value, peak.Value, peak.Value, around.Reading.File, "")
            : known is null ? null : InCatalog(known, (fact, column) => fact.Quantity<Power>(column));
        GrowthRange<double> perYear = room is { } r ? new(r.Low, r.Mid, r.High, around.Reading.File, "")
            : InCatalog(catalog.Entry("room").Fact("perYear"), (fact, column) => fact.Si(UnitTable.Share, column));
        GrowthRange<double>? until = wait is { } w ? new(w.Low, w.Mid, w.High, around.Reading.File, "")
            : queue is { Low: { } low, Mid: { } mid, High: { } high }
                ? new(low, mid, high, region!.Facts.Sources.GetValueOrDefault(queue.Source, queue.Source), queue.Grade) : null;
        return new(region?.Facts.Name ?? "the region", most, perYear, until, share);
    }

    /// <summary>What a plant adds to firm capacity, and from when on: its stated year, else the catalog's lead time and first year.</summary>
    private PlantOutlook Plant(SupplyEntry entry)
    {
        Power firm = SiteCeilings.IsFirm(entry.Plant) ? entry.Plant.FirmFraction * (entry.Plant.Size.Most - entry.Plant.Size.Installed) : Power.Zero;
        if (entry.FirstYear is { } stated)
        {
            double first = Math.Max(from, stated);
            return new(entry.Plant.Name, firm, new(first, first, first, around.Reading.File, ""));
        }
        CatalogFact? lead = entry.Catalog?.Find("leadTime"), earliest = entry.Catalog?.Find("firstYear");
        double Year(CostColumn column) => Math.Max(from + (lead?.Si(UnitTable.Years, column) ?? 0), earliest?.Si(UnitTable.Factor, column) ?? 0);
        return new(entry.Plant.Name, firm,
            new(Year(CostColumn.Low), Year(CostColumn.Mid), Year(CostColumn.High), lead?.Source ?? "no lead time is known", lead?.Grade ?? ""));
    }

    private GrowthRange<Q>? Range<Q>(Block? parent, string key) where Q : struct, IQuantity<Q> =>
        parent?.Nested(key) is { } stated && Numbers(stated) is { } now ? Stated(stated, now, Q.FromSi) : null;

    private GrowthRange<T> Stated<T>(Block stated, (double Low, double Mid, double High) now, Func<double, T> of) =>
        new(of(now.Low), of(now.Mid), of(now.High), Citation(stated), "");

    private string Citation(Block stated) => $"{around.Reading.File}:{stated.Line}";

    /// <summary>Low, middle and high of a block; null where they are at fault. What is omitted is the middle.</summary>
    private static (double Low, double Mid, double High)? Numbers(Block stated)
    {
        Got<double> low = stated.Amount("low"), mid = stated.Amount("mid"), high = stated.Amount("high");
        if (!mid.IsGiven || !low.IsSound || !high.IsSound) return null;
        if (low.Or(mid.Value) <= mid.Value && mid.Value <= high.Or(mid.Value)) return (low.Or(mid.Value), mid.Value, high.Or(mid.Value));
        string Said(string key) => stated.Map[key] is Yaml.YamlScalar scalar ? scalar.Text : "";
        stated.Wrong("mid", string.Join(", ", columns.Where(stated.Has).Select(key => $"{key} {Said(key)}")),
            "low no greater than mid, mid no greater than high",
            "Put the three in order; low is the low number, whether that is good news or bad.");
        return null;
    }

    private static (double Low, double Mid, double High) Columns(CatalogFact fact) =>
        (fact.Si(UnitTable.Factor, CostColumn.Low), fact.Si(UnitTable.Factor), fact.Si(UnitTable.Factor, CostColumn.High));

    private static GrowthRange<T> InCatalog<T>(CatalogFact fact, Func<CatalogFact, CostColumn, T> of) =>
        new(of(fact, CostColumn.Low), of(fact, CostColumn.Mid), of(fact, CostColumn.High), fact.Source, fact.Grade);
}
