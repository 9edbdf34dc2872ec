using Headroom.Protocols.Redfish;

namespace Headroom.Operator.Field.Redfish;

/// <summary>Whether the bulk report of a service goes on, or is the same one however often it is fetched.</summary>
/// <remarks>
///   frozen        newest moment and all values have stood for longer than max(stale, 3·interval)
///   interval      between the device's own moments, the longest lately: with every move a tenth of it is forgotten
///   A service that tells no moment, or has not moved its own yet, is never called frozen: nobody knows how seldom it samples, and idle racks draw the same for hours.
/// </remarks>
internal sealed class ReportPulse
{
    private const int IntervalsMost = 3;
    private const double Remembers = 0.9;
    private ulong print;
    private TimeSpan interval;
    private bool hasMoved;

    /// <summary>The newest of the moments that the device gives its readings: one accelerator that is lost keeps its last one for ever.</summary>
    public DateTimeOffset? Moment { get; private set; }

    /// <summary>When moment or values last changed here, a timestamp of the machine.</summary>
    public long MovedAt { get; private set; }

    public bool IsFrozen(ReadOnlySpan<MetricReading> readings, TimeSpan staleAfter, TimeProvider time)
    {
        (DateTimeOffset? moment, ulong values) = Look(readings);
        long now = time.GetTimestamp();
        if (moment is null || moment != Moment || values != print)
        {
            // a clock that is set back is no interval
            if (moment > Moment) interval = TimeSpan.FromTicks(Math.Max((moment - Moment).Value.Ticks, (long)(Remembers * interval.Ticks)));
            hasMoved |= moment is not null && Moment is not null && moment != Moment;
            (Moment, print, MovedAt) = (moment, values, now);
            return false;
        }
        TimeSpan most = IntervalsMost * interval;
        return hasMoved && time.GetElapsedTime(MovedAt, now) > (most > staleAfter ? most : staleAfter);
    }

    private static (DateTimeOffset? Moment, ulong Print) Look(ReadOnlySpan<MetricReading> readings)
    {
        DateTimeOffset? newest = null;
        ulong print = 14695981039346656037;
        foreach (MetricReading reading in readings)
        {
            if (reading.At is { } at && !(at <= newest)) newest = at;
            print = (print ^ BitConverter.DoubleToUInt64Bits(reading.Value)) * 1099511628211;
        }
        return (newest, print);
    }
}
