using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Format;

/// <summary>The section <c>growth</c> of a site file: what a forecast takes to grow, and how fast.</summary>
public static class GrowthFormat
{
    private const string FromCatalog = "catalog";
    private static readonly Amount factor = new(UnitTable.GrowthFactor, 0, 100, AboveLeast: true);
    private static readonly Amount share = new(UnitTable.Share, 0, 1), years = new(UnitTable.Years, 0, 50);

    private static Key[] Range(Amount form) =>
    [
        new("low", form, "the low end, whether that is good news or bad", "mid"),
        new("mid", form, "the middle", IsRequired: true),
        new("high", form, "the high end", "mid"),
    ];

    public static BlockShape Later { get; } = new("later", "What growth bends to, in a straight line of logarithms from the first year on.",
    [
        .. Range(factor),
        new("by", new Whole(1990, 2150), "the year from which it is constant", IsRequired: true),
    ]);

    /// <summary>One shape for all factors per year.</summary>
    public static BlockShape Rate { get; } = new("growth rate",
        "A factor per year: 2 doubles, 1 stands still. One number says that it is known: `hardware: 1.3`. The keys of a range are the same for all factors of `growth`.",
    [
        .. Range(factor),
        new("later", new Nested(Later), "what it bends to", "it stays"),
    ]);

    public static BlockShape Room { get; } = new("room", "Of the region's peak, in a year; one share, or a range.", Range(share));
    public static BlockShape Wait { get; } = new("wait", "From asking for more grid until it is there; one time, or a range.", Range(years));
    public static BlockShape Price { get; } = new("sitePrice", "Per power at the meter; one price, or a range.", Range(new(UnitTable.CapacityPrice, 0, double.PositiveInfinity, AboveLeast: true)));
    public static BlockShape Rent { get; } = new("siteRent", "Per power at the meter; one price, or a range.", Range(new(UnitTable.CapacityRent, 0, double.PositiveInfinity, AboveLeast: true)));

    public static BlockShape Region { get; } = new("growth region", "What the region adds for new large loads.",
    [
        new("peak", new Amount(UnitTable.Power, 0, double.PositiveInfinity, AboveLeast: true), "highest load of the region", "catalog, where it is known"),
        new("room", new Nested(Room, "mid"), "new room in a year, of the peak", FromCatalog),
        new("wait", new Nested(Wait, "mid"), "from asking for more grid until it is there", "the region's grid queue"),
        new("share", new Amount(UnitTable.Share, 0, 1, AboveLeast: true), "the site's part of it", "100 %: nobody else gets any"),
    ]);

    public static BlockShape Growth { get; } = new("growth",
        "What `headroom forecast` takes to grow. Whatever is omitted comes from data/growth.yaml, with source and grade. A plan never reads it.",
    [
        new("from", new Whole(1990, 2100), "the year in which the demand of this file holds", "the planned year"),
        new("until", new Whole(1990, 2150), "the last year told", "2040"),
        new("trainingCompute", new Nested(Rate, "mid"), "arithmetic of a year's training", FromCatalog),
        new("inference", new Nested(Rate, "mid"), "tokens that users ask for", FromCatalog),
        new("hardware", new Nested(Rate, "mid"), "work per joule of hardware", FromCatalog),
        new("software", new Nested(Rate, "mid"), "tokens per joule from software", FromCatalog),
        new("precision", new Nested(Rate, "mid"), "training arithmetic per joule from narrower formats", FromCatalog),
        new("runLength", new Nested(Rate, "mid"), "time that a training run takes", FromCatalog),
        new("region", new Nested(Region), Region.Meaning, FromCatalog),
        new("sitePrice", new Nested(Price, "mid"), "what a megawatt of site costs once, all in; for `budget.capital`", FromCatalog),
        new("siteRent", new Nested(Rent, "mid"), "what a megawatt of site costs in a year, all in; for `budget.yearly`", FromCatalog),
    ]);
}
