using System.Globalization;
using Headroom.Quantities;

namespace Headroom.Scenarios.Binding;

/// <summary>Why a text is no quantity.</summary>
internal sealed record NumberFault(string What, string Remedy);

/// <summary>Reads "number unit" against a table of units and says precisely what is wrong where it cannot.</summary>
internal static class NumberText
{
    /// <summary>The SI value and the unit read, or the fault.</summary>
    public static NumberFault? Read(string text, UnitTable units, out double si, out Unit? unit)
    {
        si = 0;
        unit = null;
        (string number, string symbol) = Split(text);
        if (number.Length == 0) return new("no number", $"Write a number and its unit, such as {units.Example("10")}.");
        if (symbol.Length > 1 && symbol[0] is ',' or '_' or '\'' && char.IsAsciiDigit(symbol[1])) return Comma(text, number, symbol);
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return new("not a number", $"Write a number and its unit, such as {units.Example("10")}.");
        if (!double.IsFinite(value)) return new("too large for a number", "Write a number below 1e300.");
        unit = units.Find(symbol);
        if (unit is null) return Unit(number, symbol, units);
        si = unit.ToSi == 0.01 ? value / 100 : unit.ToSi * value + unit.Offset;      // 95 % is 0.95 to the last bit
        return double.IsFinite(si) ? null : new("too large for a number", "Write a number below 1e300.");
    }

    public static (string Number, string Symbol) Split(string text)
    {
        string trimmed = text.Trim();
        int end = 0;
        while (end < trimmed.Length && IsNumberPart(trimmed, end)) end++;
        return (trimmed[..end], trimmed[end..].TrimStart());
    }

    private static bool IsNumberPart(string text, int k)
    {
        char c = text[k];
        if (char.IsAsciiDigit(c) || c == '.') return true;
        if (c is '-' or '+') return k == 0 || text[k - 1] is 'e' or 'E';
        return c is 'e' or 'E' && k > 0 && k + 1 < text.Length && (char.IsAsciiDigit(text[k + 1]) || text[k + 1] is '-' or '+');
    }

    private static NumberFault Comma(string text, string number, string rest)
    {
        int end = 1;
        while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || rest[end] is ',' or '.' or '_' or '\'')) end++;
        string digits = rest[1..end], unit = rest[end..].Trim();
        string whole = number + digits.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        string remedy = rest[0] == ',' && digits.Length != 3
            ? $"Write {number}.{digits} {unit}: the decimal mark is a point."
            : $"Write {whole} {unit}: digits are not grouped. "
                + $"(If a decimal comma was meant, write {number}.{digits.Split(',')[0]} {unit}.)";
        return new("a comma inside a number", remedy.Replace(" :", ":", StringComparison.Ordinal));
    }

    private static NumberFault Unit(string number, string symbol, UnitTable units)
    {
        if (units == UnitTable.Factor && symbol == "%" && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double percent))
            number = QuantityText.Number(percent / 100);
        if (units == UnitTable.GrowthFactor && symbol == "%" && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double growth))
            return new("a percentage where a factor belongs", $"Growth of {number} % a year is a factor of {QuantityText.Number(1 + growth / 100)}: write {QuantityText.Number(1 + growth / 100)}.");
        if (units.IsPlain) return new($"a unit \"{symbol}\" where a plain number belongs", $"Write {number}.");
        if (symbol.Length == 0)
            return new("no unit", $"Write the unit behind it, such as {units.Example(number)}.");
        Unit? near = units.Units.FirstOrDefault(one => one.Symbol.Length > 0 && Alike(one.Symbol, symbol));
        if (near is not null) return new($"the unit \"{symbol}\" is unknown", $"Did you mean {number} {near.Symbol}?");
        UnitTable? other = UnitTable.All.FirstOrDefault(table => table.Find(symbol) is not null);
        return other is not null
            ? new($"{symbol} is {other.Noun}, not {units.Noun}", $"Check which quantity is meant, and write its unit.")
            : new($"the unit \"{symbol}\" is unknown", "Use one of these units.");
    }

    /// <summary>Equal but for case, blanks and the ways people write years, dollars and per.</summary>
    private static bool Alike(string unit, string symbol) =>
        string.Equals(Folded(unit), Folded(symbol), StringComparison.OrdinalIgnoreCase);

    private static string Folded(string symbol)
    {
        string folded = symbol;
        foreach ((string from, string to) in spellings) folded = folded.Replace(from, to, StringComparison.OrdinalIgnoreCase);
        return folded is "C" or "c" ? "°C" : folded;
    }

    private static readonly (string From, string To)[] spellings =
    [
        (" ", ""), ("USD", "$"), ("per", "/"), ("year", "yr"), ("annum", "yr"), ("/yr", "-yr"), ("/a", "-yr"), ("month", "mo"),
        ("/mo", "-mo"), ("tokens", "tok"), ("degC", "°C"), ("celsius", "°C"), ("·", "-"), ("CO2", ""), ("percent", "%"),
    ];
}
