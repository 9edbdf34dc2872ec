namespace Headroom.Protocols.Tests.Redfish;

/// <summary>Samples and schemas beside the checkout, which tests read and nobody copies.</summary>
internal static class SharedRedfish
{
    public static string Folder(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "protocols", "redfish", name);
            if (Directory.Exists(candidate)) return candidate;
        }
        Assert.Skip($"SKIPPED, NOT PASSED: shared/protocols/redfish/{name} is in no directory above {AppContext.BaseDirectory}");
        return "";
    }

    public static byte[] Sample(string endsWith) =>
        File.ReadAllBytes(Directory.GetFiles(Folder("samples-gb300"), "*.json").Single(path => path.EndsWith(endsWith + ".json", StringComparison.Ordinal)));
}
