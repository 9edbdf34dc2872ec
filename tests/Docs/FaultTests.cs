using Headroom.Control;

namespace Headroom.Docs.Tests;

/// <summary>docs/faults.md prints the table of safe orders that the code holds.</summary>
/// <remarks>HEADROOM_UPDATE_GOLDEN=1 writes it anew.</remarks>
public class FaultTests
{
    const string page = "docs/faults.md", begin = "<!-- safe orders -->\n", end = "<!-- end -->";

    [Fact]
    public void The_table_is_the_one_of_the_code()
    {
        string path = Repository.At(page), text = File.ReadAllText(path);
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, to = text.IndexOf(end, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("HEADROOM_UPDATE_GOLDEN") == "1") File.WriteAllText(path, text[..from] + SafeOrders.Markdown() + text[to..]);
        else Assert.Equal(SafeOrders.Markdown(), text[from..to]);
    }
}
