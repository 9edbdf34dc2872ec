using System.Text.Json;
using Headroom.Scenarios;
using Headroom.Sites;
using static Headroom.Cli.Tests.SmallSite;

namespace Headroom.Cli.Tests;

/// <summary><c>headroom simulate</c>: what it takes, what it writes, how it ends.</summary>
public sealed class SimulateVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("headroom-simulate-");

    private static readonly string small = SmallSite.Text(tier: 1);

    public void Dispose() => folder.Delete(recursive: true);

    private string File(string name, string text)
    {
        string path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void A_policy_that_nobody_has_is_a_finding_with_those_there_are()
    {
        (ExitCode code, _, string error) = Run("simulate", File("site.yaml", small), "--policy", "best");
        Assert.Equal(ExitCode.WrongInput, code);
        foreach (string name in (string[])["--policy", "plan", "headroom", "uniform-cap", "steal-giveback", "polca", "price-only"]) Assert.Contains(name, error, StringComparison.Ordinal);
        (code, _, error) = Run("simulate", File("site.yaml", small), "--policy", "plan", "--compare-policies");
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Contains("beside --compare-policies", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_stand_beside_each_other_and_none_passes_the_optimum()
    {
        string site = File("site.yaml", small), plan = Path.Combine(folder.FullName, "compared");
        Assert.Equal(ExitCode.Done, Run("plan", site, "--out", plan).Code);
        string[] args = ["simulate", site, "--plan", Path.Combine(plan, "plan.json"), "--for", "2h", "--step", "10s", "--rules", "none", "--compare-policies"];
        (ExitCode code, string json, _) = Run([.. args, "--json"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(new SchemaCheck("policies.schema.json").Faults(json));
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement[] policies = [.. document.RootElement.GetProperty("policies").EnumerateArray()];
        Assert.Equal(["plan", "headroom", "uniform-cap", "steal-giveback", "polca", "price-only"], policies.Select(one => one.GetProperty("policy").GetString()));
        Assert.All(policies, one => Assert.InRange(one.GetProperty("ofOptimumFraction").GetDouble(), 0.5, 1));
        Assert.Equal("token", document.RootElement.GetProperty("weights").GetProperty("by").GetString());       // the service states no value
        (code, string text, _) = Run(args);
        Assert.Equal(ExitCode.Done, code);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 100));
    }

    [Fact]
    public void Planned_or_planned_before_a_run_is_the_same_file()
    {
        string site = File("site.yaml", small), plan = Path.Combine(folder.FullName, "plan"), one = Path.Combine(folder.FullName, "one"), two = Path.Combine(folder.FullName, "two");
        Assert.Equal(ExitCode.Done, Run("plan", site, "--out", plan).Code);
        (ExitCode code, string text, _) = Run("simulate", site, "--plan", Path.Combine(plan, "plan.json"), "--for", "2h", "--seed", "7", "--out", one);
        Assert.Equal(ExitCode.Done, code);
        Assert.StartsWith("It holds", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run("simulate", site, "--plan", Path.Combine(plan, "plan.json"), "--for", "2h", "--seed", "7", "--out", two).Code);
        foreach (string name in (string[])["simulation.json", "report.html", "site.parquet", "feeds.parquet", "racks.parquet"])
            Assert.True(System.IO.File.ReadAllBytes(Path.Combine(one, name)).AsSpan().SequenceEqual(System.IO.File.ReadAllBytes(Path.Combine(two, name))), $"{name} differs from run to run");

        (code, string json, _) = Run("simulate", site, "--for", "2h", "--seed", "7", "--json");
        Assert.Equal(ExitCode.Done, code);
        using JsonDocument fresh = JsonDocument.Parse(json), kept = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(one, "simulation.json")));
        Assert.Equal("holds", fresh.RootElement.GetProperty("status").GetString());
        double Draw(JsonDocument of) => of.RootElement.GetProperty("energy").GetProperty("draw").GetProperty("value").GetDouble();
        Assert.Equal(1, Draw(fresh) / Draw(kept), 1e-5);          // dispatch.csv rounds to a millionth of a rack
    }

    [Theory]
    [InlineData("--step", "7s", "--step")]
    [InlineData("--step", "5 min", "--step")]
    [InlineData("--for", "400 d", "--for")]
    [InlineData("--for", "soon", "--for")]
    [InlineData("--from", "2023-07-18", "--from")]
    [InlineData("--from", "July", "--from")]
    [InlineData("--from", "2027-12-31T12:00Z", "--for")]
    [InlineData("--seed", "-1", "--seed")]
    [InlineData("--scenario", "emeral", "emerald")]
    [InlineData("--rules", "ercott", "ercot")]
    [InlineData("--plan", "nothing.json", "nothing.json")]
    public void Wrong_options_are_findings_with_a_remedy(string option, string value, string told)
    {
        (ExitCode code, string text, string error) = Run("simulate", File("site.yaml", small), option, value);
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Empty(text);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        (ExitCode code, string json, _) = Run("simulate", File("site.yaml", small), "--step", "x", "--for", "y", "--from", "z", "--scenario", "w", "--json");
        Assert.Equal(ExitCode.WrongInput, code);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("wrongInput", document.RootElement.GetProperty("status").GetString());
        Assert.Equal(4, document.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void A_trace_that_is_broken_is_a_finding_with_its_file()
    {
        File("trace.csv", "t_s,rate_rps,mean_input_tokens,mean_output_tokens\n0,ten,5,5\n600,1,5,5\n");
        string site = File("site.yaml", small.Replace("tier: 1}", "tier: 1, traffic: {trace: trace.csv}}", StringComparison.Ordinal));
        (ExitCode code, _, string error) = Run("simulate", site, "--for", "1h");
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Contains("trace.csv", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_leaves_a_partial_result_that_says_so()
    {
        string site = File("site.yaml", small), plan = Path.Combine(folder.FullName, "plan"), to = Path.Combine(folder.FullName, "to");
        Run("plan", site, "--out", plan);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        (ExitCode code, string text, _) = Run(stop.Token, "simulate", site, "--plan", Path.Combine(plan, "plan.json"), "--out", to);
        Assert.Equal(ExitCode.WorldSaysNo, code);
        Assert.Contains("stopped", text, StringComparison.OrdinalIgnoreCase);
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(to, "simulation.json")));
        Assert.Equal("partial", document.RootElement.GetProperty("status").GetString());
        Assert.True(document.RootElement.GetProperty("run").GetProperty("partial").GetBoolean());
    }

    [Fact]
    public void A_scenario_that_does_not_fit_points_into_its_file()
    {
        string scenario = File("cut.yaml", "scenario: cut\nlimits:\n  - {name: a, power: 100 kW, feed: north, from: 10 min, to: 30 min}\n");
        (ExitCode code, _, string error) = Run("simulate", File("site.yaml", small), "--scenario", scenario, "--for", "1h");
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Contains("cut.yaml:3", error, StringComparison.Ordinal);
        Assert.Contains("north", error, StringComparison.Ordinal);
    }
}
