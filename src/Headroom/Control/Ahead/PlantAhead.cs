using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A plant as a family of the look ahead; whether it runs at all is decided elsewhere.</summary>
internal sealed class PlantAhead
{
    public const string Says = """
        least[t] ≤ output[t] ≤ most[t]; ≤ planned[t] where it does not follow
        |output[t] − output[t−1]| ≤ ramp · Δ
        cost = Σ cost · Δ · output[t]
        """;

    public required AheadPlant Facts { get; init; }
    public required Variables<Power> Output { get; init; }

    public static PlantAhead AddTo(AheadFrame frame, AheadPlant plant)
    {
        Power Most(int t) => plant.Follows ? plant.Most[t] : Power.Min(plant.Planned[t], plant.Most[t]);
        Variables<Power> output = frame.Program.Variable($"{plant.Name} output", frame.Steps, t => Power.Min(plant.Least[t], Most(t)), Most);
        if (plant.Ramp is { } ramp)
        {
            // what is no longer available is lost at once, whatever the ramp
            Power Falls(int t) => Power.Max(ramp * frame.Between(t), t == 0 ? plant.OutputNow!.Value - Most(0) : Most(t - 1) - Most(t));
            frame.MayGive(frame.FromBefore($"{plant.Name} ramp up", plant.OutputNow, output, (was, t) => output[t] - was <= ramp * frame.Between(t),
                "output rises no faster than the plant can"), $"a lower minimum of {plant.Name}");
            frame.FromBefore($"{plant.Name} ramp down", plant.OutputNow, output, (was, t) => was - output[t] <= Falls(t), "nor falls faster");
        }
        frame.Cost($"{plant.Name} fuel", t => plant.Cost * (frame.Length(t) * output[t]));
        return new() { Facts = plant, Output = output };
    }
}
