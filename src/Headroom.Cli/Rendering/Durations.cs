using System.Globalization;

namespace Headroom.Cli.Rendering;

/// <summary>Lengths of time and moments of a run as people read them.</summary>
static class Durations
{
    /// <summary>7 d; 24 h; 3 h 20 min; 1 min 30 s; 45 s; 120 ms: the two largest parts, in days from two days on.</summary>
    public static string Text(TimeSpan length)
    {
        if (length < TimeSpan.Zero) return "−" + Text(-length);
        if (length < TimeSpan.FromMinutes(1)) return Latency(length);
        (double Seconds, string Unit)[] parts = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")];
        double left = Math.Round(length.TotalSeconds);
        int first = Array.FindIndex(parts, part => left >= part.Seconds * (part.Unit == "d" ? 2 : 1));
        (double large, double rest) = (Math.Floor(left / parts[first].Seconds), left % parts[first].Seconds);
        string text = Counted(large, parts[first].Unit);
        double small = first + 1 < parts.Length ? Math.Floor(rest / parts[first + 1].Seconds) : 0;
        return small > 0 ? $"{text} {Counted(small, parts[first + 1].Unit)}" : text;
    }

    /// <summary>0 s; 31 ms; 0.85 s; 12.3 s; 2 h: three digits and one unit while that reads well.</summary>
    public static string Latency(TimeSpan length) => length.TotalSeconds switch
    {
        0 => "0 s",
        > 0 and < 0.0995 => $"{Figure.Number(length.TotalMilliseconds)} ms",
        >= 99.5 => Text(length),
        var seconds => $"{Figure.Number(seconds)} s",
    };

    /// <summary>03:12:05 after the start; 2 d 03:12:05.</summary>
    public static string Moment(TimeSpan at)
    {
        string clock = at.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return at.Days > 0 ? $"{at.Days} d {clock}" : clock;
    }

    static string Counted(double count, string unit) => $"{Figure.Number(count)} {unit}";
}
