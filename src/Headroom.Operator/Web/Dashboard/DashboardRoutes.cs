using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Where the dashboard is found.</summary>
public static class DashboardRoutes
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>Maps <c>/</c>, <c>/dashboard/stream</c> and <c>/dashboard/rack</c>, which show the site, and <c>/dashboard/css</c>, <c>js</c>, <c>icon</c> and
    /// <c>/login</c>, which show nothing of it but its name.</summary>
    /// <returns>The routes that show the site, for the host to ask a role of; the others are anonymous.</returns>
    public static IEndpointConventionBuilder MapDashboard(this IEndpointRouteBuilder endpoints, ISiteDesk desk)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(desk);
        CancellationToken stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var screen = new Screen(desk);
        var stream = new DashboardStream(screen, stopping);
        _ = screen.WatchAsync(stopping);
        foreach (Asset one in Asset.All) endpoints.MapMethods($"/dashboard/{one.Path}", ["GET", "HEAD"], one.ServeAsync).AllowAnonymous();
        endpoints.MapGet("/login", context => WriteAsync(context, LoginPage.Of(desk.Site.Name, Query(context, "failed"), Query(context, "returnTo")))).AllowAnonymous();
        RouteGroupBuilder shows = endpoints.MapGroup("");
        shows.MapGet("/", context => PageAsync(context, screen));
        shows.MapGet("/dashboard/rack", context => WriteAsync(context, RackPanel.Of(screen.Now().Look, Query(context, "rack")).ToString()));
        shows.MapGet("/dashboard/stream", stream.ServeAsync);
        return shows;
    }

    private static Task PageAsync(HttpContext context, Screen screen)
    {
        (Look look, LivePanels panels) = screen.Now();
        return WriteAsync(context, DashboardPage.Of(look, panels, Query(context, "rack")).ToString());
    }

    private static Task WriteAsync(HttpContext context, string html)
    {
        Asset.Guard(context.Response);
        context.Response.ContentType = Html;
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    private static string? Query(HttpContext context, string name) => context.Request.Query[name] is { Count: > 0 } values ? values[0] : null;
}
