using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A training run as a family of the look ahead.</summary>
internal sealed class RunAhead
{
    public const string Says = """
        least · up[t] ≤ power[t] ≤ full · up[t],  0 ≤ up[t] ≤ racks[t]        up[t] = racks[t] where the run may not pause
        stopped[t] ≥ up[t−1] − up[t] − (racks[t−1] − racks[t])⁺
        lost work[t] = work since the last checkpoint[t] · full · stopped[t]
        |power[t] − power[t−1]| ≤ ramp · Δ
        worth = Σ worth of a joule · (Δ · power[t] − lost work[t])        or, where it has a value, cost = −Σ value · (Δ · power[t] − lost work[t])
        """;

    public required AheadRun Facts { get; init; }

    /// <summary>Racks that train.</summary>
    public required Variables<Count> Up { get; init; }
    public required Variables<Power> Power { get; init; }

    /// <summary>Racks that stop at the beginning of a step; null where stopping loses nothing.</summary>
    public Variables<Count>? Stopped { get; private set; }

    public static RunAhead AddTo(AheadFrame frame, AheadRun run, FleetAhead fleet)
    {
        LinearProgram program = frame.Program;
        Variables<Count> up = program.Variable($"{run.Name} up", frame.Steps,
            t => run.MayPause ? Count.Zero : Count.FromSi(run.RacksMost[t]), t => Count.FromSi(run.RacksMost[t]));
        Variables<Power> power = program.Variable($"{run.Name} power", frame.Steps, _ => Quantities.Power.Zero, t => run.RacksMost[t] * run.FullPerRack);
        program.ForEach(frame.Steps, $"{run.Name} full", t => power[t] <= run.FullPerRack * up[t], "racks that train draw no more than their cap lets them");
        if (run.LeastPerRack > Quantities.Power.Zero)
            frame.MayGive(program.ForEach(frame.Steps, $"{run.Name} lowest cap", t => power[t] >= run.LeastPerRack * up[t], "nor less than at their lowest cap"),
                $"{run.Name} may pause");
        fleet.Add(t => up[t], t => power[t]);
        var plan = new RunAhead { Facts = run, Up = up, Power = power };
        plan.AddStops(frame);
        plan.AddRamp(frame);
        if (run.Value is { } value) frame.Cost($"{run.Name} works", t => -(value * plan.Useful(frame, t)));
        return plan;
    }

    private void AddStops(AheadFrame frame)
    {
        if (Facts.AtRisk is null || !Facts.MayPause) return;
        Variables<Count> stopped = frame.Program.Variable($"{Facts.Name} stopped", frame.Steps, Count.Zero, LinearProgram.Unlimited<Count>());
        double before = Facts.RacksNow ?? Facts.RacksMost[0];
        // racks that the plan itself takes away are handed over in good time
        double Fewer(int t) => Math.Max(0, (t == 0 ? before : Facts.RacksMost[t - 1]) - Facts.RacksMost[t]);
        frame.FromBefore($"{Facts.Name} stops", Count.FromSi(before), Up,
            (was, t) => stopped[t] >= was - Up[t] - Count.FromSi(Fewer(t)), "racks that trained and do not have stopped");
        Stopped = stopped;
    }

    private void AddRamp(AheadFrame frame)
    {
        if (Facts.Ramp is not { } ramp) return;
        frame.MayGive(frame.FromBefore($"{Facts.Name} ramp up", Facts.PowerNow, Power, (was, t) => Power[t] - was <= ramp * frame.Between(t),
            "the run grows no faster than it may"), $"a faster ramp of {Facts.Name}");
        frame.MayGive(frame.FromBefore($"{Facts.Name} ramp down", Facts.PowerNow, Power, (was, t) => was - Power[t] <= ramp * frame.Between(t),
            "nor falls faster"), $"a faster ramp of {Facts.Name}");
    }

    /// <summary>What a step is worth in weighted tokens: its energy, less the work that stopping loses.</summary>
    public Expr<TokenCount> Worth(AheadFrame frame, int t) => Facts.WorthPerJoule * Useful(frame, t);

    private Expr<Energy> Useful(AheadFrame frame, int t)
    {
        Expr<Energy> useful = frame.Length(t) * Power[t];
        if (Stopped is { } stopped) useful -= Facts.AtRisk![t] * (Facts.FullPerRack * stopped[t]);
        return useful;
    }
}
