using System.Globalization;

namespace Headroom.Scenarios.Series;

/// <summary>A year of weather from an EnergyPlus file, in the file's local standard time.</summary>
/// <param name="UtcOffsetHours">Local standard time less UTC, from the LOCATION line.</param>
internal sealed record EpwFile(
    string City, double LatitudeDegrees, double LongitudeDegrees, double UtcOffsetHours, double ElevationMetres,
    double[] DryBulbCelsius, double[] RelativeHumidityPercent, double[] PressurePascals,
    double[] GlobalWattsPerSquareMetre, double[] DirectWattsPerSquareMetre, double[] DiffuseWattsPerSquareMetre,
        double[] WindMetresPerSecond)
{
    private const int HeaderLines = 8, FieldsLeast = 22;

    /// <summary>A field: its position, the code from which on a value is missing, its bounds, whether a year without it is
    /// useless.</summary>
    private readonly record struct Field(string Name, int Index, double MissingFrom, double Least, double Most, bool IsNeeded);

    /// <summary>Positions, missing codes and bounds of the EPW data dictionary (EnergyPlus, Auxiliary Programs, "Weather
    /// data").</summary>
    private static readonly Field[] fields =
    [
        new("dry bulb", 6, 99.9, -70, 70, true),
        new("dew point", 7, 99.9, -70, 70, false),
        new("relative humidity", 8, 999, 0, 110, true),
        new("pressure", 9, 999999, 31000, 120000, false),
        new("global radiation", 13, 9999, 0, 1500, false),
        new("direct radiation", 14, 9999, 0, 1500, false),
        new("diffuse radiation", 15, 9999, 0, 1500, false),
        new("wind speed", 21, 999, 0, 60, false),
    ];

    public static EpwFile? Read(byte[] bytes, bool fill, TableFindings findings)
    {
        CsvText? text = CsvText.Read(bytes, findings);
        if (text is null) return null;
        IReadOnlyList<(int Line, string Text)> rows = text.Rows;
        if (!rows[0].Text.StartsWith("LOCATION,", StringComparison.Ordinal))
        {
            findings.Wrong(1, "", "no LOCATION line", "an EnergyPlus weather file",
                "Use a file whose first line begins with LOCATION.");
            return null;
        }
        List<string> location = text.Cells(rows[0].Text);
        double[] place = [.. location.Skip(6).Take(4)
            .Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) ? x : double.NaN)];
        if (place.Length < 4 || place.Any(double.IsNaN) || Math.Abs(place[0]) > 90 || Math.Abs(place[1]) > 180
            || Math.Abs(place[2]) > 14)
        {
            findings.Wrong(1, "LOCATION", "latitude, longitude, time zone or elevation cannot be read",
                "four numbers from the seventh field on", "Repair the LOCATION line.");
            return null;
        }
        int hours = rows.Count - HeaderLines;
        if (hours is not (8760 or 8784))
        {
            findings.Wrong(rows[^1].Line, "", $"{Math.Max(0, hours):#,0} hours of data", "8,760, or 8,784 in a leap year",
                "Use a complete file.");
            return null;
        }
        double[][] values = [.. fields.Select(field => Column(text, field, hours, fill, findings))];
        FillHumidityFromDewPoint(values);
        if (!findings.IsEmpty) return null;
        return new(location[1], place[0], place[1], place[2], place[3], values[0], values[2], values[3], values[4], values[5],
            values[6], values[7]);
    }

    private static double[] Column(CsvText text, Field field, int hours, bool fill, TableFindings findings)
    {
        var values = new double[hours];
        for (int t = 0; t < hours; t++)
        {
            (int line, string row) = text.Rows[HeaderLines + t];
            if (!text.TryCell(row, field.Index, out ReadOnlySpan<char> cell))
            {
                findings.Wrong(line, "", $"{text.CountCells(row)} fields", $"at least {FieldsLeast}", "Repair the row.");
                continue;
            }
            values[t] = double.NaN;
            if (cell.Length == 0) continue;
            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
            {
                findings.Wrong(line, field.Name, $"\"{cell}\" is no number", "a number", "Repair the row.");
                values[t] = 0;
            }
            else if (value >= field.MissingFrom) continue;
            else if (value < field.Least || value > field.Most)
            {
                findings.Wrong(line, field.Name, $"{cell}", $"{field.Least} to {field.Most}",
                    "Correct the value, or mark it as missing.");
                values[t] = 0;
            }
            else values[t] = value;
        }
        int filled = 0;
        if (field.IsNeeded) Gaps.Close(values, field.Name, t => text.Rows[HeaderLines + t].Line, null, fill, findings, ref filled);
        return values;
    }

    /// <summary>Fields that plans can do without: standard pressure where it is missing; humidity is needed and named above.</summary>
    private static void FillHumidityFromDewPoint(double[][] values)
    {
        for (int t = 0; t < values[3].Length; t++)
            if (double.IsNaN(values[3][t])) values[3][t] = 101_325;
    }

    /// <summary>A series of this file as hours of a UTC year; in a leap year 28 February stands for the 29th too.</summary>
    /// <remarks>
    ///   u = l − offset, around the end of the year; between two hours where the offset is a broken number.
    ///   The file's hour 1 is the hour from 0:00 to 1:00, as ours.
    /// </remarks>
    public double[] InUtc(double[] local, int hours)
    {
        ArgumentNullException.ThrowIfNull(local);
        const int leapDay = 59 * 24;
        double[] calendar = local.Length == hours ? local
            : local.Length < hours ? [.. local[..leapDay], .. local[(leapDay - 24)..leapDay], .. local[leapDay..]]
            : [.. local[..leapDay], .. local[(leapDay + 24)..]];
        var utc = new double[hours];
        for (int u = 0; u < hours; u++)
        {
            double at = u + UtcOffsetHours;
            int before = (int)Math.Floor(at);
            double share = at - before;
            double a = calendar[((before % hours) + hours) % hours];
            utc[u] = share == 0 ? a : a + share * (calendar[(((before + 1) % hours) + hours) % hours] - a);
        }
        return utc;
    }
}
