using System.Diagnostics;
using System.Globalization;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Store;

namespace Headroom.Cli.Tests.Operating;

/// <summary>Back-up and restore as docs/operate.md says it: the commands are read from the page.</summary>
public sealed class BackupTests(PrivatePostgres server) : IClassFixture<PrivatePostgres>, IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-backup-").FullName;
    private readonly string site = Path.Combine(OperatedProcess.Root, "examples", "edge.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_copy_of_SQLite_taken_while_it_runs_is_whole_and_goes_on()
    {
        Assert.SkipWhen(!IsHere("sqlite3"), "SKIPPED: sqlite3 is not installed (Debian: apt-get install sqlite3)");
        using OperatedProcess running = OperatedProcess.Start(site, Path.Combine(folder, "site.db"), null);
        await running.ReadyAsync();
        List<string> before = await PostAsync(running, "before");
        Task<List<string>> meanwhile = PostAsync(running, "meanwhile");
        Run(Command("sqlite3 "));
        await meanwhile;
        await PostAsync(running, "after");
        running.Kill();
        // putting it back before the start
        Directory.CreateDirectory(Path.Combine(folder, "back"));
        string back = Path.Combine(folder, "back", "site.db");
        File.Move(Path.Combine(folder, "copy.db"), back);
        await RestoredAsync(back, before, running.Token);
    }

    [Fact]
    public async Task Files_of_SQLite_copied_after_a_fall_are_whole_and_go_on()
    {
        Assert.Contains("or copy the file with its `-wal` after a stop", Page(), StringComparison.Ordinal);
        using OperatedProcess running = OperatedProcess.Start(site, Path.Combine(folder, "site.db"), null);
        await running.ReadyAsync();
        List<string> before = await PostAsync(running, "before");
        running.Kill();
        Directory.CreateDirectory(Path.Combine(folder, "back"));
        foreach (string file in (string[])["site.db", "site.db-wal"]) File.Copy(Path.Combine(folder, file), Path.Combine(folder, "back", file));
        await RestoredAsync(Path.Combine(folder, "back", "site.db"), before, running.Token);
    }

    [Fact]
    public async Task A_dump_of_PostgreSQL_taken_while_it_runs_is_whole_and_goes_on()
    {
        Assert.SkipWhen(server.Address is null || !IsHere("pg_dump") || !IsHere("psql"), "SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql)");
        string key = Path.Combine(folder, "site.key.pem");
        using OperatedProcess running = OperatedProcess.Start(site, server.Address, null, "--signing-key", key);
        await running.ReadyAsync();
        List<string> before = await PostAsync(running, "before");
        Task<List<string>> meanwhile = PostAsync(running, "meanwhile");
        Run(Command("pg_dump "));
        await meanwhile;
        await PostAsync(running, "after");
        running.Kill();
        Run(Command("createdb "));
        Run(Command("psql "));
        await RestoredAsync(server.Address.Replace("/postgres", "/restored", StringComparison.Ordinal), before, running.Token, "--signing-key", key);
    }

    /// <summary>The journal verifies, replays bit for bit, has what was answered before the copy; and the service goes on from it.</summary>
    private static async Task RestoredAsync(string place, List<string> before, string token, params string[] options)
    {
        Assert.True(before.Count > 0);
        Assert.Equal(0, Run($"dotnet \"{OperatedProcess.Program}\" replay {place}", Path.GetTempPath()));
        long copied = await VerifiedAsync(place, before, processes: 1);
        using (OperatedProcess again = OperatedProcess.Start(Path.Combine(OperatedProcess.Root, "examples", "edge.yaml"), place, token, options))
        {
            await again.ReadyAsync();
            System.Text.Json.JsonElement now = await again.NowAsync();
            // what was taken and never answered, on a machine that is busy, may be there besides
            HashSet<string> kept = [.. now.GetProperty("limits").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
            Assert.Superset(before.ToHashSet(), kept);
            await PostAsync(again, "restored");
            Assert.Equal(0, await again.StopAsync());
        }
        Assert.True(await VerifiedAsync(place, before, processes: 2) > copied);
    }

    private static async Task<long> VerifiedAsync(string place, List<string> accepted, int processes)
    {
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Of(place), TimeProvider.System, Stop);
        HashSet<string> journaled = [];
        await foreach (JournalEntry entry in store.ReadAsync(1, Stop))
            if (entry.Kind == JournalKinds.Receipt) journaled.Add(StateText.Read<ReceiptBody>(entry.Body).Name);
        Assert.Empty(accepted.Except(journaled));
        ReplayAnswer replay = await JournalReplay.RunAsync(store.ReadAsync(1, Stop), null, Stop);
        Assert.True(replay.Holds, replay.Fault ?? string.Join("; ", replay.Differences));
        Assert.Equal(processes, replay.Processes);
        return replay.Entries;
    }

    private static async Task<List<string>> PostAsync(OperatedProcess to, string name)
    {
        List<string> accepted = [];
        for (int k = 0; k < 20; k++)
            if (await to.PostAsync($"{name}-{k}", FormattableString.Invariant($"1.{30 + k} MW"), "20 min")) accepted.Add($"{name}-{k}");
        return accepted;
    }

    private static string Page() => File.ReadAllText(Path.Combine(OperatedProcess.Root, "docs", "operate.md"));

    /// <summary>The page's command that begins so, with this test's server in the place of the page's.</summary>
    private string Command(string begin)
    {
        int at = Page().IndexOf($"`{begin}", StringComparison.Ordinal) + 1;
        Assert.True(at > 0, $"the page has no command {begin}");
        string told = Page()[at..Page().IndexOf('`', at)];
        if (told.EndsWith(" site", StringComparison.Ordinal)) told = told[..^4] + "postgres";
        return told.Replace("db.example.org", $"127.0.0.1 -p {(server.Address is null ? 0 : server.Port).ToString(CultureInfo.InvariantCulture)} -U headroom", StringComparison.Ordinal);
    }

    private void Run(string command) => Assert.Equal(0, Run(command, folder));

    private static int Run(string command, string at)
    {
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = at, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static bool IsHere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(one => File.Exists(Path.Combine(one, program)));
}
