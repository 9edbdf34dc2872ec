using System.Globalization;

namespace Headroom.Cli.Rendering;

/// <summary>Hours of the year as times, in UTC.</summary>
static class Hours
{
    public static DateTime Start(int year, int hour) => new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hour);

    /// <summary>2027-08-14T21:00Z</summary>
    public static string Stamp(int year, int hour) => Start(year, hour).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>14 Aug 2027, 21:00 UTC</summary>
    public static string Text(int year, int hour) => Start(year, hour).ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
