using Headroom.Scenarios.Traces;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Traces;

public sealed class TraceFileTests
{
    const string Head = "TIMESTAMP,ContextTokens,GeneratedTokens\n", Load = "t_s,rate_rps,active_clients,mean_input_tokens,mean_output_tokens\n";

    [Fact]
    public void Requests_keep_their_fractions_of_a_second()
    {
        RequestTraceReading read = RequestTraceFile.Parse(Head + "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109", "a.csv");
        Assert.Empty(read.Findings);
        Assert.Equal((374, 44), (read.Requests[0].InputTokens, read.Requests[0].OutputTokens));
        Assert.Equal(TimeSpan.FromTicks(43_145_790), read.Requests[1].At);
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("TIME,ContextTokens,GeneratedTokens\n1,2,3", 1, "no such column")]
    [InlineData(Head, 1, "no rows")]
    [InlineData(Head + "yesterday,1,2", 2, "is no time")]
    [InlineData(Head + "2023-11-16 18:15:46,1", 2, "2 cells")]
    [InlineData(Head + "2023-11-16 18:15:46,1,x", 2, "no number")]
    [InlineData(Head + "2023-11-16 18:15:46,-1,2", 2, "-1")]
    [InlineData(Head + "2023-11-16 18:15:46,1.5,2", 2, "not whole")]
    [InlineData(Head + "2023-11-16 18:15:46,1,2\n2023-11-16 18:15:45,1,2", 3, "earlier")]
    public void A_broken_request_trace_ends_in_a_finding_with_its_line(string text, int line, string says)
    {
        RequestTraceReading read = RequestTraceFile.Parse(text, "a.csv");
        Assert.Empty(read.Requests);
        Assert.Contains(read.Findings, one => one.Line == line && one.Severity == Severity.Wrong && one.Read.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Windows_without_requests_and_missing_ones_are_gaps()
    {
        LoadTraceReading read = LoadTraceFile.Parse(Load + "0,10,3,100,50\n600,0.0,0,,\n2400,20,3,100,50", "b.csv");
        Assert.Equal([false, true, true, true, false], read.Shape!.Windows.Select(one => one.IsGap));
        Assert.Equal(Severity.Note, Assert.Single(read.Findings).Severity);
        Assert.Equal([10, 10, 10, 10, 20], read.Shape.Filled().Windows.Select(one => one.RequestsPerSecond));
    }

    [Theory]
    [InlineData("t_s,rate\n0,1", 1, "no such column")]
    [InlineData(Load + "0,1,1,1,1", 1, "fewer than two")]
    [InlineData(Load + "0,1,1,1,1\n600,1,1,,1", 3, "empty cell")]
    [InlineData(Load + "0,1,1,1,1\n600,1,1,1,1\n1000,1,1,1,1", 4, "a step of 400 s")]
    [InlineData(Load + "600,1,1,1,1\n0,1,1,1,1", 3, "not after")]
    [InlineData(Load + "0,1,1,1,1\n0,1,1,1,1\n600,1,1,1,1", 3, "not after")]
    [InlineData(Load + "600,1,1,1,1\n0,1,1,1,1\n1200,1,1,1,1", 3, "not after")]
    [InlineData(Load + "0,0,1,,\n600,0,1,,", 1, "no window")]
    [InlineData(Load + "0,1,1,1,1\n1e-9,1,1,1,1", 1, "windows of")]
    public void A_broken_load_ends_in_a_finding_with_its_line(string text, int line, string says)
    {
        LoadTraceReading read = LoadTraceFile.Parse(text, "b.csv");
        Assert.Null(read.Shape);
        Assert.Contains(read.Findings, one => one.Line == line && one.Read.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_a_finding()
    {
        Assert.Single(RequestTraceFile.Read("nowhere.csv").Findings);
        Assert.Single(LoadTraceFile.Read("nowhere.csv").Findings);
    }

    /// <summary>Two windows at one moment once took all memory there was, for the gap from them to the third.</summary>
    [Fact]
    public void Any_letter_in_any_place_ends_in_a_reading_and_takes_no_more_memory_than_the_text_is_worth()
    {
        const string Requests = Head + "2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15:50.99,396,109", Windows = Load + "0,10,3,100,50\n600,0.0,0,,\n1200,20,3,100,50";
        char[] letters = [.. Enumerable.Range(0, 256).Select(code => (char)code), '\u2028', '\u2003', '\uFEFF', '\ud800', '٣', '∞', '－'];
        foreach (char letter in letters)
        {
            Frugal(Requests, letter, text => RequestTraceFile.Parse(text, "a.csv"));
            Frugal(Windows, letter, text => LoadTraceFile.Parse(text, "b.csv"));
        }
    }

    [Fact]
    public void Rows_far_apart_are_a_million_windows_in_all()
    {
        string far = string.Concat(Enumerable.Range(1, 3000).Select(k => $"{k * 9e5},1,1,1,1\n"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        LoadTraceReading read = LoadTraceFile.Parse(Load + "0,1,1,1,1\n1,1,1,1,1\n" + far, "b.csv");
        Assert.Contains("in all", Assert.Single(read.Findings).Expected, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000_000);
    }

    private static void Frugal(string text, char letter, Action<string> read)
    {
        for (int at = 0; at < text.Length; at++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            read(text[..at] + letter + text[(at + 1)..]);
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < 2_000_000, $"'{letter}' (U+{(int)letter:X4}) at {at} took {taken / 1e6:0} MB");
        }
    }
}
