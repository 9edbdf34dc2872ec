using System.Globalization;

namespace Headroom.Quantities;

/// <summary>Quantities from and to text: <c>120 kW</c>, <c>35 $/MWh</c>. A number without a unit is refused.</summary>
public static class QuantityText
{
    /// <summary>Reads "number unit". The number may carry an exponent; a decimal comma or a thousands mark is refused.</summary>
    public static bool TryParse<Q>(string text, out Q quantity) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(text);
        quantity = default;
        (string number, string symbol) = Split(text);
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return false;
        if (!double.IsFinite(value)) return false;
        foreach (Unit unit in Q.Units)
        {
            if (unit.Symbol != symbol) continue;
            double si = unit.ToSi * value + unit.Offset;
            if (!double.IsFinite(si)) return false;
            quantity = Q.FromSi(si);
            return true;
        }
        return false;
    }

    /// <summary>The units a text for this quantity may carry, as a sentence fragment: "W, kW, MW or GW".</summary>
    public static string UnitsOf<Q>() where Q : struct, IQuantity<Q>
    {
        string[] symbols = [.. Q.Units.Where(unit => unit.Symbol.Length > 0).Select(unit => unit.Symbol)];
        return symbols.Length switch
        {
            0 => "no unit",
            1 => symbols[0],
            _ => $"{string.Join(", ", symbols[..^1])} or {symbols[^1]}",
        };
    }

    /// <summary>A quantity in the unit of its list that reads best (a mantissa from 1 up to 1,000 where there is one).</summary>
    public static string Format<Q>(Q quantity, int digits = 4) where Q : struct, IQuantity<Q>
    {
        Unit best = Q.Units[0];
        if (best.Offset == 0 && quantity.Si != 0)
        {
            double size = Math.Abs(quantity.Si);
            foreach (Unit unit in Q.Units)
                if (unit.Offset == 0 && Reads(size / unit.ToSi, digits) < Reads(size / best.ToSi, digits)) best = unit;
        }
        double value = (quantity.Si - best.Offset) / best.ToSi;
        return best.Symbol.Length == 0 ? Number(value, digits) : $"{Number(value, digits)} {best.Symbol}";
    }

    /// <summary>A number with thousands marks and a bounded count of significant digits: 412,000; 0.0713.</summary>
    public static string Number(double value, int digits = 4)
    {
        if (value == 0) return "0"; // and not "-0"
        if (!double.IsFinite(value)) return value.ToString(CultureInfo.InvariantCulture);
        int whole = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        int decimals = Math.Max(0, digits - whole);
        if (decimals > 9) return value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        double factor = whole > digits ? Math.Pow(10, whole - digits) : 1;
        string format = decimals == 0 ? "#,0" : "#,0." + new string('#', decimals);
        return (Math.Round(value / factor) * factor).ToString(format, CultureInfo.InvariantCulture) is var rounded
            && factor > 1 ? rounded : value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>How badly a number reads; judged as it prints, so that 999.999 kW becomes 1 MW and not 1,000 kW.</summary>
    static double Reads(double value, int digits)
    {
        double magnitude = Math.Log10(value);
        double halfDigit = 0.5 * Math.Pow(10, Math.Floor(magnitude) + 1 - digits);
        return value >= 1 - halfDigit && value < 1000 - halfDigit ? 0 : Math.Abs(magnitude - 1.5);
    }

    static (string Number, string Symbol) Split(string text)
    {
        string trimmed = text.Trim();
        int end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '-' or '+'
               || (trimmed[end] is 'e' or 'E' && end + 1 < trimmed.Length && (char.IsAsciiDigit(trimmed[end + 1]) || trimmed[end + 1] is '-' or '+'))))
            end++;
        return (trimmed[..end], trimmed[end..].TrimStart());
    }
}
