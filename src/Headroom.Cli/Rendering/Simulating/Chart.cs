using System.Text;
using System.Text.Json;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>What one chart draws: the columns of a group that share a unit.</summary>
sealed record Chart(string Id, string Heading, string Unit, IReadOnlyList<ChartLine> Lines)
{
    static readonly (string Group, string Heading)[] groups =
        [("power", "Power"), ("source", "Sources"), ("storage", "Storage"), ("work", "Work"), ("latency", "Latency"), ("backlog", "Waiting"), ("training", "Training"), ("heat", "Heat"), ("price", "Price")];

    public static IReadOnlyList<Chart> Of(BucketTable buckets) =>
    [
        .. buckets.Columns.GroupBy(column => (column.Group, column.Unit)).OrderBy(chart => Place(chart.Key.Group))
            .Select((chart, i) => new Chart($"chart{i}", HeadingOf(chart.Key.Group), chart.Key.Unit, Coloured([.. chart]))),
    ];

    /// <summary>Groups of our own in our order; what the simulator adds comes after, under its own name.</summary>
    static int Place(string group) => Array.FindIndex(groups, known => known.Group == group) is var i and >= 0 ? i : groups.Length;
    static string HeadingOf(string group) => groups.FirstOrDefault(known => known.Group == group).Heading ?? group;

    /// <summary>A source has its colour everywhere; two lines of a chart never share one while there are others.</summary>
    static ChartLine[] Coloured(BucketColumn[] columns)
    {
        var taken = new HashSet<Swatch>();
        return [.. columns.Select((column, i) =>
        {
            bool isCeiling = column.Name.Contains("ceiling", StringComparison.OrdinalIgnoreCase);
            Swatch colour = isCeiling ? alarm : column.Name == "draw" ? ink : Palette.Of(column.Name, i);
            for (int other = 0; other < spare.Length && !taken.Add(colour); other++) colour = spare[other];
            return new ChartLine(column, colour, isCeiling);
        })];
    }

    static readonly Swatch alarm = new("#b5362a", "#ff7a6b"), ink = new("#1d2126", "#e8ebef");
    static readonly Swatch[] spare =
        [new("#2f6f9f", "#4f94c4"), new("#dd8a3c", "#dd9450"), new("#2e8b68", "#3fae86"), new("#b0558a", "#cf7fb0"), new("#8a9a4b", "#9fb05c"), new("#7d7468", "#9a9084")];

    /// <summary>Of finite values only; a column may have none in a bucket.</summary>
    public (double Least, double Most) Range()
    {
        double[] values = [.. Lines.SelectMany(line => line.Column.Least.Concat(line.Column.Most).Concat(line.Column.Mean)).Where(double.IsFinite)];
        return values.Length == 0 ? (0, 1) : (Math.Min(0, values.Min()), values.Max() > Math.Min(0, values.Min()) ? values.Max() : values.Max() + 1);
    }

    /// <summary>What the script draws. The default encoder escapes <c>&lt;</c>, so that no name ends the script block.</summary>
    public static string Json(IReadOnlyList<Chart> charts, SimulationReport report)
    {
        using var buffer = new MemoryStream(1_000_000);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("start", report.Run.StartUtc);
            json.WriteNumber("bucketSeconds", report.Buckets.Bucket.TotalSeconds);
            json.WriteArray("charts", charts, static (json, chart) =>
            {
                json.WriteString("id", chart.Id);
                json.WriteString("unit", chart.Unit);
                json.WriteArray("lines", chart.Lines, Line);
            });
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    static void Line(Utf8JsonWriter json, ChartLine line)
    {
        json.WriteString("name", line.Column.Name);
        json.WriteString("light", line.Colour.Light);
        json.WriteString("dark", line.Colour.Dark);
        json.WriteBoolean("dashed", line.IsCeiling);
        ReportHours.Values(json, "least", line.Column.Least);
        ReportHours.Values(json, "mean", line.Column.Mean);
        ReportHours.Values(json, "most", line.Column.Most);
    }
}

/// <summary>A column with its colour.</summary>
sealed record ChartLine(BucketColumn Column, Swatch Colour, bool IsCeiling);
