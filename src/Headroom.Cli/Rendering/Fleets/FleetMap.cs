using System.Globalization;
using System.Net;
using System.Text;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Fleets;

/// <summary>The fleet on a map of degrees: a disc for each site by its peak, a diamond for each region, arcs by what flows.</summary>
/// <remarks>
///   Equirectangular: a degree is as long everywhere and in both directions, so places can be read off the graticule. No coast lines: the
///   map shows where the plan's places are to each other, and carries no borders to disagree about. It is cut where no place is.
/// </remarks>
static class FleetMap
{
    const double width = 960, margin = 14, discMost = 34, arcMost = 14, arcLeast = 0.8;
    const double wideLeast = 40, highLeast = 24;

    /// <summary>What a map shows.</summary>
    /// <param name="Flows">From regions to sites; hours do not show.</param>
    public sealed record Picture(IReadOnlyList<Spot> Sites, IReadOnlyList<DemandRegion> Regions, IReadOnlyList<FlowFigure> Flows);

    /// <summary>A site on the map.</summary>
    /// <param name="IsFull">Whether its grid binds.</param>
    /// <param name="Told">What is read where one points at it.</param>
    public sealed record Spot(string Name, Place Place, Power Peak, bool IsFull, string Told);

    public static string Text(FleetReport report) => Text(new Picture([.. report.Sites.Select(SpotOf)], report.Regions, report.Flows));

    static Spot SpotOf(FleetSiteFigure site)
    {
        Power peak = site.Plan.Energy.Peak;
        ShadowPrice? firm = site.Plan.ShadowPrices.FirstOrDefault(price => price.Constraint == "grid firm");
        return new(site.Name, site.Place, peak, firm is not null, $"{site.Name}: peak {Figure.Amount(peak.Megawatts, "MW")}. {firm?.Sentence ?? "More firm grid is worth nothing here."}");
    }

    public static string Text(Picture report)
    {
        var frame = Frame.Around([.. report.Sites.Select(site => site.Place), .. report.Regions.Select(region => region.Place)]);
        var svg = new StringBuilder();
        svg.Append(Inv($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {frame.Height:0}\" role=\"img\" aria-label=\"{E(Alt(report))}\">\n<style>\n"));
        svg.Append("text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#1d2126;paint-order:stroke;stroke:#fdfcfa;stroke-width:3px}.soft{fill:#5b626c;font-size:11px}\n");
        svg.Append(".rule{stroke:#8a919b;stroke-opacity:.28;fill:none}.arc{fill:none;stroke:#2f7b98;stroke-opacity:.45;stroke-linecap:round}.own{fill:#5b8c5a}.disc{fill:#c98a2b;fill-opacity:.8;stroke:#7a5316}.full{fill:#c0392b;stroke:#7c1d13}.region{fill:#1d2126}\n");
        svg.Append("@media (prefers-color-scheme:dark){text{fill:#e8ebef;stroke:#1d2126}.soft{fill:#a3abb6}.arc{stroke:#6fb6cf}.region{fill:#e8ebef}}\n</style>\n");
        Graticule(svg, frame);
        Arcs(svg, report, frame);
        Regions(svg, report, frame);
        Sites(svg, report, frame);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The picture in a sentence, for those who do not see it.</summary>
    static string Alt(Picture report) => "Map of " + string.Join(", ", report.Sites.Select(site => $"{site.Name} with a peak of {Figure.Amount(site.Peak.Megawatts, "MW")}"))
        + "; arcs run from the regions " + string.Join(", ", report.Regions.Select(region => region.Name)) + " to the sites that serve them.";

    static void Graticule(StringBuilder svg, Frame frame)
    {
        double step = frame.Degrees > 150 ? 30 : 15;
        for (double λ = Math.Ceiling(frame.West / step) * step; λ <= frame.East; λ += step)
        {
            svg.Append(Inv($"<path class=\"rule\" d=\"M{frame.X(λ):0.#} 0V{frame.Height:0.#}\"/>"));
            svg.Append(Inv($"<text class=\"soft\" x=\"{frame.X(λ) + 3:0.#}\" y=\"{frame.Height - 4:0.#}\">{Degrees(λ, "E", "W")}</text>\n"));
        }
        for (double φ = Math.Ceiling(frame.South / step) * step; φ <= frame.North; φ += step)
        {
            svg.Append(Inv($"<path class=\"rule\" d=\"M0 {frame.Y(φ):0.#}H{width}\"/>"));
            svg.Append(Inv($"<text class=\"soft\" x=\"3\" y=\"{frame.Y(φ) - 3:0.#}\">{Degrees(φ, "N", "S")}</text>\n"));
        }
    }

    static string Degrees(double value, string positive, string negative) => Inv($"{Math.Abs(value):0}°{(value > 0 ? positive : value < 0 ? negative : "")}");

    static void Arcs(StringBuilder svg, Picture report, Frame frame)
    {
        var pairs = report.Flows.GroupBy(flow => (flow.Region, flow.Site))
            .Select(pair => (pair.Key, Tokens: pair.Sum(flow => flow.Tokens.Tokens), Flows: pair.ToArray())).ToArray();
        double most = pairs.Select(pair => pair.Tokens).DefaultIfEmpty(1).Max();
        foreach (var (key, tokens, flows) in pairs.OrderByDescending(pair => pair.Tokens))
        {
            Place from = report.Regions.First(region => region.Name == key.Region).Place, to = report.Sites.First(site => site.Name == key.Site).Place;
            (double x1, double y1) = (frame.X(from.LongitudeDegrees), frame.Y(from.LatitudeDegrees));
            (double x2, double y2) = (frame.X(to.LongitudeDegrees), frame.Y(to.LatitudeDegrees));
            double lift = 0.18 * Math.Sqrt(Math.Pow(x2 - x1, 2) + Math.Pow(y2 - y1, 2));
            string told = $"{key.Region} to {key.Site}, {flows[0].RoundTrip.TotalMilliseconds:0} ms: " + string.Join(", ", flows.Select(flow => $"{flow.Service} {flow.Tokens}"));
            svg.Append(Inv($"<path class=\"arc\" stroke-width=\"{Math.Max(arcLeast, arcMost * tokens / most):0.##}\" d=\"M{x1:0.#} {y1:0.#}Q{(x1 + x2) / 2:0.#} {(y1 + y2) / 2 - lift:0.#} {x2:0.#} {y2:0.#}\"><title>{E(told)}</title></path>\n"));
        }
    }

    static void Regions(StringBuilder svg, Picture report, Frame frame)
    {
        foreach (DemandRegion region in report.Regions)
        {
            (double x, double y) = (frame.X(region.Place.LongitudeDegrees), frame.Y(region.Place.LatitudeDegrees));
            svg.Append(Inv($"<path class=\"region\" d=\"M{x:0.#} {y - 6:0.#}l6 6l-6 6l-6 -6z\"/>"));
            svg.Append(Inv($"<text class=\"soft\" x=\"{x:0.#}\" y=\"{y + 20:0.#}\" text-anchor=\"middle\">{E(region.Name)}</text>\n"));
        }
    }

    static void Sites(StringBuilder svg, Picture report, Frame frame)
    {
        double most = Math.Max(1e-9, report.Sites.Max(site => site.Peak.Megawatts));
        foreach (Spot site in report.Sites)
        {
            (double x, double y) = (frame.X(site.Place.LongitudeDegrees), frame.Y(site.Place.LatitudeDegrees));
            double radius = discMost * Math.Sqrt(site.Peak.Megawatts / most);
            bool left = x > width - 150;
            svg.Append(Inv($"<circle class=\"disc{(site.IsFull ? " full" : "")}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{Math.Max(2, radius):0.#}\"><title>{E(site.Told)}</title></circle>"));
            svg.Append(Inv($"<text x=\"{(left ? x - radius - 5 : x + radius + 5):0.#}\" y=\"{y - 2:0.#}\"{(left ? " text-anchor=\"end\"" : "")}>{E(site.Name)}<tspan class=\"soft\" dx=\"6\">{Figure.Amount(site.Peak.Megawatts, "MW")}</tspan></text>\n"));
        }
    }

    static string E(string text) => WebUtility.HtmlEncode(text);
    static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The part of the globe that is drawn.</summary>
    sealed record Frame(double West, double East, double South, double North)
    {
        public double Degrees => East - West;
        public double Height => width * (North - South) / (East - West);
        public double X(double longitude) => (longitude - West) / (East - West) * width;
        public double Y(double latitude) => (North - latitude) / (North - South) * Height;

        public static Frame Around(IReadOnlyList<Place> places)
        {
            (double west, double east) = Widened(places.Min(place => place.LongitudeDegrees), places.Max(place => place.LongitudeDegrees), wideLeast);
            (double south, double north) = Widened(places.Min(place => place.LatitudeDegrees), places.Max(place => place.LatitudeDegrees), Math.Max(highLeast, (east - west) / 3));
            return new(west, east, south, north);
        }

        static (double, double) Widened(double least, double most, double spanLeast)
        {
            double middle = (least + most) / 2, half = Math.Max(spanLeast, most - least + 2 * margin) / 2;
            return (middle - half, middle + half);
        }
    }
}
