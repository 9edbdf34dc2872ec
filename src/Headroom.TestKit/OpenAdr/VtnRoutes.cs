using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Headroom.Protocols.OpenAdr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.OpenAdr;

/// <summary>The 27 paths of openadr3.yaml. One door for all of them: token, then role, then scope; what is behind it checks ownership and
/// targets.</summary>
/// <remarks>The scheme bearerAuth, which openadr3.yaml lists beside OAuth2 for a demonstration page and which would let any token pass, is
/// not followed.</remarks>
internal sealed class VtnRoutes(VtnSetting setting, VtnMischief mischief, VtnTokens tokens, VtnObjects objects, VtnTopics topics,
    VtnBroker? broker, Action<string> heard)
{
    private delegate ValueTask<VtnAnswer> Handler(VtnCall call);

    private enum Role { Any, Business, Ven }

    /// <summary>Methods that each path takes.</summary>
    private readonly Dictionary<string, List<string>> allowed = [];

    public void Map(WebApplication app)
    {
        app.Use(ProblemsAsync);
        Kind(app, AdrKind.Program, [VtnScopes.ReadTargets], VtnScopes.WritePrograms, Role.Business);
        Kind(app, AdrKind.Event, [VtnScopes.ReadTargets], VtnScopes.WriteEvents, Role.Business);
        Kind(app, AdrKind.Report, [VtnScopes.ReadVenObjects], VtnScopes.WriteReports, Role.Ven);
        Kind(app, AdrKind.Subscription, [VtnScopes.ReadVenObjects], VtnScopes.WriteSubscriptions, Role.Any);
        Kind(app, AdrKind.Ven, [VtnScopes.ReadVenObjects], VtnScopes.WriteVens, Role.Any);
        Kind(app, AdrKind.Resource, [VtnScopes.ReadVenObjects], VtnScopes.WriteVens, Role.Any);
        // some clients look for tokens below the host, whatever the base path
        string[] roots = setting.BasePath.Length == 0 ? [""] : ["", setting.BasePath];
        foreach (string root in roots)
        {
            Mapped(app, "GET", root + "/auth/server", context => Open(context, () => ValueTask.FromResult(new VtnAnswer(200,
                AdrWriter.TokenUrl($"{context.Request.Scheme}://{context.Request.Host}{root}/auth/token")))));
            Mapped(app, "POST", root + "/auth/token", context => Open(context, () => TokenAsync(context)));
        }
        Guarded(app, "GET", "/notifiers", [VtnScopes.ReadTargets, VtnScopes.ReadVenObjects], Role.Any, call =>
            ValueTask.FromResult(Notifiers(call.Host)));
        foreach (string kind in (string[])["events", "reports", "subscriptions", "vens", "resources", "programs"])
            Topics(app, $"/notifiers/mqtt/topics/{kind}", [], kind, isSingle: false, static (_, _) => true);
        string[] hearers = setting.VensHearPrograms ? [VtnScopes.ReadTargets] : [];
        Topics(app, "/notifiers/mqtt/topics/programs/{id}", hearers, "programs/{id}", isSingle: true, topics.HearsProgram);
        Topics(app, "/notifiers/mqtt/topics/programs/{id}/events", hearers, "programs/{id}/events", isSingle: false, topics.HearsProgram);
        Topics(app, "/notifiers/mqtt/topics/vens/{id}", [VtnScopes.ReadVenObjects], "vens/{id}", isSingle: true, topics.IsOwn);
        foreach (string kind in (string[])["events", "programs", "resources"])
            Topics(app, $"/notifiers/mqtt/topics/vens/{{id}}/{kind}", [VtnScopes.ReadVenObjects], $"vens/{{id}}/{kind}", isSingle: false,
                topics.IsOwn);
        foreach ((string path, List<string> methods) in allowed)
            app.Map(path, context =>
            {
                context.Response.Headers.Allow = string.Join(", ", methods);
                return WriteAsync(context, VtnAnswer.Problem(405, "Method Not Allowed", $"{context.Request.Method} is not among {string.Join(", ", methods)}."));
            });
        // the pattern that is the default leaves out paths that look like files
        app.MapFallback("{**path}", context => WriteAsync(context, VtnAnswer.Problem(404, "Not Found", "Unrecognized URL")));
    }

    /// <summary>HEAD goes wherever GET does; the host sends no body then.</summary>
    private void Mapped(WebApplication app, string method, string path, RequestDelegate answer)
    {
        string[] methods = method == "GET" ? ["GET", "HEAD"] : [method];
        if (!allowed.TryGetValue(path, out List<string>? known)) allowed[path] = known = [];
        known.AddRange(methods);
        app.MapMethods(path, methods, answer);
    }

    private void Kind(WebApplication app, AdrKind kind, string[] read, string write, Role writer)
    {
        string path = "/" + VtnBroker.Collection(kind);
        Guarded(app, "GET", path, read, Role.Any, call => ValueTask.FromResult(objects.List(kind, call)));
        Guarded(app, "POST", path, [write], writer, call => objects.CreateAsync(kind, call));
        Guarded(app, "GET", path + "/{id}", read, Role.Any, call => ValueTask.FromResult(objects.Get(kind, call)));
        Guarded(app, "PUT", path + "/{id}", [write], writer, call => objects.UpdateAsync(kind, call));
        Guarded(app, "DELETE", path + "/{id}", [write], writer, call => ValueTask.FromResult(objects.Delete(kind, call)));
    }

    /// <param name="scopes">One of them is needed; reads are also open to read_all.</param>
    private void Topics(WebApplication app, string path, string[] scopes, string topic, bool isSingle,
        Func<VtnCaller, string, bool> exists) => Guarded(app, "GET", path, scopes, Role.Any, call =>
    {
        if (mischief.RefusesTopics) return ValueTask.FromResult(VtnAnswer.Forbidden("no topics"));
        if (mischief.WritesTopicPlaceholder) return ValueTask.FromResult(new VtnAnswer(200, "\"topics of objects\""u8.ToArray()));
        if (broker is null || !exists(call.Caller, call.Id)) return ValueTask.FromResult(VtnAnswer.NotFound);
        return ValueTask.FromResult(new VtnAnswer(200,
            AdrWriter.Topics(broker.Topics(topic.Replace("{id}", call.Id, StringComparison.Ordinal), isSingle))));
    });

    private void Guarded(WebApplication app, string method, string path, string[] scopes, Role role, Handler handler) =>
        Mapped(app, method, setting.BasePath + path, context => Open(context, async () =>
    {
        bool isBearer = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out AuthenticationHeaderValue? said)
            && string.Equals(said.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase);
        if (tokens.Of(isBearer ? said!.Parameter : null) is not { } caller)
            return mischief.RefusesWithForbidden ? VtnAnswer.Forbidden("bad token") : VtnAnswer.Unauthorized;
        if (role == Role.Business && !caller.IsBusiness) return VtnAnswer.Forbidden("Only business logic writes these.");
        if (role == Role.Ven && caller.IsBusiness) return VtnAnswer.Forbidden("Only VENs write these.");
        bool isRead = method == "GET";
        if (!scopes.Any(caller.May) && !(isRead && caller.May(VtnScopes.ReadAll)))
            return VtnAnswer.Forbidden($"The token lacks the scope {string.Join(" or ", scopes.Append(VtnScopes.ReadAll).Take(isRead ? 3 : 1))}.");
        string id = context.Request.RouteValues["id"] as string ?? "";
        if (id.Length > 0 && !RequestCheck.IsId(id)) return VtnAnswer.BadRequest("the path names no object ID");
        using MemoryStream body = new();
        if (!isRead) await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        VtnAnswer answer = await handler(new(caller, context.Request.Host.Host, id, VtnQuery.Of(context.Request.Query), body.ToArray(),
            context.RequestAborted)).ConfigureAwait(false);
        bool isStored = !isRead && answer.Status is 200 or 201;
        return isStored && mischief.Take(one => one.FailsAfterStoring, (one, left) => one.FailsAfterStoring = left)
            ? VtnAnswer.Problem(500, "Internal Server Error", "a subscriber is dead") : answer;
    }));

    /// <summary>Misbehaviour that strikes before anybody is asked who they are.</summary>
    private async Task Open(HttpContext context, Func<ValueTask<VtnAnswer>> answer)
    {
        if (mischief.Take(one => one.Drops, (one, left) => one.Drops = left))
        {
            context.Abort();
            return;
        }
        if (mischief.Take(one => one.Hangs, (one, left) => one.Hangs = left))
        {
            TaskCompletionSource gone = new();
            await using CancellationTokenRegistration leaving = context.RequestAborted.Register(gone.SetResult);
            await gone.Task.ConfigureAwait(false);
            return;
        }
        VtnAnswer said;
        VtnChance? chance = mischief.Chance;
        VtnFault fault = chance?.Next() ?? VtnFault.None;
        switch (fault)
        {
            case VtnFault.Reset:
                context.Abort();
                return;
            case VtnFault.Late:
                await Task.Delay(chance!.Lateness(), context.RequestAborted).ConfigureAwait(false);
                break;
            case VtnFault.TokensGone:
                tokens.Forget();
                break;
            case VtnFault.Skewed:
                mischief.ClockSkew = chance!.Skew();
                break;
        }
        if (mischief.Take(one => one.Fails, (one, left) => one.Fails = left))
            said = VtnAnswer.Problem(503, "Service Unavailable", "misbehaving on request");
        else if (Refusal(fault) is { } refusal) said = refusal;
        else said = await answer().ConfigureAwait(false);
        if (chance is not null) said = said with { Body = chance.Spoiled(said.Body, fault) };
        await WriteAsync(context, said, fault).ConfigureAwait(false);
    }

    private static readonly byte[] page = "<html><body>Please come back later.</body></html>"u8.ToArray();

    private static VtnAnswer? Refusal(VtnFault fault) => fault switch
    {
        VtnFault.ServerError => VtnAnswer.Problem(500, "Internal Server Error", "misbehaving by chance"),
        VtnFault.Unavailable => new(503, page),
        VtnFault.TooMany => VtnAnswer.Problem(429, "Too Many Requests", "misbehaving by chance"),
        VtnFault.WrongContent => new(200, page),
        _ => null,
    };

    /// <summary>Refusals of the host, as of a body that is too large, are problems with a body as well.</summary>
    private async Task ProblemsAsync(HttpContext context, RequestDelegate next)
    {
        VtnAnswer refusal;
        try
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        catch (BadHttpRequestException wrong) when (!context.Response.HasStarted)
        {
            refusal = VtnAnswer.Problem(wrong.StatusCode, "Bad Request", wrong.Message);
        }
        await WriteAsync(context, refusal).ConfigureAwait(false);
    }

    private async Task WriteAsync(HttpContext context, VtnAnswer answer, VtnFault fault = VtnFault.None)
    {
        bool isPage = ReferenceEquals(answer.Body, page);
        byte[] body = isPage || fault is VtnFault.CutBody or VtnFault.WrongObject ? answer.Body : MischiefBody.Spoiled(answer.Body, mischief, isPushed: false);
        bool isProblem = answer.Status >= 400;
        if (answer.Status == 409 && mischief.AnswersConflictWithEmptyList) body = "[]"u8.ToArray();
        else if (isProblem && mischief.WritesProblemStatusAsText)
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body)
                .Replace($"\"status\":{answer.Status}", $"\"status\":\"{answer.Status}\"", StringComparison.Ordinal));
        heard($"{context.Request.Method} {context.Request.Path.Value} {answer.Status}");
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = isProblem && mischief.WritesProblemJson ? "application/problem+json" : "application/json";
        if (isPage) context.Response.ContentType = "text/html";
        if (fault == VtnFault.WrongContentType) context.Response.ContentType = "text/plain";
        if (fault == VtnFault.TooMany) context.Response.Headers.RetryAfter = "1";
        if (fault == VtnFault.HalfBody)
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            context.Abort();
            return;
        }
        if (answer.Status == 401 && context.Response.Headers.WWWAuthenticate.Count == 0) context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private VtnAnswer Notifiers(string asked)
    {
        if (mischief.RefusesNotifiers) return VtnAnswer.Problem(500, "Internal Server Error", "no notifiers");
        // on loopback the broker has that address and no name
        string host = IPAddress.IsLoopback(setting.Host) ? $"{new IPEndPoint(setting.Host, 0)}"[..^2] : asked;
        MqttNotifier? mqtt = broker is null ? null : new([$"mqtt://{host}:{broker.Port}"], MqttAuthentication.BearerToken, "{clientID}");
        return new(200, AdrWriter.Notifiers(new(true, mqtt)));
    }

    private async ValueTask<VtnAnswer> TokenAsync(HttpContext context)
    {
        (context.Response.Headers.CacheControl, context.Response.Headers.Pragma) = ("no-store", "no-cache");
        if (!context.Request.HasFormContentType) return new(400, AdrWriter.TokenRefusal("invalid_request", "a form is expected"));
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (form.Keys.FirstOrDefault(one => form[one].Count > 1) is { } twice)
            return new(400, AdrWriter.TokenRefusal("invalid_request", $"{twice} is stated more than once"));
        (string? id, string? secret) = (form["client_id"].FirstOrDefault(), form["client_secret"].FirstOrDefault());
        // a secret in the header counts where none is in the body, also where the body names the client
        (string Id, string Secret)? basic = string.IsNullOrEmpty(secret) ? Basic(context) : null;
        if (basic is { } header) (id, secret) = header;
        (string? grant, string? scope) = (form["grant_type"].FirstOrDefault(), form["scope"].FirstOrDefault());
        (TokenAnswer? token, string error, string why) = tokens.Give(grant, id, secret, scope);
        // RFC 6749 escapes both, and many clients do not
        if (token is null && error == "invalid_client" && basic is { } escaped)
            (token, error, why) = tokens.Give(grant, Uri.UnescapeDataString(escaped.Id), Uri.UnescapeDataString(escaped.Secret), scope);
        // the way in that RFC 6749 demands of every server, and the one that was taken where the header was used
        if (error == "invalid_client") context.Response.Headers.WWWAuthenticate = "Basic realm=\"openadr\"";
        if (token is null)
            return new(error == "invalid_client" ? mischief.RefusesWithForbidden ? 403 : 401 : 400, AdrWriter.TokenRefusal(error, why));
        byte[] body = AdrWriter.Token(mischief.LeavesLifetimeOut ? token with { Lifetime = null } : token);
        if (mischief.WritesScopeAsList)
        {
            string list = $"[{string.Join(',', token.Scopes.Select(one => $"\"{one}\""))}]";
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body)
                .Replace($"\"{string.Join(' ', token.Scopes)}\"", list, StringComparison.Ordinal));
        }
        return new(200, body);
    }

    /// <summary>Credentials in the header, as RFC 6749 prefers, as they were written.</summary>
    private static (string Id, string Secret)? Basic(HttpContext context)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out AuthenticationHeaderValue? said)
            || !string.Equals(said.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || said.Parameter is null) return null;
        Span<byte> bytes = new byte[said.Parameter.Length];
        if (!Convert.TryFromBase64String(said.Parameter, bytes, out int length)) return null;
        string[] parts = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }
}
