using Headroom.TestKit.Conformance;

namespace Headroom.TestKit.Tests.Conformance;

public class ProtocolPageTests
{
    /// <summary>docs/protocol.md prints the rules that the kit asks, and each of them has a section there.</summary>
    [Fact]
    public void The_page_lists_the_rules_of_the_kit()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Headroom.slnx"))) folder = Path.GetDirectoryName(folder)!;
        string[] lines = File.ReadAllLines(Path.Combine(folder, "docs", "protocol.md"));
        Assert.Equal(ConformanceKit.Rules.Select(one => $"| {one.Id} | {one.Section} | {one.Text} |"),
            lines.Where(line => line.Length > 6 && line[..2] == "| " && char.IsAsciiDigit(line[3]) && char.IsAsciiDigit(line[4])
            && line[5..8] == " | "));
        string[] sections = [.. lines.Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim())];
        Assert.All(ConformanceKit.Rules, rule => Assert.True(rule.Section == "Messages" || sections.Contains(rule.Section),
            $"{rule.Id}: no section \"{rule.Section}\""));
    }
}
