using System.Globalization;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>What everybody who looks at a site sees: rendered once for each beat, however many look.</summary>
internal sealed class Screen(ISiteDesk desk)
{
    private readonly Lock gate = new();
    private (SiteView? View, bool IsActive, bool IsOld) shown;
    private LivePanels? panels;
    private string chart = "", chartOf = "";

    public ISiteDesk Desk => desk;
    public DayHistory History { get; } = new();

    /// <summary>Keeps the history of the day until told to stop.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        if (desk.Now is { } first) History.Add(first);
        try
        {
            await foreach (SiteView view in desk.WatchAsync(stop)) History.Add(view);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }

    public (Look Look, LivePanels Panels) Now()
    {
        lock (gate)
        {
            var look = Look.At(desk, History);
            (SiteView?, bool, bool) now = (look.View, look.IsActive, look.IsOld);
            if (panels is null || now != shown) (panels, shown) = (LivePanels.Of(look, Chart(look)), now);
            return (look, panels);
        }
    }

    /// <summary>A minute's picture is drawn once, unless a ceiling changed meanwhile: a day of samples is tens of kilobytes.</summary>
    private string Chart(Look look)
    {
        string of = look.View is not { } view ? "" : string.Create(CultureInfo.InvariantCulture,
            $"{view.At.UtcTicks / TimeSpan.TicksPerMinute} {view.Import is null} {string.Join(' ', view.CeilingAhead.Select((one, k) => $"{(k == 0 ? 0 : one.From.UtcTicks)}:{one.Ceiling.Watts:R}"))}");
        if (of != chartOf || chart.Length == 0) (chart, chartOf) = (DayChart.Of(look).ToString(), of);
        return chart;
    }
}
