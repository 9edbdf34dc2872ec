using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>One item of yearly cost as a tally of the program.</summary>
/// <param name="Asset">What it is paid for.</param>
/// <param name="Kind">capital, fixed, fuel, energy …</param>
/// <param name="Supply">Whether it counts as power supply.</param>
sealed record CostTally(string Asset, string Kind, bool Supply, Tally<Money> Tally);

/// <summary>The ledger of a formulation: every device books its costs, emissions and water here, by name.</summary>
sealed class Ledger(LinearProgram program)
{
    readonly List<CostTally> costs = [];
    readonly List<Tally<Money>> capital = [];
    readonly List<Tally<Mass>> carbon = [];
    readonly List<Tally<Volume>> water = [];

    public IReadOnlyList<CostTally> Costs => costs;

    /// <summary>Money spent once.</summary>
    public IReadOnlyList<Tally<Money>> Capital => capital;
    public IReadOnlyList<Tally<Mass>> Carbon => carbon;
    public IReadOnlyList<Tally<Volume>> Water => water;

    /// <summary>Books a yearly cost that does not depend on the hour.</summary>
    public void Cost(string asset, string kind, bool supply, Expr<Money> perYear) =>
        costs.Add(new(asset, kind, supply, program.Tally($"{asset} {kind}", perYear)));

    /// <summary>Books a cost summed over an index.</summary>
    public void Cost(string asset, string kind, bool supply, Algebra.Index over, Func<int, Expr<Money>> cost) =>
        costs.Add(new(asset, kind, supply, program.Tally($"{asset} {kind}", over, cost)));

    /// <summary>Books what is spent once, and its yearly repayment.</summary>
    /// <remarks>a = I · CRF(r, n) · IDC    (planning reference, equation 1)</remarks>
    public void Invest(string asset, bool supply, Expr<Money> once, Repayment repayment)
    {
        capital.Add(program.Tally($"{asset} capital spent", once));
        Cost(asset, "capital", supply, repayment.PerYear.PerYear * once);
    }

    public void Emit(string source, Algebra.Index over, Func<int, Expr<Mass>> mass) => carbon.Add(program.Tally(source, over, mass));
    public void Use(string user, Algebra.Index over, Func<int, Expr<Volume>> volume) => water.Add(program.Tally(user, over, volume));
}
