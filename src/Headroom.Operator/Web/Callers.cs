using System.Security.Claims;
using Headroom.Control;
using Headroom.Operator.Web.Coordination;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Web;

/// <summary>Who asks, in the words of the coordination protocol.</summary>
internal static class Callers
{
    /// <summary>Whoever may set limits speaks for their authority, under their own name; others only look.</summary>
    public static CoordinationCaller? Of(HttpContext context)
    {
        ClaimsPrincipal user = context.User;
        if (user.Identity is not { IsAuthenticated: true, Name: { } name }) return null;
        bool speaks = user.FindAll(Scopes.Claim).SelectMany(one => one.Value.Split(' ')).Contains(Scopes.Limits)
            && (user.IsInRole(nameof(Role.Operator)) || user.IsInRole(nameof(Role.Admin)));
        // with a cookie alone nothing is changed but from our own pages
        if (user.HasClaim(claim => claim.Type == TokenScheme.CookieClaim) && context.Request.Headers["X-Headroom"] != "1") speaks = false;
        return new(name, speaks ? [Endpoints.SourceOf(user)] : []);
    }
}
