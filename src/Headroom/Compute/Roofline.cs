using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>Tokens from arithmetic and memory traffic: equations (1)–(4) of <c>reference/compute.md</c> §1.2.</summary>
/// <remarks>
///   Valid    continuous batching with prefill mixed in; b 4–512, G 1–8 (few 16–64), shapes 1k/1k, 8k/1k, 1k/8k; no
///            pipeline or attention-data parallelism, no speculation, FP8 cache. Trust: dense 6–12 %, mixtures 8–28
///            % on time per token.
///   Source   roofline form; parameters derived from ai-dynamo/aiconfigurator, see <see cref="RooflineFits"/>.
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

    /// <summary>Weights read in one step.</summary>
    /// <remarks>W_read(b) = W·[φ·cov(b) + 1 − φ]        W   all weights        φ   share inside experts</remarks>
    internal static double WeightsReadBytes(Model model, Precision precision, double batch) =>
        model.Weights(precision).Bytes * (model.ExpertShare * Coverage(model, batch) + 1 - model.ExpertShare);

    /// <summary>Time of one step, in which every sequence gets one token.</summary>
    /// <remarks>
    ///   (1)  T(b) = t₀ + t_L·L·log₂G + [W_read(b) + b·κ·(I + O/2)]/(G·B·η_B) + b·2A·(1 + I/O)/(G·F·η_F)
    ///   κ    cache per token of context        A   active parameters        B, F   bandwidth and dense peak
    ///   With a prefix cache the share h of the input is not computed again: I·(1 − h)/O in the last term.
    /// </remarks>
    internal static double StepSeconds(Replica replica, double batch)
    {
        (Model m, ServingShape s, RooflineFit fit) = (replica.Model, replica.Shape, replica.Fit);
        int G = replica.Accelerators;
        double overhead = fit.StepOverhead.TotalSeconds + fit.LayerOverhead.TotalSeconds * m.Layers * Math.Log2(G);
        double cache = batch * m.KvPerToken.Bytes * (s.Input + s.Output / 2).Tokens;
        double traffic = (WeightsReadBytes(m, s.Precision, batch) + cache)
            / (G * replica.Bandwidth.BytesPerSecond * fit.BandwidthFraction);
        double arithmetic = batch * 2 * m.ActiveParameters.Items * (1 + s.ReadPerWritten)
            / (G * replica.Peak.OperationsPerSecond * fit.ArithmeticFraction);
        return overhead + traffic + arithmetic;
    }

    /// <summary>Share of a step in which the arithmetic of prefill is done.</summary>
    /// <remarks>σ = [b·2A·(1 − h)·I/O/(G·F·η_F)]/T(b)</remarks>
    internal static double PrefillShare(Replica replica, double batch, double stepSeconds) =>
        batch * 2 * replica.Model.ActiveParameters.Items * replica.Shape.ReadPerWritten
        / (replica.Accelerators * replica.Peak.OperationsPerSecond * replica.Fit.ArithmeticFraction) / stepSeconds;

    /// <summary>Time per output token of one user, (1).</summary>
    public static TimeSpan TimePerToken(Replica replica, double batch) =>
        TimeSpan.FromSeconds(StepSeconds(replica, batch));

    /// <summary>Output tokens of the replica.</summary>
    /// <remarks>(2)  X = b/T(b)</remarks>
    public static TokenRate Throughput(Replica replica, double batch) =>
        (batch / StepSeconds(replica, batch)).TokensPerSecond;

    /// <summary>Most sequences whose cache fits beside the weights; less than 1 when the weights do not fit.</summary>
    /// <remarks>
    ///   (3)  b ≤ [G·(0.9·HBM − m0) − W]/[κ·(I + O)]        m0 = 3.5 GB per accelerator for everything else
    ///   Valid with a paged cache; ± 10 %.
    /// </remarks>
    public static double BatchInMemory(Replica replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        (Model m, ServingShape s) = (replica.Model, replica.Shape);
        double room = replica.Accelerators * (UsableMemoryShare * replica.Accelerator.Memory.Bytes - OtherMemoryBytes)
            - m.Weights(s.Precision).Bytes;
        return room / (m.KvPerToken.Bytes * (s.Input + s.Output).Tokens);
    }

    /// <summary>Wait for the first token without queue.</summary>
    /// <remarks>
    ///   (4)  TTFT = [2A·I·(1 − h) + 2·L·d·I²]/(G·F·η_F)        d   model width;  the I² term matters above 16k tokens
    ///   Neither fitted nor validated against measurements: an estimate.
    /// </remarks>
    internal static double FirstTokenSeconds(Replica replica)
    {
        (Model m, ServingShape s) = (replica.Model, replica.Shape);
        double read = s.Input.Tokens;
        double weights = 2 * m.ActiveParameters.Items * read * (1 - s.PrefixHitShare);
        double attention = 2.0 * m.Layers * m.Width * read * read;
        double rate = replica.Accelerators * replica.Peak.OperationsPerSecond * replica.Fit.ArithmeticFraction;
        return (weights + attention) / rate;
    }
}
