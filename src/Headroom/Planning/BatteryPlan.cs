using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>A battery as a formulation; power and energy are sized apart unless the file ties them.</summary>
/// <remarks>No row forbids charging and discharging in one hour: with losses it never pays, but for negative prices or paid curtailment.</remarks>
sealed class BatteryPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        stored[t] = (1 − σ) · stored[t−1] + 1 h · (η_c · charge[t] − discharge[t] / η_d),  the year closes on itself
        charge[t], discharge[t] ≤ power        least · energy ≤ stored[t] ≤ energy
        cost = a · (capital · new power + capital · new energy) + fixed · power + fixed · energy + Σ variable · 1 h · discharge[t]
        """;

    public required Battery Facts { get; init; }
    public required Variable<Power> Power { get; init; }
    public required Expr<Energy> Energy { get; init; }
    public Variable<Energy>? EnergySize { get; init; }
    public required Variables<Power> Charge { get; init; }
    public required Variables<Power> Discharge { get; init; }
    public required Variables<Energy> Stored { get; init; }

    public Expr<Power> Injection(int t) => Discharge[t] - Charge[t];

    public static BatteryPlan AddTo(Frame frame, Battery battery)
    {
        LinearProgram program = frame.Program;
        string name = battery.Name;
        Variable<Power> power = program.Variable($"{name} power", battery.Power.Least, battery.Power.Most);
        Variable<Energy>? energySize = battery.Duration is null ? program.Variable($"{name} energy", battery.Energy.Least, battery.Energy.Most) : null;
        Expr<Energy> energy = energySize is null ? battery.Duration!.Value * power.Expression : energySize.Expression;
        Variables<Power> charge = program.Variable($"{name} charge", frame.Hours, default, Frame.Roof(battery.Power.Most));
        Variables<Power> discharge = program.Variable($"{name} discharge", frame.Hours, default, Frame.Roof(battery.Power.Most));
        Variables<Energy> stored = program.Variable($"{name} stored", frame.Hours, default, Frame.Roof(battery.Energy.Most));

        double η_c = battery.ChargeEfficiency, η_d = battery.DischargeEfficiency, kept = 1 - battery.LossPerHourFraction;
        int last = frame.Hours.Count - 1;
        Expr<Energy> Before(int t) => stored[t == 0 ? last : t - 1];

        program.ForEach(frame.Hours, $"{name} state of charge",
            t => stored[t] == kept * Before(t) + frame.Step * (η_c * charge[t] - discharge[t] / η_d), "what is stored is what was stored, plus charge, less discharge");
        program.ForEach(frame.Hours, $"{name} charge limit", t => charge[t] <= power, "charging stays under the power");
        program.ForEach(frame.Hours, $"{name} discharge limit", t => discharge[t] <= power, "discharging stays under the power");
        program.ForEach(frame.Hours, $"{name} energy limit", t => stored[t] <= energy, "no more is stored than fits");
        if (battery.LeastStoredFraction > 0)
            program.ForEach(frame.Hours, $"{name} least stored", t => stored[t] >= battery.LeastStoredFraction * energy, "the store is never emptier than allowed");

        var plan = new BatteryPlan { Facts = battery, Power = power, Energy = energy, EnergySize = energySize, Charge = charge, Discharge = discharge, Stored = stored };
        plan.AddCosts(frame);
        return plan;
    }

    void AddCosts(Frame frame)
    {
        Ledger ledger = frame.Ledger;
        Battery b = Facts;
        Expr<Money> once = b.CapitalOfPower * (Power.Expression - b.Power.Installed) + b.CapitalOfEnergy * (Energy - b.Energy.Installed);
        ledger.Invest(b.Name, supply: true, once, b.Repayment);
        ledger.Cost(b.Name, "fixed", supply: true, b.Fixed * Power.Expression + b.FixedOfEnergy * Energy);
        if (b.Variable != EnergyPrice.Zero)
            ledger.Cost(b.Name, "variable", supply: true, frame.Hours, t => b.Variable * (frame.Step * Discharge[t]));
    }
}
