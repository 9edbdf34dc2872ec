using Headroom.Sites;

namespace Headroom.Cli.Tests;

public class LocatedTests
{
    static readonly Site site = SamplePlan.Site with
    {
        Inputs = [new("halls[0].power", "30 MW", "s.yaml", 12), new("halls[0].perRack", "15 kW", "s.yaml", 13), new("halls[1].power", "170 MW", "s.yaml", 20), new("racks.hgx.price", "1 M$", "catalog")],
    };

    [Theory]
    [InlineData("halls[0].perRack", 13)]
    [InlineData("halls[0].cooling", 12)]
    [InlineData("halls[1]", 20)]
    [InlineData("halls", 12)]
    [InlineData("racks.hgx", null)]
    [InlineData("", null)]
    public void A_finding_of_the_facility_gets_the_line_it_speaks_of(string path, int? line)
    {
        Finding located = Assert.Single(Located.In(site, "folder/s.yaml", [new(Severity.Note, path, "a", "b", "c")]));
        Assert.Equal(("s.yaml", line), (located.File, located.Line));
    }
}
