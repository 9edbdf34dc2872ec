using Headroom.Growth;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>A forecast, or the findings that stand in its way.</summary>
sealed record ForecastDocument(Forecast? Forecast, IReadOnlyList<Finding> Findings)
{
    public string Status => Forecast is not { } forecast ? "wrongInput" : forecast.HasWork ? "forecast" : "noWork";

    /// <summary>What a reader must know before believing the figures.</summary>
    public IReadOnlyList<string> Notices
    {
        get
        {
            if (Forecast is not { } forecast) return [];
            List<string> notices = [.. forecast.Base.Undone.Select(one => $"Left out: {one}."), .. forecast.Base.BeyondRacks.Select(one => one + "; it counts all the same.")];
            if (forecast.Outlook.Region is { Peak: null })
                notices.Add($"No ceiling of the region: the catalog does not know the highest load of {forecast.Region}; state growth.region.peak.");
            if (forecast.Outlook.Region?.Peak is { } peak && forecast.Years.FirstOrDefault(year => year.Mid.Total > peak.Mid) is { } beyond)
                notices.Add($"From {beyond.Year} on the middle asks for more than the whole region draws at its peak, {peak.Mid}: growth will end at a ceiling before.");
            string[] guessed = [.. GrowthLevers.All.Where(lever => LeverWords.Grade(forecast.Outlook, lever).AsSpan().IndexOfAny('E', 'U') >= 0).Select(LeverWords.Name)];
            if (guessed.Length > 0) notices.Add($"Estimates, grade E or U, stand behind: {string.Join(", ", guessed)}.");
            return notices;
        }
    }
}
