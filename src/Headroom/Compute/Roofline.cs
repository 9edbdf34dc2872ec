using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>Tokens from arithmetic and memory traffic: equations (1)–(5).</summary>
/// <remarks>
///   Valid    continuous batching with prefill mixed in; b and G within the points of the fit (see <see
///            cref="ServingFit"/>), no pipeline or attention-data parallelism.
///   Trust    median error of time per token on points left out of the fit: dense 5 %, mixtures 6 %; of the first
///            token 20–30 %: docs/calibration.md.
///   Source   roofline form, with collectives and prefill as terms of their own; parameters fitted by <c>headroom
///            calibrate</c>.
/// </remarks>
public static class Roofline
{
    private const double UsableMemoryShare = 0.9;
    private const double OtherMemoryBytes = 3.5e9;

    /// <summary>Share of the experts touched in one step.</summary>
    /// <remarks>
    ///   cov(b) = 1 − (1 − k/E)^b        b   sequences        k, E   experts per token, experts;  1 for dense models
    ///   Assumes uniform routing (estimate); real routing is skewed, which makes this an upper bound.
    /// </remarks>
    public static double Coverage(Model model, double batch)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.IsMixtureOfExperts ? 1 - Math.Pow(1 - (double)model.ExpertsPerToken / model.Experts, batch) : 1;
    }

    /// <summary>Time of one step, in which every sequence gets one token (or <c>a</c>, with speculation).</summary>
    /// <remarks>
    ///   (1)  T(b) = t₀ + t_L·L·log₂G                                         launch, per layer and doubling
    ///             + [W·(φ·cov(b) + 1 − φ) + b·(κ(I + O/2) + 2·S)]/(G·B·η_B)   weights, cache, state
    ///             + b·2A/(G·F·η_D) + b·t_P/O                                  arithmetic of decode, and of prompts (4)
    ///             + b·L·d·w·(G − 1)/G·[1 + ρ·(1 − h)·I/O]/C                    collectives
    ///   W, A all and active weights    L, d layers and width    κ(n), S cache of a context, state of a sequence    w 8 byte
    ///   B, F bandwidth and dense peak    h share of the input in a prefix cache    t₀ t_L η C ρ of the fit
    ///   (5)  with speculation decode's arithmetic and collectives are taken q + 1 times, experts are touched by b·(q + 1)
    ///   tokens, and prompts come a times as often; the draft model's own work is not counted
    /// </remarks>
    internal static double StepSeconds(in StepCost cost, double batch) =>
        cost.OverheadSeconds + cost.SharedWeightSeconds + cost.ExpertWeightSeconds * cost.ExpertsTouched(batch)
        + batch * (cost.CacheSeconds + cost.DecodeSeconds + cost.PrefillSeconds + cost.CollectiveSeconds);

    /// <summary>Share of a step in which arithmetic is done.</summary>
    /// <remarks>σ = [b·2A/(G·F·η_D) + b·t_P/O] / T(b)</remarks>
    internal static double ArithmeticShare(in StepCost cost, double batch, double stepSeconds) =>
        batch * (cost.DecodeSeconds + cost.PrefillSeconds) / stepSeconds;

    /// <summary>Time per output token of one user.</summary>
    /// <remarks>TPOT = T(b)/a        a   tokens gained per step, 1 without speculation (5)</remarks>
    public static TimeSpan TimePerToken(Replica replica, double batch)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return TimeSpan.FromSeconds(StepSeconds(replica.Cost, batch) / replica.Shape.Speculation.AcceptanceLength);
    }

    /// <summary>Output tokens of the replica.</summary>
    /// <remarks>(2)  X = a·b/T(b)</remarks>
    public static TokenRate Throughput(Replica replica, double batch)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return (replica.Shape.Speculation.AcceptanceLength * batch / StepSeconds(replica.Cost, batch)).TokensPerSecond;
    }

    /// <summary>Most sequences whose cache fits beside the weights; less than 1 when the weights do not fit.</summary>
    /// <remarks>
    ///   (3)  b ≤ [G·(0.9·HBM − m0) − W]/[κ(I + O/2) + S]        m0 = 3.5 GB per accelerator for everything else
    ///   Valid with a paged cache, many sequences at different stages: each holds half its output in the mean. With κ(I +
    ///   O) the limit would stand below mean batches that ML.ENERGY measured, by up to 1.8 times. ± 10 %.
    /// </remarks>
    public static double BatchInMemory(Model model, Accelerator part, ServingShape shape, int accelerators)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(shape);
        double room = accelerators * UsableMemory(part).Bytes - model.Weights(shape.Precision).Bytes;
        return room / SequenceBytes(model, shape);
    }

    /// <summary>Memory of one accelerator that weights and cache may take.</summary>
    /// <remarks>0.9·HBM − m0, of (3)</remarks>
    public static DataSize UsableMemory(Accelerator part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return DataSize.FromSi(UsableMemoryShare * part.Memory.Bytes - OtherMemoryBytes);
    }

    /// <inheritdoc cref="BatchInMemory(Model, Accelerator, ServingShape, int)"/>
    public static double BatchInMemory(Replica replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return BatchInMemory(replica.Model, replica.Accelerator, replica.Shape, replica.Accelerators);
    }

    /// <summary>Memory taken by weights and b sequences, without the rest that (3) keeps free.</summary>
    public static DataSize MemoryUsed(Replica replica, double batch)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return DataSize.FromSi(
            replica.Model.Weights(replica.Shape.Precision).Bytes + batch * SequenceBytes(replica.Model, replica.Shape));
    }

    private static double SequenceBytes(Model model, ServingShape shape) =>
        model.Cache(shape.Precision, MeanContext(shape)).Bytes + model.StatePerSequence.Bytes;

    /// <summary>Tokens a sequence holds in the mean: its prompt, and half of what it will write.</summary>
    internal static TokenCount MeanContext(ServingShape shape) => (shape.Input.Tokens + shape.Output.Tokens / 2).Tokens;

    /// <summary>Mean wait for the first token while b sequences are always in flight.</summary>
    /// <remarks>
    ///   (4)  TTFT = t_A + T(b) + t_P·(1 + q·√b)        t_P = [2A·I·(1 − h) + 2·L·d·I²]/(G·F·η_P)
    ///   t_A, q of the fit: requests of a full replica wait for the prompts of others, more of them the more are in
    ///   flight.  The I² term matters above 16k tokens.  Closed loop: the next request comes when one ends.
    ///   Median error on points left out of the fit 20 % (mixtures) and 30 % (dense): engines schedule very
    ///   differently.
    /// </remarks>
    internal static double FirstTokenSeconds(
        in StepCost cost, double overheadSeconds, double queueFactor, double batch, double stepSeconds) =>
        overheadSeconds + stepSeconds + cost.PromptSeconds * (1 + queueFactor * Math.Sqrt(batch));

    internal static double FirstTokenSeconds(Replica replica, double batch, double stepSeconds) => FirstTokenSeconds(
        replica.Cost, replica.Fit.FirstTokenOverhead.TotalSeconds, replica.Fit.QueueFactor, batch, stepSeconds);
}
