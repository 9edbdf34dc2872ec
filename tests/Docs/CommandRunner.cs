using Headroom.Cli;

namespace Headroom.Docs.Tests;

/// <summary>Runs what the docs say in a folder that looks like a clone, each command once however often it is quoted.</summary>
static class CommandRunner
{
    static readonly Lock gate = new();
    static readonly Dictionary<string, (int Code, string Out, string Error)> ran = [];
    static string? folder;

    public static (int Code, string Out, string Error) Run(string command)
    {
        lock (gate) // the working folder belongs to the process
        {
            if (ran.TryGetValue(command, out var known)) return known;
            Environment.CurrentDirectory = folder ??= Clone();
            using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
            ExitCode code = HeadroomCommand.RunAsync(Arguments(command), new Terminal(output, error), Engine.Real, CancellationToken.None).GetAwaiter().GetResult();
            return ran[command] = ((int)code, output.ToString(), error.ToString());
        }
    }

    /// <summary>Starts a command that goes on until it is stopped.</summary>
    public static Task<ExitCode> Begin(string command, StringWriter output, StringWriter error, CancellationToken stop)
    {
        lock (gate)
        {
            Environment.CurrentDirectory = folder ??= Clone();
            return HeadroomCommand.RunAsync(Arguments(command), new Terminal(output, error), Engine.Real, stop);
        }
    }

    /// <summary>Where commands run.</summary>
    public static string Folder
    {
        get
        {
            lock (gate) return folder ??= Clone();
        }
    }

    /// <summary>What a command wrote, by the path it was told.</summary>
    public static string Written(string path) => File.ReadAllText(Path.Combine(folder!, path));

    /// <summary>Whether a command starts Headroom; both spellings end in the same program.</summary>
    public static bool IsHeadroom(string command) => Prefix(command) is not null;

    static readonly string[] prefixes = ["./headroom ", "dotnet run --project src/Headroom.Cli -- "];

    static string? Prefix(string command) => prefixes.FirstOrDefault(prefix => command.StartsWith(prefix, StringComparison.Ordinal));

    static string[] Arguments(string command) => command[Prefix(command)!.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static string Clone()
    {
        string copy = Directory.CreateTempSubdirectory("headroom-docs-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Environment.CurrentDirectory = Repository.Root;
            Directory.Delete(copy, recursive: true);
        };
        Directory.CreateDirectory(Path.Combine(copy, "examples"));
        foreach (string file in Directory.GetFiles(Repository.At("examples"))) File.Copy(file, Path.Combine(copy, "examples", Path.GetFileName(file)));
        return copy;
    }
}
