using System.Text.Json;
using Headroom.Reports;
using Headroom.Tests;

namespace Headroom.Cli.Tests;

public sealed class PlanVerbTests : IDisposable
{
    readonly Scratch scratch = new();
    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_plan_fits_on_one_screen_of_a_hundred_columns()
    {
        Ran ran = FakeEngine.Run(FakeEngine.Planned, "plan", scratch.SiteFile);
        Assert.Equal(0, ran.Code);
        Assert.Equal("", ran.Error);
        string[] lines = ran.Out.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 20, 48);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Golden.Matches(ran.Out.Replace(scratch.SiteFile, "juniper.yaml", StringComparison.Ordinal), "plan.txt");
    }

    [Fact]
    public void Tokens_sought_are_stated_as_tokens()
    {
        using var output = new StringWriter();
        PlanReport sought = SamplePlan.Report with { Objective = new("mostTokens", 55_250, "Gtok", 55_250, 0) };
        Rendering.TerminalPlan.Write(new Terminal(output, TextWriter.Null) { Width = 80 }, sought, [], "juniper.yaml");
        Assert.Contains("55.25 Ttok a year", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_on_eighty_columns_stays_within_them()
    {
        using StringWriter output = new() { NewLine = "\n" };
        Rendering.TerminalPlan.Write(new Terminal(output, TextWriter.Null) { Width = 80 }, SamplePlan.Report, [SamplePlan.Note], "juniper.yaml");
        Assert.All(output.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Golden.Matches(output.ToString(), "plan-80.txt");
    }

    [Fact]
    public void Json_is_one_document_and_nothing_else()
    {
        Ran ran = FakeEngine.Run(FakeEngine.Planned, "plan", scratch.SiteFile, "--json");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        using JsonDocument document = JsonDocument.Parse(ran.Out);
        Assert.Equal("optimal", document.RootElement.GetProperty("status").GetString());
        Golden.Matches(ran.Out, "plan.json");
    }

    [Fact]
    public void Out_writes_the_four_files_and_the_model_when_asked()
    {
        string folder = scratch.At("deep/er");
        Ran ran = FakeEngine.Run(FakeEngine.Planned, "plan", scratch.SiteFile, "--out", folder, "--export-model");
        Assert.Equal(0, ran.Code);
        Assert.Equal(["dispatch.csv", "model.mps", "plan.json", "report.html", "week.svg"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(FakeEngine.Run(FakeEngine.Planned, "plan", scratch.SiteFile, "--json").Out, File.ReadAllText(Path.Combine(folder, "plan.json")));
    }

    [Fact]
    public void An_infeasible_site_is_explained_with_exit_code_1()
    {
        var answer = new PlanAnswer.Infeasible(
        [
            new("power balance", "Sources and draw are equal in every hour.", "14.2 MW", 31, "2027-08-14 21:00 UTC", "14.2 MW more of firm grid or of generation"),
            new("carbon cap", "Emissions of the year stay under the cap.", "1,200 t", 1, "", "A cap of 41,200 t"),
        ], new ModelFigures(10, 20, 30, "interior point"));
        Ran ran = FakeEngine.Run(FakeEngine.Planning(answer), "plan", scratch.SiteFile);
        Assert.Equal(1, ran.Code);
        Golden.Matches(ran.Out, "infeasible.txt");
        Ran json = FakeEngine.Run(FakeEngine.Planning(answer), "plan", scratch.SiteFile, "--json");
        Assert.Equal(1, json.Code);
        Golden.Matches(json.Out, "infeasible.json");
    }

    [Fact]
    public void A_wrong_file_is_refused_with_all_its_findings_and_exit_code_2()
    {
        Engine engine = FakeEngine.Planned with { Read = _ => (null, [SamplePlan.Fault, SamplePlan.Fault with { Path = "racks", Line = 3 }]) };
        Ran ran = FakeEngine.Run(engine, "plan", scratch.SiteFile);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Golden.Matches(ran.Error, "wrong.txt");
        Ran json = FakeEngine.Run(engine, "plan", scratch.SiteFile, "--json");
        Assert.Equal((2, ""), (json.Code, json.Error));
        Golden.Matches(json.Out, "wrong.json");
    }

    [Theory, InlineData("5%", true), InlineData("5 %", true), InlineData("0.05", true), InlineData("5", false), InlineData("0%", false), InlineData("100%", false), InlineData("five", false)]
    public void A_gap_is_a_share_or_a_percentage(string text, bool isOne)
    {
        double? asked = null;
        Engine engine = FakeEngine.Planned with { Formulate = _ => new(_ => { }, (gap, _, _) => { asked = gap; return new PlanAnswer.Planned(SamplePlan.Report); }) };
        Ran ran = FakeEngine.Run(engine, "plan", scratch.SiteFile, "--gap", text);
        Assert.Equal(isOne ? 0.05 : null, asked);
        if (!isOne) Assert.Contains("such as 1e-4 or 0.01%", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan", "no-such-file.yaml")]
    [InlineData("plan", ".")]
    [InlineData("plan")]
    [InlineData("plan", "x.yaml", "--gap", "many")]
    [InlineData("plan", "x.yaml", "--gap", "2")]
    [InlineData("plan", "x.yaml", "--export-model")]
    [InlineData("fly", "x.yaml")]
    [InlineData("new")]
    [InlineData("new", "--tier", "gigantic")]
    public void Wrong_commands_are_told_in_a_sentence_with_exit_code_2(params string[] args)
    {
        Ran ran = FakeEngine.Run(FakeEngine.Planned, args);
        Assert.Equal(2, ran.Code);
        Assert.NotEqual("", ran.Error);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        Ran json = FakeEngine.Run(FakeEngine.Planned, [.. args, "--json"]);
        Assert.Equal((2, ""), (json.Code, json.Error));
        using JsonDocument document = JsonDocument.Parse(json.Out);
        Assert.Equal("wrongInput", document.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public void No_verb_at_all_is_a_wrong_command()
    {
        Ran ran = FakeEngine.Run(FakeEngine.Planned, []);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("plan, simulate, offers, operate, replay, report, conform, emulate, health, compare, check, tokens, forecast", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_found_before_any_planning()
    {
        Engine engine = FakeEngine.Planned with { Formulate = _ => throw new InvalidOperationException("planned in vain") };
        Ran ran = FakeEngine.Run(engine, "plan", scratch.SiteFile, "--out", scratch.SiteFile);
        Assert.Equal(2, ran.Code);
        Assert.Contains("--out", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_ours_is_exit_code_3_and_shows_no_stack()
    {
        Engine engine = FakeEngine.Planned with { Formulate = _ => throw new InvalidOperationException("energy is not conserved") };
        Ran ran = FakeEngine.Run(engine, "plan", scratch.SiteFile);
        Assert.Equal((3, ""), (ran.Code, ran.Out));
        Assert.Contains("energy is not conserved", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_plan_says_so_with_exit_code_1()
    {
        using var stop = new CancellationTokenSource();
        Engine engine = FakeEngine.Planned with
        {
            Formulate = _ => new(_ => { }, (_, _, token) =>
            {
                stop.Cancel();
                return token.IsCancellationRequested ? new PlanAnswer.Stopped("stopped before there was a plan") : new PlanAnswer.Planned(SamplePlan.Report);
            }),
        };
        Ran ran = FakeEngine.Run(engine, stop.Token, "plan", scratch.SiteFile);
        Assert.Equal(new Ran(1, "", "stopped before there was a plan\n"), ran);
    }
}
