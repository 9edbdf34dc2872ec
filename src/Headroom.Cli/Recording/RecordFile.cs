namespace Headroom.Cli.Recording;

/// <summary>A table on its way to a file that may fail: the first fault ends it, and nobody has to ask before each row.</summary>
sealed class RecordFile(string name, Func<string, Stream> open) : IDisposable
{
    ParquetTable? table;
    bool isOver;

    public string Name => name;

    /// <summary>What went wrong: a full disk, a file that may not be written.</summary>
    public Exception? Fault { get; private set; }
    public bool IsFinished { get; private set; }

    /// <summary>Whether rows are still taken.</summary>
    public bool IsOpen => table is not null && !isOver;

    /// <summary>The row that is to be filled next.</summary>
    public int Row => table!.Filled;

    public void Create(IReadOnlyList<TableColumn> columns) => Guarded(() => table = Created(columns));

    ParquetTable Created(IReadOnlyList<TableColumn> columns)
    {
        Stream stream = open(name);
        try { return new ParquetTable(stream, columns); }
        catch (IOException)
        {
            try { stream.Dispose(); }
            catch (IOException) { } // told once
            throw;
        }
    }

    public void Advance(int rows)
    {
        if (table!.Advance(rows)) Guarded(table.Flush);
    }

    public void Dispose()
    {
        if (isOver) return;
        if (IsOpen)
        {
            Guarded(() =>
            {
                table!.Finish();
                IsFinished = true;
            });
        }
        isOver = true;
        table?.Dispose();
    }

    void Guarded(Action write)
    {
        try { write(); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            (Fault, isOver, IsFinished) = (fault, true, false);
            table?.Dispose();
        }
    }
}
