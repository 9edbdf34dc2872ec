using System.Data.Common;
using System.Runtime.CompilerServices;
using Headroom.Operator.Journal;

namespace Headroom.Operator.Store;

/// <summary>A journal in a database: one file of SQLite, or PostgreSQL. What was appended survives a crash of the process and of the machine.</summary>
/// <remarks>
///   One connection for the beat, another for whoever reads the journal, a third that brings a file's log home: none of them keeps the beat waiting.
///   A connection that broke is opened anew for the next call.
/// </remarks>
public sealed class SqlStore : IJournalStore
{
    private const int Page = 200;

    /// <summary>A page ends with the entry that comes to it: 200 bodies of 64 MiB would be more than a machine has.</summary>
    internal const int PageBytes = 8 << 20;

    /// <summary>No lease is longer than a minute: one that seems so was written before a clock was set back, and binds nobody.</summary>
    private const long LongestLease = TimeSpan.TicksPerMinute;
    private readonly Dialect dialect;
    private readonly TimeProvider time;
    private readonly Lane writing, reading, settling;
    private readonly HolderFile? file;
    private long unsettled;
    private Task settles = Task.CompletedTask;

    private SqlStore(Dialect dialect, TimeProvider time) =>
        (this.dialect, this.time, writing, reading, settling, file) = (dialect, time, new(dialect), new(dialect), new(dialect), dialect.HolderFile is { } path ? new(path) : null);

    public string Place => dialect.Place;

    /// <summary>Opens or makes the store, and brings it to this version's form.</summary>
    /// <exception cref="DbException">It cannot be reached or opened, or is none of ours.</exception>
    /// <exception cref="InvalidDataException">It was written by a newer version.</exception>
    public static async ValueTask<SqlStore> OpenAsync(Dialect dialect, TimeProvider time, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var store = new SqlStore(dialect, time);
        try
        {
            if (!dialect.IsReadOnly) await store.WithAsync(store.MigrateAsync, stop);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<bool> MigrateAsync(DbConnection connection, CancellationToken stop)
    {
        await RunAsync(connection, dialect.Prepare, stop);
        using DbTransaction transaction = await connection.BeginTransactionAsync(stop);
        await RunAsync(connection, $"create table if not exists form (version {dialect.Integer} not null)", stop);
        using DbCommand read = Command(connection, "select coalesce(max(version), 0) from form");
        long version = Convert.ToInt64(await read.ExecuteScalarAsync(stop), System.Globalization.CultureInfo.InvariantCulture);
        if (version > dialect.Migrations.Count)
            throw new InvalidDataException($"{Place} was written by a newer version of Headroom ({version}; this one knows {dialect.Migrations.Count}).");
        for (; version < dialect.Migrations.Count; version++)
            await RunAsync(connection, $"{dialect.Migrations[(int)version]} insert into form values ({version + 1});", stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    public ValueTask<JournalHead> HeadAsync(CancellationToken stop) => WithAsync(HeadAsync, stop);

    private static async ValueTask<JournalHead> HeadAsync(DbConnection connection, CancellationToken stop)
    {
        using DbCommand command = Command(connection, "select sequence, hash from journal order by sequence desc limit 1");
        using DbDataReader row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? new(row.GetInt64(0), (byte[])row[1]) : JournalHead.Empty;
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(long from, [EnumeratorCancellation] CancellationToken stop)
    {
        for (long next = from; ;)
        {
            long first = next;
            (List<JournalEntry> page, bool isLast, InvalidDataException? unread) = await reading.WithAsync((connection, halt) => PageAsync(connection, first, halt), stop);
            foreach (JournalEntry entry in page) yield return entry;
            if (unread is not null) throw unread;
            if (isLast) yield break;
            next = page[^1].Sequence + 1;
        }
    }

    /// <returns>Entries, whether there are none after them, and what is wrong with the one after them: whoever reads has those before it, and so knows which it is.</returns>
    private static async ValueTask<(List<JournalEntry> Page, bool IsLast, InvalidDataException? Unread)> PageAsync(DbConnection connection, long from, CancellationToken stop)
    {
        using DbCommand command = Command(connection, $"select sequence, at, kind, packed, body, hash from journal where sequence >= @from order by sequence limit {Page}", ("@from", from));
        List<JournalEntry> page = [];
        long bytes = 0;
        using DbDataReader row = await command.ExecuteReaderAsync(stop);
        while (bytes < PageBytes)
        {
            if (!await row.ReadAsync(stop)) return (page, page.Count < Page, null);
            try
            {
                page.Add(new(row.GetInt64(0), new(row.GetInt64(1), TimeSpan.Zero), row.GetString(2), Packing.Unpack((byte[])row[4], row.GetInt64(3) == 1), (byte[])row[5]));
            }
            catch (Exception altered) when (altered is InvalidDataException or InvalidCastException or ArgumentException) { return (page, true, new(altered.Message, altered)); }
            bytes += page[^1].Body.Length;
        }
        return (page, false, null);
    }

    public async ValueTask AppendAsync(Lease lease, IReadOnlyList<JournalEntry> entries, IReadOnlyDictionary<string, byte[]> state, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(state);
        await WithAsync(async (connection, halt) =>
        {
            using DbTransaction transaction = await connection.BeginTransactionAsync(halt);
            using (DbCommand renew = Command(connection, $"update lease set until = {dialect.Now} + @length where token = @token", ("@length", lease.Length.Ticks), ("@token", lease.Token), Clock()))
                if (await renew.ExecuteNonQueryAsync(halt) == 0)
                {
                    file?.Free();
                    throw new OperatorGone($"The lease of {Place} was taken by another process.");
                }
            foreach (JournalEntry entry in entries) await InsertAsync(connection, entry, halt);
            foreach ((string name, byte[] body) in state) await KeepAsync(connection, name, body, halt);
            await transaction.CommitAsync(halt);
            return true;
        }, stop);
        unsettled += entries.Sum(one => one.Body.Length) + state.Sum(one => one.Value.Length);
        if (dialect.Settle is { } settle && unsettled >= SettledBytes && settles.IsCompleted)
            (unsettled, settles) = (0, Task.Run(() => SettleAsync(settle), CancellationToken.None));
    }

    /// <summary>About a megabyte on the disk, packed: little enough that no commit waits long for the disk behind it.</summary>
    private const int SettledBytes = 4 << 20;

    /// <summary>Only a log that is settled whole is begun anew. Where commits come so fast that one always slips in it grows, and what came meanwhile is settled
    /// between two of them: at a beat a second that is never needed.</summary>
    private async Task SettleAsync(string settle)
    {
        try
        {
            long pages = await settling.WithAsync((connection, halt) => SettledAsync(connection, settle, halt), CancellationToken.None);
            if (pages > LogPagesMost) await writing.WithAsync((connection, halt) => SettledAsync(connection, settle, halt), CancellationToken.None);
        }
        catch (Exception later) when (later is DbException or InvalidOperationException or IOException) { /* the log goes on growing, and the next time settles it */ }
    }

    /// <summary>Of 4 KB.</summary>
    private const int LogPagesMost = 8000;

    /// <returns>How many pages the log has.</returns>
    private static async ValueTask<long> SettledAsync(DbConnection connection, string settle, CancellationToken stop)
    {
        using DbCommand command = Command(connection, settle);
        using DbDataReader row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? row.GetInt64(1) : 0;
    }

    private static async ValueTask InsertAsync(DbConnection connection, JournalEntry entry, CancellationToken stop)
    {
        (byte[] body, bool packed) = Packing.Pack(entry.Body.Span);
        using DbCommand insert = Command(connection, "insert into journal (sequence, at, kind, packed, body, hash) values (@sequence, @at, @kind, @packed, @body, @hash)",
            ("@sequence", entry.Sequence), ("@at", entry.At.UtcTicks), ("@kind", entry.Kind), ("@packed", packed ? 1L : 0L), ("@body", body), ("@hash", entry.Hash.ToArray()));
        await insert.ExecuteNonQueryAsync(stop);
    }

    public ValueTask<byte[]?> StateAsync(string name, CancellationToken stop) => WithAsync(async (connection, halt) =>
    {
        using DbCommand command = Command(connection, "select body from state where name = @name", ("@name", name));
        return (byte[]?)await command.ExecuteScalarAsync(halt);
    }, stop);

    public async ValueTask KeepAsync(string name, byte[] body, CancellationToken stop) => await WithAsync((connection, halt) => KeepAsync(connection, name, body, halt), stop);

    private static async ValueTask<bool> KeepAsync(DbConnection connection, string name, byte[] body, CancellationToken stop)
    {
        using DbCommand keep = Command(connection, "insert into state (name, body) values (@name, @body) on conflict (name) do update set body = excluded.body", ("@name", name), ("@body", body));
        await keep.ExecuteNonQueryAsync(stop);
        return true;
    }

    public ValueTask<Lease?> TryTakeAsync(string holder, TimeSpan length, CancellationToken stop) => WithAsync(async (connection, halt) =>
    {
        const long nobody = -1;
        using DbCommand take = Command(connection,
            $"update lease set holder = @holder, token = token + 1, until = {dialect.Now} + @length where until < {dialect.Now} or until > {dialect.Now} + {LongestLease} or token = @ended returning token",
            ("@holder", holder), ("@length", length.Ticks), ("@ended", file?.Ended() ?? nobody), Clock());
        if (await take.ExecuteScalarAsync(halt) is long token)
        {
            file?.Keep(token);
            return new Lease(holder, token, length);
        }
        file?.Free();
        return null;
    }, stop);

    public ValueTask<long> LeaseTokenAsync(CancellationToken stop) => WithAsync(async (connection, halt) =>
    {
        using DbCommand read = Command(connection, "select token from lease");
        return Convert.ToInt64(await read.ExecuteScalarAsync(halt), System.Globalization.CultureInfo.InvariantCulture);
    }, stop);

    public async ValueTask ReleaseAsync(Lease lease, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await WithAsync(async (connection, halt) =>
        {
            using DbCommand give = Command(connection, "update lease set until = 0 where token = @token", ("@token", lease.Token));
            return await give.ExecuteNonQueryAsync(halt);
        }, stop);
        file?.Free();
    }

    public async ValueTask DisposeAsync()
    {
        await settles;
        await settling.DisposeAsync();
        await writing.DisposeAsync();
        await reading.DisposeAsync();
        file?.Dispose();
    }

    private ValueTask<T> WithAsync<T>(Func<DbConnection, CancellationToken, ValueTask<T>> act, CancellationToken stop) => writing.WithAsync(act, stop);

    /// <summary>A connection on which one thing is done at a time; one on which something failed is not used again.</summary>
    private sealed class Lane(Dialect dialect) : IAsyncDisposable
    {
        private readonly SemaphoreSlim gate = new(1, 1);
        private DbConnection? open;

        public async ValueTask<T> WithAsync<T>(Func<DbConnection, CancellationToken, ValueTask<T>> act, CancellationToken stop)
        {
            await gate.WaitAsync(stop);
            try
            {
                if (open is null)
                {
                    DbConnection made = dialect.Connect();
                    open = made;
                    await made.OpenAsync(stop);
                    await RunAsync(made, dialect.Greeting, stop);
                }
                return await act(open, stop);
            }
            catch (Exception failed) when (failed is DbException or OperationCanceledException or InvalidOperationException or IOException)
            {
                if (open is { } broken) await broken.DisposeAsync();
                open = null;
                throw;
            }
            finally { gate.Release(); }
        }

        public async ValueTask DisposeAsync()
        {
            if (open is { } connection) await connection.DisposeAsync();
            gate.Dispose();
        }
    }

    private (string, object) Clock() => ("@clock", time.GetUtcNow().UtcTicks);

    private static DbCommand Command(DbConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this folder; values are parameters
        command.CommandText = text;
#pragma warning restore CA2100
        foreach ((string name, object value) in values)
        {
            if (!text.Contains(name, StringComparison.Ordinal)) continue;
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static async ValueTask<bool> RunAsync(DbConnection connection, string text, CancellationToken stop)
    {
        if (text.Length == 0) return false;
        using DbCommand command = Command(connection, text);
        await command.ExecuteNonQueryAsync(stop);
        return true;
    }
}
