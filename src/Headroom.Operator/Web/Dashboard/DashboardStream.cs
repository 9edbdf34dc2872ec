using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Server-sent events: an event a beat, at most one a second, with whatever changed since the last one on this connection.</summary>
/// <remarks>
///   event   data: {"page": hash, "panels": {name: html}, "racks": codes, "nodes": codes, "loads": [words]}      parts that did not change are left out
///   Where no beat comes one is sent every five seconds all the same, so that who listens can tell a silent service from a lost one.
///   A reader that is slow gets the newest and misses some; none makes the beat wait.
/// </remarks>
internal sealed class DashboardStream(Screen screen, CancellationToken stopping)
{
    /// <summary>Then it ends, and who still may look follows anew: a role that was taken away is gone within this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan apart = TimeSpan.FromSeconds(1), silenceMost = TimeSpan.FromSeconds(5);
    private readonly StreamPlaces places = new();

    public async Task ServeAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        Asset.Guard(response);
        using StreamPlaces.Place? place = places.Take(context);
        if (place is null) return;
        using var over = new CancellationTokenSource(Longest, screen.Desk.Clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping, over.Token);
        try
        {
            response.ContentType = "text/event-stream";
            response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await FollowAsync(response.Body, stop);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException) { }     // who looked has left, or looked for long enough, or the service stops
    }

    private async Task FollowAsync(Stream body, CancellationTokenSource stop)
    {
        TimeProvider time = screen.Desk.Clock.Time;
        var last = new Told();
        IAsyncEnumerator<SiteView> views = screen.Desk.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        Task<bool> next = views.MoveNextAsync().AsTask();
        try
        {
            await body.WriteAsync("retry: 2000\n\n"u8.ToArray(), stop.Token);
            while (true)
            {
                long at = time.GetTimestamp();
                await body.WriteAsync(last.Event(screen.Now().Panels), stop.Token);
                await body.FlushAsync(stop.Token);
                using (var woken = CancellationTokenSource.CreateLinkedTokenSource(stop.Token))
                {
                    await Task.WhenAny(next, Task.Delay(silenceMost, time, woken.Token));
                    await woken.CancelAsync();
                }
                stop.Token.ThrowIfCancellationRequested();
                if (!next.IsCompleted) continue;
                if (!await next) return;
                TimeSpan early = apart - time.GetElapsedTime(at);
                // timers of beats and this one are not in step: what is nearly a second is one
                if (early > apart / 20) await Task.Delay(early, time, stop.Token);
                next = views.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await stop.CancelAsync();
            try { await next; }
            catch (OperationCanceledException) { }
            await views.DisposeAsync();
        }
    }

    /// <summary>What one connection was told last.</summary>
    private sealed class Told
    {
        // an event stream is no page: tags need no escaping, which would double it
        private static readonly JsonWriterOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        private readonly Dictionary<string, string> told = [];
        private readonly ArrayBufferWriter<byte> buffer = new();

        public ReadOnlyMemory<byte> Event(LivePanels now)
        {
            buffer.ResetWrittenCount();
            buffer.Write("data: "u8);
            using (var json = new Utf8JsonWriter(buffer, plain))
            {
                json.WriteStartObject();
                json.WriteString("page", now.Page);
                json.WriteStartObject("panels");
                foreach ((string id, string html) in now.Html) if (IsNew(id, html)) json.WriteString(id, html);
                json.WriteEndObject();
                if (IsNew(" racks", now.Racks)) json.WriteString("racks", now.Racks);
                bool isNew = IsNew(" nodes", now.Nodes);
                if (IsNew(" loads", string.Join('\n', now.Loads)) || isNew)
                {
                    json.WriteString("nodes", now.Nodes);
                    json.WriteStartArray("loads");
                    foreach (string one in now.Loads) json.WriteStringValue(one);
                    json.WriteEndArray();
                }
                json.WriteEndObject();
            }
            buffer.Write("\n\n"u8);
            return buffer.WrittenMemory;
        }

        private bool IsNew(string what, string now)
        {
            if (told.TryGetValue(what, out string? before) && before == now) return false;
            told[what] = now;
            return true;
        }
    }
}
