using System.Buffers;
using System.Globalization;

namespace Headroom.Protocols.Redfish;

/// <summary>Durations as ISO 8601 writes them, days and shorter: <c>P1DT2H3M4.5S</c>. What is finer than 100 ns is cut off.</summary>
public static class IsoDuration
{
    private static readonly SearchValues<char> figures = SearchValues.Create("0123456789.");
    private static readonly double daysMost = TimeSpan.MaxValue.TotalDays / 2;

    public static bool TryRead(ReadOnlySpan<char> text, out TimeSpan span)
    {
        span = default;
        bool isNegative = text.StartsWith("-");
        if (isNegative) text = text[1..];
        if (!text.StartsWith("P") || text.Length < 3) return false;
        text = text[1..];
        double days = 0, seconds = 0;
        string units = "DTHMS";
        int next = 0;
        bool any = false;
        while (text.Length > 0)
        {
            if (text[0] == 'T' && next <= 1)
            {
                next = 2;
                text = text[1..];
                if (text.Length == 0) return false;
                continue;
            }
            int digits = text.IndexOfAnyExcept(figures);
            if (digits <= 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out double value)) return false;
            int unit = units.IndexOf(text[digits], StringComparison.Ordinal);
            if (unit < next || unit == 1 || unit == 0 && next > 0 || unit > 1 && next < 2) return false;
            if (unit == 0) days = value;
            else seconds += value * (unit switch { 2 => 3600, 3 => 60, _ => 1 });
            (next, any) = (unit + 1, true);
            text = text[(digits + 1)..];
        }
        if (!any || days + seconds / 86400 > daysMost) return false;
        span = TimeSpan.FromTicks((long)(days * TimeSpan.TicksPerDay + seconds * TimeSpan.TicksPerSecond));
        if (isNegative) span = -span;
        return true;
    }
}
