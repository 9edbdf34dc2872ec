using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Tests;

namespace Headroom.Cli.Tests;

public class SimulationTextTests
{
    static string Screen(SimulationReport report, int width = Terminal.Widest, bool colour = false)
    {
        using var text = new StringWriter { NewLine = "\n" };
        SimulationText.Write(new Terminal(text, TextWriter.Null) { Width = width, Colour = colour }, report, [SampleSimulation.Note], width);
        return text.ToString();
    }

    [Fact] public void A_run_is_one_screen() => Golden.Matches(Screen(SampleSimulation.Report), "simulation.txt");

    [Fact] public void A_narrow_terminal_keeps_what_matters() => Golden.Matches(Screen(SampleSimulation.Partial, Terminal.Narrowest), "simulation-80.txt");

    public static TheoryData<string, int> Screens => new() { { "report", 100 }, { "report", 80 }, { "partial", 100 }, { "crowded", 100 }, { "crowded", 80 }, { "bare", 100 }, { "bare", 80 } };

    [Theory]
    [MemberData(nameof(Screens))]
    public void It_never_passes_the_screen(string which, int width)
    {
        SimulationReport report = which switch
        {
            "partial" => SampleSimulation.Partial,
            "crowded" => SampleSimulation.Crowded,
            "bare" => SampleSimulation.Bare,
            _ => SampleSimulation.Report,
        };
        string[] lines = Screen(report, width).TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 1, 46);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.DoesNotContain("NaN", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_headline_answers_first()
    {
        Assert.StartsWith("It does not hold: firm ceiling and limits are broken, 2 of 7 checks.\n", Screen(SampleSimulation.Report), StringComparison.Ordinal);
        Assert.StartsWith("It holds as far as this run can tell: 1 check stays open.\n", Screen(SampleSimulation.Holding), StringComparison.Ordinal);
        Assert.StartsWith("It holds.\n", Screen(SampleSimulation.Holding with { Checks = [new("firm ceiling", true, "kept")] }), StringComparison.Ordinal);
        Assert.StartsWith("Stopped after 5 h 12 min of 24 h (22 %), so this answer is partial. So far it holds", Screen(SampleSimulation.Partial), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_broken_is_told_whatever_the_room()
    {
        string crowded = Screen(SampleSimulation.Crowded, 80);
        Assert.Contains("BROKEN  firm ceiling", crowded, StringComparison.Ordinal);
        Assert.Contains("Grid rules: 12 pass, 24 fail, 12 cannot be judged, 12 not applicable", crowded, StringComparison.Ordinal);
        Assert.Contains("more in simulation.json and report.html", crowded, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_changes_no_word() =>
        Assert.Equal(Screen(SampleSimulation.Report), System.Text.RegularExpressions.Regex.Replace(Screen(SampleSimulation.Report, colour: true), "\u001b\\[\\d+m", ""));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.0123, "12.3 ms")]
    [InlineData(0.85, "0.85 s")]
    [InlineData(59, "59 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(60, "1 min")]
    [InlineData(90, "1 min 30 s")]
    [InlineData(3600, "1 h")]
    [InlineData(11_999.7, "3 h 20 min")]
    [InlineData(86_400, "24 h")]
    [InlineData(604_800, "7 d")]
    [InlineData(-90, "−1 min 30 s")]
    public void Lengths_read_as_people_say_them(double seconds, string text) => Assert.Equal(text, Durations.Text(seconds.Seconds));

    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, "99.99 %")]
    [InlineData(0.998, "99.8 %")]
    [InlineData(0.9349, "93.4 %")]
    [InlineData(double.NaN, "–")]
    public void Only_all_of_it_reads_as_100_percent(double fraction, string text) => Assert.Equal(text, SimulationWords.Met(fraction));

    [Fact]
    public void Moments_count_days() => Assert.Equal(["03:12:05", "2 d 03:12:05"], new[] { 11_525.Seconds, 2 * 24.Hours + 11_525.Seconds }.Select(Durations.Moment));
}
