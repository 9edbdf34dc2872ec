using System.Text;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Tests.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.OperatingPoints;

/// <summary>Files with faults: their findings are kept as text beside them, and whatever stands in a file, reading it ends.</summary>
public sealed class BrokenPointTests
{
    private static readonly string folder = Repository.Path("tests", "Headroom.Scenarios.Tests", "OperatingPoints", "broken");

    public static TheoryData<string> Files =>
        new(Directory.GetFiles(folder, "*.csv").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void The_findings_read_as_agreed_and_no_point_is_used(string file)
    {
        string path = Path.Combine(folder, file), golden = Path.ChangeExtension(path, ".txt");
        OperatingPointReading reading = OperatingPointFile.Read(path);
        string text = string.Concat(reading.Findings.Select(one => one.Sentence() + "\n"));
        if (Repository.Updates("HEADROOM_UPDATE_GOLDEN")) File.WriteAllText(golden, text);
        Assert.Equal(File.ReadAllText(golden), text);
        Assert.Empty(reading.Points);
        Assert.NotEmpty(reading.Findings);
    }

    [Fact]
    public void There_are_several_of_them() => Assert.True(Files.Count >= 9);

    [Fact]
    public void Mutants_end_in_points_or_findings()
    {
        var chance = new Random(7);
        string[] seeds = [.. Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).Select(File.ReadAllText),
            "accelerator,model,precision,input [tok],output [tok],accelerators,batch,tpot [ms]\nh,m,fp8,9,9,1,1,5\nh,m,fp8,9,9,1,2,6\n"];
        const string letters = ",;\"\n\t 0123456789.-+eE[]#\0\uFEFFabcfp∞";
        for (int k = 0; k < 20_000; k++)
        {
            var text = new StringBuilder(seeds[k % seeds.Length]);
            for (int edits = chance.Next(1, 6); edits > 0 && text.Length > 2; edits--)
            {
                int at = chance.Next(text.Length - 1), length = Math.Min(chance.Next(1, 20), text.Length - at);
                if (chance.Next(3) == 0) text.Remove(at, length);
                else if (chance.Next(2) == 0) text.Insert(at, letters[chance.Next(letters.Length)]);
                else text.Insert(at, text.ToString(at, length));
            }
            OperatingPointReading reading = OperatingPointFile.Parse(text.ToString(), "points.csv");
            Assert.Equal(reading.Points.Count == 0, reading.Findings.Any(one => one.Severity == Severity.Wrong));
            if (reading.Points.Count > 0) Assert.Equal(reading.Rows, reading.Points.Count + reading.Skipped.Sum(one => one.Rows));
        }
    }
}
