using Headroom.Scenarios.Tests.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.SiteFiles;

/// <summary>Site files with faults: each names the lines of its faults, and its findings are kept as text beside it.</summary>
public sealed class BrokenSiteTests
{
    private static readonly string folder = Repository.Path("tests", "Headroom.Scenarios.Tests", "Broken");

    public static TheoryData<string> Files =>
        new(Directory.GetFiles(folder, "*.yaml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void Every_fault_is_named_with_its_line_and_nothing_else_is(string file)
    {
        string path = Path.Combine(folder, file);
        SiteReading reading = SiteFile.Read(path);
        string[] told = [.. File.ReadLines(path).First()["# faults in lines ".Length..].Split(", ")];
        string[] found = [.. reading.Findings.Where(one => one.Severity == Severity.Wrong).Select(one => $"{one.Line}").Distinct()];
        Assert.Equal(told, found);
        Assert.Null(reading.Site);
    }

    [Theory, MemberData(nameof(Files))]
    public void The_findings_read_as_agreed(string file)
    {
        string path = Path.Combine(folder, file), golden = Path.ChangeExtension(path, ".txt");
        string text = string.Concat(SiteFile.Read(path).Findings.Select(one => one.Sentence() + "\n"));
        if (Repository.Updates("HEADROOM_UPDATE_GOLDEN")) File.WriteAllText(golden, text);
        Assert.Equal(File.ReadAllText(golden), text);
    }

    [Fact]
    public void There_are_many_of_them() => Assert.True(Files.Count >= 25);
}
