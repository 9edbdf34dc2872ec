using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Grid;

/// <summary>What adapters log; never a secret.</summary>
internal static partial class GridLog
{
    [LoggerMessage(1, LogLevel.Error, "{Adapter} failed and begins anew in {Wait}")]
    public static partial void AdapterThrew(this ILogger log, Exception failed, string adapter, TimeSpan wait);

    [LoggerMessage(2, LogLevel.Warning, "{Adapter} stands by: {Why}")]
    public static partial void AdapterStandsBy(this ILogger log, string adapter, string why);

    [LoggerMessage(3, LogLevel.Warning, "{Adapter} may be asked by http off this machine (plainHttp): whoever is on the way reads its secret and may set or lift limits")]
    public static partial void AdapterSpeaksInTheClear(this ILogger log, string adapter);
}
