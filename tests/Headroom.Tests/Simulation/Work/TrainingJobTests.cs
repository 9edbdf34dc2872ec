using CsCheck;
using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Tests.Compute;

namespace Headroom.Tests.Simulation.Work;

public sealed class TrainingJobTests
{
    static readonly TrainingWaveform wave = ShippedWaveforms.PreTrainingH100;
    static readonly Interruptions costs = Interruptions.For(16_384, stall: 60.Seconds, restart: 5.Minutes, detection: 30.Seconds);
    static readonly ComputeRate rate = ComputeRate.FromSi(512 * 8e14);

    static TrainingJob Job(ulong seed, Interruptions? how = null) => new("gpt", wave, how ?? costs, rate, Count.FromSi(175e9), seed);

    [Fact]
    public void Without_caps_the_job_is_its_timeline_step_for_step() => Gen.Select(Gen.ULong, OneOf.Const(0.1, 1, 7.3, 60)).Sample((seed, step) =>
    {
        TimeSpan horizon = TimeSpan.FromSeconds(Math.Min(24 * 3600, 20_000 * step));
        TrainingTimeline told = TrainingEvents.Draw(wave, costs, horizon, seed);
        TrainingJob job = Job(seed);
        TimeSpan from = TimeSpan.Zero;
        for (int i = 1; i * step.Seconds <= horizon; i++)
        {
            TimeSpan to = i * step.Seconds;
            Assert.Equal(told.Over(from, to).Watts / wave.Nodes, job.Advance(to).Watts, 1e-4);
            from = to;
        }
        job.Advance(horizon);
        Assert.Equal((told.Progress, told.Failures.Count(f => f.At < horizon)), (job.Progress, job.Failures));
    }, iter: 20);

    [Fact]
    public void Under_a_cap_the_step_rate_slows_and_the_power_falls()
    {
        TrainingSpeed speed = TrainingSpeed.Under(Known.HgxH100, 0.7);
        // (7a): (.7/.97)^.65 of the speed
        Assert.Equal(Math.Pow(0.7 / 0.97, Known.HgxH100.Accelerator.CapExponent), speed.SpeedFraction, 1e-9);
        Interruptions never = new(1000.Hours, 0.Seconds, 60.Seconds, 0.Seconds, MeanTimeBetweenFailures: 1e6.Hours);
        (TrainingJob free, TrainingJob slow) = (Job(1, never), Job(1, never));
        slow.Throttle(speed);
        (Power full, Power capped) = (free.Advance(10.Hours), slow.Advance(10.Hours));
        Assert.Equal(speed.SpeedFraction, slow.Progress / free.Progress, 1e-4);
        double idle = wave.FailedFraction, bend = (speed.PowerFraction - idle) / (1 - idle);
        Assert.Equal(idle + (full / wave.NodePower - idle) * bend, capped / wave.NodePower, 1e-4);
        Assert.Equal(speed.SpeedFraction, slow.Done / free.Done, 1e-2);
        Assert.Equal(slow.Done.Operations / (6 * 175e9), slow.Tokens.Tokens, 1e-6 * slow.Tokens.Tokens);
    }

    [Fact]
    public void A_pause_saves_first_and_coming_back_costs_loading_and_start_up()
    {
        Interruptions never = new(10.Hours, 60.Seconds, 5.Minutes, 30.Seconds, MeanTimeBetweenFailures: 1e6.Hours);
        TrainingJob job = Job(1, never);
        job.Advance(1.Hours);
        TimeSpan before = job.Progress;
        job.Pause();
        job.Advance(1.Hours + 30.Seconds);
        Assert.Equal(TrainingActivity.Checkpoint, job.Activity);
        Assert.Equal(wave.FailedFraction, Average(job, 1.Hours + 60.Seconds, 2.Hours), 1e-9);
        Assert.Equal((TrainingActivity.Paused, before), (job.Activity, job.Progress));
        job.Resume();
        job.Advance(3.Hours);
        // an hour less R without its detection: loading and start-up together
        Assert.Equal(3600 - (300 - 30), (job.Progress - before).TotalSeconds, 1e-6);
        Assert.Equal(TimeSpan.Zero, job.Lost);
    }

    static double Average(TrainingJob job, TimeSpan from, TimeSpan to)
    {
        job.Advance(from);
        return job.Advance(to) / wave.NodePower;
    }

    [Fact]
    public void Any_steps_and_caps_keep_progress_work_and_level_in_bounds() => Gen.Select(Gen.ULong, Gen.Double[0, 1].Array[50]).Sample((seed, speeds) =>
    {
        TrainingJob job = Job(seed);
        TimeSpan at = TimeSpan.Zero, most = TimeSpan.Zero;
        foreach (double v in speeds)
        {
            if (v < 0.1) job.Pause(); else job.Resume();
            job.Throttle(new(v, 0.35 + 0.65 * v));
            TimeSpan step = TimeSpan.FromSeconds(0.1 + 600 * v);
            double level = job.Advance(at += step) / wave.NodePower;
            most += step * v;
            Assert.InRange(level, 0.3, 1 + 1e-9);
            Assert.True(job.Progress + job.Lost <= most + 1.Seconds);
        }
    });
}
