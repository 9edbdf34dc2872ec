using System.Diagnostics;

namespace Headroom.Operator;

/// <summary>How beats keep time, and what was going on where one did not.</summary>
internal sealed class BeatClockwork
{
    /// <summary>A beat that begins later than this is told, with what may have kept it.</summary>
    public static TimeSpan LateIsTold { get; } = TimeSpan.FromMilliseconds(250);
    private const int Kept = 60;
    private readonly TimeSpan[] late = new TimeSpan[Kept];
    private long count, missed, beganBefore;
    private TimeSpan decision, whole, journal, processor, collecting;

    /// <summary>A beat begins.</summary>
    /// <returns>What kept it, where it is late enough to be told.</returns>
    public LateBeat? Begin(TimeSpan lateBy)
    {
        (TimeSpan processorBefore, TimeSpan collectingBefore, long before) = (processor, collecting, beganBefore);
        (processor, collecting, beganBefore) = (Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
        late[count++ % Kept] = lateBy;
        return lateBy < LateIsTold || before == 0 ? null
            : new(lateBy, Stopwatch.GetElapsedTime(before, beganBefore), whole, journal, processor - processorBefore, collecting - collectingBefore);
    }

    public void End(TimeSpan decided, TimeSpan journaled, TimeSpan took) => (decision, journal, whole) = (decided, journaled, took);

    public void Missed(long beats) => Interlocked.Add(ref missed, beats);

    public BeatTiming Now => new(decision, whole, late.Max(), Interlocked.Read(ref missed));
}

/// <summary>A beat that began late. Where little of the time since the beat before went to this process' work, its collector or its journal,
/// the machine was busy with others.</summary>
/// <param name="Since">By the clock, since the beat before began.</param>
/// <param name="Before">What the beat before took.</param>
/// <param name="Journal">What its append took of that.</param>
/// <param name="Processor">Processor time of the whole process since the beat before began.</param>
/// <param name="Collecting">Of the clock's time since then, spent in pauses of the collector.</param>
internal readonly record struct LateBeat(TimeSpan Late, TimeSpan Since, TimeSpan Before, TimeSpan Journal, TimeSpan Processor, TimeSpan Collecting);
