using System.Globalization;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>From what was found to figures.</summary>
static class ExpansionReading
{
    /// <summary>An interior answer leaves grains: less than this share of the site's peak is no plant, and less than half a rack no rack.</summary>
    const double GrainShare = 5e-4, GrainCount = 0.5;

    public static ExpansionReport Of(ExpansionFound found) => new(SiteOf(found.Sites[0], found) with { Total = found.Total }, found.Bound, found.Search);

    /// <summary>One site's part; its total is what is paid and run there, and what of its own work is not served.</summary>
    /// <param name="all">What was found for all sites together.</param>
    public static SiteYears SiteOf(SiteFound found, ExpansionFound all)
    {
        Site site = found.Plot.Site;
        Horizon horizon = site.Horizon!;
        List<AssetPath> paths = [.. found.Assets.Select((asset, a) => PathOf(horizon, asset, a, found))];
        YearFigures[] years = [.. found.Years.Select(year => year with { Running = [.. year.Running, .. UpkeepIn(horizon, found, year.Year)] })];
        return new SiteYears
        {
            Site = site.Name,
            Region = site.Region,
            FirstYear = horizon.FirstYear,
            LastYear = horizon.LastYear,
            DiscountFraction = horizon.DiscountFraction,
            Assets = paths,
            Years = years,
            Payments = [.. Enumerable.Range(0, horizon.Years).Select(y => PaymentsIn(horizon, found, y))],
            Total = PaidIn(horizon, found) + years.Select(year => horizon.WeightOf(year.Year) * year.RunningTotal).Sum(),
            Penalties = years.Select(year => horizon.WeightOf(year.Year) * PenaltiesOf(year.Running)).Sum(),
            Waiting = WaitingOf(horizon, found, all.IsServed),
            Ceilings = [.. found.Assets.Select((asset, a) => CeilingOf(horizon, asset, paths[a], all.Total)).OfType<CeilingFigure>().Concat(LimitsOf(found))
                .OrderBy(one => one.FirstYear).ThenByDescending(one => one.NetWorth.Dollars)],
            Inputs = site.Inputs,
        };
    }

    /// <summary>Of what a year costs to run, what nobody is paid.</summary>
    public static Money PenaltiesOf(IEnumerable<CostItem> running) => running.Where(item => item.IsPenalty).Select(item => item.PerYear).Sum();

    static AssetPath PathOf(Horizon horizon, Asset asset, int a, SiteFound found)
    {
        int[] years = [.. Enumerable.Range(horizon.FirstYear, horizon.Years)];
        double grain = asset.Unit is "MW" or "MWh" ? GrainShare * found.Years.Max(year => year.Energy.Peak.Megawatts) : GrainCount;
        double[] built = [.. found.Built[a].Select(units => units < grain ? 0 : units)];
        return new(asset.Name, asset.Group, asset.Unit, asset.Installed, horizon.FirstServiceYear(asset.Timing), asset.Timing.Source, built,
            [.. years.Select(year => asset.StandingIn(horizon, built, year))],
            [.. found.Years.Select(year => year.Used[a] < grain ? 0 : year.Used[a])],
            [.. years.Select(year => asset.MostIn(horizon, year))],
            found.Worth[a],
            [.. years.Select(year => asset.YearlyPayment(horizon, year))],
            asset.Upkeep);
    }

    /// <summary>Upkeep of what stands in a year, used or not.</summary>
    static IEnumerable<CostItem> UpkeepIn(Horizon horizon, SiteFound found, int year) =>
        from one in found.Assets.Select((asset, a) => (Asset: asset, PerYear: asset.Upkeep * asset.StandingIn(horizon, found.Built[a], year)))
        where one.PerYear != 0
        select new CostItem(one.Asset.Name, one.Asset.Group == "grid" ? "capacity charge" : "fixed", one.PerYear.Dollars, true);

    /// <summary>Payments within the horizon, in dollars of the first year.</summary>
    static Money PaidIn(Horizon horizon, SiteFound found) => found.Assets.Select((asset, a) =>
        found.Built[a].Select((units, k) => units * asset.PaidWithin(horizon, horizon.FirstYear + k)).Sum()).Sum().Dollars;

    static Money PaymentsIn(Horizon horizon, SiteFound found, int y) => found.Assets.Select((asset, a) => RepaidIn(horizon, found, asset, a, y)).Sum().Dollars;

    /// <summary>What a year repays for what was bought of an asset within the horizon and still stands, dollars.</summary>
    static double RepaidIn(Horizon horizon, SiteFound found, Asset asset, int a, int y) => Enumerable.Range(0, y + 1)
        .Where(k => asset.Stands(horizon.FirstYear + k, horizon.FirstYear + y))
        .Sum(k => found.Built[a][k] * asset.YearlyPayment(horizon, horizon.FirstYear + k));

    /// <summary>
    ///   Of years in which not everything asked is served: tokens and training that did not come, and what is repaid for racks of the
    ///   horizon that stand without power.
    /// </summary>
    static Money WaitingOf(Horizon horizon, SiteFound found, Func<int, bool> isServed)
    {
        double sum = 0;
        for (int y = 0; y < horizon.Years; y++)
        {
            if (isServed(y)) continue;
            double lost = found.Years[y].Running.Where(item => item.IsLost).Sum(item => item.PerYear.Dollars);
            double idle = found.Assets.Select((asset, a) => asset.Group == "racks" ? IdleIn(horizon, found, asset, a, y) : 0).Sum();
            sum += horizon.WeightOf(horizon.FirstYear + y) * (lost + idle);
        }
        return sum.Dollars;
    }

    /// <summary>What a year repays for racks that are not used; those that stood before the horizon are paid for and idle first.</summary>
    static double IdleIn(Horizon horizon, SiteFound found, Asset asset, int a, int y)
    {
        int year = horizon.FirstYear + y;
        double bought = asset.StandingIn(horizon, found.Built[a], year) - asset.InstalledIn(year), idle = bought - found.Years[y].Used[a];
        return idle <= 0 ? 0 : idle / bought * RepaidIn(horizon, found, asset, a, y);
    }

    /// <summary>Binds where no more can stand and one more unit is worth more than it costs.</summary>
    /// <param name="total">What the whole plan costs: no unit can save more, so a worth beyond it says nothing.</param>
    static CeilingFigure? CeilingOf(Horizon horizon, Asset asset, AssetPath path, Money total)
    {
        int[] binding = [.. Enumerable.Range(0, horizon.Years).Where(y =>
            path.Standing[y] >= path.Most[y] - 1e-6 * Math.Max(1, path.Most[y]) && path.Worth[y] > 1.001 * path.CostIn(y) + 1)];
        if (binding.Length == 0) return null;
        // where none may stand, a price is known from above only
        bool[] isSharp = [.. path.Most.Select(most => most > 0)];
        int worst = (binding.Any(y => isSharp[y]) ? binding.Where(y => isSharp[y]) : binding).MaxBy(y => path.Worth[y] - path.CostIn(y));
        Money net = (path.Worth[worst] - path.CostIn(worst)).Dollars;
        int year = horizon.FirstYear + worst;
        string worth = isSharp[worst] ? Dollars(net) : net < total ? $"at most {Dollars(net)}" : "";
        return new(asset.Name, asset.Unit, horizon.FirstYear + binding[0], horizon.FirstYear + binding[^1], year, net, !isSharp[worst],
            Sentence(asset, [.. binding.Select(y => CauseIn(horizon, asset, path, horizon.FirstYear + y))], year, worth));
    }

    /// <summary>Yearly limits, each over the years in which it binds; a year without power is bound by all of them and by none.</summary>
    static IEnumerable<CeilingFigure> LimitsOf(SiteFound found) =>
        from year in found.Years
        where year.Energy.Draw.Joules > GrainShare * found.Years.Max(each => each.Energy.Draw.Joules)
        from limit in year.Limits
        group (year.Year, limit) by (limit.Name, limit.Unit) into one
        let worst = one.MaxBy(at => at.limit.Worth.Dollars)
        let first = one.Min(at => at.Year)
        let last = one.Max(at => at.Year)
        select new CeilingFigure(one.Key.Name, one.Key.Unit, first, last, worst.Year, worst.limit.Worth, false,
            $"{one.Key.Name} binds {When(first, last)}; one more {one.Key.Unit} would save {Dollars(worst.limit.Worth)} in {worst.Year}");

    static string When(int first, int last) => first == last ? $"in {first}" : $"from {first} to {last}";

    /// <summary>Why no more can stand in a year, and what would relieve it.</summary>
    static (int Year, string Why, string Relief) CauseIn(Horizon horizon, Asset asset, AssetPath path, int year)
    {
        double wait = asset.Timing.LeadYears;
        string lead = wait > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({wait:0.##} {(wait == 1 ? "year" : "years")} to wait)") : "";
        if (year >= path.FirstServiceYear)
            return path.Most[year - horizon.FirstYear] < asset.Most
                ? (year, string.Create(CultureInfo.InvariantCulture, $"{asset.MostPerYear:0.##} {asset.Unit} a year at most"), "more places in the order book")
                : (year, string.Create(CultureInfo.InvariantCulture, $"{asset.Most:0.##} {asset.Unit} at most"), "a higher atMost");
        return (year, $"no new one before {path.FirstServiceYear}{lead}", "an earlier place in the queue, or a bridge until then");
    }

    /// <summary>"gasEngine binds from 2026 to 2027 (no new one before 2028), from 2028 to 2030 (120 MW at most); …".</summary>
    static string Sentence(Asset asset, (int Year, string Why, string Relief)[] causes, int worst, string worth)
    {
        string unit = asset.Unit switch { "MW" => "megawatt", "MWh" => "megawatt-hour", "racks" => "rack", _ => "module" };
        List<(int First, int Last, string Why)> spells = [];
        foreach ((int year, string why, _) in causes)
            if (spells.Count > 0 && spells[^1] is var last && last.Why == why && last.Last == year - 1) spells[^1] = last with { Last = year };
            else spells.Add((year, year, why));
        string binds = spells.Count == 1 ? $"{When(spells[0].First, spells[0].Last)}: {spells[0].Why}" : string.Join(", ", spells.Select(spell => $"{When(spell.First, spell.Last)} ({spell.Why})"));
        string earns = worth.Length == 0 ? "" : $"; one more {unit} would earn {worth} in {worst} beyond its own cost";
        return $"{asset.Name} binds {binds}{earns}; {causes.First(cause => cause.Year == worst).Relief} relieves it";
    }

    static string Dollars(Money money) => Math.Abs(money.Dollars) switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{money.Dollars / 1e9:0.##} G$"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{money.Dollars / 1e6:0.##} M$"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(money.Dollars / 1e3) * 1e3:#,0} $"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{money.Dollars:#,0} $"),
    };
}
