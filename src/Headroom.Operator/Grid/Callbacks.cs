using Headroom.Operator.Grid.OpenAdr;
using Headroom.Operator.Web;
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
        if (await BoundedBody.ReadAsync(context.Request, BodyMost, context.RequestAborted) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }
        string? Header(string name) => context.Request.Headers[name] is { Count: > 0 } values ? values.ToString() : null;
        string? echo = context.Request.Query["echo"] is { Count: > 0 } asked ? asked.ToString() : null;
        CallbackAnswer answer = hook.Handle(new(context.Request.Method, below, echo, Header("Authorization"), Header("X-OpenADR-Signature"), body));
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(answer.Text, context.RequestAborted);
    }
}
