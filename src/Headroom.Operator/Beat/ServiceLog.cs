using Microsoft.Extensions.Logging;

namespace Headroom.Operator;

/// <summary>What the service logs; never a secret.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(1, LogLevel.Information, "acts for {Site}: journal at {Sequence}, lease {Token}")]
    public static partial void Acts(this ILogger log, string site, long sequence, long token);

    [LoggerMessage(2, LogLevel.Warning, "acts no more: {Why}")]
    public static partial void Lost(this ILogger log, string why);

    [LoggerMessage(3, LogLevel.Error, "the store {Place} failed; nothing is ordered until it answers")]
    public static partial void StoreFailed(this ILogger log, Exception failed, string place);

    [LoggerMessage(4, LogLevel.Information, "{Authority} {Source} {Name}: {Outcome}")]
    public static partial void Received(this ILogger log, string authority, string source, string name, string outcome);

    [LoggerMessage(5, LogLevel.Information, "{Severity}: {What}")]
    public static partial void Happened(this ILogger log, string severity, string what);

    [LoggerMessage(6, LogLevel.Information, "stopped in order: {Site}")]
    public static partial void Closed(this ILogger log, string site);

    [LoggerMessage(8, LogLevel.Critical, "a fault of Headroom: nothing is decided until it begins anew")]
    public static partial void Broke(this ILogger log, Exception bug);

    [LoggerMessage(9, LogLevel.Warning, "a beat was {LateMs} ms late; of {SinceMs} ms since the one before, that one took {BeforeMs} ms and {JournalMs} ms of them in the journal, the process had a core for {ProcessorMs} ms and the collector paused it for {CollectingMs} ms")]
    public static partial void Late(this ILogger log, long lateMs, long sinceMs, long beforeMs, long journalMs, long processorMs, long collectingMs);

    [LoggerMessage(10, LogLevel.Information, "the last cap was confirmed {Ms} ms after the first of {Count} limits was taken")]
    public static partial void Confirmed(this ILogger log, int count, long ms);

    [LoggerMessage(7, LogLevel.Error, "an adapter ended with a fault")]
    public static partial void AdapterFailed(this ILogger log, Exception failed);
}
