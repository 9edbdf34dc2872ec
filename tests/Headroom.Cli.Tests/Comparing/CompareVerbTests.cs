using System.Text.Json;
using Parquet;

namespace Headroom.Cli.Tests.Comparing;

public class CompareVerbTests
{
    static string File(Scratch scratch)
    {
        System.IO.File.WriteAllText(scratch.At("cabin.yaml"), SmallSite.Text(tier: 0));
        return scratch.At("cabin.yaml");
    }

    [Fact]
    public async Task Regions_and_strategies_are_planned_told_twice_and_written()
    {
        using var scratch = new Scratch();
        (ExitCode code, string text, string error) = SmallSite.Run("compare", File(scratch), "--regions", "fi,ie", "--strategies", "grid,onsite,smr", "--out", scratch.At("out"), "--draws", "50");
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("fi grid", text);
        Assert.Contains("smr: impossible, the smallest module gives 77 MW", text);
        Assert.Contains("nuclear power is barred", text);
        Assert.Contains("P10–P50–P90", text);
        string[] csv = await System.IO.File.ReadAllLinesAsync(scratch.At("out/compare.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(1 + 2 * 3, csv.Length);
        int columns = csv[0].Split(',').Length;
        Assert.Contains("energy cost [$/MWh]", csv[0].Split(','));
        await using ParquetReader table = await ParquetReader.CreateAsync(scratch.At("out/compare.parquet"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(columns, table.Schema.DataFields.Length);
        using ParquetRowGroupReader rows = table.OpenRowGroupReader(0);
        Assert.Equal(6, rows.RowCount);
        string page = await System.IO.File.ReadAllTextAsync(scratch.At("out/report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("<svg", page);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }

    /// <summary>Killed in the middle of a write: the units that ended are not done again, and the answer is the same.</summary>
    [Fact]
    public void A_killed_sweep_resumes_and_answers_as_if_it_had_never_stopped()
    {
        using var scratch = new Scratch();
        string[] call = ["compare", File(scratch), "--regions", "fi,ie", "--strategies", "grid,onsite", "--out", scratch.At("out"), "--draws", "20", "--json"];
        (_, string whole, _) = SmallSite.Run(call);
        string[] lines = System.IO.File.ReadAllLines(scratch.At("out/sweep.jsonl"));
        Assert.Equal(1 + 4, lines.Length);
        System.IO.File.WriteAllText(scratch.At("out/sweep.jsonl"), string.Join('\n', lines[..3]) + "\n" + lines[3][..(lines[3].Length / 2)]);
        (ExitCode code, string resumed, string error) = SmallSite.Run([.. call, "--resume", "--verbose"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(whole, resumed);
        Assert.Contains("2 of 4 planned", error);
        Assert.Equal(lines.Order(), System.IO.File.ReadAllLines(scratch.At("out/sweep.jsonl")).Order());
        using var json = JsonDocument.Parse(resumed);
        Assert.Equal("compared", json.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public void A_price_that_is_shifted_moves_what_it_should_and_a_time_replans_nothing()
    {
        using var scratch = new Scratch();
        string[] call = ["compare", File(scratch), "--regions", "fi", "--strategies", "grid,onsite", "--out", scratch.At("out"), "--draws", "0", "--json"];
        double Cost(string text, int strategy, string name) => JsonDocument.Parse(text).RootElement.GetProperty("regions")[0].GetProperty("strategies")[strategy].GetProperty(name).GetProperty("mid").GetDouble();
        (_, string usual, _) = SmallSite.Run(call);
        (_, string dear, _) = SmallSite.Run([.. call, "--what-if", "gas=+50%", "--resume"]);
        Assert.Equal(Cost(usual, 0, "energyCost"), Cost(dear, 0, "energyCost"), 1e-9);
        Assert.True(Cost(dear, 1, "energyCost") > Cost(usual, 1, "energyCost"));
        int before = System.IO.File.ReadAllLines(scratch.At("out/sweep.jsonl")).Length;
        (_, string late, _) = SmallSite.Run([.. call, "--what-if", "gridQueue=+100%", "--resume"]);
        Assert.Equal(before, System.IO.File.ReadAllLines(scratch.At("out/sweep.jsonl")).Length);
        Assert.True(Cost(late, 0, "energyCostWithWaiting") > Cost(usual, 0, "energyCostWithWaiting"));
        Assert.Equal(Cost(usual, 0, "energyCost"), Cost(late, 0, "energyCost"), 1e-9);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        (ExitCode code, string text, string error) = SmallSite.Run("compare", "--regions", "atlantis", "--what-if", "gass=+5%", "--tier", "edge");
        Assert.Equal(ExitCode.WrongInput, code);
        Assert.Empty(text);
        Assert.Contains("atlantis", error);
        Assert.Contains("Did you mean gas?", error);
        Assert.Contains("2 faults", error);
    }

    [Fact]
    public void A_wrong_tier_hides_no_other_fault_and_lists_are_told_once()
    {
        (ExitCode code, _, string error) = SmallSite.Run("compare", "--regions", "atlantis", "--strategies", "nuclear", "--what-if", "gaz=+50%", "--draws", "-3", "--tier", "huge");
        Assert.Equal(ExitCode.WrongInput, code);
        string flat = error.Replace("\n      ", " ", StringComparison.Ordinal);
        foreach (string part in (string[])["--tier: \"huge\"; expected one of edge, enterprise, hyperscale, sovereign", "nuclear", "Did you mean gas?", "\"-3\"", "5 faults"])
            Assert.Contains(part, flat, StringComparison.Ordinal);
        Assert.Equal(2, flat.Split("us-tex-ercot").Length);
    }

    /// <summary>One forgotten flag once lost a long sweep.</summary>
    [Fact]
    public void An_earlier_sweep_is_never_lost_to_a_forgotten_flag()
    {
        using var scratch = new Scratch();
        string[] call = ["compare", File(scratch), "--strategies", "grid", "--draws", "0", "--out", scratch.At("out")];
        Assert.Equal(ExitCode.Done, SmallSite.Run([.. call, "--regions", "fi,ie"]).Code);
        string journal = System.IO.File.ReadAllText(scratch.At("out/sweep.jsonl"));
        (ExitCode code, string text, string error) = SmallSite.Run([.. call, "--regions", "fi", "--what-if", "gass=+5%"]);
        Assert.Equal((ExitCode.WrongInput, ""), (code, text));
        string flat = error.Replace("\n      ", " ", StringComparison.Ordinal);
        Assert.Contains("holds sweep.jsonl of an earlier sweep, with 3 answers", flat, StringComparison.Ordinal);
        Assert.Contains("Add --resume", flat, StringComparison.Ordinal);
        Assert.Contains("name another folder", flat, StringComparison.Ordinal);
        Assert.Contains("2 faults", flat, StringComparison.Ordinal);
        Assert.Equal(journal, System.IO.File.ReadAllText(scratch.At("out/sweep.jsonl")));
        Assert.Equal(ExitCode.Done, SmallSite.Run([.. call, "--regions", "fi", "--resume"]).Code);
        Assert.Equal(journal, System.IO.File.ReadAllText(scratch.At("out/sweep.jsonl")));
    }

    [Fact]
    public void Going_on_needs_the_folder_of_the_earlier_run() => Assert.Equal(ExitCode.WrongInput, SmallSite.Run("compare", "--resume").Code);

    [Fact]
    public void Who_stops_a_sweep_is_told_how_far_it_was()
    {
        using var scratch = new Scratch();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        (ExitCode code, string text, _) = SmallSite.Run(stop.Token, "compare", File(scratch), "--regions", "fi", "--strategies", "grid", "--out", scratch.At("out"));
        Assert.Equal(ExitCode.WorldSaysNo, code);
        Assert.Contains("0 of 1 plans are made", text);
        Assert.False(System.IO.File.Exists(scratch.At("out/compare.json")));
    }
}
