using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The year hour by hour as CSV: <c>time_utc</c>, then a column each with its unit in the header.</summary>
/// <remarks>
///   Values are rounded to 1e-6 of their unit: a watt of a megawatt. A quarter of a million numbers are written into one buffer,
///   rounded integers first; the shortest round trip of .NET takes over where a number is too large or too small for that.
///   Runs have no small numbers of meaning, only grains of the interior point: a millionth of a rack is a tenth of a watt, and all
///   digits of the grains would double the file.
/// </remarks>
static class DispatchCsv
{
    const int longest = 32;
    const double micro = 1e6;

    public static void Write(Stream to, PlanReport report) => Write(to, report.Year, [.. report.Dispatch.Columns]);

    public static void Write(Stream to, int year, DispatchColumn[] columns)
    {
        int hours = columns.Select(column => column.Values.Length).DefaultIfEmpty(0).Min();
        to.Write(Encoding.UTF8.GetBytes(string.Join(',', columns.Select(Header).Prepend("time_utc")) + "\n"));
        byte[] line = new byte[longest * (columns.Length + 1)];
        using var buffered = new BufferedStream(to, 1 << 16);
        DateTime start = Hours.Start(year, 0);
        for (int t = 0; t < hours; t++)
        {
            _ = start.AddHours(t).TryFormat(line, out int length, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            foreach (DispatchColumn column in columns)
            {
                line[length++] = (byte)',';
                Span<byte> rest = line.AsSpan(length);
                length += column.Role == ColumnRole.Run ? Millionths(rest, column.Values[t]) : Number(rest, column.Values[t]);
            }
            line[length++] = (byte)'\n';
            buffered.Write(line, 0, length);
        }
    }

    static string Header(DispatchColumn column)
    {
        string header = $"{column.Name} [{column.Unit}]";
        return header.AsSpan().ContainsAny("\",\n") ? $"\"{header.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : header;
    }

    /// <summary>A number with at most six decimals and no more than it needs.</summary>
    internal static int Number(Span<byte> to, double value)
    {
        double size = Math.Abs(value);
        return !(size < 1e12) || size is > 0 and < 1e-3 ? Shortest(to, value) : Millionths(to, value);
    }

    /// <summary>At most six decimals, of numbers below 1e12.</summary>
    static int Millionths(Span<byte> to, double value)
    {
        double size = Math.Abs(value);
        long scaled = (long)Math.Round(size * micro);
        (long whole, long rest) = Math.DivRem(scaled, (long)micro);
        int length = 0;
        if (value < 0 && scaled > 0) to[length++] = (byte)'-';
        Utf8Formatter.TryFormat(whole, to[length..], out int digits);
        length += digits;
        if (rest == 0) return length;
        to[length++] = (byte)'.';
        for (long place = (long)micro / 10; rest > 0; place /= 10)
        {
            (long digit, rest) = Math.DivRem(rest, place);
            to[length++] = (byte)('0' + digit);
        }
        return length;
    }

    /// <summary>Interior points leave 1e-13 where there is nothing: below a millionth of a millionth it is nothing.</summary>
    static int Shortest(Span<byte> to, double value)
    {
        if (Math.Abs(value) < 1e-9) value = 0;
        _ = value.TryFormat(to, out int length, "R", CultureInfo.InvariantCulture);
        return length;
    }
}
