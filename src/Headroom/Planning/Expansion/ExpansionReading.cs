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

    public static ExpansionReport Of(ExpansionFound found) => new(SiteOf(found.Sites[0], found.IsServed) with { Total = found.Total }, found.Bound, found.Search);

    /// <summary>One site's part; its total is what is paid and run there.</summary>
    /// <param name="isServed">Whether everything asked, here and elsewhere, is served in a year of the horizon.</param>
    public static SiteYears SiteOf(SiteFound found, Func<int, bool> isServed)
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
            Waiting = WaitingOf(horizon, found, isServed),
            Ceilings = [.. found.Assets.Select((asset, a) => CeilingOf(horizon, asset, paths[a])).OfType<CeilingFigure>().Concat(LimitsOf(found))
                .OrderBy(one => one.FirstYear).ThenByDescending(one => one.NetWorth.Dollars)],
            Inputs = site.Inputs,
        };
    }

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

    /// <summary>Tokens and training that did not come, and what is repaid for racks of the horizon that stand without power in a year that is not served.</summary>
    static Money WaitingOf(Horizon horizon, SiteFound found, Func<int, bool> isServed)
    {
        double sum = 0;
        for (int y = 0; y < horizon.Years; y++)
        {
            double lost = found.Years[y].Running.Where(item => item.Kind is "missed tokens" or "undone training").Sum(item => item.PerYear.Dollars);
            double idle = isServed(y) ? 0 : found.Assets.Select((asset, a) => asset.Group == "racks" ? IdleIn(horizon, found, asset, a, y) : 0).Sum();
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
    static CeilingFigure? CeilingOf(Horizon horizon, Asset asset, AssetPath path)
    {
        int[] binding = [.. Enumerable.Range(0, horizon.Years).Where(y =>
            path.Standing[y] >= path.Most[y] - 1e-6 * Math.Max(1, path.Most[y]) && path.Worth[y] > 1.001 * path.CostIn(y) + 1)];
        if (binding.Length == 0) return null;
        // where none may stand, a price is known from above only
        bool[] isSharp = [.. path.Most.Select(most => most > 0)];
        int worst = (binding.Any(y => isSharp[y]) ? binding.Where(y => isSharp[y]) : binding).MaxBy(y => path.Worth[y] - path.CostIn(y));
        Money net = (path.Worth[worst] - path.CostIn(worst)).Dollars;
        (int first, int last, int year) = (horizon.FirstYear + binding[0], horizon.FirstYear + binding[^1], horizon.FirstYear + worst);
        return new(asset.Name, asset.Unit, first, last, year, net, Sentence(horizon, asset, path, first, last, year, isSharp[worst] ? Dollars(net) : $"at most {Dollars(net)}"));
    }

    /// <summary>Yearly limits, each over the years in which it binds.</summary>
    static IEnumerable<CeilingFigure> LimitsOf(SiteFound found) =>
        from year in found.Years
        from limit in year.Limits
        group (year.Year, limit) by (limit.Name, limit.Unit) into one
        let worst = one.MaxBy(at => at.limit.Worth.Dollars)
        let first = one.Min(at => at.Year)
        let last = one.Max(at => at.Year)
        select new CeilingFigure(one.Key.Name, one.Key.Unit, first, last, worst.Year, worst.limit.Worth,
            $"{one.Key.Name} binds {When(first, last)}; one more {one.Key.Unit} would save {Dollars(worst.limit.Worth)} in {worst.Year}");

    static string When(int first, int last) => first == last ? $"in {first}" : $"from {first} to {last}";

    static string Sentence(Horizon horizon, Asset asset, AssetPath path, int first, int last, int worst, string net)
    {
        string unit = asset.Unit switch { "MW" => "megawatt", "MWh" => "megawatt-hour", "racks" => "rack", _ => "module" };
        string when = When(first, last);
        string worth = string.Create(CultureInfo.InvariantCulture, $"one more {unit} would earn {net} in {worst} beyond its own cost");
        bool isLate = first < path.FirstServiceYear && path.Most[first - horizon.FirstYear] < asset.Most;
        bool isSlow = !isLate && path.Most[first - horizon.FirstYear] < asset.Most;
        string why = isLate ? $"no new one before {path.FirstServiceYear}" + (asset.Timing.LeadYears > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({asset.Timing.LeadYears:0.##} years to wait)") : "")
            : isSlow ? string.Create(CultureInfo.InvariantCulture, $"{asset.MostPerYear:0.##} {asset.Unit} a year at most")
            : string.Create(CultureInfo.InvariantCulture, $"{asset.Most:0.##} {asset.Unit} at most");
        string relief = isLate ? "an earlier place in the queue, or a bridge until then" : isSlow ? "more places in the order book" : "a higher atMost";
        return $"{asset.Name} binds {when}: {why}; {worth}; {relief} relieves it";
    }

    static string Dollars(Money money) => Math.Abs(money.Dollars) switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{money.Dollars / 1e6:0.##} M$"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(money.Dollars / 1e3) * 1e3:#,0} $"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{money.Dollars:#,0} $"),
    };
}
