namespace Headroom.Docs.Tests;

/// <summary>Every command in the docs runs, and ends as the docs let the reader expect.</summary>
public class CommandTests
{
    public static TheoryData<string, string> Commands() => new(Snippet.All("bash").SelectMany(snippet => snippet.Commands.Select(command => (snippet.Place, command))).DistinctBy(each => each.command));

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_of_the_docs_does_what_it_says(string place, string command)
    {
        string plain = string.Join(' ', command.Split(' ').SkipWhile(word => word.Contains('=', StringComparison.Ordinal))); // VARIABLE=1 ./test
        if (CommandRunner.IsHeadroom(plain))
        {
            (int code, _, string error) = CommandRunner.Run(plain);
            Assert.True(code == 0, $"{place}: '{command}' ended with {code}\n{error}");
        }
        else if (plain.Split(' ')[0] is "./test" or ".ci/run") Assert.True(File.Exists(Repository.At(plain.Split(' ')[0])), place); // these run us; running them here would never end
        else Assert.Fail($"{place}: nobody tests '{command}'; teach CommandTests, or fence it as text");
    }

    [Fact]
    public void The_test_command_of_the_readme_is_the_one_that_ci_runs()
    {
        Assert.Contains(Snippet.In("README.md").SelectMany(snippet => snippet.Commands), command => command == "./test");
        Assert.Equal("step ./test", File.ReadLines(Repository.At(".ci/run")).Last(line => line.Length > 0));
    }
}
