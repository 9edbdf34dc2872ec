using System.Globalization;
using System.IO.Compression;

namespace Headroom.Scenarios.Tests.Regions;

/// <summary>A real hourly year as published, gaps as NaN. It lives beside the checkout, not in it.</summary>
public sealed record HourlyYear(
    string File, int Year, double[] Price, double[] Carbon, double[] Temperature, double[] Humidity, double[] Cloud, double[] Wind)
{
    /// <summary>The series in the order of <see cref="Sites.Years.RegionNormals.Series"/>.</summary>
    public IReadOnlyList<double[]> Series => [Temperature, Humidity, Cloud, Wind, Price, Carbon];

    /// <summary>Region of the catalog by the name of its file.</summary>
    public static IReadOnlyDictionary<string, string> FileOf { get; } = new Dictionary<string, string>
    {
        ["au-nsw"] = "AU-NSW_2023",
        ["ca-on"] = "CA-ON_2023",
        ["de-lu"] = "DE-LU_2023",
        ["jp-tk"] = "JP-TK_2023",
        ["kr"] = "KR_2023",
        ["sg"] = "SG_2023",
        ["us-cal-caiso"] = "US-CAL-CISO_2023",
        ["us-va-pjm"] = "US-MIDA-PJM_2023",
        ["us-tex-ercot"] = "US-TEX-ERCO_2023",
    };

    /// <summary>The year, or a loud skip where the data folder does not stand beside the checkout.</summary>
    public static HourlyYear OrSkip(string file)
    {
        string? path = PathOf(file);
        if (path is null)
            Assert.Skip($"NOT TESTED: shared/data/regions/{file}.csv.gz stands in no folder above {AppContext.BaseDirectory}.");
        return Read(file, path!);
    }

    private static string? PathOf(string file)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", "regions", file + ".csv.gz");
            if (System.IO.File.Exists(path)) return path;
        }
        return null;
    }

    private static HourlyYear Read(string file, string path)
    {
        int year = int.Parse(file[^4..], CultureInfo.InvariantCulture);
        var start = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        double[][] columns = [.. Enumerable.Range(0, 6).Select(_ => Gaps(DateTime.IsLeapYear(year) ? 8784 : 8760))];
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            var time = DateTime.Parse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
            int hour = (int)(time - start).TotalHours;
            for (int k = 0; k < 6; k++)
                if (cells[k + 1].Length > 0) columns[k][hour] = double.Parse(cells[k + 1], CultureInfo.InvariantCulture);
        }
        // the files give wind in km/h
        return new(file, year, columns[0], columns[1], columns[2], columns[3], columns[4], [.. columns[5].Select(v => v / 3.6)]);
    }

    private static double[] Gaps(int hours)
    {
        var column = new double[hours];
        Array.Fill(column, double.NaN);
        return column;
    }
}
