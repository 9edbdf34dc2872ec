using System.Text.Json;
using static Headroom.Cli.Tests.SmallSite;

namespace Headroom.Cli.Tests;

/// <summary><c>headroom offers</c>: what it takes, what it writes, how it ends.</summary>
public sealed class OffersVerbTests : IDisposable
{
    private static readonly SchemaCheck schema = new("offers.schema.json");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("headroom-offers-");

    private static readonly string small = SmallSite.Text(tier: 3);

    public void Dispose() => folder.Delete(recursive: true);

    private string Site()
    {
        string path = Path.Combine(folder.FullName, "site.yaml");
        File.WriteAllText(path, small);
        return path;
    }

    [Fact]
    public void Offers_are_made_written_and_judged()
    {
        string site = Site(), out_ = Path.Combine(folder.FullName, "out");
        (ExitCode code, string json, _) = Run("offers", site, "--at", "2027-03-03T12:00Z", "--sample", "2", "--json", "--out", out_);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(json, File.ReadAllText(Path.Combine(out_, "offers.json")));
        Assert.Empty(schema.Faults(json));
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("offered", document.RootElement.GetProperty("status").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("sampled").GetArrayLength());
        Assert.All(document.RootElement.GetProperty("sampled").EnumerateArray(), one => Assert.True(one.GetProperty("confirmed").GetBoolean()));
        double Most(string depth) => document.RootElement.GetProperty("offers").EnumerateArray().Where(one => one.GetProperty("depth").GetString() == depth)
            .Max(one => one.GetProperty("cut").GetProperty("value").GetDouble());
        Assert.Equal(0, Most("nothingLost"));       // no battery, no training, nothing that may wait
        Assert.True(Most("promises") > 0 && Most("allButTierZero") > Most("promises"));
    }

    [Fact]
    public void The_text_fits_and_says_what_binds()
    {
        (ExitCode code, string text, _) = Run("offers", Site(), "--at", "2027-03-03T12:00Z");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("tiers 1 to 3 to lose what they promise would add", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Confirmed_offers_are_no_more_than_computed_and_fall_with_duration()
    {
        (ExitCode code, string json, _) = Run("offers", Site(), "--at", "2027-03-03T12:00Z", "--confirm", "--json");
        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(schema.Faults(json));
        using JsonDocument document = JsonDocument.Parse(json);
        static double Value(JsonElement one, string name) => one.GetProperty(name).GetProperty("value").GetDouble();
        JsonElement[] proven = [.. document.RootElement.GetProperty("proven").EnumerateArray()];
        Assert.Contains(proven, one => Value(one, "published") > 0);
        Assert.All(proven, one => Assert.True(Value(one, "published") <= Value(one, "computed")));
        Assert.All(proven.Where(one => Value(one, "published") > 0), one => Assert.True(one.GetProperty("confirmed").GetBoolean()));
        foreach (var ladder in proven.GroupBy(one => (one.GetProperty("depth").GetString(), Value(one, "notice"))))
        {
            double[] cuts = [.. ladder.OrderBy(one => Value(one, "duration")).Select(one => Value(one, "published"))];
            Assert.Equal(cuts.OrderDescending(), cuts);
        }
    }

    [Theory]
    [InlineData("--sample", "many", "--sample")]
    [InlineData("--sample", "0", "--sample")]
    [InlineData("--at", "2023-07-18", "--at")]
    [InlineData("--at", "noon", "--at")]
    public void What_is_asked_wrongly_is_named(string option, string value, string path)
    {
        (ExitCode code, string json, _) = Run("offers", Site(), option, value, "--json");
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Empty(schema.Faults(json));
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Contains(document.RootElement.GetProperty("findings").EnumerateArray(), one => one.GetProperty("path").GetString() == path);
    }
}
