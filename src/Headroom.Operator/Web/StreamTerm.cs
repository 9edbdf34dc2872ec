using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Headroom.Operator.Web;

/// <summary>How long an answer without an end goes on: until whoever listens leaves, the service stops, or an hour is over.</summary>
/// <remarks>Then whoever still may look asks anew: a role that was taken away is gone within the hour.</remarks>
internal sealed class StreamTerm : IDisposable
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly CancellationTokenSource over, all;

    private StreamTerm(TimeProvider time, CancellationToken gone, CancellationToken stopping)
    {
        over = new(Longest, time);
        all = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping, over.Token);
    }

    public CancellationToken Token => all.Token;

    public static StreamTerm Of(HttpContext context, TimeProvider time) =>
        new(time, context.RequestAborted, context.RequestServices?.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);

    public void End() => all.Cancel();

    public void Dispose()
    {
        all.Dispose();
        over.Dispose();
    }
}
