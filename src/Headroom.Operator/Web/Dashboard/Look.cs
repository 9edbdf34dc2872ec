namespace Headroom.Operator.Web.Dashboard;

/// <summary>All that a page or an event is made of, as of one moment.</summary>
/// <param name="View">Null before the first beat.</param>
/// <param name="Day">A sample a minute, oldest first.</param>
/// <param name="Windows">Of counters, the shortest first; only those that have a length.</param>
/// <param name="Now">By the site's clock.</param>
/// <param name="IsActive">This process is the one that acts.</param>
/// <param name="Age">Of the figures, in life.</param>
internal sealed record Look(
    SiteFacts Site, SiteView? View, IReadOnlyList<MinuteSample> Day, IReadOnlyList<TokenWindow> Windows, DateTimeOffset Now, bool IsActive, TimeSpan Age)
{
    /// <summary>Windows that are stated, where the process has run for so long; else what there is.</summary>
    public static readonly TimeSpan[] WindowLengths = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(24)];

    /// <summary>How long a beat may be missing, in life, before figures are called old.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Look At(ISiteDesk desk, DayHistory history)
    {
        DateTimeOffset now = desk.Clock.UtcNow;
        SiteView? view = desk.Now;
        return new(desk.Site, view, history.Samples, view is null ? [] : Measured(view, history), now, desk.IsActive,
            view is null ? TimeSpan.MaxValue : desk.Clock.Age(view.At));
    }

    /// <summary>A site that goes slower than life beats less often.</summary>
    public bool IsOld => Age > Patience + (View?.Speed is { } speed ? TimeSpan.FromSeconds(1 / speed.AskedFactor) : TimeSpan.Zero);

    private static List<TokenWindow> Measured(SiteView view, DayHistory history)
    {
        List<TokenWindow> windows = [];
        CounterReading to = CounterReading.Of(view);
        foreach (TimeSpan length in WindowLengths)
        {
            if (history.Before(view.At - length) is not { } from || TokenWindow.Between(from, to) is not { } window) continue;
            // a process that is younger than two windows has one
            if (windows.Count == 0 || windows[^1].Length != window.Length) windows.Add(window);
        }
        return windows;
    }
}
