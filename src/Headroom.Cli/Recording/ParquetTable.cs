using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Headroom.Cli.Recording;

/// <summary>A Parquet file, filled column by column and written a row group at a time: memory does not grow with its length.</summary>
/// <remarks>
///   The library below knows only waiting calls; on a file opened for plain writing they end before they return, so nothing here waits.
///   Zstandard at its fastest: a day of seconds in 25 columns takes 0.1 s and 13 MB (bench). Values that differ are not worth a
///   dictionary, so the library looks at 256 of them before it seeks one.
/// </remarks>
sealed class ParquetTable : IDisposable
{
    /// <summary>Rows of a group: 18 hours of seconds, 14 MB in 25 columns.</summary>
    public const int GroupRows = 65_536;

    static readonly Dictionary<string, string> marks = new() { ["schema"] = "headroom/record/1", ["times"] = "start of the step or minute, UTC" };
    readonly IReadOnlyList<TableColumn> columns;
    readonly Stream stream;
    readonly ParquetWriter writer;
    readonly int most;

    /// <param name="stream">Closed with the table.</param>
    /// <param name="columns">Each with room for the same number of rows.</param>
    public ParquetTable(Stream stream, IReadOnlyList<TableColumn> columns)
    {
        (this.stream, this.columns, most) = (stream, columns, columns.Min(column => column.Room));
        writer = ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream, Options()).GetAwaiter().GetResult();
        writer.CustomMetadata = marks;
    }

    static ParquetOptions Options() => new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Fastest,
        DictionaryEncodingSampleSize = 256,
        DictionaryEncodingThreshold = 0.1,
    };

    /// <summary>Rows that stand in the columns and not yet in the file; the next one goes there.</summary>
    public int Filled { get; private set; }

    /// <summary>So many more rows have been filled; true where the group has to be flushed before the next.</summary>
    public bool Advance(int rows)
    {
        Filled += rows;
        return Filled >= most;
    }

    /// <summary>Writes what is filled as a row group.</summary>
    public void Flush()
    {
        if (Filled == 0) return;
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach (TableColumn column in columns) column.Write(group, Filled);
        Filled = 0;
    }

    /// <summary>Writes what is left and the footer, without which no reader opens the file.</summary>
    public void Finish()
    {
        Flush();
        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Lets go of the file, finished or not.</summary>
    public void Dispose()
    {
        try { stream.Dispose(); }
        catch (IOException) { } // what is buffered finds no room either; whoever failed has said so
    }
}

/// <summary>A column of a table and the rows that wait to be written.</summary>
abstract record TableColumn(DataField Field)
{
    public abstract int Room { get; }
    public abstract void Write(ParquetRowGroupWriter group, int rows);

    public static TableColumn<DateTime> Time(int room) =>
        new(new DateTimeDataField("time", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: false),
            new DateTime[room]);

    /// <summary>The unit stands in the name, as in all our tables; a pure number has none.</summary>
    public static TableColumn<T> Number<T>(string name, string unit, int room) where T : struct =>
        new(new DataField(unit.Length == 0 ? name : $"{name} [{unit}]", typeof(T), isNullable: false), new T[room]);

    /// <summary>Names that come round again and again, as those of the racks do each minute; filled once.</summary>
    public static TableColumn<ReadOnlyMemory<char>> Names(string name, IReadOnlyList<string> names, int room) =>
        new(new DataField(name, typeof(string), isNullable: false),
            [.. Enumerable.Range(0, room).Select(row => names[row % names.Count].AsMemory())]);
}

/// <summary>A column of values that need no box.</summary>
sealed record TableColumn<T>(DataField Field, T[] Values) : TableColumn(Field) where T : struct
{
    public override int Room => Values.Length;

    public override void Write(ParquetRowGroupWriter group, int rows) =>
        group.WriteAsync<T>(Field, Values.AsMemory(0, rows)).GetAwaiter().GetResult();
}
