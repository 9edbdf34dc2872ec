using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>Requests as they were recorded, each when it came.</summary>
/// <remarks>A request at the very end of a step belongs to that step. Any steps give the same totals exactly.</remarks>
public sealed class TraceArrivals : IArrivals
{
    private readonly TracedRequest[] requests;
    private readonly TimeSpan? repeatAfter;
    private readonly double times;
    private int next;
    private TimeSpan turn;
    private WorkAmount recorded, given;

    /// <param name="requests">In the order of their times.</param>
    /// <param name="repeatAfter">Start again after this time; null to end with the last request.</param>
    /// <param name="timesFactor">How many requests each recorded one stands for.</param>
    public TraceArrivals(IReadOnlyList<TracedRequest> requests, TimeSpan? repeatAfter = null, double timesFactor = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timesFactor);
        times = timesFactor;
        ArgumentNullException.ThrowIfNull(requests);
        this.requests = [.. requests];
        for (int i = 0; i < this.requests.Length; i++)
        {
            TracedRequest one = this.requests[i];
            if (one.At < (i == 0 ? TimeSpan.Zero : this.requests[i - 1].At) || one.InputTokens < 0 || one.OutputTokens < 0)
                throw new ArgumentException($"Request {i}, {one}, is out of order or negative.", nameof(requests));
        }
        if (repeatAfter is { } after && (this.requests.Length == 0 || after < this.requests[^1].At || after <= TimeSpan.Zero))
            throw new ArgumentException($"A trace cannot repeat after {after}, before its end.", nameof(repeatAfter));
        this.repeatAfter = repeatAfter;
    }

    public WorkAmount Until(TimeSpan end)
    {
        long count = 0, input = 0, output = 0;
        while (true)
        {
            while (next < requests.Length && turn + requests[next].At <= end)
            {
                count++;
                input += requests[next].InputTokens;
                output += requests[next++].OutputTokens;
            }
            if (next < requests.Length || repeatAfter is not { } after) return Times(WorkAmount.Of(count, input, output));
            turn += after;
            next = 0;
        }
    }

    /// <summary>Rounded in the sum of all, so that the steps in which it is asked do not show in it.</summary>
    private WorkAmount Times(in WorkAmount one)
    {
        if (times == 1) return one;
        recorded += one;
        WorkAmount due = new((long)(times * recorded.RequestUnits), (long)(times * recorded.InputUnits), (long)(times * recorded.OutputUnits)), more = due - given;
        given = due;
        return more;
    }
}
