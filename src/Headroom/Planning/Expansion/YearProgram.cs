using Headroom.Algebra;
using Headroom.Compute;

namespace Headroom.Planning.Expansion;

/// <summary>What nothing could keep of the promises of a year.</summary>
/// <param name="Broken">Names of promises; empty where all can be kept together.</param>
/// <param name="Nothing">No promise holds: none can be kept, or even what is not of services lacks power.</param>
sealed record YearKept(IReadOnlyCollection<string> Broken, bool Nothing);

/// <summary>Which promises of one year of an expansion anything could keep.</summary>
static class YearProgram
{
    /// <summary>A year as exact as this tells a kept promise from a broken one.</summary>
    const double AskedGap = 1e-4, StopShare = 0.1;

    /// <summary>Power that is not there weighs as much as this many hours of demand.</summary>
    const double PowerWeight = 1000;

    /// <summary>Megawatt-hours of a year that rounding may leave without power.</summary>
    const double PowerRounding = 1e-5;

    /// <summary>What everything that can stand in a year cannot keep, at whatever cost; null where nothing is promised or the solver was stopped.</summary>
    /// <remarks>
    ///   All promises first. Where they cannot be kept together, tier by tier those that can be beside the ones before:
    ///   min Σ missed[t] / mean demand + undone + 1,000 · power not there, every size at its most; kept where that is nothing but rounding.
    /// </remarks>
    public static YearKept? KeptIn(IExpanding expanding, int year, IFrontierModel model, ISolver solver, CancellationToken stop)
    {
        var written = new LinearProgram();
        YearPlan plan = ExpansionProgram.Write(expanding, year, model, Shortfalls.All(Shortfall.Plain), written);
        Promise[] promises = [.. plan.Promises];
        if (promises.Length == 0) return null; // nothing is promised: power alone is asked for, at its price
        ProgramArrays program = written.Arrays;
        for (int s = 0; s < plan.Sites.Count; s++) Limit(program, expanding.Plots[s].Assets, Assets.Uses(plan.Sites[s]), expanding.Horizon, year);

        if (Least(program, plan, promises, solver, stop) is not { } all) return null;
        if (plan.PowerLackingIn(all) + plan.PowerLeftIn(all) > PowerRounding) return new([], true);
        if (!promises.Any(promise => promise.IsBrokenIn(all))) return new([], false);
        List<Promise> kept = [];
        foreach (IGrouping<int, Promise> tier in promises.GroupBy(promise => promise.Tier).OrderBy(tier => tier.Key))
        {
            if (Least(program, plan, [.. kept, .. tier], solver, stop) is not { } best) return null;
            kept.AddRange(tier.Where(promise => !promise.IsBrokenIn(best)));
        }
        return new([.. promises.Except(kept).Select(promise => promise.Name)], Nothing: kept.Count == 0);
    }

    /// <summary>The year in which the least of some promises is broken, whatever becomes of the others; null where the solver was stopped.</summary>
    static Solution? Least(ProgramArrays program, YearPlan plan, IReadOnlyList<Promise> promises, ISolver solver, CancellationToken stop)
    {
        program.Cost.Clear();
        foreach (Promise promise in promises) Price(program, promise.Broken, promise.HoursPerUnit);
        foreach (Formulation site in plan.Sites)
        {
            Price(program, site.Missing!.Lost, PowerWeight);
            Price(program, site.Missing.Surplus, PowerWeight);
        }
        return solver.Solve(program, new SolveOptions { Relax = true, GapFraction = AskedGap, StopShare = StopShare }, stop) is Outcome.Best { Solution: var best } ? best : null;
    }

    static void Limit(ProgramArrays program, IReadOnlyList<Asset> assets, IReadOnlyList<(int Column, double Coefficient)[]> uses, Sites.Horizon horizon, int year)
    {
        for (int a = 0; a < assets.Count; a++)
            foreach ((int column, double coefficient) in uses[a])
                program.ColumnUpper[column] = Math.Min(program.ColumnUpper[column], assets[a].MostIn(horizon, year) / coefficient);
    }

    static void Price(ProgramArrays program, IVariableFamily family, double price) => program.Cost.Slice(family.FirstColumn, family.Count).Fill(price);
}
