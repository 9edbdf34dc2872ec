using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Planning;

/// <summary>Power that a year of an expansion lacks or cannot place: so dear that a plan has none, so that every design has an answer.</summary>
sealed class MissingPower
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        Σ injections[t] + lost[t] − surplus[t] = Σ draws[t]
        cost = Σ price · 1 h · (lost[t] + surplus[t])
        """;

    /// <summary>Above what any token that a megawatt-hour can make is worth: a rack of 130 kW serves up to some 5,000 $ of tokens with it.</summary>
    static EnergyPrice Price => 100_000.DollarsPerMegawattHour;

    public required Variables<Power> Lost { get; init; }
    public required Variables<Power> Surplus { get; init; }

    public Expr<Power> Injection(int t) => Lost[t] - Surplus[t];

    public static MissingPower AddTo(Frame frame)
    {
        Power most = Frame.Roof(Expansion.SizeCaps.PowerMost(frame.Site));
        Variables<Power> lost = frame.Program.Variable("lost load", frame.Hours, Power.Zero, most);
        Variables<Power> surplus = frame.Program.Variable("surplus", frame.Hours, Power.Zero, most);
        frame.Ledger.Cost("site", "power not there", supply: true, frame.Hours, t => Price * (frame.Step * (lost[t] + surplus[t])));
        return new MissingPower { Lost = lost, Surplus = surplus };
    }
}
