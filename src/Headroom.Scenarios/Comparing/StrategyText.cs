using System.Globalization;
using System.Text;
using Headroom.Comparing;
using Headroom.Scenarios.Regions;

namespace Headroom.Scenarios.Comparing;

/// <summary>What a comparison asks of every strategy's site.</summary>
/// <param name="PeakMegawatts">The most the site draws in a typical climate; sizes on offer follow it.</param>
/// <param name="MeanMegawatts">Its mean draw.</param>
/// <param name="CarbonDollarsPerTonne">Carbon price; zero without one.</param>
public sealed record StrategyTerms(int Year, double PeakMegawatts, double MeanMegawatts, double CarbonDollarsPerTonne, double DiscountFraction);

/// <summary>A strategy in a region as blocks of a site file: <c>grid</c>, <c>supply</c> and <c>reserve</c>.</summary>
/// <remarks>All that is omitted comes from the catalog and the region, as in any site file.</remarks>
public static class StrategyText
{
    /// <summary>The texts of the strategy's variants, or why it cannot be.</summary>
    public static (IReadOnlyList<string> Variants, string? Impossible) Of(Strategy strategy, Region region, StrategyTerms terms)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(terms);
        bool hasGas = region.Facts.GasPrice.Mid is not null;
        string? noReactor = ReactorObstacle(region, terms);
        bool takesCombined = hasGas && Fits("combinedCycle", terms);
        return strategy switch
        {
            Strategy.Grid => region.Facts.GridQueue.Mid is null ? ([], "no date for a grid connection") : ([Head(region, terms) + Grid(region, terms) + "supply:\n" + Battery(terms)], null),
            Strategy.Onsite when !hasGas => ([], "no price of gas"),
            Strategy.Onsite => (Both(takesCombined, combined => Head(region, terms) + "supply:\n" + Plants(terms, combined) + Battery(terms)), null),
            Strategy.Smr when noReactor is not null => ([], noReactor),
            Strategy.Smr => ([Head(region, terms) + "supply:\n" + Reactor(terms, isPrimary: true) + Backup(terms, hasGas)], null),
            _ => (Both(takesCombined, combined => Head(region, terms) + Grid(region, terms) + "supply:\n" + (hasGas ? Plants(terms, combined) : "")
                + (noReactor is null ? Reactor(terms, isPrimary: false) : "") + Battery(terms)), null),
        };
    }

    private static string? ReactorObstacle(Region region, StrategyTerms terms)
    {
        if (region.Facts.IsNuclearBarred) return $"nuclear power is barred: {region.Facts.Smr.Text}";
        double module = StrategyFacts.ModuleMegawatts;
        return module > terms.PeakMegawatts ? string.Create(CultureInfo.InvariantCulture, $"the smallest module gives {module:0} MW and the site takes {terms.PeakMegawatts:0.#} MW") : null;
    }

    /// <summary>Without a large plant first, so that losing it need not be paid for where it is not built; then with it.</summary>
    private static IReadOnlyList<string> Both(bool isOffered, Func<bool, string> text) => isOffered ? [text(false), text(true)] : [text(false)];

    private static string Head(Region region, StrategyTerms terms)
    {
        string text = Line($"""
            site: supply
            region: {region.Facts.Name}
            year: {terms.Year}
            discountRate: {100 * terms.DiscountFraction} %
            halls: []
            otherLoad: 1 MW
            reserve: {Braced("margin: 0 %")}

            """);
        return terms.CarbonDollarsPerTonne > 0 ? text + Line($"carbon: {Braced(Line($"price: {terms.CarbonDollarsPerTonne} $/t"))}\n") : text;
    }

    private static string Grid(Region region, StrategyTerms terms)
    {
        var builder = new StringBuilder("grid:\n");
        builder.Append(Line($"  firm: {Braced(Line($"atMost: {Rounded(2 * terms.PeakMegawatts)} MW"))}\n"));
        builder.Append(Line($"  demandCharge: {region.Facts.DemandCharge.Mid ?? 0} $/kW-month\n"));
        builder.Append(Line($"  adder: {RegionAssumptions.AdderOf(region, terms):0.###} $/MWh\n"));
        return builder.ToString();
    }

    private static string Plants(StrategyTerms terms, bool combined)
    {
        var builder = new StringBuilder();
        foreach (string technology in new[] { "gasEngine", "fuelCell", "gasTurbineAero", "combinedCycle" })
            if (technology == "combinedCycle" ? combined : technology is "gasEngine" or "fuelCell" || Fits(technology, terms))
                builder.Append(Plant(technology, 2, terms, ""));
        builder.Append(Line($"  solar: {Braced(Line($"atMost: {Rounded(3 * terms.PeakMegawatts)} MW"))}\n"));
        builder.Append(Line($"  wind: {Braced(Line($"atMost: {Rounded(terms.PeakMegawatts)} MW"))}\n"));
        return builder.ToString();
    }

    private static string Plant(string technology, double times, StrategyTerms terms, string more) =>
        Line($"  {technology}: {Braced(Line($"atMost: {Rounded(times * terms.PeakMegawatts)} MW, largestUnit: {Rounded(UnitOf(technology, terms))} MW{more}"))}\n");

    /// <summary>Engines, and no battery: a module is out for weeks, which no store of hours carries.</summary>
    private static string Backup(StrategyTerms terms, bool hasGas) =>
        Plant("gasEngine", 2, terms, Line($", maximumShare: {100 * StrategyFacts.BackupShareFraction} %") + (hasGas ? "" : $", fuelPrice: {StrategyFacts.Technology("dieselBackup").Fact("priceOfFuel").Mid}"));

    /// <summary>As the primary source, at least as many modules as carry what the back-up may not.</summary>
    private static string Reactor(StrategyTerms terms, bool isPrimary)
    {
        double module = StrategyFacts.ModuleMegawatts, available = StrategyFacts.ModuleAvailableFraction;
        int least = isPrimary ? Math.Max(1, (int)Math.Floor((1 - StrategyFacts.BackupShareFraction) * 0.95 * terms.MeanMegawatts / (module * available))) : 0;
        int most = Math.Max(least, (int)Math.Ceiling(terms.PeakMegawatts / (module * available)) + 1);
        string bypass = isPrimary ? Line($", minimumLoad: {100 * StrategyFacts.ReactorLeastFraction} %") : "";
        return Line($"  smr: {Braced(Line($"module: {module} MW, atLeast: {least}, atMost: {most}, availability: {100 * available:0.#} %{bypass}"))}\n");
    }

    private static string Battery(StrategyTerms terms) =>
        Line($"  battery: {Braced(Line($"atMost: {Rounded(2 * terms.PeakMegawatts)} MW, energy: {Braced(Line($"atMost: {Rounded(16 * terms.PeakMegawatts)} MWh"))}"))}\n");

    /// <summary>Two carry the site and a third may fail.</summary>
    private static bool Fits(string technology, StrategyTerms terms) => 2 * StrategyFacts.UnitMegawatts(technology) <= terms.PeakMegawatts;

    /// <summary>Small sites build small machines: a third of the peak, so that two carry it with one out.</summary>
    private static double UnitOf(string technology, StrategyTerms terms) =>
        Math.Max(StrategyFacts.EngineLeastMegawatts, Math.Min(StrategyFacts.UnitMegawatts(technology), terms.PeakMegawatts / 3));

    private static double Rounded(double megawatts) => Math.Round(megawatts, megawatts < 10 ? 3 : 1);
    private static string Braced(string text) => "{" + text + "}";
    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
