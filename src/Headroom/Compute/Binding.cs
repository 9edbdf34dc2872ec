namespace Headroom.Compute;

/// <summary>What keeps a point from giving more.</summary>
public enum Binding
{
    /// <summary>Reading weights and cache, or moving data between accelerators, takes most of the step.</summary>
    Bandwidth,

    /// <summary>Arithmetic takes most of the step.</summary>
    Compute,

    /// <summary>Fixed overhead takes most of the step, or the batch is the largest that keeps the latency target.</summary>
    Latency,

    /// <summary>The batch is the largest whose cache fits in memory.</summary>
    Memory,

    /// <summary>The boards would draw more than their cap lets them.</summary>
    Cap,
}
