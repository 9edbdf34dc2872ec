using System.Diagnostics;
using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Store;

namespace Headroom.Cli.Tests.Operating;

/// <summary>Two processes on one PostgreSQL: one acts, the other stands by and takes over. Whoever lost the lease orders nothing, dead or only asleep.</summary>
public sealed class StandbyTests(PrivatePostgres server) : IClassFixture<PrivatePostgres>, IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Between the fall of one process and the control of the next.</summary>
    private static readonly TimeSpan most = TimeSpan.FromSeconds(5);
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-standby-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Store
    {
        get
        {
            Assert.SkipWhen(server.Address is null, "SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql)");
            return server.Address;
        }
    }

    private OperatedProcess Start(string store, string site, string name, string? token, params string[] options) => OperatedProcess.Start(site, store, token,
        ["--name", name, "--signing-key", Path.Combine(folder, "key.pem"), .. options]);

    [Fact]
    public async Task A_standby_takes_over_within_five_seconds_with_every_limit_that_was_answered()
    {
        string store = await EmptiedAsync(Store), site = Path.Combine(OperatedProcess.Root, "examples", "edge.yaml");
        OperatedProcess active = Start(store, site, "p0", null);
        await active.ReadyAsync();
        OperatedProcess standby = Start(store, site, "p1", active.Token);
        List<string> accepted = [];
        List<TimeSpan> took = [];
        for (int k = 0; k < 3; k++)
        {
            await standby.StandsByAsync();
            for (int n = 0; n < 5 + k; n++)
            {
                string name = $"limit-{k}-{n}";
                Assert.False(await standby.PostAsync(name, "1.4 MW", "10 min"));
                if (await active.PostAsync(name, "1.4 MW", "10 min")) accepted.Add(name);
            }
            var gone = Stopwatch.StartNew();
            active.Kill();
            active.Dispose();
            await standby.ReadyAsync();
            took.Add(gone.Elapsed);
            (active, standby) = (standby, Start(store, site, $"p{k + 2}", standby.Token));
        }
        Assert.Equal(18, accepted.Count);
        Assert.Equal(0, await active.StopAsync());
        // in order: the lease is given back and nobody waits for its end
        await standby.ReadyAsync();
        standby.Kill();
        active.Dispose();
        standby.Dispose();
        ReplayAnswer replay = await ReplayAsync(store, accepted);
        Assert.Equal(5, replay.Processes);
        TestContext.Current.SendDiagnosticMessage($"in control after {string.Join(", ", took.Select(one => $"{one.TotalSeconds:0.00} s"))}");
        Assert.All(took, one => Assert.True(one < most, $"{one.TotalSeconds:0.00} s"));
    }

    [Fact]
    public async Task The_old_one_orders_nothing_after_it_was_stopped_and_goes_on()
    {
        string store = await EmptiedAsync(Store);
        await using SharedRacks racks = await SharedRacks.StartAsync(folder);
        using OperatedProcess first = Start(store, racks.Site, "first", null, "--field", racks.Field(0));
        await first.ReadyAsync();
        using OperatedProcess second = Start(store, racks.Site, "second", first.Token, "--field", racks.Field(1));
        await second.StandsByAsync();
        await UntilAsync(() => racks.Writes(0) > 0, "the first one orders racks");
        OperatedProcess[] both = [first, second];
        List<string> accepted = [];
        for (int k = 0; k < 4; k++)
        {
            (int old, int young) = (k % 2, 1 - k % 2);
            // who took over begins a little below what is in force: the next limit can be told by the draw once that is made good
            double before = await SettledAsync(() => racks.Drawn.Watts);
            long strange = racks.Writes(young);
            // another moment of its beat each time; what it took it has not ordered yet, or just has
            await Task.Delay(230 * k, Stop);
            string name = $"cut-{k}";
            Assert.True(await both[old].PostAsync(name, FormattableString.Invariant($"{1.30 - 0.05 * k:0.00} MW"), "10 min"));
            accepted.Add(name);
            Assert.Equal(strange, racks.Writes(young));
            var stopped = Stopwatch.StartNew();
            both[old].Signal("STOP");
            TimeSpan took = await both[young].ReadyAsync();
            Assert.True(stopped.Elapsed < most, $"{took.TotalSeconds:0.00} s");
            // the young one knows the limit, and holds it
            await UntilAsync(() => racks.Drawn.Watts < before - 1, "the limit is held by the young one");
            // for longer than its orders live, once: its own fall-back has to be still as well
            if (k == 3) await BeatsAsync(both[young], 13);
            long ordered = racks.Writes(old);
            both[old].Signal("CONT");
            await both[old].StandsByAsync();
            await BeatsAsync(both[young], k == 3 ? 8 : 3);
            Assert.Equal(ordered, racks.Writes(old));
            Assert.True(await both[young].IsActiveAsync());
        }
        first.Kill();
        second.Kill();
        Assert.Equal(5, (await ReplayAsync(store, accepted)).Processes);
    }

    /// <summary>Verifies the journal, and that nothing that was answered is missing in it.</summary>
    private static async Task<ReplayAnswer> ReplayAsync(string place, List<string> accepted)
    {
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Of(place), TimeProvider.System, Stop);
        HashSet<string> journaled = [];
        await foreach (JournalEntry entry in store.ReadAsync(1, Stop))
            if (entry.Kind == JournalKinds.Receipt && StateText.Read<ReceiptBody>(entry.Body) is { Outcome: LimitOutcome.Accepted } receipt) journaled.Add(receipt.Name);
        Assert.Empty(accepted.Except(journaled));
        ReplayAnswer replay = await JournalReplay.RunAsync(store.ReadAsync(1, Stop), null, Stop);
        Assert.True(replay.Holds, replay.Fault ?? string.Join("; ", replay.Differences));
        return replay;
    }

    private static async Task BeatsAsync(OperatedProcess of, int count)
    {
        long first = (await of.NowAsync()).GetProperty("beat").GetInt64();
        for (int k = 0; k < 3000 && (await of.NowAsync()).GetProperty("beat").GetInt64() < first + count; k++) await Task.Delay(20, Stop);
    }

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (int k = 0; !holds(); k++, await Task.Delay(20, Stop)) Assert.True(k < 3000, what);
    }

    /// <summary>A value that has stood still for three seconds.</summary>
    private static async Task<double> SettledAsync(Func<double> value)
    {
        double last = value();
        for (int k = 0, still = 0; still < 150 && k < 3000; k++)
        {
            await Task.Delay(20, Stop);
            double now = value();
            still = Math.Abs(now - last) < 1 ? still + 1 : 0;
            last = now;
        }
        return last;
    }

    private static async Task<string> EmptiedAsync(string store)
    {
        await using var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={new Uri(store).Port};Username=headroom;Database=postgres;Pooling=false");
        await connection.OpenAsync(Stop);
        await using var drop = new Npgsql.NpgsqlCommand("drop table if exists journal, state, lease, form", connection);
        await drop.ExecuteNonQueryAsync(Stop);
        return store;
    }
}
