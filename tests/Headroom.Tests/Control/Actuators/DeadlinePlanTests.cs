using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Actuators.Known;

namespace Headroom.Tests.Control.Actuators;

public sealed class DeadlinePlanTests
{
    static readonly Power shed = 10.Megawatts, plenty = 20.Megawatts;
    static readonly ActuatorKind[] lasting = [.. Enum.GetValues<ActuatorKind>().Where(kind => kind is not (ActuatorKind.Smoothing or ActuatorKind.Storage))];

    static DeadlineAnswer.Plan Planned(ShedNeed need, params Means[] means) => Assert.IsType<DeadlineAnswer.Plan>(DeadlinePlan.For(need, means));
    static DeadlineAnswer.Refused Refused(ShedNeed need, params Means[] means) => Assert.IsType<DeadlineAnswer.Refused>(DeadlinePlan.For(need, means));
    static ShedNeed Need(double deadlineSeconds, double forSeconds = double.PositiveInfinity) =>
        new(Seconds(deadlineSeconds), shed, double.IsInfinity(forSeconds) ? ShedNeed.Open : Seconds(forSeconds));

    /// <summary>AT-08: with everything at hand the rule's class is chosen.</summary>
    [Theory]
    [InlineData(0.5, ActuatorKind.ClockLock, 0.39)]
    [InlineData(5, ActuatorKind.PreArmedCap, 2)]
    [InlineData(20, ActuatorKind.InBandCap, 18.9)]
    [InlineData(90, ActuatorKind.OutOfBandCap, 48)]
    [InlineData(600, ActuatorKind.Scheduler, 298)]
    public void A_deadline_chooses_its_class(double deadline, ActuatorKind chosen, double commandAt)
    {
        DeadlineAnswer.Plan plan = Planned(Need(deadline), [.. lasting.Select(kind => Means(kind, plenty))]);
        DeadlineStep step = Assert.Single(plan.Steps);
        Assert.Equal(chosen, lasting[step.Means]);
        Assert.Equal((StepRole.Holds, Seconds(commandAt), Seconds(deadline), ShedNeed.Open, shed), (step.Role, step.CommandAt, step.From, step.Until, step.Power));
        Assert.Equal(Seconds(commandAt), plan.FirstCommand);
    }

    /// <summary>AT-08: with the rule's class only, and each slower class refused with a reason.</summary>
    [Theory]
    [InlineData(0.5, ActuatorKind.Brake)]
    [InlineData(0.5, ActuatorKind.PreArmedCap)]
    [InlineData(5, ActuatorKind.Brake)]
    [InlineData(5, ActuatorKind.OutOfBandCap)]
    [InlineData(20, ActuatorKind.OutOfBandCap)]
    [InlineData(20, ActuatorKind.Batch)]
    [InlineData(90, ActuatorKind.Scheduler)]
    [InlineData(600, ActuatorKind.Generator)]
    public void A_plan_whose_slowest_necessary_actuator_misses_the_deadline_is_refused(double deadline, ActuatorKind slow)
    {
        DeadlineAnswer.Refused refused = Refused(Need(deadline), Means(slow, plenty));
        Assert.Equal((RefusalReason.TooLate, shed, Of(slow).Reach, 0), (refused.Reason, refused.Missing, refused.Until, refused.Slowest));
        Assert.Contains($"{Of(slow).Name} lands", refused.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.999, ActuatorKind.Smoothing, ActuatorKind.Storage, ActuatorKind.ClockLock, ActuatorKind.InBandCap)]
    [InlineData(1, ActuatorKind.PreArmedCap, ActuatorKind.Brake)]
    [InlineData(10, ActuatorKind.PreArmedCap, ActuatorKind.Brake)]
    [InlineData(10.001, ActuatorKind.InBandCap, ActuatorKind.ClockLock, ActuatorKind.Batch)]
    [InlineData(60, ActuatorKind.InBandCap, ActuatorKind.ClockLock, ActuatorKind.Batch)]
    [InlineData(60.001, ActuatorKind.OutOfBandCap)]
    [InlineData(120, ActuatorKind.OutOfBandCap)]
    [InlineData(120.001, ActuatorKind.Scheduler, ActuatorKind.Generator, ActuatorKind.CoolingSetPoint)]
    public void Bands_of_the_rule_end_where_it_says(double deadline, params ActuatorKind[] first) => Assert.Equal(first, DeadlineRule.First(Seconds(deadline)));

    [Fact]
    public void Under_one_second_nothing_else_may_answer_however_fast()
    {
        Actuator fast = Of(ActuatorKind.Brake) with { Latency = TimeSpan.Zero, Telemetry = TimeSpan.Zero };
        Assert.False(DeadlineRule.Permits(fast, Seconds(0.999)));
        Assert.True(DeadlineRule.Permits(fast, Seconds(1)));
        Assert.True(DeadlineRule.Permits(Of(ActuatorKind.ClockLock), Seconds(0.11)));
        Assert.False(DeadlineRule.Permits(Of(ActuatorKind.ClockLock), Seconds(0.109)));
        Assert.True(DeadlineRule.IsInstant(Seconds(0.999)) && !DeadlineRule.IsInstant(Seconds(1)));
    }

    [Fact]
    public void Out_of_band_is_chosen_within_a_minute_only_when_ordered_42_s_ahead()
    {
        Assert.Equal(TimeSpan.Zero, Planned(Need(42), Means(ActuatorKind.OutOfBandCap, plenty)).FirstCommand);
        Assert.Equal(RefusalReason.TooLate, Refused(Need(41.999), Means(ActuatorKind.OutOfBandCap, plenty)).Reason);
    }

    [Fact]
    public void What_the_first_cannot_give_the_next_gives_and_the_brake_comes_last()
    {
        DeadlineAnswer.Plan plan = Planned(Need(90), Means(ActuatorKind.Brake, plenty), Means(ActuatorKind.InBandCap, 3.Megawatts),
            Means(ActuatorKind.Batch, 2.Megawatts), Means(ActuatorKind.OutOfBandCap, 4.Megawatts));
        Assert.Equal([3, 2, 1, 0], plan.Steps.Select(step => step.Means));
        Assert.Equal([4.0, 2, 3, 1], plan.Steps.Select(step => step.Power.Megawatts));
        Assert.Equal([48.0, 58, 88.9, 83], plan.Steps.Select(step => step.CommandAt.TotalSeconds));
    }

    /// <summary>10 MW are off after 5 s. Caps land after 42 s; 37 s of 10 MW are 370 MJ.</summary>
    [Fact]
    public void A_battery_holds_until_a_slow_cap_lands()
    {
        var store = Energy.FromSi(370e6);
        DeadlineAnswer.Plan plan = Planned(Need(5), Means(ActuatorKind.OutOfBandCap, plenty), Means(ActuatorKind.Storage, 10.Megawatts, store));
        Assert.Equal(new(0, StepRole.Holds, TimeSpan.Zero, Seconds(42), ShedNeed.Open, shed, default, default), plan.Steps[0]);
        Assert.Equal(new(1, StepRole.Bridges, Seconds(4.88), Seconds(5), Seconds(42), shed, default, store), plan.Steps[1]);
        Assert.Equal([0, 10, 10, 10, 10], new[] { 4.999, 5, 41.999, 42, 1e6 }.Select(at => plan.GivenAt(Seconds(at)).Megawatts));
        Assert.Equal(TimeSpan.Zero, plan.FirstCommand);
    }

    [Fact]
    public void A_battery_a_joule_short_is_refused_before_anything_starts()
    {
        DeadlineAnswer.Refused refused = Refused(Need(5), Means(ActuatorKind.OutOfBandCap, plenty), Means(ActuatorKind.Storage, 10.Megawatts, Energy.FromSi(370e6 - 37)));
        Assert.Equal((RefusalReason.StoreTooSmall, Seconds(42), 0), (refused.Reason, refused.Until, refused.Slowest));
        Assert.Equal(1, refused.Missing.Watts, 1e-6);
        Assert.Contains("the stores are empty before out-of-band cap lands 42 s after its order", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_battery_of_too_little_power_leaves_the_plan_too_late()
    {
        DeadlineAnswer.Refused refused = Refused(Need(5), Means(ActuatorKind.OutOfBandCap, plenty), Means(ActuatorKind.Storage, 9.Megawatts, 100.MegawattHours));
        Assert.Equal((RefusalReason.TooLate, 1.Megawatts, Seconds(42), 0), (refused.Reason, refused.Missing, refused.Until, refused.Slowest));
        Assert.Contains("stores bridge 9 MW of 10 MW", refused.Why, StringComparison.Ordinal);
    }

    /// <summary>6 MW land at 32 s and 4 MW at 42 s, deadline 12 s: the store that lasts takes the layer of 30 s, the short one that of 20 s.</summary>
    [Fact]
    public void Two_stores_share_a_staircase_the_lasting_one_below()
    {
        Means batch = Means(ActuatorKind.Batch, 6.Megawatts), caps = Means(ActuatorKind.OutOfBandCap, plenty);
        DeadlineAnswer.Plan plan = Planned(Need(12), caps, Means(ActuatorKind.Storage, 6.Megawatts, Energy.FromSi(120e6)), batch,
            Means(ActuatorKind.Storage, 4.Megawatts, Energy.FromSi(120e6)));
        Assert.Equal([2, 0, 3, 1], plan.Steps.Select(step => step.Means));
        Assert.Equal((0.Megawatts, Seconds(42), Energy.FromSi(120e6)), (plan.Steps[2].Above, plan.Steps[2].Until, plan.Steps[2].Uses));
        Assert.Equal((4.Megawatts, Seconds(32), Energy.FromSi(120e6)), (plan.Steps[3].Above, plan.Steps[3].Until, plan.Steps[3].Uses));
        Assert.All(new[] { 12, 31.9, 32, 41.9, 42 }, at => Assert.Equal(10, plan.GivenAt(Seconds(at)).Megawatts, 1e-9));
    }

    [Fact]
    public void A_short_dip_under_a_second_is_left_to_storage_alone()
    {
        Means clocks = Means(ActuatorKind.ClockLock, plenty);
        Assert.Equal([1], Planned(Need(0.5, 30), clocks, Means(ActuatorKind.Storage, shed, Energy.FromSi(300e6))).Steps.Select(step => step.Means));
        Assert.Equal([0], Planned(Need(0.5, 30), clocks, Means(ActuatorKind.Storage, shed, Energy.FromSi(299e6))).Steps.Select(step => step.Means));
        Assert.Equal([0], Planned(Need(1.2, 30), Means(ActuatorKind.InBandCap, plenty), Means(ActuatorKind.Storage, shed, Energy.FromSi(300e6))).Steps.Select(step => step.Means));
    }

    [Fact]
    public void Too_little_of_everything_is_said_as_such()
    {
        DeadlineAnswer.Refused refused = Refused(Need(90), Means(ActuatorKind.OutOfBandCap, 4.Megawatts), Means(ActuatorKind.Storage, 1.Megawatts, 1.MegawattHours));
        Assert.Equal((RefusalReason.TooLittle, ShedNeed.Open), (refused.Reason, refused.Until));
        Assert.Null(refused.Slowest);
        Assert.Equal(6, refused.Missing.Megawatts, 1e-6);
        Assert.Equal(10, Refused(Need(90)).Missing.Megawatts);
        DeadlineAnswer.Refused empty = Refused(Need(90), Means(ActuatorKind.OutOfBandCap, 4.Megawatts), Means(ActuatorKind.Storage, 8.Megawatts, 1.MegawattHours));
        Assert.Equal((RefusalReason.StoreTooSmall, null), (empty.Reason, empty.Slowest));
        Assert.Contains("empty before it is over", empty.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lands_after_the_end_helps_nobody()
    {
        ShedNeed need = Need(5, 37);
        Assert.Equal(Seconds(42), need.End);
        Assert.Equal(RefusalReason.TooLittle, Refused(need, Means(ActuatorKind.OutOfBandCap, plenty)).Reason);
        Assert.Equal(RefusalReason.TooLate, Refused(Need(5, 37.001), Means(ActuatorKind.OutOfBandCap, plenty)).Reason);
    }

    [Fact]
    public void Steps_leasts_and_hold_times_count()
    {
        Means stepped = Means(ActuatorKind.OutOfBandCap, 12.Megawatts) with { Step = 4.Megawatts };
        Assert.Equal(12.Megawatts, Planned(Need(90), stepped).Steps[0].Power);
        Assert.Equal(RefusalReason.TooLittle, Refused(Need(90), stepped with { Most = 11.Megawatts }).Reason);
        Assert.Equal(15.Megawatts, Planned(Need(90), Means(ActuatorKind.OutOfBandCap, plenty) with { Least = 15.Megawatts }).Steps[0].Power);
        Assert.Equal(RefusalReason.TooLittle, Refused(Need(90), Means(ActuatorKind.OutOfBandCap, plenty) with { Least = 21.Megawatts }).Reason);
        Assert.Equal(Seconds(150), Planned(Need(90, 10), Means(ActuatorKind.OutOfBandCap, plenty)).Steps[0].Until);
        Assert.Equal(Seconds(160), Planned(Need(90, 70), Means(ActuatorKind.OutOfBandCap, plenty)).Steps[0].Until);
    }

    [Fact]
    public void Nothing_needed_is_a_plan_without_steps_and_nonsense_throws()
    {
        Assert.Empty(Planned(Need(5) with { Shed = default }).Steps);
        Assert.Equal(Seconds(5), Planned(Need(5) with { Shed = default }).FirstCommand);
        Assert.Throws<ArgumentException>(() => DeadlinePlan.For(Need(-1), []));
        Assert.Throws<ArgumentException>(() => DeadlinePlan.For(Need(1, 0), []));
        Assert.Throws<ArgumentException>(() => DeadlinePlan.For(Need(1) with { Shed = double.NaN.Watts }, []));
        foreach (Means bad in (Means[])[new(null!, shed), Means(ActuatorKind.Brake, -1.Watts), Means(ActuatorKind.Brake, double.PositiveInfinity.Watts),
            Means(ActuatorKind.Brake, shed) with { Least = -1.Watts }, Means(ActuatorKind.Brake, shed) with { Step = -1.Watts }, Means(ActuatorKind.Storage, shed, Energy.FromSi(-1))])
            Assert.Throws<ArgumentException>(() => DeadlinePlan.For(Need(1), [bad]));
    }

    /// <summary>A plan that starts gives what it must at every moment, orders nothing in the past, and empties no store.</summary>
    [Fact]
    public void A_plan_keeps_its_word()
    {
        Gen<Means> one = Gen.Select(Gen.Enum<ActuatorKind>(), Gen.Double[0, 12], Gen.Double[0.1, 800], Gen.Bool, (kind, megawatts, megajoules, steps) =>
            kind is ActuatorKind.Storage or ActuatorKind.Smoothing ? Means(kind, megawatts.Megawatts, Energy.FromSi(1e6 * megajoules))
                : Means(kind, megawatts.Megawatts) with { Step = steps ? 1.Megawatts : default });
        int plans = 0, refusals = 0;
        Gen.Select(one.Array[0, 7], Gen.Double[0.05, 700], Gen.Double[0.5, 20], Gen.Double[1, 8000], Gen.Bool).Sample((means, deadline, megawatts, length, open) =>
        {
            var need = new ShedNeed(Seconds(deadline), megawatts.Megawatts, open ? ShedNeed.Open : Seconds(length));
            if (DeadlinePlan.For(need, means) is not DeadlineAnswer.Plan plan)
            {
                Interlocked.Increment(ref refusals);
                return true;
            }
            Interlocked.Increment(ref plans);
            IEnumerable<TimeSpan> moments = plan.Steps.SelectMany(step => new[] { step.From, step.From - TimeSpan.FromTicks(1), step.Until, step.Until - TimeSpan.FromTicks(1) })
                .Append(need.Deadline).Append(need.End - TimeSpan.FromTicks(1)).Where(at => at >= need.Deadline && at < need.End);
            return moments.All(at => plan.GivenAt(at).Watts >= need.Shed.Watts * (1 - 1e-9))
                && plan.Steps.All(step => step.CommandAt >= TimeSpan.Zero && step.CommandAt + means[step.Means].Actuator.Reach <= step.From
                    && step.Power <= means[step.Means].Most && (means[step.Means].Store is not { } store || step.Uses.Joules <= store.Joules * (1 + 1e-12)))
                && plan.Steps.Select(step => step.Means).Distinct().Count() == plan.Steps.Count;
        }, iter: 3000);
        Assert.True(plans > 300 && refusals > 300, $"{plans} plans, {refusals} refusals");
    }

    /// <summary>More means and more energy never turn a plan into a refusal.</summary>
    [Fact]
    public void A_larger_store_never_hurts() => Gen.Select(Gen.Double[1, 20], Gen.Double[1, 40], Gen.Double[1, 900]).Sample((most, deadline, megajoules) =>
    {
        Means caps = Means(ActuatorKind.OutOfBandCap, plenty), store = Means(ActuatorKind.Storage, most.Megawatts, Energy.FromSi(1e6 * megajoules));
        bool needed = most >= 10 && megajoules >= 10 * (42 - deadline);
        bool isPlan = DeadlinePlan.For(Need(deadline), [caps, store]) is DeadlineAnswer.Plan;
        return isPlan == needed || Math.Abs(megajoules - 10 * (42 - deadline)) < 1e-6;
    }, iter: 1000);
}
