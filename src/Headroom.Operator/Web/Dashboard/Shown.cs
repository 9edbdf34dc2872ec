using System.Globalization;
using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Quantities as a dashboard shows them: as many digits at every beat, so that figures do not jump, and the unit always beside.</summary>
internal static class Shown
{
    private static readonly (double Size, string Unit)[] powers = [(1e9, "GW"), (1e6, "MW"), (1e3, "kW"), (1, "W")];
    private static readonly (double Size, string Unit)[] energies = [(3.6e12, "GWh"), (3.6e9, "MWh"), (3.6e6, "kWh"), (3.6e3, "Wh")];
    private static readonly (double Size, string Unit)[] rates = [(1e9, "Gtok/s"), (1e6, "Mtok/s"), (1e3, "ktok/s"), (1, "tok/s")];
    private static readonly (double Size, string Unit)[] counts = [(1e12, "Ttok"), (1e9, "Gtok"), (1e6, "Mtok"), (1e3, "ktok"), (1, "tok")];

    public const string Nothing = "–";

    public static Markup Of(Power power) => Of(power.Watts, powers, 1);
    public static Markup Of(Power? power) => power is { } one ? Of(one) : Markup.Of($"{Nothing}");
    public static Markup Of(Energy energy) => Of(energy.Joules, energies, 1);
    public static Markup Of(TokenRate rate) => Of(rate.TokensPerSecond, rates, 3);
    public static Markup Of(TokenCount count) => Of(count.Tokens, counts, 4);
    public static Markup Of(TokenEfficiency efficiency) => Pair(Digits(efficiency.TokensPerJoule), "tok/J");
    public static Markup Of(Temperature temperature) => Pair(Unsigned(Math.Round(temperature.Celsius, 1)).ToString("0.0", CultureInfo.InvariantCulture), "°C");
    public static Markup Of(Money money) => Pair(QuantityText.Number(money.Dollars), "$");

    /// <summary>A share of one, in percent.</summary>
    public static Markup Share(double share) => double.IsFinite(share) ? Pair(Percent(share), "%") : Markup.Of($"{Nothing}");

    /// <summary>Without markup, for names that screen readers say and for titles.</summary>
    public static string Text(Power power) => Text(power.Watts, powers, 1);

    public static string Percent(double share) => Unsigned(Math.Round(100 * share, 1)).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Nothing has no sign: what rounds to zero from below is zero.</summary>
    private static double Unsigned(double rounded) => rounded == 0 ? 0 : rounded;

    public static Markup Milliseconds(TimeSpan span) => Pair(span.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture), "ms");

    /// <summary>Two units at most: <c>45 s</c>, <c>1 h 30 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Length(TimeSpan span)
    {
        if (span == TimeSpan.MaxValue) return "without end";
        if (span < TimeSpan.Zero) return "−" + Length(-span);
        if (span < TimeSpan.FromMinutes(1)) return Whole(span.TotalSeconds, "s");
        if (span < TimeSpan.FromHours(1)) return Two(Math.Floor(span.TotalMinutes), "min", span.Seconds, "s");
        if (span < TimeSpan.FromDays(2)) return Two(Math.Floor(span.TotalHours), "h", span.Minutes, "min");
        return Two(Math.Floor(span.TotalDays), "d", span.Hours, "h");
    }

    /// <summary>A moment of the site's time: its time where it is near, with its day where it is not. Always in UTC, and it says so.</summary>
    public static Markup Moment(DateTimeOffset at, DateTimeOffset now) => Moment(at, at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss 'UTC'" : "d MMM HH:mm 'UTC'");

    /// <summary>The same, of a column whose head says that it is UTC.</summary>
    public static Markup Hour(DateTimeOffset at, DateTimeOffset now) => Moment(at, at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss" : "d MMM HH:mm");

    private static Markup Moment(DateTimeOffset at, string format)
    {
        string iso = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Markup.Of($"<time datetime=\"{iso}\">{at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}</time>");
    }

    /// <summary>A moment with its date, whatever the day.</summary>
    public static Markup Dated(DateTimeOffset at) => Moment(at, "d MMM yyyy HH:mm:ss 'UTC'");

    private static Markup Of(double si, (double Size, string Unit)[] units, int zero) =>
        double.IsNaN(si) ? Markup.Of($"{Nothing}") : double.IsInfinity(si) ? Markup.Of($"no limit") : Scaled(si, units, zero) is var (digits, unit) ? Pair(digits, unit) : default;

    private static string Text(double si, (double Size, string Unit)[] units, int zero) =>
        double.IsNaN(si) ? Nothing : double.IsInfinity(si) ? "no limit" : Scaled(si, units, zero) is var (digits, unit) ? $"{digits} {unit}" : "";

    /// <param name="zero">Which unit nothing has.</param>
    private static (string Digits, string Unit) Scaled(double si, (double Size, string Unit)[] units, int zero)
    {
        // what would print as 0.0 of the smallest unit is nothing
        if (Math.Abs(si) < 0.005 * units[^1].Size) return ("0", units[zero].Unit);
        (double size, string unit) = units.FirstOrDefault(one => Math.Abs(si) >= 0.9995 * one.Size, units[^1]);
        return (Digits(si / size), unit);
    }

    /// <summary>Three significant digits or four, the same count at a magnitude.</summary>
    private static string Digits(double value)
    {
        double size = Math.Abs(value);
        string format = size >= 999.95 ? "#,0" : size >= 99.995 ? "0.0" : size >= 0.9995 ? "0.00" : "0.000";
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith('-') ? "−" + text[1..] : text;
    }

    private static Markup Pair(string digits, string unit) => Markup.Of($"<span class=\"q\">{digits} <span class=\"u\">{unit}</span></span>");

    private static string Whole(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {unit}");

    private static string Two(double first, string unit, int second, string smaller) =>
        second == 0 ? Whole(first, unit) : string.Create(CultureInfo.InvariantCulture, $"{first:0} {unit} {second} {smaller}");
}
