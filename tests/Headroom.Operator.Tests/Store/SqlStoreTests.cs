using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Store;

/// <summary>What every store keeps, in a file and in a server.</summary>
public sealed class SqlStoreTests(PrivatePostgres server) : IClassFixture<PrivatePostgres>, IDisposable
{
    private static readonly TimeSpan length = TimeSpan.FromMilliseconds(400);
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-store-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(SqlStore One, SqlStore Two)> OpenAsync(bool isServer)
    {
        string place = Path.Combine(folder, "journal.db");
        if (isServer)
        {
            Assert.SkipWhen(server.Address is null, "SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql)");
            place = server.Address;
            await using var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username=headroom;Database=postgres;Pooling=false");
            await connection.OpenAsync();
            await using var drop = new Npgsql.NpgsqlCommand("drop table if exists journal, state, lease, form", connection);
            await drop.ExecuteNonQueryAsync();
        }
        return (await SqlStore.OpenAsync(Dialect.Of(place), TimeProvider.System), await SqlStore.OpenAsync(Dialect.Of(place), TimeProvider.System));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_appended_is_read_in_order_with_its_chain(bool isServer)
    {
        (SqlStore store, SqlStore other) = await OpenAsync(isServer);
        await using (store)
        await using (other)
        {
            Lease lease = (await store.TryTakeAsync("one", TimeSpan.FromMinutes(1), default))!;
            var journal = new JournalWriter(store, lease, await store.HeadAsync(default));
            DateTimeOffset at = new(2026, 7, 14, 12, 0, 0, 7, TimeSpan.Zero);
            for (int k = 0; k < 1200; k++) journal.Add(at + TimeSpan.FromTicks(k), JournalKinds.Happening, new HappeningBody("note", new string('x', k % 700)));
            await journal.CommitAsync(new Dictionary<string, byte[]> { ["a"] = [1, 2, 3] }, default);
            JournalHead head = JournalHead.Empty;
            await foreach (JournalEntry entry in other.ReadAsync(1, default))
            {
                Assert.Null(HashChain.Fault(head, entry));
                head = new(entry.Sequence, entry.Hash);
            }
            Assert.Equal(1200, head.Sequence);
            Assert.Equal([1, 2, 3], await other.StateAsync("a", default));
            Assert.Null(await other.StateAsync("b", default));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_old_holder_appends_nothing_and_what_it_tried_is_not_there(bool isServer)
    {
        (SqlStore store, SqlStore other) = await OpenAsync(isServer);
        await using (store)
        await using (other)
        {
            Lease old = (await store.TryTakeAsync("one", length, default))!;
            Assert.Null(await other.TryTakeAsync("two", length, default));
            Lease? young = null;
            while ((young = await other.TryTakeAsync("two", TimeSpan.FromMinutes(1), default)) is null) await Task.Delay(20);
            var late = new JournalWriter(store, old, JournalHead.Empty);
            late.Add(DateTimeOffset.UnixEpoch, JournalKinds.Happening, new HappeningBody("note", "too late"));
            await Assert.ThrowsAsync<OperatorGone>(async () => await late.CommitAsync(new Dictionary<string, byte[]> { ["a"] = [9] }, default));
            Assert.Equal((0, null), ((await other.HeadAsync(default)).Sequence, await other.StateAsync("a", default)));
            Assert.Null(await store.TryTakeAsync("one", length, default));
            await other.ReleaseAsync(young, default);
            Assert.NotNull(await store.TryTakeAsync("one", length, default));
        }
    }

    [Fact]
    public void Nothing_is_packed_that_could_not_be_unpacked()
    {
        byte[] most = new byte[64 << 20], more = new byte[most.Length + 1];
        (byte[] packed, bool isPacked) = Packing.Pack(most);
        Assert.Equal(most.Length, Packing.Unpack(packed, isPacked).Length);
        Assert.Throws<InvalidDataException>(() => Packing.Pack(more));
    }

    [Fact]
    public async Task Who_follows_a_process_that_ended_on_the_same_machine_does_not_wait_for_its_lease()
    {
        string path = Path.Combine(folder, "ended.db");
        var stands = new ManualTime(DateTimeOffset.UnixEpoch.AddYears(56));
        await using SqlStore next = await SqlStore.OpenAsync(Dialect.Sqlite(path), stands);
        Lease ended;
        await using (SqlStore first = await SqlStore.OpenAsync(Dialect.Sqlite(path), stands))
        {
            ended = (await first.TryTakeAsync("one", length, default))!;
            Assert.Null(await next.TryTakeAsync("two", length, default));
            // a loop that begins anew need not wait for itself
            ended = (await first.TryTakeAsync("one", length, default))!;
            Assert.Null(await next.TryTakeAsync("two", length, default));
        }
        // nothing was given back, and no time went by
        Lease young = Assert.IsType<Lease>(await next.TryTakeAsync("two", length, default));
        Assert.Equal(ended.Token + 1, young.Token);
    }

    [Fact]
    public async Task The_end_of_a_process_that_lost_its_lease_takes_it_from_nobody()
    {
        string path = Path.Combine(folder, "lost.db");
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddYears(56));
        await using SqlStore young = await SqlStore.OpenAsync(Dialect.Sqlite(path), time), third = await SqlStore.OpenAsync(Dialect.Sqlite(path), time);
        await using (SqlStore asleep = await SqlStore.OpenAsync(Dialect.Sqlite(path), time))
        {
            Assert.NotNull(await asleep.TryTakeAsync("one", length, default));
            time.Advance(length + length);
            Assert.NotNull(await young.TryTakeAsync("two", length, default));
        }
        Assert.Null(await third.TryTakeAsync("three", length, default));
        time.Advance(length + length);
        Assert.NotNull(await third.TryTakeAsync("three", length, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_writers_of_one_sequence_cannot_both_succeed(bool isServer)
    {
        (SqlStore store, SqlStore other) = await OpenAsync(isServer);
        await using (store)
        await using (other)
        {
            Lease lease = (await store.TryTakeAsync("one", TimeSpan.FromMinutes(1), default))!;
            JournalWriter a = new(store, lease, JournalHead.Empty), b = new(other, lease, JournalHead.Empty);
            a.Add(DateTimeOffset.UnixEpoch, JournalKinds.Happening, new HappeningBody("note", "a"));
            b.Add(DateTimeOffset.UnixEpoch, JournalKinds.Happening, new HappeningBody("note", "b"));
            await a.CommitAsync(new Dictionary<string, byte[]>(), default);
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await b.CommitAsync(new Dictionary<string, byte[]> { ["a"] = [9] }, default));
            Assert.Null(await store.StateAsync("a", default));
        }
    }

    [Fact]
    public async Task Who_falls_asleep_in_the_middle_of_an_append_keeps_the_lease_from_nobody()
    {
        (SqlStore store, SqlStore other) = await OpenAsync(isServer: true);
        await using (store)
        await using (other)
        {
            Lease old = (await store.TryTakeAsync("one", length, default))!;
            using var asleep = new Asleep();
            Task append = Task.Run(async () => await store.AppendAsync(old, asleep, new Dictionary<string, byte[]> { ["a"] = [9] }, default));
            await asleep.Sleeps;
            Lease? young = null;
            while ((young = await TriedAsync(other)) is null) await Task.Delay(20);
            asleep.Wake();
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => append);
            Assert.Null(await other.StateAsync("a", default));
            Assert.Equal((young.Token, old.Token + 1), (await store.LeaseTokenAsync(default), young.Token));
        }
    }

    /// <summary>A row that is locked is a time-out, and another try.</summary>
    private static async Task<Lease?> TriedAsync(SqlStore store)
    {
        try { return await store.TryTakeAsync("two", TimeSpan.FromMinutes(1), default); }
        catch (System.Data.Common.DbException) { return null; }
    }

    /// <summary>Entries that are not there before somebody wakes whoever reads them.</summary>
    private sealed class Asleep : IReadOnlyList<JournalEntry>, IDisposable
    {
        private readonly TaskCompletionSource sleeps = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim woken = new();

        public Task Sleeps => sleeps.Task;
        public int Count => 0;
        public JournalEntry this[int index] => throw new ArgumentOutOfRangeException(nameof(index));
        public void Wake() => woken.Set();
        public void Dispose() => woken.Dispose();

        public IEnumerator<JournalEntry> GetEnumerator()
        {
            sleeps.TrySetResult();
            woken.Wait(TimeSpan.FromMinutes(1));
            yield break;
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public async Task A_server_that_starts_anew_is_found_again()
    {
        (SqlStore store, SqlStore other) = await OpenAsync(isServer: true);
        await using (store)
        await using (other)
        {
            await store.KeepAsync("a", [1], default);
            server.Restart();
            await Assert.ThrowsAnyAsync<Exception>(async () => await store.KeepAsync("a", [2], default));
            await store.KeepAsync("a", [3], default);
            Assert.Equal([3], await store.StateAsync("a", default));
        }
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        string path = Path.Combine(folder, "new.db");
        await using (await SqlStore.OpenAsync(Dialect.Sqlite(path), TimeProvider.System)) { }
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=false"))
        {
            await connection.OpenAsync();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "insert into form values (99)";
            command.ExecuteNonQuery();
        }
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(async () => await SqlStore.OpenAsync(Dialect.Sqlite(path), TimeProvider.System));
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_password_is_shown()
    {
        Assert.Equal("postgres://db.site:5433/power", Dialect.Of("postgres://hr:se%3Acret@db.site:5433/power").Place);
        Assert.DoesNotContain("secret", Dialect.WithoutPassword("postgres://hr:secret@db.site/power"), StringComparison.Ordinal);
    }
}
