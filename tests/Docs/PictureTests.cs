using System.Xml.Linq;

namespace Headroom.Docs.Tests;

/// <summary>The picture in README is the one that README's command draws.</summary>
/// <remarks>Its words are compared, not its lines: a solver may find another hour-by-hour dispatch of the same cost.</remarks>
public class PictureTests
{
    const string picture = "docs/week.svg";

    [Fact]
    public void The_picture_says_what_the_plan_says()
    {
        string command = Snippet.In("README.md").SelectMany(snippet => snippet.Commands).First(text => text.Contains("hyperscale.yaml --out", StringComparison.Ordinal));
        Assert.Equal(0, CommandRunner.Run(command).Code);
        string drawn = CommandRunner.Written(Path.Combine(command.Split(' ')[^1], "week.svg"));
        if (Environment.GetEnvironmentVariable("HEADROOM_UPDATE_GOLDEN") == "1") File.WriteAllText(Repository.At(picture), drawn);
        Assert.Equal(Words(XElement.Parse(drawn)), Words(XElement.Parse(File.ReadAllText(Repository.At(picture)))));
    }

    static IEnumerable<string> Words(XElement svg) => svg.Descendants().Where(element => element.Name.LocalName == "text" && !double.TryParse(element.Value, out _)).Select(element => element.Value);
}
