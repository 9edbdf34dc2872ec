using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Headroom.TestKit;

namespace Headroom.Cli.Tests.Operating;

/// <summary>The service as its users run it: a process of its own that is asked over HTTP, and that tests may kill, stop and let go on.</summary>
internal sealed class OperatedProcess : IDisposable
{
    private readonly Process process;
    private readonly HttpClient client;

    private readonly StringBuilder said = new();

    private OperatedProcess(Process process, int port) =>
        (this.process, client) = (process, new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(2) });

    /// <summary>Who may ask it; of the store, so one token is good for all that share one.</summary>
    public string Token { get; private set; } = "";

    /// <param name="token">Null: the store has none yet, and the process says it.</param>
    public static OperatedProcess Start(string site, string store, string? token, params string[] options) => Start(LoopbackPort.Free(), site, store, token, options);

    /// <param name="port">Where it answers.</param>
    public static OperatedProcess Start(int port, string site, string store, string? token, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "operate", site, "--store", store, "--urls", $"http://127.0.0.1:{port}", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        OperatedProcess operated = new(process, port);
        process.ErrorDataReceived += (_, line) => operated.Heard(line.Data);
        process.BeginErrorReadLine();
        operated.Token = token ?? TokenOf(process) ?? throw new InvalidOperationException($"no token was printed: {operated.Said}");
        if (token is not null) process.BeginOutputReadLine();
        operated.client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", operated.Token);
        return operated;
    }

    /// <summary>The command line, built beside these tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Headroom.Cli.dll");

    /// <summary>The folder of the sources.</summary>
    public static string Root { get; } = RootFrom(AppContext.BaseDirectory);

    /// <summary>Waits until it is in control; fails when that takes a minute.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> ReadyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromMinutes(1))
        {
            Assert.False(process.HasExited, $"the service ended by itself: {Said}");
            if (await IsActiveAsync()) return waited.Elapsed;
            await Task.Delay(20);
        }
        Assert.Fail($"nobody is in control: {Said}");
        return default;
    }

    /// <summary>It answers, and stands by.</summary>
    public async Task StandsByAsync()
    {
        for (int k = 0; k < 3000; k++, await Task.Delay(20))
            if (await StatusAsync("/health") == HttpStatusCode.OK && await StatusAsync("/health/ready") == HttpStatusCode.ServiceUnavailable) return;
        Assert.Fail($"it does not stand by: {Said}");
    }

    public async Task<bool> IsActiveAsync() => await StatusAsync("/health/ready") == HttpStatusCode.OK;

    /// <summary>Whether a limit from now on was taken, which is durable by then.</summary>
    public async Task<bool> PostAsync(string name, string level, string hold)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { name, level, hold }), Encoding.UTF8, "application/json");
        try
        {
            using HttpResponseMessage answer = await client.PostAsync(new Uri("/api/v1/limits", UriKind.Relative), body);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException) { return false; }
    }

    public async Task<JsonElement> NowAsync()
    {
        for (int k = 0; k < 500; k++, await Task.Delay(20))
            if (await StatusAsync("/api/v1/now") == HttpStatusCode.OK) return JsonElement.Parse(await client.GetByteArrayAsync(new Uri("/api/v1/now", UriKind.Relative)));
        throw new InvalidOperationException("it has no beat to show");
    }

    /// <summary>As the machine's fall would end it.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>STOP, CONT or TERM.</summary>
    public void Signal(string name)
    {
        using Process sent = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        sent.WaitForExit();
        Assert.Equal(0, sent.ExitCode);
    }

    /// <summary>Asks it to stop in order.</summary>
    public async Task<int> StopAsync()
    {
        Signal("TERM");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
        client.Dispose();
    }

    /// <summary>The end of its log.</summary>
    private string Said
    {
        get { lock (said) return said.ToString(); }
    }

    private void Heard(string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
            if (said.Length > 8000) said.Remove(0, 4000);
        }
    }

    private async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException) { return null; }
    }

    private static string? TokenOf(Process process)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("Admin token", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
        }
        return null;
    }

    private static string RootFrom(string at)
    {
        while (!File.Exists(Path.Combine(at, "Headroom.slnx"))) at = Path.GetDirectoryName(at)!;
        return at;
    }
}
