using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Web;

/// <summary>What the HTTP side tells those who run it.</summary>
internal static partial class WebLog
{
    [LoggerMessage(101, LogLevel.Warning, "tokens cannot be read from the store; those known last hold until it answers")]
    public static partial void AccessFailed(this ILogger log, Exception failed);

    [LoggerMessage(102, LogLevel.Information, "{What}, by {Who}")]
    public static partial void AccessChanged(this ILogger log, string what, string who);
}
