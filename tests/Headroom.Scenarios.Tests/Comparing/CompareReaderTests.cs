using Headroom.Comparing;
using Headroom.Scenarios.Comparing;
using Headroom.Scenarios.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Comparing;

public class CompareReaderTests
{
    static (CompareRequest? Request, IReadOnlyList<Finding> Findings) Read(string? regions = null, string? strategies = null, string? whatIf = null, string? draws = null, string? seed = null) =>
        CompareReader.Read(new(regions, strategies, whatIf, draws, seed));

    [Fact]
    public void Without_a_word_it_is_everything()
    {
        CompareRequest request = Read().Request!;
        Assert.Equal(RegionCatalog.Names, request.Regions);
        Assert.Equal(Enum.GetValues<Strategy>(), request.Strategies);
        Assert.Equal((1000, 1ul), (request.Draws, request.Seed));
    }

    [Fact]
    public void Shifts_are_factors_and_values_in_units()
    {
        CompareRequest request = Read(whatIf: "gas=+50%, smrCapital=-30%,gridQueue=5 yr,carbonPrice=100$/t").Request!;
        var usual = RegionAssumptions.Of(RegionCatalog.Load("us-tex-ercot"), new(2027, 250, 190, 0, 0.07), new Dictionary<string, double>());
        IReadOnlyDictionary<string, double> factors = request.FactorsIn(usual);
        Assert.Equal(1.5, factors["gas"], 1e-12);
        Assert.Equal(0.7, factors["smrCapital"], 1e-12);
        Assert.Equal(5 / 3.0, factors["gridQueue"], 1e-12);
        Assert.Equal(100, request.CarbonDollarsPerTonne);
        Assert.False(factors.ContainsKey("carbonPrice"));
    }

    [Fact]
    public void A_wrong_name_lists_the_right_ones()
    {
        Finding finding = Assert.Single(Read(whatIf: "gass=+50%").Findings);
        Assert.Contains("smrCapital", finding.Expected);
        Assert.Contains("gridQueue", finding.Expected);
        Assert.Contains("Did you mean gas?", finding.Remedy);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        (CompareRequest? request, IReadOnlyList<Finding> findings) = Read("us-tex-ercot,atlantis", "grid,coal", "gas=dear,carbonPrice=+5%,gas=+1%,gas=+2%,smrCapital=-100%", "many", "-1");
        Assert.Null(request);
        Assert.Equal(["--regions", "--strategies", "--what-if", "--what-if", "--what-if", "--what-if", "--draws", "--seed"], findings.Select(one => one.Path));
    }
}
