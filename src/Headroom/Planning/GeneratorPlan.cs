using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>A plant that feeds the bus, as a formulation.</summary>
sealed class GeneratorPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        least · available[t] · capacity ≤ output[t] ≤ available[t] · capacity
        |output[t] − output[t−1]| ≤ ramp · capacity
        Σ output[t] · 1 h ≤ hours · capacity
        capacity = module · n, n whole, where only whole modules are built
        cost = a · capital · (capacity − installed) + fixed · capacity + Σ (variable + heat rate · fuel price) · 1 h · output[t]
        """;

    public required Generator Facts { get; init; }
    public required Variables<Power> Output { get; init; }
    public required Expr<Power> Capacity { get; init; }

    /// <summary>Column of the capacity, or of the count of modules.</summary>
    public required IVariableFamily Size { get; init; }
    public required Relations<Power> Limit { get; init; }

    public static GeneratorPlan AddTo(Frame frame, Generator plant)
    {
        LinearProgram program = frame.Program;
        (IVariableFamily size, Expr<Power> capacity) = SizeOf(program, plant);
        Variables<Power> output = program.Variable($"{plant.Name} output", frame.Hours,
            _ => Power.Zero, t => plant.AvailableFraction[t] == 0 ? Power.Zero : Frame.Roof(plant.Size.Most));
        Relations<Power> limit = program.ForEach(frame.Hours, $"{plant.Name} limit",
            t => output[t] <= plant.AvailableFraction[t] * capacity, "output stays under what stands and is available");
        var plan = new GeneratorPlan { Facts = plant, Output = output, Capacity = capacity, Size = size, Limit = limit };
        plan.AddLimits(frame);
        plan.AddCosts(frame);
        return plan;
    }

    static (IVariableFamily, Expr<Power>) SizeOf(LinearProgram program, Generator plant)
    {
        if (plant.Module is not { } module)
        {
            Variable<Power> capacity = program.Variable($"{plant.Name} capacity", plant.Size.Least, plant.Size.Most);
            return (capacity, capacity);
        }
        // whole modules only: round the bounds inward, with a grain of tolerance for 4 × 77 MW written as 308 MW
        Variable<Count> modules = program.Whole($"{plant.Name} modules",
            Math.Ceiling(plant.Size.Least / module - 1e-9).Items, Math.Floor(plant.Size.Most / module + 1e-9).Items);
        return (modules, module * modules.Expression);
    }

    void AddLimits(Frame frame)
    {
        LinearProgram program = frame.Program;
        Generator plant = Facts;
        if (plant.MinimumLoadFraction > 0)
            program.ForEach(frame.Hours, $"{plant.Name} minimum load",
                t => Output[t] >= plant.MinimumLoadFraction * plant.AvailableFraction[t] * Capacity, "the plant does not run below its minimum");
        if (plant.RampPerHourFraction is { } ramp and < 1)
        {
            var later = new Algebra.Index("hour", frame.Hours.Count - 1);
            program.ForEach(later, $"{plant.Name} ramp up", t => Output[t + 1] - Output[t] <= ramp * Capacity, "output rises no faster than the plant can");
            program.ForEach(later, $"{plant.Name} ramp down", t => Output[t] - Output[t + 1] <= ramp * Capacity, "output falls no faster than the plant can");
        }
        if (plant.FullLoadHoursMost is { } hours)
        {
            Tally<Energy> year = program.Tally($"{plant.Name} energy", frame.Hours, t => frame.Step * Output[t]);
            Tally<Energy> permitted = program.Tally($"{plant.Name} permitted energy", TimeSpan.FromHours(hours) * Capacity);
            frame.MayGive(program.Require($"{plant.Name} hours", [(1, year), (-1, permitted)], Sense.AtMost, Energy.Zero, "full-load hours stay within the permit"), 1000, $"a permit for more hours of {plant.Name}, or another firm source");
        }
    }

    void AddCosts(Frame frame)
    {
        Ledger ledger = frame.Ledger;
        Generator plant = Facts;
        if (plant.Capital != CapacityPrice.Zero)
            ledger.Invest(plant.Name, supply: true, plant.Capital * (Capacity - plant.Size.Installed), plant.Repayment);
        if (plant.Fixed != CapacityRent.Zero) ledger.Cost(plant.Name, "fixed", supply: true, plant.Fixed * Capacity);
        if (plant.Variable != EnergyPrice.Zero)
            ledger.Cost(plant.Name, "variable", supply: true, frame.Hours, t => plant.Variable * (frame.Step * Output[t]));
        EnergyPrice fuel = plant.HeatRate * plant.FuelPrice;
        if (fuel != EnergyPrice.Zero) ledger.Cost(plant.Name, "fuel", supply: true, frame.Hours, t => fuel * (frame.Step * Output[t]));
        if (plant.Carbon != CarbonIntensity.Zero) ledger.Emit(plant.Name, frame.Hours, t => plant.Carbon * (frame.Step * Output[t]));
        if (plant.Water != WaterIntensity.Zero) ledger.Use(plant.Name, frame.Hours, t => plant.Water * (frame.Step * Output[t]));
    }
}
