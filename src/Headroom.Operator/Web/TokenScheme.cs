using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Headroom.Operator.Web;

/// <summary>A bearer token in the header, or in the cookie that the login page set.</summary>
internal sealed class TokenScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Access access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Name = "headroom-token", Cookie = "headroom", CookieClaim = "by-cookie";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        bool isCookie = !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
        string? token = isCookie ? Request.Cookies[Cookie] : header["Bearer ".Length..].Trim();
        if (string.IsNullOrEmpty(token)) return Task.FromResult(AuthenticateResult.NoResult());
        if (access.Of(token) is not { } grant) return Task.FromResult(AuthenticateResult.Fail("unknown token"));
        List<Claim> claims = [new(ClaimTypes.Name, grant.Name), new(ClaimTypes.Role, grant.Role.ToString())];
        claims.AddRange(Scopes.Of(grant.Role).Select(scope => new Claim(Scopes.Claim, scope)));
        if (grant.Authority is { } authority) claims.Add(new(Scopes.Authority, authority));
        if (isCookie) claims.Add(new(CookieClaim, "true"));
        return Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, Name)), Name)));
    }

    /// <summary>People are led to the login page; programs are told.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        bool isPerson = HttpMethods.IsGet(Request.Method) && Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (isPerson) Response.Redirect("/login");
        else
        {
            Response.Headers.WWWAuthenticate = "Bearer realm=\"headroom\"";
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        return Task.CompletedTask;
    }
}

/// <summary>What a token, ours or of an identity provider, may be used for.</summary>
internal static class Scopes
{
    public const string Claim = "scope", Authority = "authority", Read = "headroom.read", Limits = "headroom.limits", Admin = "headroom.admin";

    public static IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Admin => [Read, Limits, Admin],
        Role.Operator => [Read, Limits],
        _ => [Read],
    };

    /// <summary>Role and scope, both: a token of an administrator that was given for reading alone sets no limit.</summary>
    public static void Rules(AuthorizationOptions options)
    {
        void Rule(string name, string scope, params string[] roles) => options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireRole(roles)
            .RequireAssertion(context => context.User.FindAll(Claim).SelectMany(one => one.Value.Split(' ')).Contains(scope)));
        Rule(Read, Read, nameof(Role.Viewer), nameof(Role.Operator), nameof(Role.Admin));
        Rule(Limits, Limits, nameof(Role.Operator), nameof(Role.Admin));
        Rule(Admin, Admin, nameof(Role.Admin));
        // what says nothing is closed
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(_ => false).Build();
    }
}
