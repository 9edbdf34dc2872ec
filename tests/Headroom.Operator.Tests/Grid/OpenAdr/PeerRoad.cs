using System.Net;
using System.Text;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Makes a VTN of the test kit answer as another make of VTN does.</summary>
internal sealed class PeerRoad() : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>An answer in the VTN's place; null lets the VTN answer.</summary>
    public Func<HttpRequestMessage, (HttpStatusCode Status, string Body)?> Instead { get; set; } = _ => null;

    /// <summary>What becomes of an answer's body.</summary>
    public Func<HttpRequestMessage, string, string> Rewritten { get; set; } = (_, body) => body;

    /// <summary>Method, path and query of every request, without the pages.</summary>
    public List<string> Asked { get; } = [];

    public static string PathOf(HttpRequestMessage request) => request.RequestUri!.PathAndQuery.Replace("/openadr3/3.1.0/", "", StringComparison.Ordinal)
        .Replace("?skip=0&limit=50", "", StringComparison.Ordinal).Replace("&skip=0&limit=50", "", StringComparison.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add($"{request.Method} {PathOf(request)}");
        if (Instead(request) is var (status, body)) return new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        string said = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.Content = new StringContent(Rewritten(request, said), Encoding.UTF8, "application/json");
        return answer;
    }
}
