using Headroom.Cli.Recording;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Simulation;
using Headroom.Sites;
using Parquet;
using Parquet.Schema;

namespace Headroom.Cli.Tests;

/// <summary>Time series of a run: what is recorded comes back, whatever ends the run.</summary>
public sealed class RecorderTests : IDisposable
{
    static readonly DateTime start = new(2027, 8, 14, 0, 0, 0, DateTimeKind.Utc);
    readonly string folder = Directory.CreateTempSubdirectory("headroom-record").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_step_comes_back_with_its_time_and_units()
    {
        const int steps = 70_000; // more than a row group
        Record(Layout(TimeSpan.FromSeconds(steps)), steps, InFolder);
        await using ParquetReader site = await ParquetReader.CreateAsync(Path.Combine(folder, "site.parquet"));
        Assert.Equal(["time", "import [MW]", "gpt-4.1 served [Mtok/s]", "time (2) [s]", "share"], site.Schema.GetDataFields().Select(field => field.Name));
        Assert.Equal(2, site.RowGroupCount);
        Assert.True(((DateTimeDataField)site.Schema.GetDataFields()[0]).IsAdjustedToUTC);
        DateTime[] times = await Column<DateTime>(site, 0);
        double[] import = await Column<double>(site, 1), share = await Column<double>(site, 4);
        Assert.Equal(steps, times.Length);
        Assert.Equal(start.AddSeconds(65_537), times[65_537]);
        Assert.Equal([.. Enumerable.Range(0, steps).Select(step => Import(step))], import);
        Assert.All(share, value => Assert.Equal(0.5, value));
    }

    [Fact]
    public async Task Steps_shorter_than_a_second_keep_their_times()
    {
        using (var recorder = new ParquetRecorder(InFolder))
        {
            recorder.Open(Layout(TimeSpan.FromSeconds(1)));
            for (int step = 0; step < 10; step++) recorder.Step(TimeSpan.FromMilliseconds(100 * step), [1, 2, 3, 4]);
        }
        await using ParquetReader site = await ParquetReader.CreateAsync(Path.Combine(folder, "site.parquet"));
        Assert.Equal(start.AddMilliseconds(900), (await Column<DateTime>(site, 0))[9]);
    }

    [Fact]
    public async Task Feeds_and_racks_have_a_row_for_each_minute()
    {
        Record(Layout(TimeSpan.FromMinutes(5)), 300, InFolder);
        await using ParquetReader feeds = await ParquetReader.CreateAsync(Path.Combine(folder, "feeds.parquet"));
        Assert.Equal(["time", "node", "power [MW]"], feeds.Schema.GetDataFields().Select(field => field.Name));
        Assert.Equal(["site", "hall A", "site", "hall A", "site", "hall A", "site", "hall A", "site", "hall A"], await Names(feeds, 1));
        Assert.Equal(3.5, (await Column<double>(feeds, 2))[2], 1e-12);
        Assert.Equal(start.AddMinutes(4), (await Column<DateTime>(feeds, 0))[9]);

        await using ParquetReader racks = await ParquetReader.CreateAsync(Path.Combine(folder, "racks.parquet"));
        Assert.Equal(["time", "rack", "kind", "hall", "units", "drawn [kW]", "cap ordered [kW]", "cap [kW]", "coolant [°C]", "allowed share"], racks.Schema.GetDataFields().Select(field => field.Name));
        Assert.Equal(15, (await Column<DateTime>(racks, 0)).Length);
        Assert.Equal("gb200-nvl72 A 0002", (await Names(racks, 1))[4]);
        Assert.Equal(0.4f, (await Column<float>(racks, 4))[2]);
        Assert.Equal(121, (await Column<float>(racks, 5))[4], 1e-4);
        Assert.Equal(120, (await Column<float>(racks, 6))[4], 1e-4);
        Assert.Equal(132, (await Column<float>(racks, 7))[4], 1e-4);
        Assert.Equal(45, (await Column<float>(racks, 8))[4], 1e-4);
    }

    [Fact]
    public async Task A_run_that_was_stopped_leaves_files_that_can_be_read()
    {
        Record(Layout(TimeSpan.FromDays(1)), 97, InFolder);
        await using ParquetReader site = await ParquetReader.CreateAsync(Path.Combine(folder, "site.parquet"));
        await using ParquetReader feeds = await ParquetReader.CreateAsync(Path.Combine(folder, "feeds.parquet"));
        Assert.Equal(97, (await Column<DateTime>(site, 0)).Length);
        Assert.Equal(2, (await Column<DateTime>(feeds, 0)).Length);
    }

    [Fact]
    public async Task A_run_stopped_before_its_first_step_leaves_empty_tables()
    {
        Record(Layout(TimeSpan.FromDays(1)), 0, InFolder);
        await using ParquetReader site = await ParquetReader.CreateAsync(Path.Combine(folder, "site.parquet"));
        Assert.Equal((0, 5), (site.RowGroupCount, site.Schema.GetDataFields().Length));
    }

    [Fact]
    public void Too_many_racks_are_left_out_and_that_is_said()
    {
        RecordLayout wide = Layout(TimeSpan.FromDays(1)) with { Racks = [.. Enumerable.Range(0, 4200).Select(i => new RackName($"r {i}", "r", "A", 1))] };
        using var recorder = new ParquetRecorder(InFolder);
        recorder.Open(wide);
        double[] none = new double[4200];
        recorder.Minute(TimeSpan.Zero, new() { FeedWatts = [1, 2], RackDrawnWatts = none, RackOrderedWatts = none, RackCapWatts = none, RackCoolantKelvin = none, RackAllowedFraction = none });
        recorder.Dispose();
        Assert.Contains("6,048,000 rows", Assert.Single(recorder.Notes).Read, StringComparison.Ordinal);
        Assert.Equal(["site.parquet", "feeds.parquet"], recorder.Written);
        Assert.False(File.Exists(Path.Combine(folder, "racks.parquet")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200_000)]
    public void A_full_disk_ends_one_file_and_nothing_else(int room)
    {
        FullDisk? disk = null;
        ParquetRecorder recorder = Record(Layout(TimeSpan.FromDays(1)), 70_000, name => name == "site.parquet" ? disk = new FullDisk(room) : InFolder(name));
        (string name, Exception fault) = Assert.Single(recorder.Faults);
        Assert.Equal(("site.parquet", "no space left on device"), (name, fault.Message));
        Assert.Equal(["feeds.parquet", "racks.parquet"], recorder.Written);
        Assert.True(disk!.IsClosed);
    }

    [Fact]
    public void A_file_that_may_not_be_written_ends_one_file_and_nothing_else()
    {
        ParquetRecorder recorder = Record(Layout(TimeSpan.FromDays(1)), 200, name => name == "racks.parquet" ? throw new UnauthorizedAccessException("no") : InFolder(name));
        Assert.Equal("racks.parquet", Assert.Single(recorder.Faults).Name);
        Assert.Equal(["site.parquet", "feeds.parquet"], recorder.Written);
    }

    [Fact]
    public void The_folder_holds_series_and_documents_at_the_end()
    {
        string path = Path.Combine(folder, "out");
        (RunFolder? run, IReadOnlyList<Finding> findings) = RunFolder.Open(path);
        Assert.Empty(findings);
        Fill(run!.Recorder, Layout(TimeSpan.FromMinutes(2)), 120);
        SimulationDocument told = run.Finish(new SimulationDocument { Report = SampleSimulation.Report });
        Assert.Empty(told.Findings);
        string[] all = ["simulation.json", "report.html", "site.parquet", "feeds.parquet", "racks.parquet"];
        Assert.Equal(all, run.Written);
        Assert.Equal(all.Order(), Directory.GetFiles(path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_series_of_an_earlier_run_does_not_stay_beside_this_one()
    {
        string path = Path.Combine(folder, "out"), old = Path.Combine(path, "racks.parquet");
        Directory.CreateDirectory(path);
        File.WriteAllText(old, "of an earlier run");
        RunFolder.Open(path).Folder!.Dispose();
        Assert.True(File.Exists(old)); // nothing was simulated
        RunFolder run = RunFolder.Open(path).Folder!;
        Fill(run.Recorder, Layout(TimeSpan.FromMinutes(2)) with { Racks = [] }, 60);
        run.Finish(new SimulationDocument { Report = SampleSimulation.Report });
        Assert.False(File.Exists(old));
    }

    [Fact]
    public void The_folder_tells_what_could_not_be_written_and_removes_it()
    {
        string path = Path.Combine(folder, "out");
        RunFolder run = RunFolder.Open(path).Folder!;
        Directory.CreateDirectory(Path.Combine(path, "site.parquet")); // a folder of that name: no file can be made
        Directory.CreateDirectory(Path.Combine(path, "report.html"));
        Fill(run.Recorder, Layout(TimeSpan.FromMinutes(2)), 120);
        SimulationDocument told = run.Finish(new SimulationDocument { Report = SampleSimulation.Report });
        Assert.Equal(["simulation.json", "feeds.parquet", "racks.parquet"], run.Written);
        Assert.Equal(2, told.Findings.Count);
        Assert.All(told.Findings, finding => Assert.Equal("a folder that can be written", finding.Expected));
    }

    ParquetRecorder Record(RecordLayout layout, int steps, Func<string, Stream> open)
    {
        var recorder = new ParquetRecorder(open);
        Fill(recorder, layout, steps);
        recorder.Dispose();
        return recorder;
    }

    static void Fill(ParquetRecorder recorder, RecordLayout layout, int steps)
    {
        recorder.Open(layout);
        double[] site = [0, 61.5, 0.25, 0.5];
        for (int step = 0; step < steps; step++)
        {
            site[0] = Import(step);
            recorder.Step(TimeSpan.FromSeconds(step), site);
            if ((step + 1) % 60 == 0) Minute(recorder, step / 60);
        }
    }

    static void Minute(ParquetRecorder recorder, int minute) => recorder.Minute(TimeSpan.FromMinutes(minute), new()
    {
        FeedWatts = [2.5e6 + 1e6 * minute, 1e6],
        RackDrawnWatts = [118e3, 119e3 + 2e3 * minute, 40e3],
        RackOrderedWatts = [132e3, 120e3, 56e3],
        RackCapWatts = [132e3, 132e3, 56e3],
        RackCoolantKelvin = [317.15, 318.15, 310],
        RackAllowedFraction = [1, 1, 0.9],
    });

    static double Import(int step) => 112 + 6 * Math.Sin(step / 900.0);

    static RecordLayout Layout(TimeSpan length) => new(start, TimeSpan.FromSeconds(1), length,
        [new("import", "MW"), new("gpt-4.1 served", "Mtok/s"), new("time", "s"), new("share", "")], ["site", "hall A"],
        [new("gb200-nvl72 A 0001", "gb200-nvl72", "A", 1), new("gb200-nvl72 A 0002", "gb200-nvl72", "A", 1), new("hgx-h200 A 0001", "hgx-h200", "A", 0.4)]);

    FileStream InFolder(string name) => File.Create(Path.Combine(folder, name));

    static async Task<T[]> Column<T>(ParquetReader reader, int column) where T : struct
    {
        List<T> values = [];
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            var buffer = new T[rows.RowCount];
            await rows.ReadAsync<T>(reader.Schema.GetDataFields()[column], buffer);
            values.AddRange(buffer);
        }
        return [.. values];
    }

    static async Task<string?[]> Names(ParquetReader reader, int column)
    {
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(0);
        var buffer = new string?[rows.RowCount];
        await rows.ReadAsync(reader.Schema.GetDataFields()[column], buffer.AsMemory()!);
        return buffer;
    }

    /// <summary>Takes so many bytes and then no more.</summary>
    sealed class FullDisk(int room) : Stream
    {
        long position;

        public bool IsClosed { get; private set; }
        public override bool CanRead => false;
        public override bool CanSeek => true;
        public override bool CanWrite => true;
        public override long Length => position;
        public override long Position { get => position; set => position = value; }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (position + count > room) throw new IOException("no space left on device");
            position += count;
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
