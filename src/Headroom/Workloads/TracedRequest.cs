namespace Headroom.Workloads;

/// <summary>One recorded request.</summary>
/// <param name="At">Since the start of the trace.</param>
public readonly record struct TracedRequest(TimeSpan At, int InputTokens, int OutputTokens);
