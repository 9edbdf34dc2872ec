using System.Runtime.InteropServices;

namespace Headroom.Bench;

/// <summary>Time that this thread has had a core: what a beat takes however many others want the machine. Linux alone tells it; elsewhere zero.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3;          // CLOCK_THREAD_CPUTIME_ID of time.h

    public static double Milliseconds => OperatingSystem.IsLinux() && Read(ThreadClock, out Moment now) == 0 ? 1e3 * now.Seconds + now.Nanoseconds / 1e6 : 0;

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        public readonly long Seconds, Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Read(int clock, out Moment now);
}
