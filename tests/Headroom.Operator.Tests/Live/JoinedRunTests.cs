using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Work;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Live;

public class JoinedRunTests
{
    private static CancellationToken Stop => LiveSiteOfRacks.Stop;
    private readonly ManualTime time = new(LiveSiteOfRacks.Noon);
    private readonly Scheduler scheduler = new();
    private readonly JoinedRun run;

    public JoinedRunTests() => run = new("frontier", scheduler, time);

    private async Task BeatAsync()
    {
        time.Advance(1.Seconds);
        await run.ReadAsync(Stop);
        Assert.Null(await run.PauseAsync(isPaused: true, Stop));
    }

    [Fact]
    public async Task A_run_that_moves_by_itself_is_paused_again()
    {
        await BeatAsync();
        await BeatAsync();
        await BeatAsync();
        Assert.Equal((1, "paused"), (scheduler.Pauses, run.Telling!.Value.State));
        // an administrator resumes it
        scheduler.Phase = RunPhase.Running;
        await BeatAsync();
        Assert.Equal((2, RunPhase.Paused), (scheduler.Pauses, scheduler.Phase));
        await BeatAsync();
        Assert.Equal(2, scheduler.Pauses);
    }

    [Fact]
    public async Task Who_stood_by_asks_anew()
    {
        await BeatAsync();
        await run.PauseAsync(isPaused: true, Stop);
        Assert.Equal(1, scheduler.Pauses);
        run.Forget();
        await run.PauseAsync(isPaused: true, Stop);
        Assert.Equal(2, scheduler.Pauses);
    }

    private sealed class Scheduler : Operator.Field.Work.IRunHand
    {
        public string Name => "frontier";
        public RunPhase Phase { get; set; } = RunPhase.Running;
        public int Pauses { get; private set; }
        public ValueTask<RunStanding> StateAsync(CancellationToken stop) => new(new RunStanding.Known(Phase, null));

        public ValueTask<RunAnswer> PauseAsync(CancellationToken stop)
        {
            (Phase, Pauses) = (RunPhase.Paused, Pauses + 1);
            return new(new RunAnswer.Taken(Phase, RunLoss.None));
        }

        public ValueTask<RunAnswer> ResumeAsync(CancellationToken stop)
        {
            Phase = RunPhase.Running;
            return new(new RunAnswer.Taken(Phase, RunLoss.None));
        }
    }
}
