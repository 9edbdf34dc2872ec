using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Solvers;
using Headroom.Tests.Simulation;

namespace Headroom.Planning.Tests.Ahead;

/// <summary>A run of seconds that looks ahead beside the beat, under a limit that leaves too little for all work and for what its racks idle at.</summary>
public class AheadRunTests
{
    private static readonly TimeSpan begins = 50.Minutes, ends = 84.Minutes, notice = 27.Minutes;

    /// <summary>20 racks serve at seven tenths, three fifths of it users and the rest work that may wait; 20 stand by without work.</summary>
    private static readonly StandingSite site = new()
    {
        Serving = 20,
        Spare = 20,
        Training = 0,
        Load = _ => 0.7,
        GridMost = 100.Megawatts,
        Length = 150.Minutes,
        Step = 2.Seconds,
        Services = [new("chat", 1, 0.6), new("batch", 3, 0.4, Deferrable: 3.Hours)],
    };

    /// <summary>Half of what users take and hardly more than half of the racks idling.</summary>
    private static Power Level => 0.55 * site.Idling + 0.5 * (site.Usual - site.Idling);

    private static readonly Scenario cut = new()
    {
        Name = "cut",
        Limits =
        [
            new() { Name = "cut", From = begins, Hold = 30.Minutes, Notice = notice, BaselineShare = Level / site.Usual,
                Ramp = new(2.Minutes, 2.Minutes, RampAnchor.Starts, null) },
        ],
    };

    private sealed record Seen(SimulationReport Report, RowRecorder Rows, IReadOnlyList<TimeSpan> Looks)
    {
        public ServedFigure Chat => Report.Services.Single(one => one.Name == "chat");
        public ServedFigure Batch => Report.Services.Single(one => one.Name == "batch");

        /// <summary>Rows that drew nothing through a minute.</summary>
        public int Off(int minute) => Rows.DrawnWatts[minute].Count(watts => watts == 0);
        public double Waits(double minute) => Report.Mean("batch waiting", minute.Minutes, (minute + 1).Minutes);
    }

    private static AheadAnswer Solved(AheadInputs inputs, TimeSpan at) => AheadPlanner.Plan(inputs, at, new HighsSolver(), CancellationToken.None);

    private static Seen Run(LookAhead? ahead, Scenario? scenario, IPolicy? policy = null, bool isSteady = false)
    {
        List<TimeSpan> looks = [];
        var rows = new RowRecorder();
        SimulationOrder order = (site with { Scenario = scenario, IsSteady = isSteady }).Order();
        if (ahead is not null)
            order = order with
            {
                Ahead = (inputs, at) =>
                {
                    looks.Add(at);
                    Assert.Empty(AheadCheck.Of(inputs));
                    return ahead(inputs, at);
                },
            };
        SimulationAnswer answer = policy is null ? Simulator.Run(order, rows, null, CancellationToken.None) : Simulator.Run(order, policy, rows, null, CancellationToken.None);
        return new(Assert.IsType<SimulationAnswer.Ran>(answer).Report, rows, looks);
    }

    private static readonly Lazy<Seen> looking = new(() => Run(Solved, cut)), blind = new(() => Run(null, cut));

    private static void Kept(Seen run)
    {
        LimitFigure limit = Assert.Single(run.Report.Limits);
        Assert.True(limit.Kept, $"{limit.WorstExcess} above for {limit.LongestAbove}");
        Assert.True(run.Report.Kept("limits"));
        double[] import = run.Report.Column("import"), ceiling = run.Report.Column("ceiling");
        Assert.All(import.Zip(ceiling), one => Assert.True(one.First <= one.Second * 1.001, $"{one.First} MW under {one.Second} MW"));
        Assert.Equal(0, run.Batch.Lost().Tokens);
    }

    [Fact]
    public void With_a_look_ahead_and_without_one_the_limit_is_kept()
    {
        Kept(looking.Value);
        Kept(blind.Value);
    }

    [Fact]
    public void It_looks_every_quarter_of_an_hour_and_when_a_limit_has_come()
    {
        IReadOnlyList<TimeSpan> looks = looking.Value.Looks;
        Assert.All(looks.Zip(looks.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1.Seconds, 15.Minutes));
        Assert.Contains(looks, at => at >= begins - notice && at <= begins - notice + 4.Seconds);
        Assert.InRange(looks.Count, 9, 12);
    }

    [Fact]
    public void Idle_racks_rest_under_a_deep_limit_and_are_back_after_it()
    {
        Seen run = looking.Value;
        for (int minute = 0; minute < 49; minute++) Assert.Equal(0, run.Off(minute));
        for (int minute = 55; minute < 80; minute++) Assert.True(run.Off(minute) >= 5, $"{run.Off(minute)} rest in minute {minute}");
        for (int minute = 95; minute < 150; minute++) Assert.Equal(0, run.Off(minute));
        Assert.Contains(run.Report.Happenings,
            one => one.What.StartsWith("idle racks are switched off", StringComparison.Ordinal) && one.At >= begins - 6.Minutes && one.At < ends);
        for (int minute = 0; minute < 150; minute++) Assert.Equal(0, blind.Value.Off(minute));
    }

    [Fact]
    public void Work_that_may_wait_is_kept_back_by_the_limit_and_made_up_after_it()
    {
        Seen run = looking.Value;
        double most = run.Waits(80);
        double hour = run.Batch.Asked.Tokens / 150 * 60;
        Assert.True(most * 1e6 > 0.3 * hour, $"{most} Mtok wait, {hour} come in an hour");
        Assert.True(run.Waits(45) < 0.01 * most);
        Assert.True(run.Waits(120) < 0.01 * most, $"{run.Waits(120)} of {most} Mtok still wait");
        double planned = run.Report.Mean("batch served", 30.Minutes, 45.Minutes);
        Assert.True(run.Report.Mean("batch served", 90.Minutes, 105.Minutes) > 1.5 * planned, "it is served beside what comes");
        Assert.InRange(run.Report.Mean("batch served", 130.Minutes, 150.Minutes) / planned, 0.95, 1.05);
        Assert.True(run.Batch.Served >= 0.99 * run.Batch.Asked);
    }

    [Fact]
    public void What_rests_and_what_waits_leave_users_more()
    {
        double with = looking.Value.Chat.LostFraction, without = blind.Value.Chat.LostFraction;
        Assert.True(without > 0.05, $"the limit is deep: {without} lost");
        Assert.True(with < 0.6 * without, $"{with} lost with, {without} without");
    }

    [Fact]
    public void Looks_that_find_nothing_change_nothing()
    {
        Seen run = Run((_, _) => new AheadAnswer.Stopped("out of time"), cut);
        Assert.NotEmpty(run.Looks);
        Assert.Equal(blind.Value.Report.Column("import"), run.Report.Column("import"));
        Assert.Equal(blind.Value.Chat.Served, run.Chat.Served);
    }

    [Fact]
    public void After_the_only_plan_has_grown_stale_the_site_goes_by_the_day_ahead_plan_and_keeps_the_limit()
    {
        bool isFirst = true;
        Seen run = Run((inputs, at) =>
        {
            if (!isFirst) return new AheadAnswer.Stopped("out of time");
            isFirst = false;
            return Solved(inputs, at);
        }, cut);
        Kept(run);
        Assert.True(run.Report.Mean("import", 12.Minutes, 15.Minutes) < 0.95 * site.Usual.Megawatts, "its lower caps save power while it holds");
        Assert.InRange(run.Report.Mean("import", 25.Minutes, 45.Minutes) / site.Usual.Megawatts, 0.98, 1.02);
    }

    [Fact]
    public void Nobody_looks_ahead_for_a_policy_that_does_not_nor_for_a_steady_run()
    {
        Assert.Empty(Run(Solved, null, new PlanFollower(0.006)).Looks);
        Assert.Empty(Run(Solved, null, isSteady: true).Looks);
    }
}
