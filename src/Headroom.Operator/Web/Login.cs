using Headroom.Operator.Web.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Web;

/// <summary>A person shows a token once; the browser keeps it in a cookie that no script reads and no other site sends.</summary>
internal static class Login
{
    private static readonly TimeSpan lasts = TimeSpan.FromHours(12);

    public static void Map(WebApplication web, Access access)
    {
        web.MapPost("/login", async (HttpContext context) =>
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            string token = form["token"].ToString().Trim();
            string to = LoginPage.Local(form["returnTo"].ToString());
            if (token.Length is 0 or > 200 || access.Of(token) is null)
                return Results.Redirect("/login?failed=wrong" + (to == "/" ? "" : $"&returnTo={Uri.EscapeDataString(to)}"));
            context.Response.Cookies.Append(TokenScheme.Cookie, token, new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps || IsSecureBefore(context),
                MaxAge = lasts,
                Path = "/",
            });
            return Results.Redirect(to);
        }).AllowAnonymous().ExcludeFromDescription();
        web.MapPost("/logout", (HttpContext context) =>
        {
            context.Response.Cookies.Delete(TokenScheme.Cookie);
            return Results.Redirect("/login");
        }).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whether a proxy before us says that the browser speaks TLS to it. Whoever lies only keeps a cookie from being sent in the clear.</summary>
    private static bool IsSecureBefore(HttpContext context) =>
        context.Request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim().Equals("https", StringComparison.OrdinalIgnoreCase);
}
