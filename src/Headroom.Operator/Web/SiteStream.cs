using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Web;

/// <summary>Figures of every beat, as server-sent events.</summary>
internal sealed class SiteStream(ISiteDesk site)
{
    private readonly StreamPlaces places = new();

    public async Task ServeAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        using StreamPlaces.Place? place = places.Take(context);
        if (place is null) return;
        using StreamTerm term = StreamTerm.Of(context, site.Clock.Time);
        CancellationToken stop = term.Token;
        try
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            await response.Body.FlushAsync(stop);
            await foreach (SiteView view in site.WatchAsync(stop))
            {
                await response.Body.WriteAsync("data: "u8.ToArray(), stop);
                await response.Body.WriteAsync(SiteJson.Text(writer => SiteJson.View(writer, view)), stop);
                await response.Body.WriteAsync("\n\n"u8.ToArray(), stop);
                await response.Body.FlushAsync(stop);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException) { /* the caller went away, looked for long enough, or the service stops */ }
    }
}
