using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A loop of coolant as a family of the look ahead: its mass is a store of heat, so that the plant's draw can come earlier or later.</summary>
/// <remarks>Valid    one temperature in the whole loop; what leaks through its walls is left out; the plant's draw follows the heat it carries off.</remarks>
internal sealed class LoopAhead
{
    public const string Says = """
        warmth[t] = warmth[t−1] + Δ · (heat[t] − rejected[t]),  heat = IT draw of its fleets
        C · least rise ≤ warmth[t] ≤ C · most rise        rejected[t] ≤ what the plant can carry off
        draw[t] = draw per heat[t] · rejected[t]        rise = warmth / C
        """;

    public required AheadLoop Facts { get; init; }

    /// <summary>Heat in the mass over that at the usual temperature.</summary>
    public required Variables<Energy> Warmth { get; init; }
    public required Variables<Power> Rejected { get; init; }

    public Expr<Power> Draw(int t) => Facts.DrawPerHeatRatio[t] * Rejected[t];

    public static LoopAhead AddTo(AheadFrame frame, AheadLoop loop, IReadOnlyList<FleetAhead> fleets)
    {
        LinearProgram program = frame.Program;
        Variables<Power> rejected = program.Variable($"{loop.Name} rejected", frame.Steps, _ => Power.Zero, t => loop.RejectedMost[t]);
        Variables<Energy> warmth = program.Variable($"{loop.Name} warmth", frame.Steps,
            loop.RiseLeast.Kelvin * loop.PerKelvin, LinearProgram.Unlimited<Energy>());
        Energy most = loop.RiseMost.Kelvin * loop.PerKelvin;
        Expr<Energy> Before(int t) => t == 0 ? loop.RiseNow.Kelvin * loop.PerKelvin : warmth[t - 1];
        Expr<Power> Heat(int t) => loop.Fleets.Select(fleet => fleets[fleet].It(t)).Sum();
        program.ForEach(frame.Steps, $"{loop.Name} heat",
            t => warmth[t] == Before(t) + frame.Length(t) * (Heat(t) - rejected[t]), "what is not carried off warms the coolant");
        frame.MayGive(program.ForEach(frame.Steps, $"{loop.Name} warmest", t => warmth[t] <= most, "the coolant gets no warmer than racks allow"),
            $"more cooling on {loop.Name}");
        return new() { Facts = loop, Warmth = warmth, Rejected = rejected };
    }
}
