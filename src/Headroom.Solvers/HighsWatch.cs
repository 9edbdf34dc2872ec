using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Headroom.Solvers;

/// <summary>What HiGHS calls back while it runs: it asks whether to stop, and we tell that it runs.</summary>
/// <remarks>What HiGHS hands its callbacks is not read: the layout changes between versions, and steps are mostly not filled in.</remarks>
sealed unsafe class HighsWatch(IProgress<string>? progress, TimeSpan? limit, CancellationToken stop)
{
    const int simplex = 1, interiorPoint = 2, branchAndCut = 6;
    static readonly TimeSpan every = TimeSpan.FromSeconds(0.5);
    readonly Stopwatch running = Stopwatch.StartNew();
    TimeSpan next = every;
    ExceptionDispatchInfo? thrown;

    /// <summary>The callbacks in which HiGHS may be interrupted.</summary>
    public static ReadOnlySpan<int> Types => [simplex, interiorPoint, branchAndCut];

    /// <summary>Whether the time is over: HiGHS looks at its own clock less often than it asks.</summary>
    public bool RanOut => limit is { } most && running.Elapsed > most + TimeSpan.FromSeconds(0.1);

    /// <summary>An exception of the caller's progress report, which must not unwind through native code.</summary>
    public void Rethrow() => thrown?.Throw();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Called(int type, byte* message, void* data, void* input, void* user)
    {
        if (user == null || input == null || GCHandle.FromIntPtr((nint)user).Target is not HighsWatch watch) return;
        if (watch.Stops(type)) *(int*)input = 1;
    }

    bool Stops(int type)
    {
        if (stop.IsCancellationRequested || thrown != null || RanOut) return true;
        if (progress == null || running.Elapsed < next) return false;
        next = running.Elapsed + every;
        try { progress.Report(Line(type, running.Elapsed.TotalSeconds)); }
        catch (Exception fault) { thrown = ExceptionDispatchInfo.Capture(fault); }
        return thrown != null;
    }

    static string Line(int type, double seconds) => FormattableString.Invariant(
        $"{type switch { interiorPoint => "interior point", branchAndCut => "branch and cut", _ => "simplex" }}, {seconds:0} s");
}
