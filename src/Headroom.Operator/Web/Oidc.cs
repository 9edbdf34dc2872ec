using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Headroom.Operator.Web;

/// <summary>People whom an identity provider vouches for.</summary>
internal static class Oidc
{
    /// <summary>Before each of their names: a provider's "grid" is another source of limits than the token of that name.</summary>
    public const string Prefix = "oidc/";
    private const string Subject = "sub";

    public static bool IsOne(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static void Set(JwtBearerOptions options, string authority, string? audience)
    {
        (options.Authority, options.Audience, options.MapInboundClaims) = (authority, audience, false);
        (options.TokenValidationParameters.RoleClaimType, options.TokenValidationParameters.NameClaimType) = ("roles", Subject);
        options.RequireHttpsMetadata = !new Uri(authority).IsLoopback;
        options.Events = new()
        {
            OnTokenValidated = context =>
            {
                foreach (ClaimsIdentity one in context.Principal!.Identities) Mark(one);
                return Task.CompletedTask;
            },
        };
    }

    private static void Mark(ClaimsIdentity identity)
    {
        foreach (Claim said in identity.FindAll(Subject).ToArray())
        {
            identity.RemoveClaim(said);
            identity.AddClaim(new(Subject, Prefix + said.Value, said.ValueType, said.Issuer, said.OriginalIssuer, identity));
        }
    }
}
