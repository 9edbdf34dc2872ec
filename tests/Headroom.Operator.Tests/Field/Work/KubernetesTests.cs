using Headroom.Operator.Field;
using Headroom.Operator.Field.Work;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Kubernetes;

namespace Headroom.Operator.Tests.Field.Work;

public sealed class KubernetesTests : IAsyncLifetime
{
    private static readonly HttpClient http = new();
    private readonly HandClock clock = new();
    private EmulatedKubernetes cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await EmulatedKubernetes.StartAsync("token", clock);
    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private EmulatedJob Job(bool isQueued = false)
    {
        var job = new EmulatedJob("frontier", isQueued);
        cluster.Add(job);
        return job;
    }

    /// <summary>Its waits are on the test's clock, which moves by itself: only time-outs of requests would notice.</summary>
    private KubernetesHand Hand(string job = "frontier", string token = "token", bool savesByAnnotation = false, TimeSpan? timeOut = null) =>
        new(http, "frontier-1", job, new(cluster.Address, EmulatedKubernetes.Namespace, () => token)
        {
            TimeOut = TimeSpan.FromSeconds(20),
            SavesByAnnotation = savesByAnnotation,
            Checkpoint = new() { TimeOut = timeOut ?? TimeSpan.FromSeconds(20), LookEvery = TimeSpan.FromMilliseconds(1) },
        }, new WaitsForReal(clock));

    /// <summary>Tells the time of one clock and waits by the machine's.</summary>
    private sealed class WaitsForReal(HandClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
        public override long GetTimestamp() => clock.GetTimestamp();
        public override long TimestampFrequency => clock.TimestampFrequency;
    }

    [Fact]
    public async Task A_job_is_suspended_and_resumed_and_the_loss_is_counted()
    {
        EmulatedJob job = Job();
        KubernetesHand hand = Hand();
        Assert.Equal(new RunStanding.Known(RunPhase.Running, clock.GetUtcNow()), await hand.StateAsync(default));
        clock.Advance(TimeSpan.FromMinutes(50));
        RunLoss lost = Assert.IsType<RunAnswer.Taken>(await hand.PauseAsync(default)).Lost;
        Assert.Equal(new RunLoss(TimeSpan.FromMinutes(50), HasSaved: false), lost);
        Assert.Equal(3e18, lost.Operations(ComputeRate.FromSi(1e15)).Operations, 1e6);
        Assert.Equal((true, 0, 1), (job.IsSuspended, job.Running, job.Evictions));
        Assert.Equal(new RunAnswer.Taken(RunPhase.Paused, RunLoss.None), await hand.PauseAsync(default));
        Assert.IsType<RunAnswer.Taken>(await hand.ResumeAsync(default));
        await hand.ResumeAsync(default);
        Assert.Equal((false, 4, 1), (job.IsSuspended, job.Running, job.Evictions));
        Assert.Equal(2, cluster.SuspendPatches.Count);
    }

    [Fact]
    public async Task A_job_that_saves_when_asked_loses_nothing()
    {
        EmulatedJob job = Job();
        job.Saves = true;
        clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(RunLoss.None, Assert.IsType<RunAnswer.Taken>(await Hand(savesByAnnotation: true).PauseAsync(default)).Lost);
        Assert.True(job.IsSuspended);
    }

    [Fact]
    public async Task A_process_whose_permit_ends_while_a_job_saves_does_not_suspend_it()
    {
        EmulatedJob job = Job();
        WritePermit permit = new(TimeProvider.System);
        await using LoopbackWeb hook = await LoopbackWeb.StartAsync(context =>
        {
            permit.End();
            return Task.CompletedTask;
        });
        KubernetesHand hand = new(http, "frontier-1", "frontier", new(cluster.Address, EmulatedKubernetes.Namespace, () => "token")
        {
            TimeOut = TimeSpan.FromSeconds(20),
            Checkpoint = new() { Hook = hook.Address, TimeOut = TimeSpan.FromSeconds(20) },
            Permit = permit,
        }, TimeProvider.System);
        Assert.Contains("is over", Assert.IsType<RunAnswer.Refused>(await hand.PauseAsync(default)).Why, StringComparison.Ordinal);
        Assert.Equal((false, 0), (job.IsSuspended, cluster.SuspendPatches.Count));
        job.IsSuspended = true;
        Assert.IsType<RunAnswer.Refused>(await hand.ResumeAsync(default));
        Assert.True(job.IsSuspended);
    }

    [Fact]
    public async Task One_that_does_not_save_in_time_is_paused_all_the_same()
    {
        EmulatedJob job = Job();
        job.Annotations["headroom.dev/checkpoint-saved"] = clock.GetUtcNow().AddMinutes(30).ToString("O");
        clock.Advance(TimeSpan.FromMinutes(50));
        RunLoss lost = Assert.IsType<RunAnswer.Taken>(await Hand(savesByAnnotation: true, timeOut: TimeSpan.Zero).PauseAsync(default)).Lost;
        Assert.Equal(new RunLoss(TimeSpan.FromMinutes(20), HasSaved: false), lost);
    }

    [Fact]
    public async Task What_Kueue_manages_is_paused_by_its_workload_alone()
    {
        EmulatedJob job = Job(isQueued: true);
        KubernetesHand hand = Hand();
        Assert.IsType<RunAnswer.Taken>(await hand.PauseAsync(default));
        Assert.Equal((false, true, 0), (job.IsActive, job.IsSuspended, job.Running));
        Assert.Equal(RunPhase.Paused, Assert.IsType<RunStanding.Known>(await hand.StateAsync(default)).Phase);
        Assert.IsType<RunAnswer.Taken>(await hand.ResumeAsync(default));
        Assert.Equal((true, 4), (job.IsActive, job.Running));
        Assert.Empty(cluster.SuspendPatches);
    }

    [Fact]
    public async Task Refusals_and_silence_are_values()
    {
        EmulatedJob job = Job();
        job.Annotations["headroom.dev/pausable"] = "false";
        Assert.Contains("may not be paused", Assert.IsType<RunAnswer.Refused>(await Hand().PauseAsync(default)).Why, StringComparison.Ordinal);
        job.Annotations.Clear();
        cluster.Forbidden.Add("jobs");
        Assert.Contains("forbidden", Assert.IsType<RunAnswer.Refused>(await Hand().PauseAsync(default)).Why, StringComparison.Ordinal);
        Assert.False(job.IsSuspended);
        Assert.IsType<RunStanding.Refused>(await Hand("another").StateAsync(default));
        Assert.IsType<RunStanding.Refused>(await Hand(token: "stale").StateAsync(default));
        job.Ended = "Complete";
        cluster.Add(job);
        Assert.Equal(RunPhase.Done, Assert.IsType<RunStanding.Known>(await Hand().StateAsync(default)).Phase);
        var nowhere = new KubernetesHand(http, "x", "y", new(new($"http://127.0.0.1:{LoopbackPort.Free()}/"), "training", () => "token"), TimeProvider.System);
        Assert.IsType<RunStanding.Silent>(await nowhere.StateAsync(default));
    }
}
