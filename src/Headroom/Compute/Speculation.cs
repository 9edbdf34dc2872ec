namespace Headroom.Compute;

/// <summary>Speculative decoding: a draft proposes tokens, one step of the model checks them all.</summary>
/// <param name="DraftTokens">q, tokens proposed per step.</param>
/// <param name="AcceptanceLength">a, tokens gained per step, 1 … q + 1. A property of the workload: measure it. With
///   thinking models 1.78–1.93 for q = 1, 2.49–3.39 for 3, 2.55–4.41 for 5 (InferenceX, unofficial).</param>
public readonly record struct Speculation(int DraftTokens, double AcceptanceLength)
{
    /// <summary>One token per step.</summary>
    public static Speculation None { get; } = new(0, 1);
}
