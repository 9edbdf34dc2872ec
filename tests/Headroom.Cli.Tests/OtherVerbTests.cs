using System.Text.Json;
using Headroom.Tests;

namespace Headroom.Cli.Tests;

public sealed class OtherVerbTests : IDisposable
{
    readonly Scratch scratch = new();
    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_facility_that_cannot_host_its_racks_is_an_answer()
    {
        Engine engine = FakeEngine.Planned with { Read = _ => (SamplePlan.Site, [SamplePlan.Note]), CheckFacility = _ => [SamplePlan.CannotHost] };
        Ran ran = FakeEngine.Run(engine, "check", scratch.SiteFile);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Golden.Matches(ran.Out, "check.txt");
        using JsonDocument json = JsonDocument.Parse(FakeEngine.Run(engine, "check", scratch.SiteFile, "--json").Out);
        Assert.Equal("cannotHost", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void A_wrong_file_is_exit_code_2_for_check_too()
    {
        Engine engine = FakeEngine.Planned with { Read = _ => (null, [SamplePlan.Fault]) };
        Assert.Equal(2, FakeEngine.Run(engine, "check", scratch.SiteFile).Code);
    }

    static string Fleet => Path.Combine(AppContext.BaseDirectory, "../../../../../examples/fleet.yaml");

    [Fact]
    public void A_fleet_is_checked_as_plan_reads_it()
    {
        Ran ran = FakeEngine.Run(Engine.Real, "check", Fleet);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.EndsWith("5 notes.\n", ran.Out, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(FakeEngine.Run(Engine.Real, "check", Fleet, "--json").Out);
        Assert.Equal(("ok", "atlas"), (json.RootElement.GetProperty("status").GetString(), json.RootElement.GetProperty("fleet").GetString()));
        File.WriteAllText(scratch.At("fleet.yaml"), "fleet: pair\nsites: 5\n");
        Assert.Equal(2, FakeEngine.Run(Engine.Real, "check", scratch.At("fleet.yaml")).Code);
    }

    [Theory, InlineData("forecast"), InlineData("compare"), InlineData("offers"), InlineData("simulate")]
    public void A_verb_of_one_site_says_that_a_fleet_is_one_and_which_verb_takes_it(string verb)
    {
        File.Copy(Fleet, scratch.At("fleet.yaml"));
        Ran ran = FakeEngine.Run(Engine.Real, verb, scratch.At("fleet.yaml"));
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        string flat = ran.Error.Replace("\n      ", " ", StringComparison.Ordinal);
        Assert.Contains("a fleet; expected a site file", flat, StringComparison.Ordinal);
        Assert.Contains("'headroom plan ", flat, StringComparison.Ordinal);
        Assert.Contains("1 fault.", flat, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_site_goes_to_standard_output_or_to_a_file_that_is_not_there_yet()
    {
        Assert.Equal(new Ran(0, "tier: edge\n", ""), FakeEngine.Run(FakeEngine.Planned, "new", "--tier", "edge"));
        string target = scratch.At("new.yaml");
        Assert.Equal(new Ran(0, "", ""), FakeEngine.Run(FakeEngine.Planned, "new", "--tier", "sovereign", "--out", target));
        Assert.Equal("tier: sovereign\n", File.ReadAllText(target));
        Ran again = FakeEngine.Run(FakeEngine.Planned, "new", "--tier", "edge", "--out", target);
        Assert.Equal(2, again.Code);
        Assert.Equal("tier: sovereign\n", File.ReadAllText(target));
    }

    [Fact]
    public void Regions_are_listed() => Assert.Equal("us-tex-ercot  Texas, ERCOT\nde            Germany\n", FakeEngine.Run(FakeEngine.Planned, "regions").Out);

    [Fact]
    public void Equations_are_printed_or_written()
    {
        Assert.Contains("# Power balance", FakeEngine.Run(FakeEngine.Planned, "equations").Out, StringComparison.Ordinal);
        Assert.Equal(0, FakeEngine.Run(FakeEngine.Planned, "equations", "--out", scratch.At("eq")).Code);
        Assert.True(File.Exists(scratch.At("eq/power-balance.md")));
    }

    [Fact]
    public void Help_is_for_people_and_no_fault()
    {
        Ran ran = FakeEngine.Run(FakeEngine.Planned, "--help");
        Assert.Equal(0, ran.Code);
        Golden.Matches(ran.Out, "help.txt");
    }
}
