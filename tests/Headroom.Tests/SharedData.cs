namespace Headroom.Tests;

/// <summary>Measurements kept beside the checkout: ../shared/data, found by walking up from the test binary.</summary>
internal static class SharedData
{
    /// <summary>Rows of a CSV file as dictionaries from header to text. Skips the test, loudly, where the file is missing.</summary>
    public static List<Dictionary<string, string>> Rows(string relativePath)
    {
        string? path = Find(relativePath);
        Assert.SkipWhen(path is null, $"SKIPPED, NOT PASSED: shared/data/{relativePath} is in no directory above {AppContext.BaseDirectory}");
        string[] lines = File.ReadAllLines(path!);
        string[] header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(p => p.First, p => p.Second))];
    }

    public static string? Find(string relativePath)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "data", relativePath);
            if (File.Exists(candidate)) return candidate;
        }
        return null;
    }
}
