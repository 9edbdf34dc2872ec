using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Headroom.TestKit.Redfish;

/// <summary>Whether a request still means the resource as it stands.</summary>
/// <remarks>
///   If-Match        one of the tags is the current one, strongly compared; a resource without a tag has none that could be
///   If-None-Match   none is, weakly compared
///   Source          RFC 9110, sections 8.8.3.2, 13.1.1, 13.1.2 and 13.2.2.
/// </remarks>
internal static class Preconditions
{
    /// <summary>The status that ends the request: 304 or 412; null where it goes on.</summary>
    /// <param name="tag">As it stands in the header, in quotes; null for a resource that has none.</param>
    public static int? Judge(HttpRequest request, string? tag)
    {
        if (request.Headers.IfMatch is var match && match.ToString().Length > 0 && !Matches(match, tag, strongly: true)) return 412;
        if (request.Headers.IfNoneMatch is var none && none.ToString().Length > 0 && Matches(none, tag, strongly: false))
            return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? 304 : 412;
        return null;
    }

    private static bool Matches(StringValues header, string? tag, bool strongly) =>
        header.ToString().Trim() == "*" || tag is not null && EntityTagHeaderValue.TryParseList(header, out IList<EntityTagHeaderValue>? tags)
            && tags.Any(one => one.Compare(new(tag), strongly));
}
