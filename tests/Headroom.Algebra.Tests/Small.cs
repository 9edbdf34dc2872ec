using Headroom.Quantities;

namespace Headroom.Algebra.Tests;

/// <summary>The small plan of the house style: grid and reactor feed a load, a battery shifts, four hours.</summary>
sealed class Small
{
    public static readonly Index Hours = new("hour", 4);
    public static readonly TimeSpan Dt = 1.Hours;
    public const double η = 0.95;
    readonly double[] loadMegawatts = [80, 83.88, 90, 70];

    public LinearProgram Program { get; } = new();
    public Variables<Power> Grid { get; }
    public Variables<Power> Smr { get; }
    public Variables<Power> Charge { get; }
    public Variables<Power> Discharge { get; }
    public Variables<Energy> Stored { get; }
    public Relations<Power> Balance { get; }
    public Relations<Energy> State { get; }
    public Relations<Power> Ramp { get; }

    public Small()
    {
        LinearProgram lp = Program;
        Grid = lp.Variable("grid", Hours, 0.Megawatts, 60.Megawatts);
        Smr = lp.Variable("smr", Hours, 0.Megawatts, 30.Megawatts);
        Charge = lp.Variable("charge", Hours, 0.Megawatts, 10.Megawatts);
        Discharge = lp.Variable("discharge", Hours, 0.Megawatts, 10.Megawatts);
        Stored = lp.Variable("stored", Hours, 0.MegawattHours, LinearProgram.Unlimited<Energy>());
        Balance = lp.ForEach(Hours, "power balance", t => Grid[t] + Smr[t] + Discharge[t] == Load(t) + Charge[t], "what is fed is drawn");
        State = lp.ForEach(Hours, "state of charge", t => Stored[t] == Before(t) + Dt * (η * Charge[t] - Discharge[t] / η));
        Ramp = lp.ForEach(new("hour", 3), "reactor ramp", t => Smr[t + 1] - Smr[t] <= 3.Megawatts);
    }

    Power Load(int t) => loadMegawatts[t].Megawatts;
    Expr<Energy> Before(int t) => t == 0 ? 20.MegawattHours : Stored[t - 1];
}
