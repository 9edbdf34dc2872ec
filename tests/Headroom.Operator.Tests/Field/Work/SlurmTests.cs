using System.Text.Json;
using Headroom.Operator.Field;
using Headroom.Operator.Field.Work;
using Headroom.TestKit;
using Headroom.TestKit.Slurm;

namespace Headroom.Operator.Tests.Field.Work;

public sealed class SlurmTests : IAsyncLifetime
{
    private static readonly HttpClient http = new();
    private EmulatedSlurm slurm = null!;

    public async ValueTask InitializeAsync() => slurm = await EmulatedSlurm.StartAsync("jwt");
    public ValueTask DisposeAsync() => slurm.DisposeAsync();

    private SlurmHand Hand(string job = "41", string token = "jwt", CheckpointSetting? checkpoint = null) =>
        new(http, "frontier-1", job, new(slurm.Address, "headroom", () => token) { TimeOut = TimeSpan.FromSeconds(20), Checkpoint = checkpoint ?? new() }, TimeProvider.System);

    [Fact]
    public async Task A_running_job_is_stopped_and_continued_and_repeating_it_changes_nothing()
    {
        EmulatedSlurmJob job = slurm.Jobs["41"] = new("RUNNING") { Started = DateTimeOffset.UnixEpoch.AddHours(1) };
        SlurmHand hand = Hand();
        Assert.Equal(new RunStanding.Known(RunPhase.Running, DateTimeOffset.UnixEpoch.AddHours(1)), await hand.StateAsync(default));
        Assert.Equal(RunPhase.Paused, Assert.IsType<RunAnswer.Taken>(await hand.PauseAsync(default)).Phase);
        Assert.Equal(new RunAnswer.Taken(RunPhase.Paused, RunLoss.None), await hand.PauseAsync(default));
        Assert.Equal(RunPhase.Running, Assert.IsType<RunAnswer.Taken>(await hand.ResumeAsync(default)).Phase);
        await hand.ResumeAsync(default);
        Assert.Equal(["STOP", "CONT"], job.Signals);
    }

    [Fact]
    public async Task A_job_that_waits_is_held_and_released()
    {
        EmulatedSlurmJob job = slurm.Jobs["41"] = new("PENDING");
        SlurmHand hand = Hand();
        Assert.Equal(new RunAnswer.Taken(RunPhase.Held, RunLoss.None), await hand.PauseAsync(default));
        Assert.True(job.IsHeld);
        Assert.Equal(new RunAnswer.Taken(RunPhase.Pending, RunLoss.None), await hand.ResumeAsync(default));
        Assert.False(job.IsHeld);
        Assert.Empty(job.Signals);
    }

    [Fact]
    public async Task It_is_asked_to_save_first()
    {
        EmulatedSlurmJob job = slurm.Jobs["41"] = new("RUNNING");
        string saved = "";
        await using LoopbackWeb hook = await LoopbackWeb.StartAsync(async context => saved = await new StreamReader(context.Request.Body).ReadToEndAsync());
        var taken = Assert.IsType<RunAnswer.Taken>(await Hand(checkpoint: new() { Hook = hook.Address, Signal = "USR1" }).PauseAsync(default));
        Assert.True(taken.Lost.HasSaved);
        Assert.Equal("""{"run":"frontier-1"}""", saved);
        Assert.Equal(["USR1", "STOP"], job.Signals);
    }

    [Fact]
    public async Task A_process_whose_permit_ends_while_a_job_saves_does_not_stop_it()
    {
        EmulatedSlurmJob job = slurm.Jobs["41"] = new("RUNNING"), waits = slurm.Jobs["42"] = new("PENDING");
        WritePermit permit = new(TimeProvider.System);
        await using LoopbackWeb hook = await LoopbackWeb.StartAsync(context =>
        {
            permit.End();
            return Task.CompletedTask;
        });
        SlurmHand Permitted(string id) => new(http, "frontier-1", id, new(slurm.Address, "headroom", () => "jwt")
        {
            TimeOut = TimeSpan.FromSeconds(20),
            Checkpoint = new() { Hook = hook.Address, TimeOut = TimeSpan.FromSeconds(20) },
            Permit = permit,
        }, TimeProvider.System);
        Assert.Contains("is over", Assert.IsType<RunAnswer.Refused>(await Permitted("41").PauseAsync(default)).Why, StringComparison.Ordinal);
        Assert.IsType<RunAnswer.Refused>(await Permitted("42").PauseAsync(default));
        Assert.Equal((0, false), (job.Signals.Count, waits.IsHeld));
    }

    [Fact]
    public async Task The_newest_version_is_found_and_found_again_after_an_upgrade()
    {
        slurm.Jobs["41"] = new("RUNNING");
        SlurmHand hand = Hand();
        Assert.IsType<RunStanding.Known>(await hand.StateAsync(default));
        slurm.Versions = ["v0.0.45"];
        Assert.IsType<RunStanding.Refused>(await hand.StateAsync(default));
        Assert.IsType<RunStanding.Known>(await hand.StateAsync(default));
        using JsonDocument description = JsonDocument.Parse("""{"paths":{"/slurm/v0.0.9/job/{job_id}":{},"/slurm/v0.0.44/job/{job_id}":{},"/slurm/v0.0.50/jobs/":{},"/slurmdb/v0.0.99/job/{job_id}":{}}}""");
        Assert.Equal("v0.0.44", SlurmHand.Newest(description.RootElement));
    }

    [Fact]
    public async Task Refusals_and_silence_are_values()
    {
        slurm.Jobs["41"] = new("COMPLETED");
        Assert.Equal(new RunStanding.Known(RunPhase.Done, null), await Hand().StateAsync(default));
        Assert.IsType<RunAnswer.Refused>(await Hand().PauseAsync(default));
        Assert.IsType<RunStanding.Refused>(await Hand("42").StateAsync(default));
        Assert.IsType<RunStanding.Refused>(await Hand(token: "stale").StateAsync(default));
        var nowhere = new SlurmHand(http, "x", "1", new(new($"http://127.0.0.1:{LoopbackPort.Free()}/"), "headroom", () => "jwt"), TimeProvider.System);
        Assert.IsType<RunAnswer.Silent>(await nowhere.PauseAsync(default));
    }

    [Theory]
    [InlineData("""{"jobs":[{"job_state":"RUNNING","priority":5,"start_time":60}]}""", RunPhase.Running)]
    [InlineData("""{"jobs":[{"job_state":["PENDING"],"priority":{"set":true,"number":0}}]}""", RunPhase.Held)]
    [InlineData("""{"jobs":[{"job_state":["SUSPENDED"]}]}""", RunPhase.Paused)]
    [InlineData("""{"jobs":[{"job_state":["NODE_FAIL"]}]}""", RunPhase.Failed)]
    public void Old_and_new_forms_of_a_job_are_read(string text, RunPhase phase)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal(phase, SlurmJob.Read(document.RootElement)!.Phase);
    }
}
