using System.Text.RegularExpressions;
using Headroom.Compute;

namespace Headroom.Tests.Compute;

/// <summary>The fits stand twice, in code for programs and in data/models.yaml for readers: they must be the same numbers.</summary>
public sealed partial class CatalogFitsTests
{
    [Fact]
    public void The_catalog_states_the_shipped_fits()
    {
        string? path = Find(Path.Combine("data", "models.yaml"));
        Assert.SkipWhen(path is null, "SKIPPED, NOT PASSED: data/models.yaml is in no directory above the tests");
        MatchCollection rows = Row().Matches(File.ReadAllText(path!));
        Assert.Equal(RooflineFits.Shipped.Count, rows.Count);
        Assert.All(rows, row =>
        {
            RooflineFit fit = Known.FitOf(row.Groups["family"].Value, row.Groups["part"].Value);
            Assert.Equal(double.Parse(row.Groups["t0"].Value), fit.StepOverhead.TotalMilliseconds, 1e-9);
            Assert.Equal(double.Parse(row.Groups["tL"].Value), fit.LayerOverhead.TotalMicroseconds, 1e-9);
            Assert.Equal(double.Parse(row.Groups["etaB"].Value), fit.BandwidthFraction, 1e-9);
            Assert.Equal(double.Parse(row.Groups["etaF"].Value), fit.ArithmeticFraction, 1e-9);
            Assert.Equal(double.Parse(row.Groups["error"].Value) / 100, fit.ErrorFraction, 1e-9);
        });
    }

    [GeneratedRegex("family: (?<family>[^,]+), +accelerator: (?<part>[^,]+), points: .*?fixedOverhead: (?<t0>[0-9.]+) ms, +layerOverhead: (?<tL>[0-9.]+) us, +" +
        "bandwidthEfficiency: (?<etaB>[0-9.]+), computeEfficiency: (?<etaF>[0-9.]+), crossValidatedError: (?<error>[0-9.]+) %")]
    private static partial Regex Row();

    private static string? Find(string relativePath)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, relativePath))) return Path.Combine(at.FullName, relativePath);
        return null;
    }
}
