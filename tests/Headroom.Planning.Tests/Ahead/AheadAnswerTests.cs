using Headroom.Algebra;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Solvers;
using Headroom.Tests;
using static Headroom.Planning.Tests.Ahead.Days;

namespace Headroom.Planning.Tests.Ahead;

/// <summary>What a look ahead says when the world says no, when it is old, and how it reads.</summary>
public class AheadAnswerTests
{
    private static AheadAnswer Ask(AheadInputs inputs, ISolver? solver = null, CancellationToken stop = default) =>
        AheadPlanner.Plan(inputs, inputs.Start, solver ?? new HighsSolver(), stop);

    [Fact]
    public void A_ceiling_below_idle_is_a_conflict_that_names_the_step_and_the_megawatts()
    {
        AheadInputs day = Of(1.Hours, 15, 10, 11) with { Fleets = [new("racks", [12, 12, 12], 1.Megawatts)] };
        AheadConflict conflict = Assert.Single(Assert.IsType<AheadAnswer.Impossible>(Ask(day)).Conflicts);
        Assert.Equal(("grid ceiling", 1, "MW"), (conflict.Family, conflict.FirstStep, conflict.Unit));
        Assert.Equal(2, conflict.Most, 1e-6);
    }

    [Fact]
    public void A_battery_that_cannot_be_as_full_as_asked_says_so()
    {
        AheadInputs day = Of(1.Hours, 1) with
        {
            Batteries = [new() { Name = "battery", Power = 1.Megawatts, Energy = 9.MegawattHours, Stored = 2.MegawattHours, StoredAtEnd = 5.MegawattHours }],
        };
        IReadOnlyList<AheadConflict> conflicts = Assert.IsType<AheadAnswer.Impossible>(Ask(day)).Conflicts;
        Assert.Contains(conflicts, one => one.Family == "battery at the end" && Math.Abs(one.Most - 2) < 1e-6);
    }

    [Fact]
    public void Unfit_inputs_are_told_all_at_once()
    {
        AheadInputs day = Of(1.Hours, 10, 10) with
        {
            Price = [default],
            DrawPerItRatio = [1, double.NaN],
            Services = [Service("chat", 0, 1, 1) with { Lanes = [new(7, [new(1.Megawatts, 1.0.TokensPerSecond)])] }],
            Events = [new(1, 5)],
        };
        IReadOnlyList<string> why = Assert.IsType<AheadAnswer.Unfit>(Ask(day)).Why;
        Assert.Equal(4, why.Count);
        Assert.IsType<OptimumAnswer.None>(OfflineOptimum.Of(day, new HighsSolver(), CancellationToken.None));
    }

    [Fact]
    public void A_curve_that_is_not_concave_is_unfit()
    {
        AheadInputs day = Of(1.Hours, 10) with
        {
            Services = [Service("chat", 0, 1) with { Lanes = [new(0, [new(1.Megawatts, 1.0.TokensPerSecond), new(2.Megawatts, 3.0.TokensPerSecond)])] }],
        };
        Assert.IsType<AheadAnswer.Unfit>(Ask(day));
    }

    [Fact]
    public void A_solver_that_is_stopped_or_gives_up_leaves_no_plan_and_no_exception()
    {
        AheadInputs day = Of(1.Hours, 10) with { Services = [Service("chat", 0, 1)] };
        foreach (Outcome end in new Outcome[] { new Outcome.Interrupted(), new Outcome.OutOfTime(), new Outcome.Failed("tired"), new Outcome.Unbounded() })
            Assert.IsType<AheadAnswer.Stopped>(Ask(day, new Ends(end)));
    }

    private sealed class Ends(Outcome outcome) : ISolver
    {
        public Outcome Solve(ProgramArrays program, SolveOptions options, CancellationToken stop) => outcome;
    }

    [Fact]
    public void A_plan_gives_hints_while_it_is_fresh_and_none_after()
    {
        AheadInputs day = Of(5.Minutes, 10, 8, 8) with { Start = 2.Hours, Services = [Service("chat", 0, 9, 9, 9)] };
        AheadPlan plan = Plan(day) with { ValidFor = 10.Minutes };
        Assert.Equal(9, plan.At(2.Hours)!.Value.Import.Megawatts, 1e-5);
        Assert.Equal(0, plan.At(2.Hours + 5.Minutes - TimeSpan.FromTicks(1))!.Value.Step);
        Assert.Equal(8, plan.At(2.Hours + 5.Minutes)!.Value.ServicePower(0).Megawatts, 1e-5);
        Assert.NotNull(plan.At(2.Hours + 10.Minutes));
        Assert.Null(plan.At(2.Hours + 10.Minutes + TimeSpan.FromTicks(1)));                                  // too old
        Assert.Null(plan.At(2.Hours - 1.Seconds));                                                            // made later
        Assert.Null((plan with { ValidFor = 9.Hours }).At(2.Hours + 15.Minutes));                             // beyond its steps
    }

    [Fact]
    public void The_program_reads_as_it_is_meant()
    {
        AheadInputs day = Of(15.Minutes, 10, 8) with
        {
            DrawPerItRatio = [1.2, 1.25],
            RampLimit = 1.MegawattsPerMinute,
            Fleets = [new("racks", [10, 10], 0.2.Megawatts)],
            Services = [Service("chat", 2, 4, 4), Waiting("batch", 15.Minutes, 1, 2)],
            Runs = [new() { Name = "run", RacksMost = [3, 3], FullPerRack = 0.9.Megawatts, LeastPerRack = 0.3.Megawatts, MayPause = true, AtRisk = [20.Minutes, 5.Minutes] }],
            Batteries = [new() { Name = "battery", Power = 2.Megawatts, Energy = 4.MegawattHours, Stored = 3.MegawattHours, ChargeEfficiency = 0.95, DischargeEfficiency = 0.9 }],
            Events = [new(0, 2)],
        };
        Golden.Matches(AheadFormulation.Of(day).Equations(1) + "\n", "ahead.txt");
    }
}
