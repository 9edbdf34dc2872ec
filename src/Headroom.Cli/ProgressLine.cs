using System.Globalization;

namespace Headroom.Cli;

/// <summary>Long work says how far it is: one line rewritten on a live terminal, a line for each step when asked, nothing otherwise.</summary>
/// <remarks>Solvers report from their own thread, many times a second; a timer writes ten times a second and counts the seconds.</remarks>
sealed class ProgressLine : IProgress<string>, IDisposable
{
    const string clear = "\r\u001b[2K";
    readonly Lock gate = new();
    readonly Terminal terminal;
    readonly bool verbose;
    readonly long start = TimeProvider.System.GetTimestamp();
    readonly ITimer? timer;
    string step = "";
    string shown = "";
    bool over;

    public ProgressLine(Terminal terminal, bool verbose)
    {
        (this.terminal, this.verbose) = (terminal, verbose);
        if (!verbose && terminal.ErrorIsLive) timer = TimeProvider.System.CreateTimer(_ => Refresh(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    public void Report(string value)
    {
        lock (gate)
        {
            if (over) return;
            if (verbose && value != step) terminal.Error.WriteLine($"{Seconds(),6} s  {value}");
            step = value;
        }
    }

    void Refresh()
    {
        lock (gate)
        {
            string line = $"{step}  {Seconds()} s";
            if (over || step.Length == 0 || line == shown) return;
            terminal.Error.Write(clear + (line.Length < terminal.Width ? line : line[..(terminal.Width - 1)]));
            shown = line;
        }
    }

    string Seconds() => TimeProvider.System.GetElapsedTime(start).TotalSeconds.ToString(verbose ? "0.0" : "0", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            if (shown.Length > 0) terminal.Error.Write(clear);
            over = true;
        }
    }
}
