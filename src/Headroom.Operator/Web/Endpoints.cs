using System.Security.Claims;
using System.Text.Json;
using Headroom.Control;
using Headroom.Operator.Store;
using Headroom.Quantities;
using Headroom.Sites;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;

namespace Headroom.Operator.Web;

/// <summary>The HTTP API. Every operation names its rule; what names none is closed.</summary>
internal static class Endpoints
{
    private const int BodyMost = 64 << 10;

    /// <summary>A page of the journal ends with the entry that comes to it: one body may have 64 MiB, and a page 1,000 of them.</summary>
    internal const int PageBytes = 16 << 20;

    public static void MapApi(this IEndpointRouteBuilder to, SiteService site, IJournalStore store, Access access, ILogger log)
    {
        RouteGroupBuilder api = to.MapGroup("/api/v1");
        api.AddEndpointFilter(async (context, next) => IsForeign(context.HttpContext) ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(context));
        var stream = new SiteStream(site);
        api.MapGet("/site", () => Json(writer => SiteJson.Site(writer, site.Site))).RequireAuthorization(Scopes.Read).WithSummary("What does not change of the site.");
        api.MapGet("/now", IResult () => site.Now is { } view ? Json(writer => SiteJson.View(writer, view)) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable))
            .RequireAuthorization(Scopes.Read).WithSummary("Figures of the last beat.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/limits", () => Json(writer => SiteJson.Limits(writer, site.Now))).RequireAuthorization(Scopes.Read).WithSummary("Limits in force, coming, and over for less than a day.");
        api.MapGet("/offers", () => Json(writer => SiteJson.Offers(writer, site.Now))).RequireAuthorization(Scopes.Read).WithSummary("What the site can promise upward.");
        api.MapGet("/stream", (HttpContext context, CancellationToken _) => stream.ServeAsync(context))
            .RequireAuthorization(Scopes.Read).Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .WithSummary("Figures of every beat, as server-sent events.");
        api.MapPost("/limits", (HttpContext context, CancellationToken stop) => PostLimitAsync(context, site, stop))
            .RequireAuthorization(Scopes.Limits).WithSummary("Sets a limit of the caller's authority, or replaces the one of that name.")
            .AddOpenApiOperationTransformer((operation, described, stop) => ShowAsync(operation, described, typeof(LimitAsked), stop))
            .Produces<LimitAnswered>().Produces<LimitAnswered>(StatusCodes.Status409Conflict)
            .Produces<LimitAnswered>(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapDelete("/limits/{name}", (string name, HttpContext context, CancellationToken stop) => CancelAsync(name, context, site, stop)).RequireAuthorization(Scopes.Limits).WithSummary("Cancels a limit of the caller's.")
            .Produces<LimitAnswered>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/heartbeat", (HttpContext context, CancellationToken stop) => HeartbeatAsync(context, site, stop)).RequireAuthorization(Scopes.Limits).WithSummary("Shows the caller alive.");
        api.MapGet("/journal", (long? from, int? count, CancellationToken stop) => JournalAsync(store, from ?? 1, Math.Clamp(count ?? 100, 1, 1000), stop))
            .RequireAuthorization(Scopes.Admin).WithSummary("Entries of the journal with their hashes: as many as asked for, or fewer where their bodies come to 16 MiB. The next page is from the last sequence plus one.");
        api.MapGet("/tokens", () => Results.Json(access.Grants.Select(one => new { one.Name, Role = one.Role.ToString(), one.Authority, one.Given })))
            .RequireAuthorization(Scopes.Admin).WithSummary("Who has tokens.");
        api.MapPost("/tokens", (HttpContext context, CancellationToken stop) => GiveAsync(context, access, site, log, stop))
            .RequireAuthorization(Scopes.Admin).WithSummary("Gives a token; the answer is the only time it is shown.")
            .AddOpenApiOperationTransformer((operation, described, stop) => ShowAsync(operation, described, typeof(TokenAsked), stop))
            .Produces<TokenGiven>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapDelete("/tokens/{name}", (string name, HttpContext context, CancellationToken stop) => TakeBackAsync(name, context, access, site, log, stop))
            .RequireAuthorization(Scopes.Admin).WithSummary("Takes a token back.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        // whoever may look hears that there is nothing here; nobody else learns what there is
        api.MapFallback("{*rest}", (HttpContext context) =>
            Results.Problem($"Nothing answers {context.Request.Method} {context.Request.Path} here; /openapi/v1.json says what does.", statusCode: StatusCodes.Status404NotFound))
            .RequireAuthorization(Scopes.Read).ExcludeFromDescription();
    }

    /// <summary>The body of a request, for the document alone: said to the route, it would turn away who names another media type, as curl does.</summary>
    private static async Task ShowAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, Type body, CancellationToken stop) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body, null, stop) } },
        };

    private static JsonBytes Json(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) => new JsonBytes(SiteJson.Text(write), status);

    private static async Task<IResult> GiveAsync(HttpContext context, Access access, SiteService site, ILogger log, CancellationToken stop)
    {
        if (await BoundedBody.ReadAsync(context.Request, BodyMost, stop) is not { } body) return Problem($"a body of at most {BodyMost} bytes");
        (TokenRequest? asked, IReadOnlyList<Finding> findings) = TokenRequest.Read(body, access.IsReserved);
        if (asked is null) return Findings(findings);
        if (!asked.Replace && access.Grants.Any(one => one.Name == asked.Name))
            return Results.Problem($"{asked.Name} has a token. Say \"replace\": true to make it void and give another, or take it back.",
                statusCode: StatusCodes.Status409Conflict);
        if (asked.Role != Role.Admin && IsLastAdmin(access, asked.Name)) return LastAdmin(asked.Name);
        string token = await access.GiveAsync(asked.Name, asked.Role, asked.Authority, site.Clock.Time.GetUtcNow(), stop);
        await TellAsync($"token given to {asked.Name}: {asked.Role}{(asked.Authority is { } named ? $", speaks for {named}" : "")}", context, site, log, stop);
        return Results.Json(new TokenGiven(asked.Name, asked.Role.ToString(), asked.Authority, token), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> TakeBackAsync(string name, HttpContext context, Access access, SiteService site, ILogger log, CancellationToken stop)
    {
        if (IsLastAdmin(access, name)) return LastAdmin(name);
        if (!await access.TakeAsync(name, stop)) return Results.Problem($"Nobody of the name {name} has a token.", statusCode: StatusCodes.Status404NotFound);
        await TellAsync($"token of {name} taken back", context, site, log, stop);
        return Results.NoContent();
    }

    private static bool IsLastAdmin(Access access, string name) => access.Grants.Where(one => one.Role == Role.Admin).Select(one => one.Name).SequenceEqual([name]);

    private static IResult LastAdmin(string name) =>
        Results.Problem($"{name} is the only admin: nobody could give tokens any more. Make another one first.", statusCode: StatusCodes.Status409Conflict);

    /// <summary>Who may what is part of the evidence: it goes into the log, and into the journal where this process acts.</summary>
    private static async Task TellAsync(string what, HttpContext context, SiteService site, ILogger log, CancellationToken stop)
    {
        string who = context.User.Identity?.Name ?? "";
        log.AccessChanged(what, who);
        await site.NoteAsync(new("api", context.Connection.RemoteIpAddress?.ToString() ?? "", what, default) { Subject = who }, stop);
    }

    private static async Task<IResult> PostLimitAsync(HttpContext context, SiteService site, CancellationToken stop)
    {
        if (await BoundedBody.ReadAsync(context.Request, BodyMost, stop) is not { } body) return Problem($"a body of at most {BodyMost} bytes");
        LimitSource source = SourceOf(context.User);
        (LimitEvent? limit, IReadOnlyList<Finding> findings) = LimitRequest.Read(body, site.Clock.UtcNow, source.Authority);
        if (limit is null) return Findings(findings);
        // a ramp falls from what is drawn when it is asked for, and rises to that; who draws less than the level has nothing to come down from.
        // A site's own steepest ramp is one too, and a feed need have no rating that it could fall from
        bool falls = limit.Feed is not null || limit.Ramp != LimitRamp.None || limit.Recovery > TimeSpan.Zero;
        if (falls && (limit.Feed is null ? site.Now?.Import : FlowOf(limit.Feed, site)) is { } drawn)
            limit = limit with { Baseline = Power.Max(drawn, limit.Level!.Value) };
        return await SendAsync(LimitMessage.Demand(source, SiteService.StampedWhenTaken, limit), context, "limit", body, site, stop);
    }

    private static Power? FlowOf(string feed, SiteService site)
    {
        for (int node = 0; node < site.Site.Tree.Count; node++)
            if (site.Site.Tree[node].Name == feed && site.Now?.Field.Tree is { } flows && node < flows.Count) return flows[node].Flow;
        return null;
    }

    private static async Task<IResult> CancelAsync(string said, HttpContext context, SiteService site, CancellationToken stop)
    {
        // a slash stays escaped on its way here; a name that has the escape itself is found as it stands
        string name = await site.KnowsAsync(SourceOf(context.User), said, stop) is false ? said.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) : said;
        return await site.KnowsAsync(SourceOf(context.User), name, stop) is false
            ? Results.Problem($"{context.User.Identity?.Name} has no limit of the name {name}.", statusCode: StatusCodes.Status404NotFound)
            : await SendAsync(LimitMessage.Cancel(SourceOf(context.User), SiteService.StampedWhenTaken, name), context, "cancel", System.Text.Encoding.UTF8.GetBytes(name), site, stop);
    }

    private static Task<IResult> HeartbeatAsync(HttpContext context, SiteService site, CancellationToken stop) =>
        SendAsync(LimitMessage.Heartbeat(SourceOf(context.User), SiteService.StampedWhenTaken), context, "heartbeat", default, site, stop);

    private static async Task<IResult> SendAsync(LimitMessage message, HttpContext context, string what, ReadOnlyMemory<byte> body, SiteService site, CancellationToken stop)
    {
        try
        {
            Evidence how = new("api", context.Connection.RemoteIpAddress?.ToString() ?? "", what, body) { Subject = context.User.Identity?.Name };
            LimitReceipt receipt = await site.ReceiveAsync(message, how, stop);
            int status = receipt.Outcome switch
            {
                LimitOutcome.Accepted or LimitOutcome.Heard => StatusCodes.Status200OK,
                LimitOutcome.Repeated or LimitOutcome.Superseded or LimitOutcome.Contradicted => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status422UnprocessableEntity,
            };
            return Json(writer => SiteJson.Receipt(writer, receipt), status);
        }
        catch (OperatorGone gone) { return Results.Problem(gone.Message, statusCode: StatusCodes.Status503ServiceUnavailable); }
    }

    /// <summary>A page of somebody else's cannot act with the cookie of a person who is logged in here.</summary>
    private static bool IsForeign(HttpContext context) => !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
        && context.User.HasClaim(claim => claim.Type == TokenScheme.CookieClaim) && context.Request.Headers["X-Headroom"] != "1";

    /// <summary>Whoever speaks for an authority speaks for that one; other people are the operator of the site. Each name is a source of its own.</summary>
    internal static LimitSource SourceOf(ClaimsPrincipal user) =>
        new(user.FindFirstValue(Scopes.Authority) is { } named && Words.IsOneOf(named, out LimitAuthority authority) ? authority : LimitAuthority.Operator,
            user.Identity?.Name ?? "");

    private static async Task<IResult> JournalAsync(IJournalStore store, long from, int count, CancellationToken stop)
    {
        List<object> entries = [];
        long bytes = 0;
        await foreach (Journal.JournalEntry entry in store.ReadAsync(Math.Max(1, from), stop))
        {
            var body = JsonSerializer.Deserialize<JsonElement>(entry.Body.Span);
            entries.Add(new { entry.Sequence, entry.At, entry.Kind, Body = body, Hash = Convert.ToHexStringLower(entry.Hash.Span) });
            if (entries.Count == count || (bytes += entry.Body.Length) >= PageBytes) break;
        }
        return Results.Json(entries);
    }

    private static IResult Problem(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Findings(IReadOnlyList<Finding> findings) => Results.Json(
        new { title = "wrong input", status = 400, findings = findings.Select(one => new { one.Path, one.Read, one.Expected, one.Remedy }) },
        statusCode: StatusCodes.Status400BadRequest, contentType: "application/problem+json");

    private sealed class JsonBytes(byte[] body, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.ContentType, httpContext.Response.ContentLength) = (status, "application/json", body.Length);
            return httpContext.Response.Body.WriteAsync(body).AsTask();
        }
    }
}
