using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Headroom.TestKit;

namespace Headroom.Bench;

/// <summary>The operator as its users run it, in a process of its own: what it says, and what it takes of the machine.</summary>
internal sealed class SoakedProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient client;
    private readonly ConcurrentQueue<string> lates = new();
    private readonly StreamWriter log;

    private SoakedProcess(Process process, HttpClient client, StreamWriter log) => (this.process, this.client, this.log) = (process, client, log);

    public bool HasExited => process.HasExited;
    public TimeSpan ProcessorTime => process.TotalProcessorTime;

    /// <summary>Lines about beats that began late since the last call, each with the machine's load at that moment.</summary>
    public IReadOnlyList<string> TakeLate()
    {
        List<string> taken = [];
        while (lates.TryDequeue(out string? one)) taken.Add(one);
        return taken;
    }

    /// <summary>Starts it and waits until it says its token.</summary>
    public static async Task<SoakedProcess> StartAsync(string site, string store, string folder, IReadOnlyList<string> options, IReadOnlyDictionary<string, string> variables)
    {
        int port = LoopbackPort.Free();
        const string launched = "src/Headroom.Cli/bin/Release/net10.0/Headroom.Cli.dll";
        string program = File.Exists(launched) ? launched : Path.Combine(AppContext.BaseDirectory, "Headroom.Cli.dll");
        ProcessStartInfo start = new("dotnet", [program, "operate", site, "--store", store, "--urls", $"http://127.0.0.1:{port}", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        StreamWriter log = new(Path.Combine(folder, "operator.log")) { AutoFlush = true };
        SoakedProcess soaked = Of(start, new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) }, log);
        Process process = soaked.process;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("Admin token", StringComparison.Ordinal)) continue;
            soaked.client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
            _ = process.StandardOutput.ReadToEndAsync();
            return soaked;
        }
        await process.WaitForExitAsync();
        throw new InvalidOperationException($"operate ended with {process.ExitCode} before it said a token; see {folder}/operator.log");
    }

    private static SoakedProcess Of(ProcessStartInfo start, HttpClient client, StreamWriter log)
    {
        Process process = Process.Start(start)!;
        SoakedProcess soaked = new(process, client, log);
        process.ErrorDataReceived += (_, line) => soaked.Heard(line.Data);
        process.BeginErrorReadLine();
        return soaked;
    }

    /// <summary>Ends it without a word, as the machine's fall would.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Starts a killed one anew on its store; this one is over.</summary>
    public SoakedProcess Again()
    {
        SoakedProcess next = Of(process.StartInfo, client, log);
        _ = next.process.StandardOutput.ReadToEndAsync();
        process.Dispose();
        return next;
    }

    /// <summary>Waits until it says that it acts.</summary>
    public async Task ActsAsync(TimeSpan most)
    {
        for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < most; await Task.Delay(10))
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException) { /* it starts */ }
        }
        throw new InvalidOperationException($"nobody acts after {most.TotalSeconds:0} s");
    }

    /// <summary>Null where nobody answers in time.</summary>
    public async Task<JsonElement?> GetAsync(string path)
    {
        try { return JsonElement.Parse(await client.GetByteArrayAsync(new Uri(path, UriKind.Relative))); }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException) { return null; }
    }

    /// <summary>Resident memory and its highest so far, in megabytes.</summary>
    public (double Now, double Most) Megabytes()
    {
        process.Refresh();
        return (process.WorkingSet64 / 1e6, process.PeakWorkingSet64 / 1e6);
    }

    /// <summary>How many want the machine's cores; NaN where it does not tell.</summary>
    public static double Load() => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : double.NaN;

    /// <summary>Asks it to stop in order, as systemd does.</summary>
    public async Task<int> StopAsync()
    {
        if (!process.HasExited)
        {
            using Process ask = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        client.Dispose();
        process.Dispose();
        await log.DisposeAsync();
    }

    /// <summary>The next limit is waited for anew.</summary>
    public void Forget() => confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When a limit was taken, and when its last cap was confirmed, as timestamps of the machine's clock; by what the process logs of it.</summary>
    public Task<(long Taken, long Confirmed)> ConfirmedAsync(TimeSpan most) => confirmed.Task.WaitAsync(most);

    private volatile TaskCompletionSource<(long, long)> confirmed = new();
    private long taken;

    private void Hear(string line)
    {
        JsonElement told = JsonElement.Parse(line);
        // its own moment of writing, from the machine's calendar to its monotonic clock
        long at = Stopwatch.GetTimestamp() - (long)((DateTimeOffset.UtcNow - told.GetProperty("Timestamp").GetDateTimeOffset()).TotalSeconds * Stopwatch.Frequency);
        if (told.GetProperty("EventId").GetInt32() == 4)
        {
            if (told.GetProperty("State").GetProperty("Outcome").GetString() == "Accepted") taken = at;
            return;
        }
        long took = (long)(double.Parse(told.GetProperty("State").GetProperty("Ms").ToString(), CultureInfo.InvariantCulture) / 1e3 * Stopwatch.Frequency);
        confirmed.TrySetResult((taken, taken + took));
    }

    private void Heard(string? line)
    {
        if (line is null) return;
        log.WriteLine(line);
        if (line.Contains("\"EventId\":4,", StringComparison.Ordinal) || line.Contains("\"EventId\":10,", StringComparison.Ordinal)) Hear(line);
        if (!line.Contains("\"EventId\":9,", StringComparison.Ordinal)) return;
        string told = line;
        try { told = JsonElement.Parse(line).GetProperty("Message").GetString() ?? line; }
        catch (JsonException) { /* the line itself says it too */ }
        lates.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{told}; load {Load():0.0}"));
    }
}
