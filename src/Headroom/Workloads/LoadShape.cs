using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Workloads;

/// <summary>One window of a load: how many requests come, and how long they are.</summary>
/// <param name="RequestsPerSecond">Mean over the window.</param>
/// <param name="Input">Mean tokens to read of a request.</param>
/// <param name="Output">Mean tokens to write of a request.</param>
/// <param name="IsGap">Nothing was recorded; not the same as nobody asking.</param>
public readonly record struct LoadWindow(double RequestsPerSecond, TokenCount Input, TokenCount Output, bool IsGap = false);

/// <summary>A load over time in windows of equal length; after the last it starts again.</summary>
/// <remarks>
///   Λ(t) = ∫₀ᵗ λ dt        λ   requests per second, constant within a window; likewise ∫ λ·I and ∫ λ·O for tokens
///   Sums are kept per window, so that Λ is exact to rounding and does not depend on the steps in which it is asked.
/// </remarks>
public sealed class LoadShape
{
    private readonly LoadWindow[] windows;
    private readonly double[] requests, input, output;        // up to the start of each window, and of the whole
    private readonly double windowSeconds;

    public LoadShape(TimeSpan window, IReadOnlyList<LoadWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (window <= TimeSpan.Zero) throw new ArgumentException($"A window of {window} has no length.", nameof(window));
        if (windows.Count == 0) throw new ArgumentException("A load has at least one window.", nameof(windows));
        foreach (LoadWindow one in windows)
            if (!(one.RequestsPerSecond >= 0 && double.IsFinite(one.RequestsPerSecond) && one.Input.Tokens >= 0 && one.Output.Tokens >= 0))
                throw new ArgumentException($"{one} is no load: rates and lengths are finite and never negative.", nameof(windows));
        (Window, this.windows, windowSeconds) = (window, [.. windows], window.TotalSeconds);
        (requests, input, output) = (new double[windows.Count + 1], new double[windows.Count + 1], new double[windows.Count + 1]);
        for (int i = 0; i < windows.Count; i++)
        {
            double n = windows[i].RequestsPerSecond * windowSeconds;
            requests[i + 1] = requests[i] + n;
            input[i + 1] = input[i] + n * windows[i].Input.Tokens;
            output[i + 1] = output[i] + n * windows[i].Output.Tokens;
        }
    }

    /// <summary>Output tokens asked for in each hour, as requests of the service's mean lengths.</summary>
    /// <remarks>λ = demand/O</remarks>
    public static LoadShape Of(Series<TokenRate> demand, ServingShape shape)
    {
        ArgumentNullException.ThrowIfNull(demand);
        ArgumentNullException.ThrowIfNull(shape);
        var hours = new LoadWindow[demand.Hours];
        for (int t = 0; t < hours.Length; t++) hours[t] = new(demand[t].TokensPerSecond / shape.Output.Tokens, shape.Input, shape.Output);
        return new(TimeSpan.FromHours(1), hours);
    }

    public TimeSpan Window { get; }
    public IReadOnlyList<LoadWindow> Windows => windows;
    public TimeSpan Duration => windows.Length * Window;

    /// <summary>Windows in which nothing was recorded.</summary>
    public int Gaps => windows.Count(one => one.IsGap);

    public double MeanRequestsPerSecond => requests[^1] / Duration.TotalSeconds;
    public double MostRequestsPerSecond => windows.Max(one => one.RequestsPerSecond);

    /// <summary>Mean tokens written per second.</summary>
    public TokenRate MeanTokens => TokenRate.FromSi(output[^1] / Duration.TotalSeconds);

    /// <summary>Mean tokens to read, over requests.</summary>
    public TokenCount MeanInput => TokenCount.FromSi(requests[^1] > 0 ? input[^1] / requests[^1] : 0);

    /// <summary>Mean tokens to write, over requests.</summary>
    public TokenCount MeanOutput => TokenCount.FromSi(requests[^1] > 0 ? output[^1] / requests[^1] : 0);

    /// <summary>The same load with more or fewer users.</summary>
    public LoadShape Times(double factor) =>
        new(Window, [.. windows.Select(one => one with { RequestsPerSecond = factor * one.RequestsPerSecond })]);

    /// <summary>The same load read from another moment on; a whole number of windows.</summary>
    public LoadShape From(int firstWindow) => new(Window, [.. windows.Skip(firstWindow), .. windows.Take(firstWindow)]);

    /// <summary>Gaps filled with the same window of the nearest day that has it, else with the last window before.</summary>
    public LoadShape Filled()
    {
        if (windows.All(one => one.IsGap)) throw new InvalidOperationException("A load of gaps alone cannot be filled.");
        int day = TimeSpan.TicksPerDay % Window.Ticks == 0 ? (int)Math.Min(TimeSpan.TicksPerDay / Window.Ticks, windows.Length) : windows.Length;
        int[] sameBefore = new int[windows.Length], sameAfter = new int[windows.Length];    // the same hour of a day that has it; −1 where none does
        for (int i = 0; i < windows.Length; i++)
            sameBefore[i] = !windows[i].IsGap ? i : i >= day ? sameBefore[i - day] : -1;
        for (int i = windows.Length - 1; i >= 0; i--)
            sameAfter[i] = !windows[i].IsGap ? i : day < windows.Length - i ? sameAfter[i + day] : -1;
        var filled = (LoadWindow[])windows.Clone();
        int last = Array.FindLastIndex(filled, one => !one.IsGap);      // before the first comes the last: the load repeats
        for (int i = 0; i < filled.Length; i++)
        {
            (int before, int after) = (sameBefore[i], sameAfter[i]);
            if (!windows[i].IsGap) last = i;
            else if (before < 0 && after < 0) filled[i] = windows[last];
            else filled[i] = windows[after < 0 || before >= 0 && i - before <= after - i ? before : after];
        }
        return new(Window, filled);
    }

    /// <summary>Λ, ∫ λ·I and ∫ λ·O at a moment.</summary>
    internal (double Requests, double Input, double Output) Sums(TimeSpan at)
    {
        long cycle = at.Ticks / Duration.Ticks, within = at.Ticks % Duration.Ticks;
        int i = (int)(within / Window.Ticks);
        double n = windows[i].RequestsPerSecond * ((double)(within % Window.Ticks) / TimeSpan.TicksPerSecond);
        return (cycle * requests[^1] + (requests[i] + n),
            cycle * input[^1] + (input[i] + n * windows[i].Input.Tokens),
            cycle * output[^1] + (output[i] + n * windows[i].Output.Tokens));
    }

    /// <summary>Λ at the end of window number w, counted through all repetitions.</summary>
    internal double RequestsThrough(long window) =>
        (window + 1) / windows.Length * requests[^1] + requests[(window + 1) % windows.Length];

    internal LoadWindow WindowNumber(long window) => windows[window % windows.Length];
    internal double MostRequests => requests[^1];
}
