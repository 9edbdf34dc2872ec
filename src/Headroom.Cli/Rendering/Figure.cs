using System.Globalization;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>Numbers as people read them on a screen: few digits, units in words that fit.</summary>
static class Figure
{
    /// <summary>120 MW; 1,150 racks; 3.2 MW.</summary>
    public static string Amount(double value, string unit) => $"{Number(value)} {(Math.Abs(value) == 1 && unit is "racks" or "modules" ? unit[..^1] : unit)}";

    /// <summary>A build in kilowatts where it is small: 14 kW says more than 0.014 MW.</summary>
    public static BuildFigure Readable(BuildFigure figure) => figure.Unit is "MW" or "MWh" && figure.Total is > 0 and < 0.5
        ? figure with { Installed = figure.Installed * 1e3, Total = figure.Total * 1e3, Most = figure.Most * 1e3, Unit = "k" + figure.Unit[1..] }
        : figure;

    /// <summary>About four digits, nothing below a thousandth, which is where solvers leave dust.</summary>
    public static string Number(double value)
    {
        if (Math.Abs(value) < 5e-4) value = 0;
        string text = Math.Abs(value) >= 100 ? QuantityText.Number(Math.Round(value), 6) : QuantityText.Number(value, 3);
        return Minus(text);
    }

    /// <summary>1.190; 0.649; 12.3: digits that line up below each other.</summary>
    public static string Ratio(double value) => Math.Abs(value) < 10 ? Unsigned(Math.Round(value, 3)).ToString("0.000", CultureInfo.InvariantCulture) : Number(value);

    /// <summary>12 %; 0.3 %; 0.004 %; a dash where there is no such share.</summary>
    public static string Percent(double fraction)
    {
        if (!double.IsFinite(fraction)) return "–";
        double percent = fraction * 100;
        string format = Math.Abs(percent) switch { 0 => "0", >= 9.95 => "0", >= 0.995 => "0.#", >= 0.0995 => "0.##", >= 0.00995 => "0.###", _ => "0.####" };
        string text = Minus(percent.ToString(format, CultureInfo.InvariantCulture));
        return text is "−0" ? "0 %" : text == "0" && percent > 0 ? "< 0.0001 %" : text + " %";
    }

    /// <summary>"at most 0.3 %"; "less than 0.0001 %" where a figure would have to be rounded to nothing.</summary>
    public static string AtMost(double fraction) => Percent(fraction) is ['<', ' ', .. var least] ? $"less than {least}" : $"at most {Percent(fraction)}";

    /// <summary>Millions of dollars, or thousands where the whole is small.</summary>
    public static (double Dollars, string Unit) MoneyUnit(double largest) => Math.Abs(largest) >= 2e6 ? (1e6, "M$/yr") : (1e3, "k$/yr");

    /// <summary>One decimal, a dash for nothing.</summary>
    public static string Share(double value) => Math.Abs(value) < 0.05 ? "–" : Minus(value.ToString("#,0.0", CultureInfo.InvariantCulture));

    /// <summary>Nothing has no sign: what rounds to zero from below is zero.</summary>
    static double Unsigned(double rounded) => rounded == 0 ? 0 : rounded;

    static string Minus(string text) => text.Replace('-', '−');

    /// <summary>Gigawatt-hours from a million kilowatt-hours on, megawatt-hours below.</summary>
    public static (double MegawattHours, string Unit) EnergyUnit(double largestMegawattHours) => largestMegawattHours >= 1e4 ? (1e3, "GWh") : (1, "MWh");

    /// <summary>A bar of eighths, at most so many columns wide.</summary>
    public static string Bar(double fraction, int width)
    {
        const string eighths = " ▏▎▍▌▋▊▉";
        int units = (int)Math.Round(Math.Clamp(fraction, 0, 1) * width * 8);
        string bar = new string('█', units / 8) + (units % 8 > 0 ? eighths[units % 8].ToString() : "");
        return bar.Length == 0 && fraction > 0 ? "▏" : bar;
    }
}
