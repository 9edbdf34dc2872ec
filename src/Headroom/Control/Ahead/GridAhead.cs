using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>The connection as a family of the look ahead.</summary>
internal sealed class GridAhead
{
    public const string Says = """
        −export ≤ import[t] ≤ ceiling[t]
        import[t] − import[t−1] ≤ ramp · Δ        import[t−1] − import[t] ≤ ramp · Δ, or as the ceiling falls if that is faster
        cost = Σ (price[t] + carbon price · carbon[t]) · Δ · import[t]
        """;

    public required Variables<Power> Import { get; init; }
    public required Relations<Power> Ceiling { get; init; }

    /// <param name="most">More than the site can ever draw, in place of a ceiling that is not there.</param>
    public static GridAhead AddTo(AheadFrame frame, Power most)
    {
        AheadInputs inputs = frame.Inputs;
        Power Least(int t) => Power.Min(inputs.Ceiling[t], most);
        Variables<Power> import = frame.Program.Variable("import", frame.Steps, -inputs.ExportMost, LinearProgram.Unlimited<Power>());
        Relations<Power> ceiling = frame.Program.ForEach(frame.Steps, "grid ceiling", t => import[t] <= Least(t), "import stays under the ceiling");
        frame.MayGive(ceiling, "a higher ceiling");
        if (inputs.RampLimit is { } ramp)
        {
            Power Falls(int t) => Power.Max(ramp * frame.Between(t), t == 0 ? inputs.ImportNow!.Value - Least(0) : Least(t - 1) - Least(t));
            frame.MayGive(frame.FromBefore("grid ramp up", inputs.ImportNow, import, (was, t) => import[t] - was <= ramp * frame.Between(t),
                "import rises no faster than the grid allows"), "a faster ramp of the grid");
            frame.MayGive(frame.FromBefore("grid ramp down", inputs.ImportNow, import, (was, t) => was - import[t] <= Falls(t),
                "nor falls faster, unless the ceiling does"), "a faster ramp of the grid");
        }
        frame.Cost("import", t => inputs.Price[t] * (frame.Length(t) * import[t]));
        if (inputs.Carbon is { } carbon && inputs.CarbonPrice != CarbonPrice.Zero)
            frame.Cost("carbon", t => inputs.CarbonPrice * (carbon[t] * (frame.Length(t) * import[t])));
        return new() { Import = import, Ceiling = ceiling };
    }
}
