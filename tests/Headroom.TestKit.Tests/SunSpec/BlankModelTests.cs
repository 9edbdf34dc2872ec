using System.Text.Json;
using Headroom.TestKit.SunSpec;

namespace Headroom.TestKit.Tests.SunSpec;

public class BlankModelTests
{
    [Theory]
    [InlineData(1), InlineData(203), InlineData(213), InlineData(701), InlineData(702), InlineData(703), InlineData(704), InlineData(713), InlineData(715), InlineData(802)]
    public void Every_point_of_a_blank_model_says_that_it_is_not_implemented(ushort model)
    {
        string path = Shared($"model_{model}.json");
        Assert.SkipWhen(path.Length == 0, "The published models are not beside this checkout (../shared/protocols/sunspec); no blank was checked.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        List<ushort> expected = [];
        Walk(document.RootElement.GetProperty("group"), expected);
        (expected[0], expected[1]) = (model, (ushort)(expected.Count - 2));
        Assert.Equal(expected, BlankModel.Of(model));
    }

    private static void Walk(JsonElement group, List<ushort> into)
    {
        if (group.TryGetProperty("points", out JsonElement points))
            foreach (JsonElement point in points.EnumerateArray()) into.AddRange(Missing(point.GetProperty("type").GetString()!, point.GetProperty("size").GetInt32()));
        if (group.TryGetProperty("groups", out JsonElement groups))
            foreach (JsonElement inner in groups.EnumerateArray()) Walk(inner, into);
    }

    private static IEnumerable<ushort> Missing(string type, int size) => type switch
    {
        "int16" or "sunssf" or "pad" => [0x8000],
        "int32" => [0x8000, 0],
        "float32" => [0x7FC0, 0],
        "string" or "acc32" => new ushort[size],
        _ => Enumerable.Repeat((ushort)0xFFFF, size),
    };

    internal static string Shared(string file)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "protocols", "sunspec", file) is var path && File.Exists(path)) return path;
        return "";
    }
}
