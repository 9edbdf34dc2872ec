using System.Buffers;
using System.Text;
using Headroom.Control;
using Headroom.Protocols;
using Headroom.Protocols.Coordination;
using Headroom.Protocols.Jose;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Operator.Web.Coordination;

/// <summary>Requests of the coordination protocol: who, what, and the controller's answer.</summary>
internal sealed class CoordinationService(ISiteDesk desk, CoordinationSetting setting)
{
    public const string Channel = "coordination";

    private readonly RefusalNotes refused = new(desk.Clock.Time);

    public EvidenceChain Chain { get; } = new();

    /// <summary>Takes a message of one of the kinds that a path is for.</summary>
    public async Task TakeAsync<T>(HttpContext http) where T : CoordinationMessage
    {
        if (await KnownAsync(http).ConfigureAwait(false) is not { } caller) return;
        if (await BodyAsync(http).ConfigureAwait(false) is not { } body) return;
        if (await ReadAsync(http, caller, body).ConfigureAwait(false) is not { } message) return;
        if (message is not T)
        {
            await ProblemAsync(http, 400, "malformed", $"kind: this path does not take a {message.GetType().Name.ToLowerInvariant()}").ConfigureAwait(false);
            return;
        }
        if (!caller.Speaks.Contains(CoordinationMapping.Source(message.Source)))
        {
            await NoteAsync(caller.Subject, "refused: speaks for another", body, http.RequestAborted).ConfigureAwait(false);
            await ProblemAsync(http, 403, "not yours", $"{caller.Subject} may not speak for {message.Source}").ConfigureAwait(false);
            return;
        }
        LimitReceipt receipt;
        try
        {
            // once journaled a message is answered, whether or not its sender still listens
            receipt = await desk.ReceiveAsync(CoordinationMapping.Message(message),
                new(Channel, caller.Subject, "limit", body) { Subject = caller.Subject }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperatorGone gone)
        {
            http.Response.Headers.RetryAfter = "5";
            await ProblemAsync(http, 503, "stands by", gone.Message).ConfigureAwait(false);
            return;
        }
        byte[] answer = CoordinationMapping.Answer(message, receipt).Write();
        Chain.Add($"limit {receipt.Outcome}".ToLowerInvariant(), Encoding.UTF8.GetString(answer), desk.Clock.UtcNow);
        await SayAsync(http, receipt.Outcome == LimitOutcome.Refused ? 422 : 200, answer).ConfigureAwait(false);
    }

    public async Task DescribeAsync(HttpContext http)
    {
        if (await KnownAsync(http).ConfigureAwait(false) is not { } caller) return;
        SiteDescription site = new(desk.Site.Name, desk.Clock.UtcNow, desk.Site.Feeds,
            [.. caller.Speaks.Select(CoordinationMapping.Speaker)])
        {
            ConnectionKilowatts = CoordinationMapping.Kilowatts(desk.Site.Connection),
            Accepts = setting.Key is null ? ["json"] : setting.RequiresSignature ? ["jose"] : ["json", "jose"],
        };
        await SayAsync(http, 200, site.Write()).ConfigureAwait(false);
    }

    /// <summary>What a view of the site says.</summary>
    public async Task ShowAsync(HttpContext http, Func<SiteView, CoordinationAnswer> of)
    {
        if (await KnownAsync(http).ConfigureAwait(false) is null) return;
        if (desk.Now is { } view) await SayAsync(http, 200, of(view).Write()).ConfigureAwait(false);
        else
        {
            http.Response.Headers.RetryAfter = "1";
            await ProblemAsync(http, 503, "starting", "The first beat is not over.").ConfigureAwait(false);
        }
    }

    /// <summary>Null, and answered, for whoever is not known.</summary>
    public async Task<CoordinationCaller?> KnownAsync(HttpContext http)
    {
        if (setting.Caller(http) is { } caller) return caller;
        http.Response.Headers.WWWAuthenticate = "Bearer";
        await ProblemAsync(http, 401, "who are you", "A bearer token is needed.").ConfigureAwait(false);
        return null;
    }

    public static async Task ProblemAsync(HttpContext http, int status, string title, string detail) =>
        await SayAsync(http, status, new CoordinationProblem(status, title, detail).Write(),
        CoordinationWords.Problem).ConfigureAwait(false);

    private static async Task SayAsync(HttpContext http, int status, byte[] body, string type = CoordinationWords.Json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<byte[]?> BodyAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = CoordinationWords.BytesMost + 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CoordinationWords.BytesMost + 1);
        try
        {
            if (http.Request.ContentLength is not > CoordinationWords.BytesMost)
            {
                int read = await http.Request.Body.ReadAtLeastAsync(buffer.AsMemory(0, CoordinationWords.BytesMost + 1),
                    CoordinationWords.BytesMost + 1, throwOnEndOfStream: false, http.RequestAborted)
                    .ConfigureAwait(false);
                if (read <= CoordinationWords.BytesMost) return buffer[..read];
            }
        }
        catch (BadHttpRequestException)
        {
            // larger than it said
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        // what is left of it is not read: the connection cannot serve another request
        http.Response.Headers.Connection = "close";
        await ProblemAsync(http, 413, "too large", $"{CoordinationWords.BytesMost} bytes are read at most.").ConfigureAwait(false);
        return null;
    }

    private Task NoteAsync(string subject, string what, byte[] body, CancellationToken stop) =>
        refused.NoteOf(Channel, subject, what, body) is { } note ? desk.NoteAsync(note, stop).AsTask() : Task.CompletedTask;

    private async Task<CoordinationMessage?> ReadAsync(HttpContext http, CoordinationCaller caller, byte[] body)
    {
        string type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        bool isSigned = type == CoordinationWords.Signed;
        if (!isSigned && (type != CoordinationWords.Json || setting.RequiresSignature) || isSigned && setting.Key is null)
        {
            await ProblemAsync(http, 415, "another type", setting.RequiresSignature ? "Messages are signed here: application/jose."
                : "Messages are application/json.").ConfigureAwait(false);
            return null;
        }
        Malformed? wrong;
        if (!isSigned)
        {
            if (CoordinationMessage.Read(body, out wrong) is { } plain) return plain;
            await ProblemAsync(http, 400, "malformed", $"{wrong}").ConfigureAwait(false);
            return null;
        }
        if (Jws.Read(Encoding.UTF8.GetString(body).Trim(), out wrong) is not { } signed
            || CoordinationMessage.Read(signed.Payload, out wrong) is not { } message)
        {
            await ProblemAsync(http, 400, "malformed", $"{wrong}").ConfigureAwait(false);
            return null;
        }
        string? why = setting.Key!(message.Source, signed.Header.KeyId) is not { } key ? "the key is not one of this speaker"
            : !signed.IsSignedBy(key) ? "the signature is not of this message"
            : (message.Issued - desk.Clock.UtcNow).Duration() > setting.Window ? "it was issued too long ago, or not yet" : null;
        if (why is null) return message;
        await NoteAsync(caller.Subject, $"refused: {message.Source}: {why}", body, http.RequestAborted).ConfigureAwait(false);
        await ProblemAsync(http, 403, "not believed", why).ConfigureAwait(false);
        return null;
    }
}
