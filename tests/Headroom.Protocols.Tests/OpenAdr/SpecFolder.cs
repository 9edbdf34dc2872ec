namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>The specification beside the checkout: ../shared/protocols/openadr, found by walking up from the test binary.</summary>
internal static class SpecFolder
{
    public static string Text(string relativePath)
    {
        string? path = Find(relativePath);
        Assert.SkipWhen(path is null, $"SKIPPED, NOT PASSED: shared/protocols/openadr/spec/3.1.0/{relativePath} is in no directory above {AppContext.BaseDirectory}");
        return File.ReadAllText(path!);
    }

    private static string? Find(string relativePath)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "protocols", "openadr", "spec", "3.1.0", relativePath);
            if (File.Exists(candidate)) return candidate;
        }
        return null;
    }
}
