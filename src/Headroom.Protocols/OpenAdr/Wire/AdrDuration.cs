using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Headroom.Protocols.OpenAdr;

/// <summary>A duration as OpenADR writes it, after ISO 8601: months of the calendar and a span, or for ever.</summary>
/// <remarks>
///   Pattern   ^(-?)P(?=\d|T\d)(\dY)?(\dM)?(\d[DW])?(T(\dH)?(\dM)?(\d[.\d]S)?)?$ (openadr3.yaml, schema duration)
///   Writing   as it was read, where that keeps to the pattern: P1W stays a week. One that was made here counts in hours, since a day of
///             the calendar is not always 24 of them.
///   For ever  P9999Y (User Guide 7.3); here everything from 1,000 years on.
///   Source    own reading: the framework's throws on weeks and counts a month as 30 days.
/// </remarks>
public readonly partial record struct AdrDuration
{
    private const int ForeverMonths = 12_000;

    /// <summary>As a peer wrote it; null where nobody did, or not after the pattern.</summary>
    private readonly string? written;

    private AdrDuration(int months, TimeSpan span, bool isForever, string? written = null) =>
        (Months, Span, IsForever, this.written) = (months, span, isForever, written);

    public static AdrDuration Zero { get; }
    public static AdrDuration Forever { get; } = new(0, TimeSpan.Zero, true);
    public bool IsForever { get; }

    /// <summary>Months of the calendar, years included; negative for a negative duration.</summary>
    public int Months { get; }

    /// <summary>What is counted in days and less.</summary>
    public TimeSpan Span { get; }

    public bool IsZero => !IsForever && Months == 0 && Span == TimeSpan.Zero;
    public static AdrDuration Of(TimeSpan span) => new(0, span, false);

    /// <summary>The moment that lies a duration after another; never past the end of the calendar, which means never.</summary>
    public DateTimeOffset After(DateTimeOffset start)
    {
        if (IsForever || start == DateTimeOffset.MaxValue) return DateTimeOffset.MaxValue;
        long month = start.Year * 12L + start.Month - 1 + Months;
        if (month >= 9999 * 12L) return DateTimeOffset.MaxValue;
        if (month < 12) return DateTimeOffset.MinValue;
        return start.AddMonths(Months).Plus(Span);
    }

    /// <summary>Its length where it stands alone: a month is 30 days.</summary>
    public TimeSpan Nominal => IsForever ? TimeSpan.MaxValue : TimeSpan.FromDays(30L * Months) + Span;

    public static bool TryParse(ReadOnlySpan<char> text, out AdrDuration duration)
    {
        duration = default;
        text = text.Trim();
        if (text.Length is < 3 or > 60) return false;
        string? written = Pattern().IsMatch(text) ? text.ToString() : null;
        bool isNegative = text[0] == '-';
        if (isNegative) text = text[1..];
        if (text[0] is not ('P' or 'p')) return false;
        Reading read = new();
        if (!read.All(text[1..])) return false;
        bool isForever = read.Months >= ForeverMonths || read.Seconds >= 1000 * 365.0 * 86_400;
        if (isForever && isNegative) return false;
        duration = isForever ? new(0, TimeSpan.Zero, true, written) : new(isNegative ? -(int)read.Months : (int)read.Months,
            (isNegative ? -1 : 1) * TimeSpan.FromTicks(read.Ticks), false, written);
        return true;
    }

    /// <summary>The same duration, however it is written.</summary>
    public bool Equals(AdrDuration other) => Months == other.Months && Span == other.Span && IsForever == other.IsForever;

    public override int GetHashCode() => HashCode.Combine(Months, Span, IsForever);

    public override string ToString()
    {
        if (written is not null) return written;
        if (IsForever) return "P9999Y";
        if (IsZero) return "PT0S";
        bool isNegative = Months < 0 || Span < TimeSpan.Zero;
        (int months, TimeSpan span) = (Math.Abs(Months), Span.Duration());
        StringBuilder text = new(isNegative ? "-P" : "P");
        if (months / 12 is > 0 and int years) text.Append(CultureInfo.InvariantCulture, $"{years}Y");
        if (months % 12 is > 0 and int rest) text.Append(CultureInfo.InvariantCulture, $"{rest}M");
        if (span == TimeSpan.Zero) return text.ToString();
        text.Append('T');
        if (span.Ticks / TimeSpan.TicksPerHour is > 0 and long hours) text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        if (span.Minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{span.Minutes}M");
        long ticks = span.Ticks % TimeSpan.TicksPerMinute;
        if (ticks > 0) text.Append(CultureInfo.InvariantCulture, $"{(decimal)ticks / TimeSpan.TicksPerSecond:0.#######}S");
        return text.ToString();
    }

    [GeneratedRegex(@"^-?P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+[DW])?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?\z", RegexOptions.ECMAScript)]
    private static partial Regex Pattern();

    /// <summary>Number and letter, number and letter: each unit once and in order.</summary>
    private struct Reading
    {
        public double Months, Seconds;
        public long Ticks;

        public bool All(ReadOnlySpan<char> text)
        {
            int date = -1, time = -1, parts = 0;
            bool isTime = false;
            while (text.Length > 0)
            {
                if (text[0] is 'T' or 't')
                {
                    if (isTime || text.Length == 1) return false;
                    isTime = true;
                    text = text[1..];
                    continue;
                }
                int length = 0;
                while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.')) length++;
                if (length == 0 || length == text.Length || !decimal.TryParse(text[..length], NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out decimal number)) return false;
                char unit = char.ToUpperInvariant(text[length]);
                bool isFraction = text[..length].Contains('.');
                text = text[(length + 1)..];
                int order = isTime ? "HMS".IndexOf(unit, StringComparison.Ordinal) : "YMDW".IndexOf(unit, StringComparison.Ordinal);
                if (order < 0 || order <= (isTime ? time : date) || isFraction && unit != 'S') return false;
                if (isTime) time = order;
                else date = unit == 'D' ? 3 : order;
                parts++;
                if (!Add(number, unit, isTime)) return false;
            }
            return parts > 0;
        }

        private bool Add(decimal number, char unit, bool isTime)
        {
            // more than any calendar holds is for ever, whatever its unit
            double plain = (double)number;
            if (!isTime && (unit is 'Y' or 'M'))
            {
                Months = Math.Min(Months + plain * (unit == 'Y' ? 12 : 1), int.MaxValue);
                return true;
            }
            double seconds = unit switch { 'W' => 604_800, 'D' => 86_400, 'H' => 3600, 'M' => 60, _ => 1 };
            Seconds += plain * seconds;
            if (Seconds < 1e11) Ticks += (long)(number * (decimal)seconds * TimeSpan.TicksPerSecond);
            return true;
        }
    }
}

/// <summary>Sums of moments and spans that stop at the ends of the calendar.</summary>
public static class CalendarEnds
{
    public static DateTimeOffset Plus(this DateTimeOffset moment, TimeSpan span)
    {
        if (moment == DateTimeOffset.MaxValue) return moment;
        long ticks = moment.UtcTicks;
        if (span.Ticks > 0 && ticks > DateTimeOffset.MaxValue.UtcTicks - span.Ticks) return DateTimeOffset.MaxValue;
        return span.Ticks < 0 && ticks < -span.Ticks ? DateTimeOffset.MinValue : moment + span;
    }
}
