using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>What the VTN answers.</summary>
internal readonly record struct VtnAnswer(int Status, byte[] Body)
{
    public static VtnAnswer Of(AdrObject one, int status = 200) => new(status, AdrWriter.Object(one));
    public static VtnAnswer BadRequest(string why) => Problem(400, "Bad Request", why);
    public static VtnAnswer Unauthorized { get; } = Problem(401, "Unauthorized", "A valid bearer token is needed.");
    public static VtnAnswer Forbidden(string why) => Problem(403, "Forbidden", why);
    public static VtnAnswer NotFound { get; } = Problem(404, "Not Found", "No such object.");
    public static VtnAnswer Conflict(string why) => Problem(409, "Conflict", why);
    public static VtnAnswer Problem(int status, string title, string why) => new(status, AdrWriter.Problem(new(null, title, status, why)));
}

/// <summary>A request by somebody who is known.</summary>
/// <param name="Host">By which it reached this VTN.</param>
/// <param name="Id">Of the path; empty for a collection.</param>
internal sealed record VtnCall(VtnCaller Caller, string Host, string Id, VtnQuery Query, byte[] Body, CancellationToken Stop)
{
    public bool IsBusiness => Caller.IsBusiness;
}
