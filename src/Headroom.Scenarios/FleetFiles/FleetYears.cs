using Headroom.Scenarios.Binding;
using Headroom.Scenarios.SiteFiles;
using Headroom.Sites;

namespace Headroom.Scenarios.FleetFiles;

/// <summary>The keys <c>years</c> and <c>expansion</c> of a fleet file, which hold for its sites where they say nothing themselves.</summary>
internal sealed class FleetYears
{
    private readonly Block root;
    private readonly Block? expansion;

    public FleetYears(Block root)
    {
        this.root = root;
        Years = HorizonReading.Years(root);
        expansion = root.Nested("expansion");
        if (expansion is not null && Years.Origin == Origin.Absent)
            root.Reading.Wrong(expansion.Line, "expansion", "`expansion` without `years`", "the years over which the fleet grows", "Add `years: 2026..2040`, or remove `expansion`.");
    }

    /// <summary>First and last year; absent where one year is planned.</summary>
    public Got<(int First, int Last)> Years { get; }

    /// <summary>Whether a fleet of several years was meant, be they read or not.</summary>
    public bool AreMeant => Years.Origin != Origin.Absent;

    /// <summary>The year of whose hours every year is, where the file does not say: that of its first dated run, else the first one.</summary>
    public int? YearOfHours => Years.IsGiven ? YearChoice.OfTraining(root.Map, Years.Value.First, Years.Value.Last) ?? Years.Value.First : null;

    /// <summary>What something is multiplied by from one year to the next.</summary>
    public double Factor(string key) => 1 + (expansion?.Amount(key).Or(0) ?? 0);

    /// <summary>The fleet's own horizon: the sites' hold their prices and lead times.</summary>
    /// <param name="discountFraction">Of all its sites.</param>
    public Horizon? HorizonAt(double discountFraction) => Years.IsGiven ? new()
    {
        FirstYear = Years.Value.First,
        LastYear = Years.Value.Last,
        DiscountFraction = discountFraction,
        DemandFactor = Factor("demand"),
        DemandFactorOf = HorizonReading.OwnGrowth(root),
        TrainingFactor = Factor("training"),
    } : null;
}
