using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>Waveforms Headroom ships, each but the flat one fitted to one public log of AC power at the wall.</summary>
/// <remarks>
///   Kind     fitted: least squares on means, percentiles and the log itself, compared as averages on the log's own grid.
///   Source   MLCommons training v4.0 (Sustainable Metal Cloud) and v5.0 (Lenovo), Apache-2.0. Derived figures: result not
///            verified by MLCommons Association. For another job fit its log with <see cref="WaveformFit"/>.
/// </remarks>
public static class ShippedWaveforms
{
    /// <summary>Pre-training, GPT-3 175B in FP8 on 64×8 H100 in immersion: 438 kW, switches excluded.</summary>
    /// <remarks>
    ///   Steps of 10.77 s (2,048 sequences of 2,048 tokens), an evaluation after every 12 (24,576 sequences) for 12.9 s. No
    ///   checkpoint and no failure in the log; their levels are those of <c>reference/compute.md</c> §1.6, estimates.
    /// </remarks>
    public static TrainingWaveform PreTrainingH100 { get; } = new(
        "GPT-3 175B, 512 H100", Nodes: 64, NodePower: (455.6 / 64).Kilowatts,
        Step: new StepShape(
            Period: 10.77.Seconds, CommunicationShare: 0.225, CommunicationFraction: 0.861, Fall: 2.0.Seconds, Rise: 2.55.Seconds).Course(),
        StepsPerEvaluation: 12,
        Evaluation: Course.Through((0.Seconds, 0.842), (1.2.Seconds, 0.842), (2.5.Seconds, 0.8975), (12.9.Seconds, 0.8975)),
        StartUp: Course.Flat(1.07.Seconds, 0.655));

    /// <summary>A job that draws the same in every second while it computes; no log behind it.</summary>
    public static TrainingWaveform Flat { get; } = new(
        "flat", Nodes: 1, NodePower: 1.Kilowatts, Step: Course.Flat(10.Seconds, 1), StepsPerEvaluation: 0, Evaluation: Course.None, StartUp: Course.None);

    /// <summary>LoRA fine-tuning of Llama-2-70B on one server of 8 B200: flat, ±4 % with every few steps.</summary>
    /// <remarks>
    ///   The period is that of the log, sampled at about a second; shorter steps may hide behind it. Left out: dips to half for one
    ///   second every 87.5 s from 293 s on, under 1 % of the time.
    /// </remarks>
    public static TrainingWaveform FineTuningB200 { get; } = new(
        "Llama-2-70B LoRA, 8 B200", Nodes: 1, NodePower: 9.93.Kilowatts,
        Step: new StepShape(
            Period: 3.05.Seconds, CommunicationShare: 0.47, CommunicationFraction: 0.928, Fall: 0.46.Seconds, Rise: 1.0.Seconds).Course(),
        StepsPerEvaluation: 0, Evaluation: Course.None, StartUp: Course.None);

    /// <summary>LoRA fine-tuning of Llama-2-70B on 64×8 H100: two minutes, of which a third is waiting.</summary>
    /// <remarks>
    ///   Loading until 16 s, steps, a first evaluation that waits from 61 s to 75 s: all told as start-up, since one log of 116 s
    ///   shows each once. Then steps with short evaluations in turn, about 6 s, which a grid of 2 s cannot tell apart.
    /// </remarks>
    public static TrainingWaveform FineTuningH100 { get; } = new(
        "Llama-2-70B LoRA, 512 H100", Nodes: 64, NodePower: (389.5 / 64).Kilowatts,
        Step: Course.Through(
            (0.Seconds, 0.927), (1.Seconds, 0.967), (3.Seconds, 0.967), (4.3.Seconds, 0.827), (4.8.Seconds, 0.827), (6.Seconds, 0.927)),
        StepsPerEvaluation: 0, Evaluation: Course.None,
        StartUp: Course.Through(
            (0.Seconds, 0.78), (1.Seconds, 0.52), (3.Seconds, 0.449), (9.Seconds, 0.453), (14.Seconds, 0.54), (16.Seconds, 0.60),
            (18.Seconds, 0.93), (21.Seconds, 0.99), (45.Seconds, 1), (59.5.Seconds, 0.99), (61.Seconds, 0.85), (64.5.Seconds, 0.45),
            (73.5.Seconds, 0.46), (75.Seconds, 0.52), (79.Seconds, 0.92)));
}
