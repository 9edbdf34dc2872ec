namespace Headroom.Docs.Tests;

/// <summary>Every command in the docs runs, and ends as the docs let the reader expect.</summary>
public class CommandTests
{
    /// <summary>A page is one test: its commands build on each other, in the order of the reader.</summary>
    public static TheoryData<string> Pages() => [.. Snippet.All("bash").Select(snippet => PageOf(snippet.Place)).Distinct()];

    static string PageOf(string place) => place.Split(':')[0];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_commands_of_a_page_do_what_it_says(string page)
    {
        using var service = new RunningService();
        foreach (Snippet snippet in Snippet.All("bash").Where(snippet => PageOf(snippet.Place) == page))
            foreach (string command in snippet.Commands) Follow(snippet.Place, command, service);
    }

    static void Follow(string place, string command, RunningService service)
    {
        string plain = string.Join(' ', command.Split(' ').SkipWhile(word => word.Contains('=', StringComparison.Ordinal))); // VARIABLE=1 ./test
        if (plain.StartsWith("./headroom operate ", StringComparison.Ordinal)) service.Start(place, plain);
        else if (plain.StartsWith("./headroom emulate ", StringComparison.Ordinal)) service.Emulate(place, plain);
        else if (plain.StartsWith("curl ", StringComparison.Ordinal)) service.Ask(place, plain);
        else if (CommandRunner.IsHeadroom(plain))
        {
            (int code, _, string error) = CommandRunner.Run(plain);
            Assert.True(Answers(plain, code), $"{place}: '{command}' ended with {code}\n{error}");
        }
        else if (plain.Split(' ')[0] is "./test" or ".ci/run") Assert.True(File.Exists(Repository.At(plain.Split(' ')[0])), place); // these run us; running them here would never end
        else if (plain.Split(' ')[0] is "./mutate") Assert.True(File.Exists(Repository.At("mutate")), place); // it builds what runs here, and takes minutes
        else Assert.Fail($"{place}: nobody tests '{command}'; teach CommandTests, or fence it as text");
    }

    /// <summary>A simulation answers with 1 as well as with 0: the site does not hold.</summary>
    public static bool Answers(string command, int code) => code == 0 || code == 1 && (command.Contains(" simulate ", StringComparison.Ordinal) || command.Contains(" offers ", StringComparison.Ordinal));

    [Fact]
    public void The_test_command_of_the_readme_is_the_one_that_ci_runs()
    {
        Assert.Contains(Snippet.In("README.md").SelectMany(snippet => snippet.Commands), command => command == "./test");
        Assert.Equal("step ./test", File.ReadLines(Repository.At(".ci/run")).Last(line => line.Length > 0));
    }
}
