using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Cli.Recording;

/// <summary>A row per step: the time, then every column of the site with its unit.</summary>
sealed class SiteRecord
{
    readonly RecordFile file;
    readonly DateTime start;
    readonly TableColumn<DateTime> time = TableColumn.Time(ParquetTable.GroupRows);
    readonly TableColumn<double>[] columns;

    public SiteRecord(RecordFile file, RecordLayout layout)
    {
        (this.file, start) = (file, layout.StartUtc);
        var taken = new HashSet<string> { "time" };
        columns = [.. layout.Site.Select(column => TableColumn.Number<double>(Free(column.Name, taken), column.Unit, ParquetTable.GroupRows))];
        file.Create([time, .. columns]);
    }

    /// <summary>A service may be named like a column of ours; a file has each name once.</summary>
    static string Free(string name, HashSet<string> taken)
    {
        string free = name;
        for (int i = 2; !taken.Add(free); i++) free = $"{name} ({i})";
        return free;
    }

    public void Add(TimeSpan at, ReadOnlySpan<double> values)
    {
        if (!file.IsOpen) return;
        int row = file.Row;
        time.Values[row] = start + at;
        for (int column = 0; column < columns.Length; column++) columns[column].Values[row] = values[column];
        file.Advance(1);
    }
}

/// <summary>A row per node of the power tree and minute.</summary>
sealed class FeedRecord
{
    readonly RecordFile file;
    readonly DateTime start;
    readonly TableColumn<DateTime> time;
    readonly TableColumn<double> power;

    public FeedRecord(RecordFile file, RecordLayout layout)
    {
        (this.file, start) = (file, layout.StartUtc);
        int room = Room.Of(layout.Feeds.Count);
        (time, power) = (TableColumn.Time(room), TableColumn.Number<double>("power", "MW", room));
        file.Create([time, TableColumn.Names("node", layout.Feeds, room), power]);
    }

    public void Add(TimeSpan at, ReadOnlySpan<double> watts)
    {
        if (!file.IsOpen) return;
        int row = file.Row;
        time.Values.AsSpan(row, watts.Length).Fill(start + at);
        Span<double> megawatts = power.Values.AsSpan(row, watts.Length);
        for (int node = 0; node < watts.Length; node++) megawatts[node] = watts[node] / 1e6;
        file.Advance(watts.Length);
    }
}

/// <summary>A row per rack, or group of servers, and minute. Single precision: seven digits of a kilowatt are more than any meter has.</summary>
sealed class RackRecord
{
    readonly RecordFile file;
    readonly DateTime start;
    readonly TableColumn<DateTime> time;
    readonly TableColumn<float> drawn, ordered, cap, coolant, allowed;

    public RackRecord(RecordFile file, RecordLayout layout)
    {
        (this.file, start) = (file, layout.StartUtc);
        int room = Room.Of(layout.Racks.Count);
        TableColumn<ReadOnlyMemory<char>> Names(string name, Func<RackName, string> of) => TableColumn.Names(name, [.. layout.Racks.Select(of)], room);
        time = TableColumn.Time(room);
        (drawn, cap) = (TableColumn.Number<float>("drawn", "kW", room), TableColumn.Number<float>("cap", "kW", room));
        ordered = TableColumn.Number<float>("cap ordered", "kW", room);
        (coolant, allowed) = (TableColumn.Number<float>("coolant", "°C", room), TableColumn.Number<float>("allowed share", "", room));
        TableColumn<float> units = TableColumn.Number<float>("units", "", room);
        for (int row = 0; row < room; row++) units.Values[row] = (float)layout.Racks[row % layout.Racks.Count].Units;
        file.Create([time, Names("rack", rack => rack.Name), Names("kind", rack => rack.Kind), Names("hall", rack => rack.Hall), units, drawn, ordered, cap, coolant, allowed]);
    }

    public void Add(TimeSpan at, in MinuteRecord minute)
    {
        if (!file.IsOpen) return;
        int row = file.Row, racks = minute.RackDrawnWatts.Length;
        time.Values.AsSpan(row, racks).Fill(start + at);
        for (int rack = 0; rack < racks; rack++)
        {
            drawn.Values[row + rack] = (float)(minute.RackDrawnWatts[rack] / 1e3);
            ordered.Values[row + rack] = (float)(minute.RackOrderedWatts[rack] / 1e3);
            cap.Values[row + rack] = (float)(minute.RackCapWatts[rack] / 1e3);
            coolant.Values[row + rack] = (float)Temperature.FromSi(minute.RackCoolantKelvin[rack]).Celsius;
            allowed.Values[row + rack] = (float)minute.RackAllowedFraction[rack];
        }
        file.Advance(racks);
    }
}

/// <summary>How many rows a group holds where each minute adds many at once.</summary>
static class Room
{
    /// <summary>Whole minutes, at least one, near the rows of a group.</summary>
    public static int Of(int perMinute) => Math.Max(1, ParquetTable.GroupRows / perMinute) * perMinute;
}
