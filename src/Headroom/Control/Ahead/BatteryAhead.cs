using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A battery as a family of the look ahead: the plan's equation, in steps of any length.</summary>
internal sealed class BatteryAhead
{
    public const string Says = """
        stored[t] = (1 − σ)^Δ · stored[t−1] + Δ · (η_c · charge[t] − discharge[t] / η_d),  least ≤ stored[t] ≤ energy
        charge[t], discharge[t] ≤ power        stored at the end ≥ target
        cost = Σ wear · Δ · discharge[t] + ε · Δ · (charge[t] + discharge[t]) − value · stored at the end
        missing[t] ≥ reserve − stored[t]        cost += Σ value of the reserve · Δ/1 h · missing[t]
        sold[t] ≥ min(stored now, reserve) − stored[t]        cost += Σ dear · Δ/1 h · sold[t]: what is kept for users is given to users, at no price to the grid
        ε = 0.01 $/MWh: between answers that are equally good, the one that moves less energy
        """;

    public required AheadBattery Facts { get; init; }
    public required Variables<Power> Charge { get; init; }
    public required Variables<Power> Discharge { get; init; }
    public required Variables<Energy> Stored { get; init; }

    /// <summary>More than energy costs anywhere: tokens of users are sought before any cost, and are not held up by it.</summary>
    private static readonly EnergyPrice Dear = 20_000.DollarsPerMegawattHour;

    public Expr<Power> Injection(int t) => Discharge[t] - Charge[t];

    public static BatteryAhead AddTo(AheadFrame frame, AheadBattery battery)
    {
        LinearProgram program = frame.Program;
        string name = battery.Name;
        Variables<Power> charge = program.Variable($"{name} charge", frame.Steps, default, battery.Power);
        Variables<Power> discharge = program.Variable($"{name} discharge", frame.Steps, default, battery.Power);
        Variables<Energy> stored = program.Variable($"{name} stored", frame.Steps, Energy.Min(battery.LeastStored, battery.Stored), battery.Energy);
        double η_c = battery.ChargeEfficiency, η_d = battery.DischargeEfficiency;
        double Kept(int t) => Math.Pow(1 - battery.LossPerHourFraction, frame.Length(t).TotalHours);
        Expr<Energy> Before(int t) => t == 0 ? battery.Stored : stored[t - 1];
        program.ForEach(frame.Steps, $"{name} state of charge",
            t => stored[t] == Kept(t) * Before(t) + frame.Length(t) * (η_c * charge[t] - discharge[t] / η_d), "what is stored is what was stored, plus charge, less discharge");
        int last = frame.Steps.Count - 1;
        if (battery.StoredAtEnd is { } target)
            frame.MayGive(program.Require($"{name} at the end", stored[last] >= target, "the store is left as full as is asked"), $"a lower target for {name}");
        frame.Cost($"{name} wear", t => battery.Wear * (frame.Length(t) * discharge[t]) + AheadFrame.Grain * (frame.Length(t) * (charge[t] + discharge[t])));
        if (battery.ValueAtEnd != EnergyPrice.Zero) frame.Cost($"{name} left", -(battery.ValueAtEnd * stored[last]));
        if (battery.Reserve > battery.LeastStored && battery.ReserveValue > EnergyPrice.Zero)
        {
            Keep("missing", "reserve", battery.Reserve, battery.ReserveValue, "what is not there of the reserve");
            Keep("sold", "kept", Energy.Min(battery.Stored, battery.Reserve), Dear, "what is not there of what is kept now");
        }
        return new() { Facts = battery, Charge = charge, Discharge = discharge, Stored = stored };

        void Keep(string lack, string level, Energy most, EnergyPrice perHour, string says)
        {
            Variables<Energy> lacks = program.Variable($"{name} {lack}", frame.Steps, Energy.Zero, battery.Energy);
            program.ForEach(frame.Steps, $"{name} {level}", t => lacks[t] >= most - stored[t], says);
            frame.Cost($"{name} {level}", t => frame.Length(t).TotalHours * (perHour * lacks[t]));
        }
    }
}
