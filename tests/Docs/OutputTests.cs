using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Headroom.Docs.Tests;

/// <summary>What the docs print is what the program prints: a block under <c>&lt;!-- output of COMMAND --&gt;</c> is compared with a run.</summary>
/// <remarks>Words must be equal; numbers may differ by two per cent, since solvers stop within a gap. HEADROOM_UPDATE_GOLDEN=1 writes the blocks anew.</remarks>
public partial class OutputTests
{
    public static TheoryData<string, string> Blocks() => new(Snippet.All("text").Select(snippet => (snippet, Command(snippet))).Where(each => each.Item2 is not null).Select(each => (each.snippet.Place, each.Item2!)));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_printed_output_is_the_output(string place, string command)
    {
        Snippet snippet = Snippet.All("text").Single(each => each.Place == place);
        foreach (string before in CommandsAbove(snippet)) CommandRunner.Run(before);
        (int code, string text, string error) = CommandRunner.Run(command);
        Assert.True(CommandTests.Answers(command, code), $"{place}: '{command}' ended with {code}\n{error}");
        string now = text.TrimEnd('\n');
        if (Environment.GetEnvironmentVariable("HEADROOM_UPDATE_GOLDEN") == "1")
        {
            string path = Repository.At(snippet.Page);
            File.WriteAllText(path, File.ReadAllText(path).Replace(snippet.Text, now, StringComparison.Ordinal));
            return;
        }
        string[] was = snippet.Text.Split('\n'), lines = now.Split('\n');
        Assert.True(was.Length == lines.Length, $"{place}: {was.Length} lines are printed, {lines.Length} come out of '{command}'");
        for (int i = 0; i < was.Length; i++) Assert.True(Alike(was[i], lines[i]), $"{place}, line {i + 1}:\n  docs  {was[i]}\n  now   {lines[i]}");
    }

    [Theory]
    [InlineData("import   1,050 GWh  66 %", "import 1,051 GWh 66 %", true)]
    [InlineData("import   1,050 GWh  66 %", "import 1,150 GWh 66 %", false)]
    [InlineData("import   1,050 GWh", "export 1,050 GWh", false)]
    public void Alike_means_the_same_words_and_nearly_the_same_numbers(string was, string now, bool alike) => Assert.Equal(alike, Alike(was, now));

    /// <summary>What a reader has run by then: a plan that is simulated was written by a command further up.</summary>
    static IEnumerable<string> CommandsAbove(Snippet snippet) => Snippet.In(snippet.Page)
        .Where(each => each.Language == "bash" && each.Line < snippet.Line).SelectMany(each => each.Commands).Where(CommandRunner.IsHeadroom);

    static string? Command(Snippet snippet) => Marker().Match(snippet.Before) is { Success: true } match ? match.Groups[1].Value : null;

    static bool Alike(string was, string now)
    {
        if (was.Contains(" gap ", StringComparison.Ordinal) || was.Contains("at most", StringComparison.Ordinal)) return Words(was) == Words(now); // the gap is whatever it is
        double[] before = Numbers(was), after = Numbers(now);
        return Words(was) == Words(now) && before.Length == after.Length && before.Zip(after).All(pair => Math.Abs(pair.First - pair.Second) <= 0.02 * Math.Abs(pair.First) + 1e-9);
    }

    static string Words(string line) => Squeeze().Replace(Bars().Replace(Number().Replace(line, "#"), ""), " ").Trim();
    static double[] Numbers(string line) => [.. Number().Matches(line).Select(match => double.Parse(match.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))];

    [GeneratedRegex("^<!-- output of (.+) -->$")] private static partial Regex Marker();
    [GeneratedRegex(@"(?<![\w-])\d[\d,]*(\.\d+)?(e[+-]?\d+)?")] private static partial Regex Number();
    [GeneratedRegex("[█▏▎▍▌▋▊▉]+")] private static partial Regex Bars();
    [GeneratedRegex(@"\s+")] private static partial Regex Squeeze();
}
