namespace Headroom.Scenarios.Tests.Regions;

/// <summary>Where the sources of this repository stand, for golden files.</summary>
internal static class Repository
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root(), .. parts]);

    /// <summary>True when golden files are to be rewritten instead of compared.</summary>
    public static bool Updates(string variable) => Environment.GetEnvironmentVariable(variable) == "1";

    private static string Root()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Headroom.slnx"))) return at.FullName;
        throw new DirectoryNotFoundException($"Headroom.slnx stands in no folder above {AppContext.BaseDirectory}.");
    }
}
