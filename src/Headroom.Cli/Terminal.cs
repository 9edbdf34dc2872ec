namespace Headroom.Cli;

/// <summary>Where a run writes, and what may be written there: results to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Out">Results and nothing else.</param>
/// <param name="Error">Progress, findings of a refused run, faults.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error)
{
    /// <summary>The widest and the narrowest line that we set; narrower terminals wrap by themselves.</summary>
    public const int Widest = 100, Narrowest = 80;

    /// <summary>Columns of a result.</summary>
    public int Width { get; init; } = Widest;

    /// <summary>Whether escape codes may go to standard output.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether standard error is watched by a person, so that one line may be rewritten.</summary>
    public bool ErrorIsLive { get; init; }

    /// <summary>The terminal of this process. Colour needs a terminal, and neither NO_COLOR nor TERM=dumb.</summary>
    public static Terminal OfThisProcess() => new(Console.Out, Console.Error)
    {
        Width = Console.IsOutputRedirected ? Widest : Math.Clamp(WindowWidth(), Narrowest, Widest),
        Colour = !Console.IsOutputRedirected && !IsSet("NO_COLOR") && !Dumb,
        ErrorIsLive = !Console.IsErrorRedirected && !Dumb,
    };

    static bool Dumb => Environment.GetEnvironmentVariable("TERM") == "dumb";
    static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    static int WindowWidth()
    {
        try { return Console.WindowWidth; }
        catch (IOException) { return Widest; } // a terminal that does not tell its size
    }
}
