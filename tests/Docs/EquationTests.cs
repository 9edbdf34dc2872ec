using Headroom.Cli;

namespace Headroom.Docs.Tests;

/// <summary>docs/equations is what <c>headroom equations</c> prints, page by page.</summary>
/// <remarks>HEADROOM_UPDATE_GOLDEN=1 writes the pages anew.</remarks>
public class EquationTests
{
    static readonly Lazy<IReadOnlyList<(string File, string Text)>> printed = new(Engine.Real.Equations);

    [Fact]
    public void The_pages_are_printed_from_the_program()
    {
        string folder = Repository.At("docs/equations");
        if (Environment.GetEnvironmentVariable("HEADROOM_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach ((string file, string text) in printed.Value) File.WriteAllText(Path.Combine(folder, file), text);
            return;
        }
        foreach ((string file, string text) in printed.Value)
        {
            string path = Path.Combine(folder, file);
            string[] was = File.Exists(path) ? File.ReadAllLines(path) : [], now = text.TrimEnd('\n').Split('\n');
            for (int line = 0; line < Math.Max(was.Length, now.Length); line++)
                Assert.True(was.ElementAtOrDefault(line) == now.ElementAtOrDefault(line),
                    $"docs/equations/{file}:{line + 1}\n  committed  {was.ElementAtOrDefault(line)}\n  now        {now.ElementAtOrDefault(line)}\nHEADROOM_UPDATE_GOLDEN=1 writes it anew.");
        }
    }

    [Fact]
    public void No_page_is_left_over() =>
        Assert.Equal(printed.Value.Select(page => page.File).Order(StringComparer.Ordinal),
            Directory.GetFiles(Repository.At("docs/equations")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("grid.md", "grid ceiling[4694]: import[4694] − grid firm − grid flexible ≤ 0   [MW]")]
    [InlineData("generators.md", "minimum load")]
    [InlineData("storage.md", "state of charge")]
    [InlineData("reserve.md", "turbine unit out")]
    public void A_page_shows_a_row_of_the_program(string file, string row) =>
        Assert.Contains(row, printed.Value.Single(page => page.File == file).Text, StringComparison.Ordinal);
}
