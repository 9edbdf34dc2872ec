using System.Diagnostics;

namespace Headroom.Cli.Tests;

/// <summary>What only a real process shows: exit codes, redirected streams, signals.</summary>
public sealed class ProcessTests : IDisposable
{
    readonly Scratch scratch = new();
    public void Dispose() => scratch.Dispose();

    static ProcessStartInfo Headroom(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string arg in (string[])[Path.Combine(AppContext.BaseDirectory, "Headroom.Cli.dll"), .. args]) start.ArgumentList.Add(arg);
        return start;
    }

    static Ran Run(params string[] args)
    {
        using Process process = Process.Start(Headroom(args))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }

    [Fact]
    public void A_file_that_is_not_there_ends_with_2_and_a_sentence()
    {
        Ran ran = Run("plan", scratch.At("nothing.yaml"));
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("there is no such file", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_usage_error_ends_with_2() => Assert.Equal(2, Run("plan").Code);

    [Fact]
    public void Redirected_output_carries_no_escape_codes()
    {
        Ran ran = Run("--help");
        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain("\u001b", ran.Out + ran.Error, StringComparison.Ordinal);
        Assert.Contains("headroom [command]", ran.Out, StringComparison.Ordinal);
    }
}
