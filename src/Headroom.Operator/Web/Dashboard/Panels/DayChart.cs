using System.Globalization;
using System.Text;
using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Import so far under its ceiling, and the ceiling to come, as a picture and as a table.</summary>
/// <remarks>
///   Lines are drawn in a square of 1000 by 1000 that is stretched to whatever room there is; words stand outside of it, in shares of the room, so that
///   they keep their size on a telephone. Time runs evenly. Power starts at zero.
/// </remarks>
internal static class DayChart
{
    private static readonly double[] spansHours = [1, 3, 6, 12, 24];

    public static Markup Of(Look look)
    {
        if (look.View is not { } view) return Markup.Of($"<p class=\"none\">No beat yet.</p>");
        DateTimeOffset now = view.At;
        IReadOnlyList<MinuteSample> day = look.Day;
        double behind = Fit(day.Count > 0 ? (now - day[0].At).TotalHours : 0);
        double ahead = Fit(Math.Max(0.5 * behind, 1.05 * (view.CeilingAhead.Count > 1 ? (view.CeilingAhead[^1].From - now).TotalHours : 0)));
        var frame = new Frame(now - TimeSpan.FromHours(behind), now + TimeSpan.FromHours(ahead), Top(day, view));
        return Markup.Of($"""
            <figure class="day">
            <svg class="plot" role="img" aria-label="{Said(day, view, ahead)}">
            {Grid(frame)}
            <svg class="inner" x="0" y="0" width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">{Drawn(day, view, frame)}</svg>
            {Levels(frame)}
            <line class="now" x1="{frame.X(now):0.##}%" x2="{frame.X(now):0.##}%" y1="0" y2="100%"/>
            </svg>
            <div class="hours" aria-hidden="true"><svg class="ticks">{Hours(frame, now)}</svg></div>
            <figcaption><span class="key import">import</span> <span class="key ceiling">ceiling</span> <span class="key beyond">above the ceiling</span> <span class="when">UTC; {behind:0} h behind, {ahead:0} h ahead</span></figcaption>
            </figure>
            <details><summary>The same as a table</summary>{Table.Of("Ceiling to come", ["From", Column.Number("Ceiling")], [.. view.CeilingAhead.Select(one => new[] { Shown.Moment(one.From, now), Shown.Of(one.Ceiling) })], "No ceiling is known.", isSmall: true)}{Past(day, now)}</details>

            """);
    }

    private static double Fit(double hours) => spansHours.FirstOrDefault(one => one >= hours, 24);

    private static Power Top(IReadOnlyList<MinuteSample> day, SiteView view)
    {
        IEnumerable<Power> levels = [.. day.SelectMany(one => new[] { one.ImportMost, one.Ceiling }), .. view.CeilingAhead.Select(one => one.Ceiling), view.Import ?? Power.Zero];
        return Power.FromSi(levels.Select(one => one.Watts).Append(1).Where(double.IsFinite).Max() * 1.06);
    }

    private static string Said(IReadOnlyList<MinuteSample> day, SiteView view, double ahead)
    {
        MinuteSample? most = day.Where(one => one.Read > 0).MaxBy(one => one.ImportMost.Watts);
        string past = most is null ? "No import was read yet." : $"Import was {Shown.Text(most.ImportMost)} at its highest, at {Clock(most.At)} UTC.";
        CeilingStep least = view.CeilingAhead.DefaultIfEmpty(new(view.At, view.Ceiling)).MinBy(one => one.Ceiling.Watts);
        return string.Create(CultureInfo.InvariantCulture, $"{past} The ceiling is {Shown.Text(view.Ceiling)} now and at its lowest in the next {ahead:0} h {Shown.Text(least.Ceiling)}, from {Clock(least.From)} UTC.");
    }

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static Markup Drawn(IReadOnlyList<MinuteSample> day, SiteView view, Frame frame)
    {
        List<(DateTimeOffset At, Power Ceiling)> ceiling = [.. day.Select(one => (one.At, one.Ceiling)), .. view.CeilingAhead.Select(one => (one.From, one.Ceiling))];
        if (ceiling.Count > 0) ceiling.Add((frame.To, ceiling[^1].Ceiling));
        string steps = Steps(ceiling, frame);
        List<(DateTimeOffset At, Power Level)> read = [.. day.Where(one => one.Read > 0).Select(one => (one.At, one.Import))];
        if (view.Import is { } last) read.Add((view.At, last));
        string import = Line(read, frame, out double from, out double to);
        return Markup.Join([
            steps.Length == 0 ? Markup.None : Markup.Of($"<path class=\"beyond\" d=\"M{frame.X(ceiling[0].At) * 10:0.#},0 L{steps} L1000,0 Z\"/>"),
            import.Length == 0 ? Markup.None : Markup.Of($"<path class=\"area\" d=\"M{from:0.#},1000 L{import} L{to:0.#},1000 Z\"/><path class=\"import\" d=\"M{import}\"/>"),
            steps.Length == 0 ? Markup.None : Markup.Of($"<path class=\"ceiling\" d=\"M{steps}\"/>")]);
    }

    private static string Steps(List<(DateTimeOffset At, Power Ceiling)> ceiling, Frame frame)
    {
        var path = new StringBuilder();
        for (int k = 0; k < ceiling.Count; k++)
        {
            double x = 10 * frame.X(ceiling[k].At);
            if (k > 0) Point(path, x, frame.Y(ceiling[k - 1].Ceiling));
            if (k == 0 || ceiling[k].Ceiling != ceiling[k - 1].Ceiling) Point(path, x, frame.Y(ceiling[k].Ceiling));
        }
        return path.ToString();
    }

    private static string Line(List<(DateTimeOffset At, Power Level)> points, Frame frame, out double from, out double to)
    {
        var path = new StringBuilder();
        (from, to) = points.Count == 0 ? (0, 0) : (10 * frame.X(points[0].At), 10 * frame.X(points[^1].At));
        foreach ((DateTimeOffset at, Power level) in points) Point(path, 10 * frame.X(at), frame.Y(level));
        return path.ToString();
    }

    private static void Point(StringBuilder path, double x, double y)
    {
        if (path.Length > 0) path.Append(' ');
        path.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
    }

    private static IEnumerable<Markup> Grid(Frame frame) => frame.Levels.Select(level => frame.Y(level) / 10).Select(y => Markup.Of($"<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{y:0.##}%\" y2=\"{y:0.##}%\"/>"));

    /// <summary>Over the lines, so that they can be read; none where it would be cut at the upper edge.</summary>
    private static IEnumerable<Markup> Levels(Frame frame) => frame.Levels.Where(level => frame.Y(level) > 60)
        .Select(level => Markup.Of($"<text class=\"level\" x=\"4\" y=\"{frame.Y(level) / 10:0.##}%\" dy=\"-4\">{level.ToString()}</text>"));

    private static double Nice(double step)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return unit * (step / unit < 1.5 ? 1 : step / unit < 3.5 ? 2 : step / unit < 7.5 ? 5 : 10);
    }

    private static IEnumerable<Markup> Hours(Frame frame, DateTimeOffset now)
    {
        double hours = (frame.To - frame.From).TotalHours, step = hours > 30 ? 6 : hours > 15 ? 3 : hours > 6 ? 1 : 0.5;
        long ticks = TimeSpan.FromHours(step).Ticks;
        int place = 0;
        for (var at = new DateTimeOffset((frame.From.UtcTicks / ticks + 1) * ticks, TimeSpan.Zero); at < frame.To; at += TimeSpan.FromTicks(ticks), place++)
        {
            // what would stand under the word "now" is left out
            if (Math.Abs(frame.X(at) - frame.X(now)) < 4) continue;
            yield return Markup.Of($"<text class=\"{(place % 2 == 0 ? "hour" : "hour odd")}\" x=\"{frame.X(at):0.##}%\" y=\"1em\">{Clock(at)}</text>");
        }
        yield return Markup.Of($"<text class=\"hour present\" x=\"{frame.X(now):0.##}%\" y=\"1em\">now</text>");
    }

    private static Markup Past(IReadOnlyList<MinuteSample> day, DateTimeOffset now)
    {
        IReadOnlyList<Markup>[] rows = [.. day.GroupBy(one => one.At.UtcTicks / TimeSpan.TicksPerHour).OrderByDescending(hour => hour.Key).Select(hour => (IReadOnlyList<Markup>)
        [
            Shown.Hour(hour.First().At, now), Shown.Of(Power.FromSi(hour.Min(one => one.Ceiling.Watts))),
            Shown.Of(hour.Any(one => one.Read > 0) ? Power.FromSi(hour.Where(one => one.Read > 0).Average(one => one.Import.Watts)) : null),
            Shown.Of(hour.Any(one => one.Read > 0) ? Power.FromSi(hour.Max(one => one.ImportMost.Watts)) : null),
        ])];
        return Table.Of("Hours behind", ["Hour from (UTC)", Column.Number("Least ceiling"), Column.Number("Mean import"), Column.Number("Highest import")], rows, "", isSmall: true);
    }

    /// <summary>Moments and powers to places.</summary>
    private readonly record struct Frame(DateTimeOffset From, DateTimeOffset To, Power Top)
    {
        /// <summary>Round levels of power, from zero up.</summary>
        public IEnumerable<Power> Levels
        {
            get
            {
                double step = Nice(Top.Watts / 4);
                for (double level = 0; level < Top.Watts; level += step) yield return Power.FromSi(level);
            }
        }

        /// <summary>In percent of the width.</summary>
        public double X(DateTimeOffset at) => Math.Clamp(100 * ((at - From) / (To - From)), 0, 100);

        /// <summary>In thousandths of the height, from above.</summary>
        public double Y(Power level) => Math.Clamp(1000 * (1 - level / Top), 0, 1000);
    }
}
