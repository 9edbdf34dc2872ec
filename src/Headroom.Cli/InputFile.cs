using Headroom.Scenarios;
using Headroom.Sites;

namespace Headroom.Cli;

/// <summary>Opens what the user names; a file that is not there is a finding like any other.</summary>
static class InputFile
{
    public static (Site? Site, IReadOnlyList<Finding> Findings) Read(string path, Func<string, (Site?, IReadOnlyList<Finding>)> read)
    {
        if (Fault(path) is { } missing) return (null, [missing]);
        try { return FleetFile.IsOne(path) ? (null, [Fleet(path)]) : read(path); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, [Wrong(path, $"a file that cannot be read ({fault.Message.TrimEnd('.')})", "Check its permissions.")]);
        }
    }

    static Finding? Fault(string path)
    {
        if (Directory.Exists(path)) return Wrong(path, "a folder", "Name the site file in it.");
        if (!File.Exists(path)) return Wrong(path, "there is no such file", "Check the path, or write a first file with 'headroom new --tier enterprise'.");
        return null;
    }

    static Finding Fleet(string path) => Wrong(path, "a fleet",
        $"'headroom plan {path}' plans a fleet and 'headroom check {path}' checks it; every other verb takes one site.");

    static Finding Wrong(string path, string read, string remedy) => new(Severity.Wrong, "", read, "a site file in YAML", remedy) { File = path };
}
