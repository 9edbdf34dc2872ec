namespace Headroom.Operator.Web.Dashboard;

/// <summary>The form that takes a token. Who verifies it is the host; this says what was wrong.</summary>
public static class LoginPage
{
    /// <summary>Names that <c>/login?failed=</c> may carry, and what they mean to people. Anything else is said in general words: an address is not shown back.</summary>
    private static readonly Dictionary<string, string> reasons = new()
    {
        ["wrong"] = "That token is not known here. Look for a space too many, or ask for a new one.",
        ["expired"] = "That token has expired. Ask for a new one.",
        ["role"] = "That token may not see this page.",
        ["often"] = "Too many attempts. Wait a minute, then try again.",
        ["ended"] = "Your session has ended. Sign in again.",
    };

    /// <param name="site">Whose dashboard it is.</param>
    /// <param name="failed">Why the last attempt failed: <c>wrong</c>, <c>expired</c>, <c>role</c>, <c>often</c>, <c>ended</c>; null for a first one.</param>
    /// <param name="returnTo">Where to go afterwards; only a path of this service is taken.</param>
    public static string Of(string site, string? failed, string? returnTo) => Markup.Of($"""
        {DashboardPage.Head($"Sign in · {site} · Headroom", "")}
        <main class="login">
        <h1>{site}</h1>
        <form method="post" action="login">
        <h2>Sign in</h2>
        {Error(failed)}
        <label for="token">Token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required="required" autofocus="autofocus" aria-describedby="{(failed is null ? "hint" : "error hint")}"{(failed is null ? Markup.None : Markup.Of($" aria-invalid=\"true\""))}/>
        <p class="note" id="hint">The service printed an administrator's token when it was started for the first time; an administrator makes others.</p>
        <input type="hidden" name="returnTo" value="{Local(returnTo)}"/>
        <button>Sign in</button>
        </form>
        </main>
        </body>
        </html>

        """).ToString();

    private static Markup Error(string? failed) => failed is null ? Markup.None
        : Markup.Of($"<p class=\"banner alarm\" id=\"error\" role=\"alert\">{reasons.GetValueOrDefault(failed, "Signing in did not work. Try again.")}</p>");

    /// <summary>A path of this service, or its root: nobody is sent elsewhere after signing in.</summary>
    public static string Local(string? path) =>
        path is { Length: > 0 and <= 2000 } && path[0] == '/' && !(path.Length > 1 && path[1] is '/' or '\\') && !path.Any(char.IsControl) ? path : "/";
}
