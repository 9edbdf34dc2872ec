using System.Diagnostics;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Store;

/// <summary>A PostgreSQL server of these tests alone: its own folder, its own port on loopback, gone afterwards.</summary>
public sealed class PrivatePostgres : IDisposable
{
    private readonly string? folder;
    private readonly string bin = "";

    public PrivatePostgres()
    {
        string? found = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(one => Path.Combine(one, "bin")).Where(one => File.Exists(Path.Combine(one, "initdb"))).Order().LastOrDefault() : null;
        if (found is null) return;
        (bin, Port) = (found, LoopbackPort.Free());
        folder = Directory.CreateTempSubdirectory("headroom-postgres-").FullName;
        if (IsRoot) Run("chown", "postgres", folder);
        AsServer(Path.Combine(bin, "initdb"), "-D", Path.Combine(folder, "data"), "-A", "trust", "-U", "headroom", "--no-sync");
        AsServer(Path.Combine(bin, "pg_ctl"), "-D", Path.Combine(folder, "data"), "-w", "-l", Path.Combine(folder, "log"), "-o", $"-p {Port} -k {folder} -c listen_addresses=127.0.0.1", "start");
    }

    /// <summary>Null where no server is installed.</summary>
    public string? Address => folder is null ? null : $"postgres://headroom@127.0.0.1:{Port}/postgres";

    public int Port { get; }

    public void Restart() => AsServer(Path.Combine(bin, "pg_ctl"), "-D", Path.Combine(folder!, "data"), "-w", "-m", "immediate", "-l", Path.Combine(folder!, "log"), "-o", $"-p {Port} -k {folder} -c listen_addresses=127.0.0.1", "restart");

    public void Dispose()
    {
        if (folder is null) return;
        AsServer(Path.Combine(bin, "pg_ctl"), "-D", Path.Combine(folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static void AsServer(params string[] command)
    {
        if (IsRoot) Run("runuser", ["-u", "postgres", "--", .. command]);
        else Run(command[0], command[1..]);
    }

    private static void Run(string program, params string[] arguments)
    {
        // a server that goes on keeps the pipes of whoever started it: nothing is read from it
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" })!;
        Assert.True(process.WaitForExit(60_000), $"{program} did not end");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode}");
    }
}
