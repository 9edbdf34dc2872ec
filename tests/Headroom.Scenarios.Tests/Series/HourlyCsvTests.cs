using System.IO.Compression;
using System.Text;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Series;

/// <summary>What the CSV reader accepts, and how it names what it does not.</summary>
public sealed class HourlyCsvTests
{
    private const string Site = "site: x\ngrid: {firm: 10 MW, price: 40 $/MWh}\notherLoad: SERIES\n";

    /// <summary>Reads a site whose load is the file.</summary>
    private static SiteReading Read(byte[] csv, string series = "load.csv", string name = "load.csv", string site = Site)
    {
        using var folder = new TemporaryFolder();
        folder.Write(name, csv);
        return SiteFile.Read(folder.Write("site.yaml", site.Replace("SERIES", series, StringComparison.Ordinal)));
    }

    private static SiteReading Read(string csv, string series = "load.csv") => Read(Encoding.UTF8.GetBytes(csv), series);

    /// <summary>A year of hours with a time column; a change may replace or drop rows.</summary>
    private static string Csv(Func<int, string, string?>? change = null, string header = "time_utc,load [MW]", int year = 2023,
        string end = "\n", Func<DateTime, string>? clock = null)
    {
        var text = new StringBuilder(header).Append(end);
        var start = new DateTime(year, 1, 1);
        for (int t = 0; t < (DateTime.IsLeapYear(year) ? 8784 : 8760); t++)
        {
            DateTime at = start.AddHours(t);
            string row = $"{clock?.Invoke(at) ?? $"{at:yyyy-MM-ddTHH:mm}Z"},{5 + t % 24 / 10.0:0.0}";
            if (change is null) text.Append(row).Append(end);
            else if (change(t, row) is { } changed) text.Append(changed).Append(end);
        }
        return text.ToString();
    }

    private static (int? Line, string Sentence)[] Faults(SiteReading reading) =>
        [.. reading.Findings.Where(one => one.Severity == Severity.Wrong && one.Expected != "a file without faults"
            || one.Read.Contains("more faults", StringComparison.Ordinal)).Select(one => (one.Line, one.Sentence()))];

    [Fact]
    public void The_line_that_names_a_faulty_file_points_to_its_rows()
    {
        SiteReading reading = Read(Csv((t, row) => t == 100 ? null : row));
        Finding pointer = Assert.Single(reading.Findings, one => one.File == "site.yaml");
        Assert.Equal((3, "load.csv has a fault in row 102"), (pointer.Line, pointer.Read));
    }

    [Fact]
    public void A_dated_year_is_read_and_sets_the_year_of_the_plan()
    {
        SiteReading reading = Read(Csv(year: 2024));
        Assert.Empty(reading.Findings);
        Assert.Equal(2024, reading.Site!.Year.Year);
        Assert.Equal(8784, reading.Site.OtherLoad!.Hours);
        Assert.Equal(5.3.Megawatts, reading.Site.OtherLoad[3]);
    }

    [Theory]
    [InlineData("time_utc;load [MW]", ';')]
    [InlineData("\uFEFFtime_utc,load_mw", ',')]
    [InlineData("\"time\",\"load [MW]\"", ',')]
    [InlineData("time\tload (MW)", '\t')]
    public void Separators_marks_quotes_and_line_ends_are_understood(string header, char separator)
    {
        SiteReading reading = Read(Csv(header: header, end: "\r\n", change: (_, row) => row.Replace(',', separator)));
        Assert.Empty(reading.Findings);
    }

    [Fact]
    public void A_compressed_file_is_read()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(Encoding.UTF8.GetBytes(Csv()));
        Assert.Empty(Read(packed.ToArray(), "load.csv.gz", "load.csv.gz").Findings);
    }

    [Fact]
    public void Offsets_that_change_with_summer_time_are_no_fault()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        string csv =
            Csv(clock: utc => $"{TimeZoneInfo.ConvertTime(new DateTimeOffset(utc, TimeSpan.Zero), berlin):yyyy-MM-ddTHH:mmzzz}");
        Assert.Empty(Read(csv).Findings);
    }

    [Fact]
    public void Without_times_there_must_be_a_row_for_every_hour()
    {
        string rows = string.Concat(Enumerable.Repeat("5\n", 8759));
        (int? line, string sentence) = Assert.Single(Faults(Read("load [MW]\n" + rows)));
        Assert.Equal(3, line);
        Assert.Contains("8,759 rows; expected 8,760", sentence, StringComparison.Ordinal);
        Assert.Empty(Read("load [MW]\n" + rows + "6\n").Findings);
    }

    [Fact]
    public void A_leap_year_needs_its_day()
    {
        string rows = string.Concat(Enumerable.Repeat("5\n", 8760));
        SiteReading reading = Read(Encoding.UTF8.GetBytes("load [MW]\n" + rows), site: "year: 2028\n" + Site);
        Assert.Contains("2028 is a leap year", Assert.Single(Faults(reading)).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-03-05T04:00Z,", 1517, "no value for one hour")]
    [InlineData("2023-03-05T04:00Z,NaN", 1517, "no value for one hour")]
    [InlineData("2023-03-05T04:00Z,abc", 1518, "\"abc\" is no number")]
    [InlineData("2023-03-05T04:00Z,Infinity", 1518, "is no finite number")]
    [InlineData("2023-03-05T04:00Z,-3", 1518, "at least 0")]
    [InlineData("2023-03-05T04:00Z,5,5", 1518, "A decimal comma splits a number")]
    [InlineData("2023-03-05T04:00Z,\"5,5\"", 1518, "has a decimal comma")]
    [InlineData("5.3.2023 04:00,5", 1518, "is no time")]
    [InlineData("2023-03-05T04:30Z,5", 1518, "is no full hour")]
    [InlineData("2022-03-05T04:00Z,5", 1518, "is outside 2023")]
    public void A_fault_names_its_row(string row, int line, string words)
    {
        var faults = Faults(Read(Csv((t, old) => t == 63 * 24 + 4 ? row : old)));
        Assert.Contains(faults, fault => fault.Line is { } at && Math.Abs(at - line) <= 1 && at == 1518
            && fault.Sentence.Contains(words, StringComparison.Ordinal)
            && fault.Sentence.Contains("row 1518", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_hour_is_named_where_it_should_stand()
    {
        (int? line, string sentence) = Assert.Single(Faults(Read(Csv((t, row) => t is 100 or 101 ? null : row))));
        Assert.Equal(102, line);
        Assert.Contains("2 hours missing from 2023-01-05 04:00Z", sentence, StringComparison.Ordinal);
        Assert.Contains("fill: interpolate", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_of_23_hours_is_called_daylight_saving()
    {
        (_, string sentence) = Assert.Single(Faults(Read(Csv((t, row) => t == 84 * 24 + 2 ? null : row))));
        Assert.Contains("daylight-saving time, a day of 23 hours", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_of_25_hours_is_called_daylight_saving()
    {
        (int? line, string sentence) = Assert.Single(Faults(Read(Csv((t, row) => t == 301 * 24 + 2 ? row + "\n" + row : row))));
        Assert.Equal(301 * 24 + 5, line);
        Assert.Contains("a day of 25 hours", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_out_of_order_are_named()
    {
        string[] rows = Csv().TrimEnd('\n').Split('\n');
        (rows[50], rows[51]) = (rows[51], rows[50]);
        (int? line, string sentence) = Assert.Single(Faults(Read(string.Join('\n', rows))));
        Assert.Equal(52, line);
        Assert.Contains("stands after a later hour", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_without_offset_are_named_once()
    {
        (int? line, string sentence) =
            Assert.Single(Faults(Read(Csv(header: "time,load [MW]", clock: at => $"{at:yyyy-MM-dd HH:mm}"))));
        Assert.Equal(2, line);
        Assert.Contains("has no offset from UTC", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Short_gaps_are_filled_when_the_file_asks_and_the_note_counts_them()
    {
        string csv = Csv((t, row) => t < 7 || t is >= 100 and < 106 ? row[..(row.IndexOf(',') + 1)] : row);
        SiteReading reading = Read(csv, "{file: load.csv, fill: interpolate}");
        Assert.Contains("13 hours of load.csv were filled", Assert.Single(reading.Findings).Sentence(), StringComparison.Ordinal);
        Assert.Equal(reading.Site!.OtherLoad![7], reading.Site.OtherLoad[0]);
        Assert.Equal(5.3 + 0.7 / 7, reading.Site.OtherLoad[100].Megawatts, 6);
    }

    [Fact]
    public void Long_gaps_stay_faults()
    {
        string csv = Csv((t, row) => t is >= 100 and < 107 ? row[..(row.IndexOf(',') + 1)] : row);
        (int? line, string sentence) = Assert.Single(Faults(Read(csv, "{file: load.csv, fill: interpolate}")));
        Assert.Equal(102, line);
        Assert.Contains("never filled", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time_utc,load", "no unit", "load [MW]")]
    [InlineData("time_utc,price [$/MWh]", "price", "a column of power")]
    [InlineData("time_utc,load [Pferdestärken]", "Pferdestärken", "a column of power")]
    public void A_column_of_another_kind_is_named(string header, string read, string expected)
    {
        (int? line, string sentence) = Assert.Single(Faults(Read(Csv(header: header))));
        Assert.Equal(3, line);
        Assert.Contains(read, sentence, StringComparison.Ordinal);
        Assert.Contains(expected, sentence.Replace("otherLoad [MW]", "load [MW]", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_that_fit_are_ambiguous_until_one_is_named()
    {
        string csv = Csv((_, row) => row + ",7", "time_utc,old [MW],new_mw");
        Assert.Contains("2 columns that fit", Assert.Single(Faults(Read(csv))).Sentence, StringComparison.Ordinal);
        Assert.Contains("Did you mean new?", Assert.Single(Faults(Read(csv, "{file: load.csv, column: news}"))).Sentence,
            StringComparison.Ordinal);
        Assert.Equal(7.Megawatts, Read(csv, "{file: load.csv, column: new}").Site!.OtherLoad![0]);
    }

    [Fact]
    public void Half_hours_are_named_once()
    {
        string csv = "time_utc,load [MW]\n" + string.Concat(Enumerable.Range(0, 17520)
            .Select(k => $"{new DateTime(2023, 1, 1).AddMinutes(30 * k):yyyy-MM-ddTHH:mm}Z,5\n"));
        Assert.Contains("rows are 30 minutes apart", Assert.Single(Faults(Read(csv))).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_faults_are_counted_not_hidden()
    {
        var faults = Faults(Read(Csv((t, row) => t % 100 == 0 ? row[..(row.IndexOf(',') + 1)] + "x" : row)));
        Assert.Equal(21, faults.Length);
        Assert.Contains("68 more faults of this file", string.Concat(faults.Select(fault => fault.Sentence)), StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("\n\n"), InlineData("1,2\n3,4\n"), InlineData("a\0b"), InlineData("time_utc,load [MW]\n")]
    public void What_is_no_table_is_a_finding(string csv) => Assert.NotEmpty(Faults(Read(csv)));

    [Fact]
    public void Series_of_different_years_do_not_go_together()
    {
        using var folder = new TemporaryFolder();
        folder.Write("load.csv", Csv(year: 2022));
        folder.Write("price.csv", Csv(year: 2023, header: "time_utc,price_usd_per_mwh"));
        SiteReading reading =
            SiteFile.Read(folder.Write("site.yaml", "site: x\ngrid: {firm: 10 MW, price: price.csv}\notherLoad: load.csv\n"));
        (int? line, string sentence) = Assert.Single(Faults(reading));
        Assert.Equal(3, line);
        Assert.Contains("load.csv holds the year 2022; expected the planned year 2023", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dearest_hours_are_curtailed_and_of_equal_ones_the_earlier()
    {
        string csv = Csv((t, row) => row[..(row.IndexOf(',') + 1)] + (t == 5000 ? "900" : t is 10 or 20 or 30 ? "500" : "20"),
            "time_utc,price_usd_per_mwh");
        using var folder = new TemporaryFolder();
        folder.Write("price.csv", csv);
        SiteReading reading = SiteFile.Read(folder.Write("site.yaml",
            "site: x\ngrid: {firm: 10 MW, price: price.csv, flexible: {capacity: 5 MW, curtailed: 3 h/yr}}\notherLoad: 5 MW\n"));
        double[] share = reading.Site!.Grid!.Flexible!.AvailableFraction;
        Assert.Equal([10, 20, 5000], Enumerable.Range(0, share.Length).Where(t => share[t] == 0));
    }

    /// <summary>The figures of a connection that flexible load finds in 22 US balancing authorities: hours a year, and the share of the energy that is curtailed.</summary>
    [Theory]
    [InlineData(85, 0.0025)]
    [InlineData(177, 0.005)]
    [InlineData(366, 0.01)]
    [InlineData(1848, 0.05)]
    public void What_is_retained_in_curtailed_hours_makes_the_energy_that_is_curtailed_and_the_dearest_hour_the_deepest(int hours, double energy)
    {
        using var folder = new TemporaryFolder();
        string retained = (100 * (1 - energy * 8760 / hours)).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        SiteReading reading = SiteFile.Read(folder.Write("site.yaml",
            $"site: x\nregion: us-va-pjm\ngrid: {{firm: 10 MW, flexible: {{capacity: 5 MW, curtailed: {hours} h/yr, retained: {retained} %}}}}\notherLoad: 5 MW\n"));
        Assert.Empty(reading.Findings.Where(one => one.Severity == Severity.Wrong).Select(one => one.Sentence()));
        GridConnection grid = reading.Site!.Grid!;
        double[] share = grid.Flexible!.AvailableFraction, price = [.. Enumerable.Range(0, share.Length).Select(t => grid.Price[t].DollarsPerMegawattHour)];
        Assert.Equal(hours, share.Count(one => one < 1), hours / 50.0);
        Assert.Equal(energy, 1 - share.Average(), energy * 1e-3);
        Assert.Equal(share.Min(), share[Enumerable.Range(0, share.Length).MaxBy(t => price[t])]);
    }

    [Fact]
    public void What_is_retained_says_nothing_without_the_hours_that_it_speaks_of()
    {
        using var folder = new TemporaryFolder();
        SiteReading reading = SiteFile.Read(folder.Write("site.yaml", "site: x\nregion: de-lu\ngrid: {firm: 10 MW, flexible: {capacity: 5 MW, retained: 70 %}}\notherLoad: 5 MW\n"));
        Assert.Contains("`retained` without `curtailed`", Assert.Single(Faults(reading)).Item2, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_of_two_days_is_averaged_to_hours_and_repeated()
    {
        using var folder = new TemporaryFolder();
        folder.Write("trace.csv", "t_s,rate_rps\n"
            + string.Concat(Enumerable.Range(0, 288).Select(k => $"{600 * k},{(k / 6 == 30 ? 4 : 2)}\n")));
        SiteReading reading =
            SiteFile.Read(folder.Write("site.yaml",
            "site: x\nregion: de-lu\ngrid: {firm: 10 MW}\nhalls: [{name: A, power: 5 MW, perRack: 15 kW}]\n"
            + "racks: {hgx-h200: {atMost: 10}}\n"
            + "services: [{name: c, model: llama-3.1-8b, demand: {peak: 1000 tok/s, shape: trace.csv}}]\n"));
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
        Series<TokenRate> demand = reading.Site!.Services[0].Demand;
        Assert.Equal(1000, demand[48 * 100 + 30].TokensPerSecond, 9);
        Assert.Equal(500, demand[48 * 100 + 29].TokensPerSecond, 9);
    }
}
