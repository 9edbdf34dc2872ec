namespace Headroom.Protocols.Tests;

/// <summary>Specifications that lie beside a checkout; tests read them, the project holds none.</summary>
internal static class SharedFile
{
    public static string Path(params string[] parts)
    {
        string path = System.IO.Path.Combine(["shared", "protocols", .. parts]);
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (System.IO.Path.Combine(at.FullName, path) is var here && (File.Exists(here) || Directory.Exists(here))) return here;
        return "";
    }
}
