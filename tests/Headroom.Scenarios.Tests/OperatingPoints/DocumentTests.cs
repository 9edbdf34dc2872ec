using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Tests.Regions;

namespace Headroom.Scenarios.Tests.OperatingPoints;

/// <summary>docs/operating-points.md: its example reads, and it names every column that is read.</summary>
public sealed class DocumentTests
{
    private static readonly string page = File.ReadAllText(Repository.Path("docs", "operating-points.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Its_example_is_a_curve()
    {
        string csv = page.Split("```csv\n")[1].Split("```")[0];
        OperatingPointReading reading = OperatingPointFile.Parse(csv, "points.csv");
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
        MeasuredCurve curve = new MeasuredPoints(reading.Points)
            .Find("h200-sxm", "llama-3.1-70b", Precision.Fp8, 8, 1024.Tokens, 1024.Tokens, cap: 600.Watts)!;
        Assert.Equal((16, 64, 3), (curve.BatchLeast, curve.BatchMost, curve.Frontier.Count));
        Assert.Equal(0.0114, curve.StepSeconds(48), 1e-12);
        Assert.Equal(584, curve.BoardWatts(48)!.Value, 1e-9);
    }

    [Fact]
    public void Every_column_that_is_read_stands_on_it()
    {
        foreach (PointFormat format in new PointFormat[] { new OwnPoints(), new ServingPoints(), new MlEnergyPoints() })
            Assert.All(format.Required, column => Assert.Contains($"`{column}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_lines_fit_a_screen() => Assert.DoesNotContain(page.Split('\n'), line => line.Length > 140 && line[0] != '|');
}
