using System.Globalization;

namespace Headroom.Protocols.Text;

/// <summary>Moments as text. Written in UTC with milliseconds and Z; read with any offset, a space for the T, and without a zone as UTC, since peers do that.</summary>
internal static class Rfc3339
{
    public static bool TryRead(string? text, out DateTimeOffset moment)
    {
        moment = default;
        if (text is not { Length: >= 19 and <= 40 } || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't' or ' ')
            || text[13] != ':' || text[16] != ':') return false;
        foreach (char one in text)
            if (!char.IsAsciiDigit(one) && one is not ('-' or ':' or 'T' or 't' or ' ' or '.' or '+' or 'Z' or 'z')) return false;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
    }

    public static string Write(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
        CultureInfo.InvariantCulture);
}
