using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Cli.Recording;

/// <summary>Takes a run down in <c>site.parquet</c> (a row per step), <c>feeds.parquet</c> (node and minute) and <c>racks.parquet</c> (rack and minute).</summary>
/// <remarks>A file that cannot be written ends with a fault and takes nothing more; the run goes on, and so do the other files.</remarks>
sealed class ParquetRecorder(Func<string, Stream> open) : IRunRecorder, IDisposable
{
    /// <summary>Rows of racks.parquet beyond which it is left out: a day of 4,000 racks, some 40 MB and two seconds of work.</summary>
    public const long RackRowsMost = 6_000_000;

    readonly List<RecordFile> files = [];
    readonly List<Finding> notes = [];
    SiteRecord? site;
    FeedRecord? feeds;
    RackRecord? racks;

    /// <summary>Every file that a run may leave.</summary>
    public static IReadOnlyList<string> Names { get; } = ["site.parquet", "feeds.parquet", "racks.parquet"];

    /// <summary>Whether a run was taken down at all.</summary>
    public bool IsUsed => site is not null;

    /// <summary>Names of the files that are complete; empty before the end.</summary>
    public IReadOnlyList<string> Written => [.. files.Where(file => file.IsFinished).Select(file => file.Name)];

    /// <summary>Files that could not be written, and why.</summary>
    public IReadOnlyList<(string Name, Exception Fault)> Faults => [.. files.Where(file => file.Fault is not null).Select(file => (file.Name, file.Fault!))];

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<Finding> Notes => notes;

    public void Open(RecordLayout layout)
    {
        site = new SiteRecord(File("site.parquet"), layout);
        if (layout.Feeds.Count > 0) feeds = new FeedRecord(File("feeds.parquet"), layout);
        long rows = layout.Racks.Count * (long)Math.Ceiling(layout.Length.TotalMinutes);
        if (rows > RackRowsMost) notes.Add(TooMany(rows));
        else if (rows > 0) racks = new RackRecord(File("racks.parquet"), layout);
    }

    public void Step(TimeSpan start, ReadOnlySpan<double> site) => this.site!.Add(start, site);

    public void Minute(TimeSpan start, in MinuteRecord minute)
    {
        feeds?.Add(start, minute.FeedWatts);
        racks?.Add(start, minute);
    }

    /// <summary>Ends every file so that it can be read, also after a run that was stopped.</summary>
    public void Dispose()
    {
        foreach (RecordFile file in files) file.Dispose();
    }

    RecordFile File(string name)
    {
        var file = new RecordFile(name, open);
        files.Add(file);
        return file;
    }

    static Finding TooMany(long rows) => new(Severity.Note, "--out", FormattableString.Invariant($"racks.parquet would hold {rows:#,0} rows and is not written"),
        FormattableString.Invariant($"at most {RackRowsMost:#,0} rows, one for each rack and minute"),
        "Simulate a shorter time to have it; site.parquet and feeds.parquet hold the whole run.");
}
