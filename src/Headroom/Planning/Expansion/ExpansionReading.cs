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

    public static ExpansionReport Of(ExpansionFound found) => new(SiteOf(found.Sites[0]) with { Total = found.Total }, found.Bound, found.Search);

    /// <summary>One site's part; its total is what is paid and run there.</summary>
    public static SiteYears SiteOf(SiteFound found)
    {
        Site site = found.Plot.Site;
        Horizon horizon = site.Horizon!;
        List<AssetPath> paths = [.. found.Assets.Select((asset, a) => PathOf(horizon, asset, a, found))];
        return new SiteYears
        {
            Site = site.Name,
            Region = site.Region,
            FirstYear = horizon.FirstYear,
            LastYear = horizon.LastYear,
            DiscountFraction = horizon.DiscountFraction,
            Assets = paths,
            Years = found.Years,
            Payments = [.. Enumerable.Range(0, horizon.Years).Select(y => PaymentsIn(horizon, found, y))],
            Total = PaidIn(horizon, found) + found.Years.Select(year => horizon.WeightOf(year.Year) * year.RunningTotal).Sum(),
            Waiting = WaitingOf(horizon, found, paths),
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
            [.. years.Select((_, y) => Standing(horizon, asset, built, y))],
            [.. found.Years.Select(year => year.Used[a] < grain ? 0 : year.Used[a])],
            [.. years.Select(year => asset.MostIn(horizon, year))],
            found.Worth[a],
            [.. years.Select(year => asset.YearlyPayment(horizon, year))]);
    }

    static double Standing(Horizon horizon, Asset asset, double[] built, int y)
    {
        int year = horizon.FirstYear + y;
        double sum = asset.InstalledIn(year);
        for (int k = 0; k <= y; k++) if (asset.Stands(horizon.FirstYear + k, year)) sum += built[k];
        return sum;
    }

    /// <summary>Payments within the horizon, in dollars of the first year.</summary>
    static Money PaidIn(Horizon horizon, SiteFound found) => found.Assets.Select((asset, a) =>
        found.Built[a].Select((units, k) => units * asset.PaidWithin(horizon, horizon.FirstYear + k)).Sum()).Sum().Dollars;

    static Money PaymentsIn(Horizon horizon, SiteFound found, int y) => found.Assets.Select((asset, a) => Enumerable.Range(0, y + 1)
        .Where(k => asset.Stands(horizon.FirstYear + k, horizon.FirstYear + y))
        .Sum(k => found.Built[a][k] * asset.YearlyPayment(horizon, horizon.FirstYear + k))).Sum().Dollars;

    /// <summary>Tokens and training that did not come, and payments for racks that stood without power.</summary>
    static Money WaitingOf(Horizon horizon, SiteFound found, List<AssetPath> paths)
    {
        double sum = 0;
        for (int y = 0; y < horizon.Years; y++)
        {
            double lost = found.Years[y].Running.Where(item => item.Kind is "missed tokens" or "undone training").Sum(item => item.PerYear.Dollars);
            double idle = paths.Where(path => path.Group == "racks").Sum(path => Math.Max(0, path.Standing[y] - path.Used[y]) * path.Payment[y]);
            sum += horizon.WeightOf(horizon.FirstYear + y) * (lost + idle);
        }
        return sum.Dollars;
    }

    /// <summary>Binds where no more can stand and one more unit is worth more than it costs.</summary>
    static CeilingFigure? CeilingOf(Horizon horizon, Asset asset, AssetPath path)
    {
        int[] binding = [.. Enumerable.Range(0, horizon.Years).Where(y =>
            path.Standing[y] >= path.Most[y] - 1e-6 * Math.Max(1, path.Most[y]) && path.Worth[y] > 1.001 * path.Payment[y] + 1)];
        if (binding.Length == 0) return null;
        int worst = binding.MaxBy(y => path.Worth[y] - path.Payment[y]);
        Money net = (path.Worth[worst] - path.Payment[worst]).Dollars;
        (int first, int last, int year) = (horizon.FirstYear + binding[0], horizon.FirstYear + binding[^1], horizon.FirstYear + worst);
        return new(asset.Name, asset.Unit, first, last, year, net, Sentence(horizon, asset, path, first, last, year, net));
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

    static string Sentence(Horizon horizon, Asset asset, AssetPath path, int first, int last, int worst, Money net)
    {
        string unit = asset.Unit switch { "MW" => "megawatt", "MWh" => "megawatt-hour", "racks" => "rack", _ => "module" };
        string when = When(first, last);
        string worth = string.Create(CultureInfo.InvariantCulture, $"one more {unit} would earn {Dollars(net)} in {worst} beyond its own cost");
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
