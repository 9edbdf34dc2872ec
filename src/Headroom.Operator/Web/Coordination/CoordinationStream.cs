using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Headroom.Protocols.Coordination;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Web.Coordination;

/// <summary>Server-sent events: <c>state</c> and <c>order</c> when they change, <c>evidence</c> link by link with its number as the event's id.</summary>
internal sealed class CoordinationStream(ISiteDesk desk, CoordinationSetting setting, CoordinationService service)
{
    private int open;

    public async Task ServeAsync(HttpContext http)
    {
        if (await service.KnownAsync(http).ConfigureAwait(false) is null) return;
        if (Interlocked.Increment(ref open) > setting.StreamsMost)
        {
            Interlocked.Decrement(ref open);
            http.Response.Headers.RetryAfter = "30";
            await CoordinationService.ProblemAsync(http, 503, "too many streams", $"{setting.StreamsMost} are open.").ConfigureAwait(false);
            return;
        }
        long after = long.TryParse(http.Request.Headers["Last-Event-ID"].FirstOrDefault(), CultureInfo.InvariantCulture, out long said)
            && said >= 0 ? said : service.Chain.Count;
        Channel<EvidenceLink> evidence = service.Chain.Open(after);
        using StreamTerm stop = StreamTerm.Of(http, desk.Clock.Time);
        Channel<SiteView> views = Channel.CreateBounded<SiteView>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Task watching = WatchAsync(views.Writer, stop.Token);
        try
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsync(": open\n\n", stop.Token).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(stop.Token).ConfigureAwait(false);
            if (desk.Now is { } now) views.Writer.TryWrite(now);
            await SendAsync(http, evidence.Reader, views.Reader, stop.Token).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is OperationCanceledException or IOException)
        {
            // whoever listened is gone
        }
        finally
        {
            stop.End();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            service.Chain.Close(evidence);
            Interlocked.Decrement(ref open);
        }
    }

    private async Task SendAsync(HttpContext http, ChannelReader<EvidenceLink> evidence, ChannelReader<SiteView> views,
        CancellationToken stop)
    {
        string orders = "", limits = "";
        Task<bool> linked = evidence.WaitToReadAsync(stop).AsTask(), viewed = views.WaitToReadAsync(stop).AsTask();
        while (!stop.IsCancellationRequested)
        {
            Task silent = Task.Delay(setting.StreamKeepAlive, desk.Clock.Time, stop),
                first = await Task.WhenAny(linked, viewed, silent).ConfigureAwait(false);
            if (first == silent) await WriteAsync(http, ": still here\n\n", stop).ConfigureAwait(false);
            if (linked.IsCompleted)
            {
                if (!await linked.ConfigureAwait(false)) return;
                while (evidence.TryRead(out EvidenceLink? link)) await WriteAsync(http, Event("evidence", link.Write(), link.Sequence),
                    stop).ConfigureAwait(false);
                linked = evidence.WaitToReadAsync(stop).AsTask();
            }
            if (!viewed.IsCompleted) continue;
            if (!await viewed.ConfigureAwait(false)) return;
            if (views.TryRead(out SiteView? view))
            {
                await WriteAsync(http, Event("state", CoordinationMapping.State(view).Write()), stop).ConfigureAwait(false);
                OrderWords told = CoordinationMapping.Orders(view);
                string said = string.Join('\n', told.Orders.Select(one => one.ToString()).Concat(told.Said)),
                    standing = string.Join('\n', view.Limits.Select(one => $"{one.Source} {one.Name} {one.State}"));
                if (said != orders) await WriteAsync(http, Event("order", told.Write()), stop).ConfigureAwait(false);
                if (standing != limits) await WriteAsync(http, Event("limits", CoordinationMapping.Limits(view).Write()),
                    stop).ConfigureAwait(false);
                (orders, limits) = (said, standing);
            }
            viewed = views.WaitToReadAsync(stop).AsTask();
        }
    }

    private async Task WatchAsync(ChannelWriter<SiteView> to, CancellationToken stop)
    {
        await foreach (SiteView view in desk.WatchAsync(stop).ConfigureAwait(false)) to.TryWrite(view);
    }

    private static string Event(string name, byte[] body, long? id = null) =>
        $"event: {name}\n{(id is { } number ? $"id: {number}\n" : "")}data: {Encoding.UTF8.GetString(body)}\n\n";

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken stop)
    {
        await http.Response.WriteAsync(text, stop).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(stop).ConfigureAwait(false);
    }
}
