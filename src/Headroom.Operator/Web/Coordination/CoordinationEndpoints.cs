using Headroom.Protocols.Coordination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headroom.Operator.Web.Coordination;

/// <summary>The coordination protocol over HTTP; docs/protocol.md specifies it.</summary>
public static class CoordinationEndpoints
{
    public const string Root = "/protocol/v1";

    /// <summary>Serves the protocol below <see cref="Root"/>. Who asks and what they may is the host's to say, through the setting.</summary>
    public static IEndpointConventionBuilder MapCoordination(this IEndpointRouteBuilder routes, ISiteDesk desk, CoordinationSetting setting)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(setting);
        CoordinationService service = new(desk, setting);
        CoordinationStream stream = new(desk, setting, service);
        RouteGroupBuilder group = routes.MapGroup(Root).ExcludeFromDescription();
        group.MapGet("", (RequestDelegate)service.DescribeAsync);
        group.MapGet("state", (RequestDelegate)(http => service.ShowAsync(http, CoordinationMapping.State)));
        group.MapGet("limits", (RequestDelegate)(http => service.ShowAsync(http, CoordinationMapping.Limits)));
        group.MapGet("offers", (RequestDelegate)(http => service.ShowAsync(http, CoordinationMapping.Offers)));
        group.MapGet("orders", (RequestDelegate)(http => service.ShowAsync(http, CoordinationMapping.Orders)));
        group.MapGet("stream", (RequestDelegate)stream.ServeAsync);
        group.MapPost("limits", (RequestDelegate)service.TakeAsync<CoordinationMessage.Limit>);
        group.MapPost("cancellations", (RequestDelegate)service.TakeAsync<CoordinationMessage.Cancel>);
        group.MapPost("heartbeats", (RequestDelegate)service.TakeAsync<CoordinationMessage.Heartbeat>);
        if (setting.Policy is { } policy) group.RequireAuthorization(policy);
        return group;
    }
}
