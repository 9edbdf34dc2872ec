using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
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
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(2) };

    public void Dispose()
    {
        client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_answered_is_never_lost_and_the_next_process_is_in_control()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("HEADROOM_KILLS"), CultureInfo.InvariantCulture, out int stated) ? stated : UsualKills;
        List<string> accepted = [];
        List<double> seconds = [];
        (Process process, string token) = Start(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await ReadyAsync(process);
        for (int k = 0; k < kills; k++)
        {
            // another moment each time, without chance: from at once to a second and a half later
            var until = Stopwatch.StartNew();
            TimeSpan live = TimeSpan.FromMilliseconds(k * 617 % 1500);
            for (int n = 0; until.Elapsed < live || n == 0; n++)
            {
                string name = $"limit-{k}-{n}";
                if (await PostAsync(name)) accepted.Add(name);
            }
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
            var gone = Stopwatch.StartNew();
            (process, _) = Start(token);
            await ReadyAsync(process);
            seconds.Add(gone.Elapsed.TotalSeconds);
            TestContext.Current.SendDiagnosticMessage($"kill {k + 1}: lived {live.TotalMilliseconds:0} ms, {accepted.Count} limits so far, in control again after {seconds[^1]:0.00} s, load {Load()}");
        }
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
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

    private (Process Process, string Token) Start(string? known)
    {
        string root = SourceRoot();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Headroom.Cli.dll"), "operate", Path.Combine(root, "examples", "edge.yaml"),
            "--store", Path.Combine(folder, "k.db"), "--urls", $"http://127.0.0.1:{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (known is not null)
        {
            process.BeginOutputReadLine();
            return (process, known);
        }
        while (process.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith("Admin token", StringComparison.Ordinal)) return (process, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
        throw new InvalidOperationException("no token was printed");
    }

    private async Task ReadyAsync(Process process)
    {
        for (int k = 0; k < 3000; k++)
        {
            Assert.False(process.HasExited, "the service ended by itself");
            try
            {
                using HttpResponseMessage answer = await client.GetAsync($"http://127.0.0.1:{port}/health/ready");
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException) { }
            await Task.Delay(20);
        }
        Assert.Fail("nobody is in control");
    }

    private async Task<bool> PostAsync(string name)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { name, level = "1.4 MW", hold = "2 min" }), Encoding.UTF8, "application/json");
        try
        {
            using HttpResponseMessage answer = await client.PostAsync($"http://127.0.0.1:{port}/api/v1/limits", body);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException) { return false; }
    }

    private static string SourceRoot()
    {
        string at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Headroom.slnx"))) at = Path.GetDirectoryName(at)!;
        return at;
    }
}
