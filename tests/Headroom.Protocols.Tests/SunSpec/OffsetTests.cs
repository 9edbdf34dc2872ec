using System.Text.Json;
using Headroom.Protocols.SunSpec;

namespace Headroom.Protocols.Tests.SunSpec;

/// <summary>Every offset, type, scale factor, access and length against the models as SunSpec publishes them.</summary>
public class OffsetTests
{
    public static TheoryData<int> Models => [1, 123, 124, 203, 213, 701, 702, 703, 704, 713, 715, 802];

    private static (IReadOnlyList<SunSpecPoint> Points, int Length) Of(int model) => model switch
    {
        1 => (Model1.Points, Model1.Length),
        123 => (Model123.Points, Model123.Length),
        124 => (Model124.Points, Model124.Length),
        203 => (Model203.Points, Model203.Length),
        213 => (Model213.Points, Model213.Length),
        701 => (Model701.Points, Model701.Length),
        702 => (Model702.Points, Model702.Length),
        703 => (Model703.Points, Model703.Length),
        704 => (Model704.Points, Model704.Length),
        713 => (Model713.Points, Model713.Length),
        715 => (Model715.Points, Model715.Length),
        _ => (Model802.Points, Model802.Length),
    };

    [Theory, MemberData(nameof(Models))]
    public void Points_stand_where_the_published_model_has_them(int model)
    {
        string path = SharedFile.Path("sunspec", $"model_{model}.json");
        Assert.SkipWhen(path.Length == 0, "The published models are not beside this checkout (../shared/protocols/sunspec); no offset was checked.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        var published = new Dictionary<string, (int At, JsonElement Point)>();
        int size = Walk(document.RootElement.GetProperty("group"), 0, published);
        (IReadOnlyList<SunSpecPoint> points, int length) = Of(model);
        Assert.Equal(size - 2, length);
        Assert.NotEmpty(points);
        Assert.Equal(points.Count, points.Select(point => point.Offset).Distinct().Count());
        foreach (SunSpecPoint point in points)
        {
            (int at, JsonElement expected) = published[point.Name];
            Assert.Equal(at, point.Offset);
            Assert.Equal(expected.GetProperty("size").GetInt32(), point.Size);
            Assert.Equal(expected.GetProperty("type").GetString(), TypeName(point.Type, expected));
            Assert.Equal(expected.TryGetProperty("access", out JsonElement access) && access.GetString() == "RW", point.IsWritable);
            Assert.Equal(expected.TryGetProperty("sf", out JsonElement scale) && scale.ValueKind == JsonValueKind.String ? published[scale.GetString()!].At : -1, point.ScaleAt);
        }
    }

    [Fact]
    public void Codes_mean_what_the_published_models_say()
    {
        string path = SharedFile.Path("sunspec", "model_704.json");
        Assert.SkipWhen(path.Length == 0, "The published models are not beside this checkout (../shared/protocols/sunspec); no code was checked.");
        Assert.Equal(SetPointOrder.SetInWatts, Symbols("704", "WSetMod")["WATTS"]);
        Assert.Equal(1, Symbols("704", "WSetEna")["ENABLED"]);
        Assert.Equal(1, Symbols("704", "WSetEnaRvrt")["ENABLED"]);
        Assert.Equal(1, Symbols("715", "LocRemCtl")["LOCAL"]);
        Assert.Equal(1, Symbols("802", "LocRemCtl")["LOCAL"]);
    }

    private static Dictionary<string, int> Symbols(string model, string point)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedFile.Path("sunspec", $"model_{model}.json")));
        var published = new Dictionary<string, (int At, JsonElement Point)>();
        Walk(document.RootElement.GetProperty("group"), 0, published);
        return published[point].Point.GetProperty("symbols").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("value").GetInt32());
    }

    private static string TypeName(SunSpecType type, JsonElement expected) => (type, expected.GetProperty("type").GetString()) switch
    {
        (SunSpecType.UInt16, "bitfield16") => "bitfield16",
        (SunSpecType.Text, _) => "string",
        (SunSpecType.ScaleFactor, _) => "sunssf",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static int Walk(JsonElement group, int at, Dictionary<string, (int At, JsonElement Point)> into)
    {
        if (group.TryGetProperty("points", out JsonElement points))
            foreach (JsonElement point in points.EnumerateArray())
            {
                into[point.GetProperty("name").GetString()!] = (at, point);
                at += point.GetProperty("size").GetInt32();
            }
        if (group.TryGetProperty("groups", out JsonElement groups))
            foreach (JsonElement inner in groups.EnumerateArray()) at = Walk(inner, at, into);
        return at;
    }
}
