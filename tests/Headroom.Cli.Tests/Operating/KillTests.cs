using System.Diagnostics;
using System.Globalization;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.TestKit;

namespace Headroom.Cli.Tests.Operating;

/// <summary>The service is killed at any moment while limits come, again and again. HEADROOM_KILLS says how often; a few times unless stated.</summary>
public sealed class KillTests : IDisposable
{
    private const int UsualKills = 6;
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-kill-").FullName;
    private readonly int port = LoopbackPort.Free();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private OperatedProcess Start(string? token) => OperatedProcess.Start(port, Path.Combine(OperatedProcess.Root, "examples", "edge.yaml"), Path.Combine(folder, "k.db"), token);

    [Fact]
    public async Task What_was_answered_is_never_lost_and_the_next_process_is_in_control()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("HEADROOM_KILLS"), CultureInfo.InvariantCulture, out int stated) ? stated : UsualKills;
        List<string> accepted = [];
        List<double> seconds = [];
        OperatedProcess process = Start(null);
        await process.ReadyAsync();
        for (int k = 0; k < kills; k++)
        {
            // another moment each time, without chance: from at once to a second and a half later
            var until = Stopwatch.StartNew();
            TimeSpan live = TimeSpan.FromMilliseconds(k * 617 % 1500);
            for (int n = 0; until.Elapsed < live || n == 0; n++)
            {
                string name = $"limit-{k}-{n}";
                if (await process.PostAsync(name, "1.4 MW", "2 min")) accepted.Add(name);
            }
            process.Kill();
            process.Dispose();
            var gone = Stopwatch.StartNew();
            process = Start(process.Token);
            await process.ReadyAsync();
            seconds.Add(gone.Elapsed.TotalSeconds);
            TestContext.Current.SendDiagnosticMessage($"kill {k + 1}: lived {live.TotalMilliseconds:0} ms, {accepted.Count} limits so far, in control again after {seconds[^1]:0.00} s, load {Load()}");
        }
        process.Kill();
        process.Dispose();
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "k.db"), readOnly: true), TimeProvider.System, TestContext.Current.CancellationToken);
        HashSet<string> journaled = [];
        await foreach (JournalEntry entry in store.ReadAsync(1, TestContext.Current.CancellationToken))
            if (entry.Kind == JournalKinds.Receipt && StateText.Read<ReceiptBody>(entry.Body) is { Outcome: Control.LimitOutcome.Accepted } receipt) journaled.Add(receipt.Name);
        Assert.Empty(accepted.Except(journaled));
        ReplayAnswer replay = await JournalReplay.RunAsync(store.ReadAsync(1, TestContext.Current.CancellationToken), null, TestContext.Current.CancellationToken);
        Assert.True(replay.Holds, replay.Fault ?? string.Join("; ", replay.Differences));
        Assert.Equal(kills + 1, replay.Processes);
        seconds.Sort();
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {accepted.Count} limits accepted, {replay.Entries} entries; in control again after {At(0.5)} s in the median, {At(0.9)} s at 90 %, {At(0.99)} s at 99 %, {At(1)} s at most, {seconds.Count(one => one > 5)} above 5 s");

        string At(double share) => seconds[Math.Min(seconds.Count - 1, (int)(share * seconds.Count))].ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>How many want the machine's cores, where it tells: times to control are read beside it.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
