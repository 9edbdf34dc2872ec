namespace Headroom.Scenarios.Series;

/// <summary>A moment as ISO 8601 writes it.</summary>
/// <param name="Utc">The moment; where there is no offset, the clock as it stands.</param>
internal readonly record struct IsoTime(DateTime Utc, bool HasOffset)
{
    /// <summary>Reads <c>2023-01-01T00:00Z</c>, with seconds, a blank for the T, or an offset such as +01:00.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IsoTime time)
    {
        time = default;
        text = text.Trim();
        if (text.Length < 13 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't' or ' ')) return false;
        if (!Number(text[..4], out int year) || !Number(text[5..7], out int month) || !Number(text[8..10], out int day)
            || !Number(text[11..13], out int hour)) return false;
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 24) return false;
        ReadOnlySpan<char> rest = text[13..];
        int minute = 0, second = 0;
        if (rest.Length >= 3 && rest[0] == ':')
        {
            if (!Number(rest[1..3], out minute) || minute > 59) return false;
            rest = rest[3..];
            if (rest.Length >= 3 && rest[0] == ':')
            {
                if (!Number(rest[1..3], out second) || second > 59) return false;
                rest = rest[3..];
                int end = 0;
                if (rest.Length > 0 && rest[0] == '.') { end = 1; while (end < rest.Length && char.IsAsciiDigit(rest[end])) end++; }
                rest = rest[end..];
            }
        }
        if (!Offset(rest.Trim(), out int? offsetMinutes)) return false;
        var clock = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).AddSeconds(3600.0 * hour + 60 * minute + second);
        if (offsetMinutes is { } ahead && year is > 1 and < 9998) clock = clock.AddMinutes(-ahead);
        time = new(clock, offsetMinutes is not null);
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out int? minutes)
    {
        minutes = null;
        if (text.Length == 0) return true;
        if (text is "Z" or "z" or "UTC") { minutes = 0; return true; }
        if (text[0] is not ('+' or '-') || text.Length < 3 || !Number(text[1..3], out int hours)) return false;
        int past = 0;
        ReadOnlySpan<char> rest = text[3..];
        if (rest.Length > 0 && rest[0] == ':') rest = rest[1..];
        if (rest.Length > 0 && (rest.Length != 2 || !Number(rest, out past))) return false;
        if (hours > 15 || past > 59) return false;
        minutes = (text[0] == '-' ? -1 : 1) * (60 * hours + past);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = 10 * value + (c - '0');
        }
        return true;
    }
}
