using System.Diagnostics;
using Headroom.Cli;

namespace Headroom.Docs.Tests;

/// <summary>The service and the emulators that a page has its reader start, until the page ends: what the reader asks of them is asked of the real ones.</summary>
sealed class RunningService : IDisposable
{
    readonly CancellationTokenSource stop = new();
    readonly StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
    readonly List<(Task<ExitCode> Runs, StringWriter Output)> emulators = [];
    Task<ExitCode>? runs;
    string? token;

    public void Start(string place, string command)
    {
        Assert.True(runs is null, $"{place}: a page starts one service");
        string kept = Path.Combine(CommandRunner.Folder, ".headroom");
        if (Directory.Exists(kept)) Directory.Delete(kept, recursive: true);        // each page has a reader of its own
        runs = CommandRunner.Begin(command, output, error, stop.Token);
        for (int k = 0; token is null; k++)
        {
            Assert.False(runs.IsCompleted, $"{place}: '{command}' ended with {(runs.IsCompleted ? runs.Result : null)}\n{error}");
            Assert.True(k < 3000, $"{place}: no token was printed");
            string[] words = Said(output).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            int at = Array.IndexOf(words, "token");
            if (at > 0 && words[at - 1] == "Admin") token = words[at + 1];
            else Thread.Sleep(20);
        }
        Environment.SetEnvironmentVariable("HEADROOM_TOKEN", token);
        Ask(place, "curl -sf --retry 50 --retry-connrefused --retry-all-errors --retry-delay 1 http://127.0.0.1:5240/health/ready");
    }

    public void Emulate(string place, string command)
    {
        var said = new StringWriter { NewLine = "\n" };
        Task<ExitCode> started = CommandRunner.Begin(command, said, error, stop.Token);
        emulators.Add((started, said));
        for (int k = 0; !Said(said).Contains("Ctrl-C stops.", StringComparison.Ordinal); k++)
        {
            Assert.False(started.IsCompleted || k > 3000, $"{place}: '{command}' does not start\n{error}");
            Thread.Sleep(20);
        }
    }

    /// <summary>With $TOKEN as the reader has it.</summary>
    public void Ask(string place, string command)
    {
        Assert.True(token is not null || emulators.Count > 0, $"{place}: '{command}' asks a service that nobody started");
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = CommandRunner.Folder };
        start.Environment["TOKEN"] = token;
        using Process asked = Process.Start(start)!;
        string answer = asked.StandardOutput.ReadToEnd();
        Assert.True(asked.WaitForExit(60_000), $"{place}: '{command}' does not end");
        Assert.True(asked.ExitCode == 0, $"{place}: '{command}' ended with {asked.ExitCode}: {answer}");
    }

    static string Said(StringWriter output)
    {
        try { return output.ToString(); }
        catch (ArgumentOutOfRangeException) { return ""; }      // written to while it is read
    }

    public void Dispose()
    {
        stop.Cancel();
        if (runs is not null) Assert.Equal(ExitCode.Done, runs.GetAwaiter().GetResult());
        foreach ((Task<ExitCode> one, StringWriter said) in emulators)
        {
            Assert.Equal(ExitCode.Done, one.GetAwaiter().GetResult());
            said.Dispose();
        }
        stop.Dispose();
        output.Dispose();
        error.Dispose();
    }
}
