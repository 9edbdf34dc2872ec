using Headroom.Operator.Grid.OpenAdr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Grid;

/// <summary>Where VTNs send notifications. They show their own token, which the adapter checks; a notification is only a hint to look.</summary>
public static class Callbacks
{
    private const int BodyMost = 256 << 10;

    public static void MapCallbacks(this WebApplication web, GridWiring grid)
    {
        ArgumentNullException.ThrowIfNull(web);
        ArgumentNullException.ThrowIfNull(grid);
        foreach ((string path, VenWebhook hook) in grid.Webhooks)
        {
            web.Map(path, context => AnswerAsync(context, hook, "")).AllowAnonymous();
            // some VTNs add a part of their own when they try the address
            web.Map(path.TrimEnd('/') + "/echo", context => AnswerAsync(context, hook, "/echo")).AllowAnonymous();
        }
    }

    /// <param name="below">What stands below the address that was registered.</param>
    private static async Task AnswerAsync(HttpContext context, VenWebhook hook, string below)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[4096];
        for (int read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted); read > 0; read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted))
        {
            if (body.Length + read > BodyMost)
            {
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }
            body.Write(buffer, 0, read);
        }
        string? Header(string name) => context.Request.Headers[name] is { Count: > 0 } values ? values.ToString() : null;
        string? echo = context.Request.Query["echo"] is { Count: > 0 } asked ? asked.ToString() : null;
        CallbackAnswer answer = hook.Handle(new(context.Request.Method, below, echo, Header("Authorization"), Header("X-OpenADR-Signature"), body.ToArray()));
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(answer.Text, context.RequestAborted);
    }
}
