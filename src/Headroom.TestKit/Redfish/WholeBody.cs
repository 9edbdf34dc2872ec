using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Redfish;

/// <summary>Bodies that are written whole before any of them is sent, so that one that cannot be written is no half answer.</summary>
internal static class WholeBody
{
    private static readonly JsonWriterOptions quick = new() { SkipValidation = true };

    // one a thread: between writing a body and handing it on nobody waits
    [ThreadStatic] private static ArrayBufferWriter<byte>? buffer;
    [ThreadStatic] private static Utf8JsonWriter? writer;

    /// <summary>Answers with one object; false where nothing was sent.</summary>
    /// <param name="content">Its properties; false where there is nothing to tell any more.</param>
    /// <param name="head">What its headers are, once the body stands.</param>
    public static ValueTask<bool> SendAsync(HttpContext context, int status, Func<Utf8JsonWriter, bool> content, Action<HttpResponse>? head = null)
    {
        ArrayBufferWriter<byte> to = buffer ??= new(4096);
        to.ResetWrittenCount();
        Utf8JsonWriter json = writer ??= new(to, quick);
        json.Reset(to);
        json.WriteStartObject();
        if (!content(json)) return new(false);
        json.WriteEndObject();
        json.Flush();
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json;charset=utf-8";
        response.ContentLength = to.WrittenCount;
        head?.Invoke(response);
        if (HttpMethods.IsHead(context.Request.Method)) return new(true);
        response.BodyWriter.Write(to.WrittenSpan);
        return FlushAsync(context);
    }

    private static async ValueTask<bool> FlushAsync(HttpContext context)
    {
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        return true;
    }

    /// <summary>One object by itself.</summary>
    public static JsonElement Read(Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> to = new(4096);
        using (Utf8JsonWriter json = new(to, quick))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        return JsonElement.Parse(to.WrittenSpan);
    }
}
