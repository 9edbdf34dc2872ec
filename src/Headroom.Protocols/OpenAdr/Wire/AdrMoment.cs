using System.Globalization;
using System.Text.RegularExpressions;

namespace Headroom.Protocols.OpenAdr;

/// <summary>A start as OpenADR writes it: an instant, or the sentinel for "now".</summary>
/// <remarks>
///   Reading   RFC 3339; also without T, without seconds, as a date alone, and without a zone, which then is UTC.
///   Now       any time of 0001-01-01 (User Guide 7.3), and of the year 0, where that comes out if it is turned to UTC.
///   Writing   as it was read, where that keeps to RFC 3339 and is no leap second, which few read: an offset stays. Else with Z, and with
///             3, 6 or 7 digits of a second, since readers of Python before 3.11 know no other numbers of them than 3 and 6.
/// </remarks>
public readonly partial record struct AdrMoment
{
    private readonly DateTimeOffset at;

    /// <summary>As a peer wrote it; null where nobody did, or not after RFC 3339.</summary>
    private readonly string? written;

    private AdrMoment(DateTimeOffset at, bool isNow, string? written = null) => (this.at, IsNow, this.written) = (at, isNow, written);

    public static AdrMoment Now { get; } = new(DateTimeOffset.MinValue, true);
    public bool IsNow { get; }

    /// <summary>In UTC; null for now.</summary>
    public DateTimeOffset? At => IsNow ? null : at;

    public static AdrMoment Of(DateTimeOffset moment) => moment.UtcTicks < TimeSpan.TicksPerDay ? Now
        : new(moment.ToUniversalTime(), false);

    public static bool TryParse(ReadOnlySpan<char> text, out AdrMoment moment)
    {
        moment = default;
        text = text.Trim();
        ReadOnlySpan<char> said = text;
        if (text.Length < 10 || text.Length > 40 || text[4] != '-' || text[7] != '-') return false;
        if (!Digits(text[..4], out int year) || !Digits(text[5..7], out int month) || !Digits(text[8..10], out int day)) return false;
        // 4 is a leap year as 0 would be
        int counted = year == 0 ? 4 : year;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(counted, month)) return false;
        long ticks = new DateTime(counted, month, day, 0, 0, 0, DateTimeKind.Unspecified).Ticks;
        ReadOnlySpan<char> rest = text[10..];
        TimeSpan time = TimeSpan.Zero, offset = TimeSpan.Zero;
        if (rest.Length > 0 && !(rest[0] is 'T' or 't' or ' ' && TimeOfDay(rest[1..], out time, out offset))) return false;
        if (year == 0 || year == 1 && month == 1 && day == 1)
        {
            moment = Now;
            return true;
        }
        long utc = ticks + time.Ticks - offset.Ticks;
        if (utc < TimeSpan.TicksPerDay || utc > DateTimeOffset.MaxValue.UtcTicks) return false;
        moment = new(new(utc, TimeSpan.Zero), false, Strict().IsMatch(said) ? said.ToString() : null);
        return true;
    }

    /// <summary>RFC 3339 with Z, as short as the instant allows.</summary>
    public static string Write(DateTimeOffset moment) => moment.UtcTicks % TimeSpan.TicksPerSecond == 0
        ? moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : WriteStamp(moment);

    /// <summary>A stamp of a VTN: always with milliseconds, so that all of them have one form.</summary>
    public static string WriteStamp(DateTimeOffset moment)
    {
        string fraction = moment.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? "fff" : moment.UtcTicks % TimeSpan.TicksPerMicrosecond == 0 ? "ffffff" : "fffffff";
        return moment.UtcDateTime.ToString($"yyyy-MM-dd'T'HH:mm:ss.{fraction}'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The same instant, however it is written.</summary>
    public bool Equals(AdrMoment other) => at == other.at && IsNow == other.IsNow;

    public override int GetHashCode() => HashCode.Combine(at, IsNow);

    public override string ToString() => IsNow ? "0001-01-01T00:00:00Z" : written ?? Write(at);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z", RegexOptions.ECMAScript)]
    private static partial Regex Strict();

    private static bool TimeOfDay(ReadOnlySpan<char> text, out TimeSpan time, out TimeSpan offset)
    {
        (time, offset) = (default, default);
        if (text.Length < 5 || text[2] != ':' || !Digits(text[..2], out int hour) || !Digits(text[3..5], out int minute) || hour > 23
            || minute > 59) return false;
        text = text[5..];
        int second = 0;
        long fraction = 0;
        if (text.Length >= 3 && text[0] == ':')
        {
            // 60 is a leap second: the next minute begins
            if (!Digits(text[1..3], out second) || second > 60) return false;
            text = text[3..];
            if (text.Length > 1 && text[0] is '.' or ',')
            {
                int length = 1;
                while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
                if (length == 1) return false;
                long unit = TimeSpan.TicksPerSecond;
                for (int i = 1; i < length && unit > 1; i++) fraction += (text[i] - '0') * (unit /= 10);
                text = text[length..];
            }
        }
        time = new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(fraction);
        return Zone(text.Trim(), out offset);
    }

    private static bool Zone(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.Length == 0 || text is "Z" or "z") return true;
        if (text[0] is not ('+' or '-') || text.Length < 3 || !Digits(text[1..3], out int hours) || hours > 14) return false;
        ReadOnlySpan<char> rest = text[3..];
        if (rest.Length > 0 && rest[0] == ':') rest = rest[1..];
        int minutes = 0;
        if (rest.Length != 0 && (rest.Length != 2 || !Digits(rest, out minutes) || minutes > 59)) return false;
        offset = (text[0] == '-' ? -1 : 1) * new TimeSpan(hours, minutes, 0);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (char one in text)
        {
            if (!char.IsAsciiDigit(one)) return false;
            number = 10 * number + (one - '0');
        }
        return text.Length > 0;
    }
}
