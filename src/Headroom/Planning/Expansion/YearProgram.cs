using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Planning.Expansion;

/// <summary>Whether anything could keep the promises of one year of an expansion.</summary>
static class YearProgram
{
    /// <summary>A year as exact as this tells a kept promise from a broken one.</summary>
    const double AskedGap = 1e-4, StopShare = 0.1;

    /// <summary>Power that is not there weighs as much as this many hours of demand.</summary>
    const double PowerWeight = 1000;

    /// <summary>Of a year's hours, what rounding may leave unserved of a promise that can be kept.</summary>
    const double Rounding = 1e-6;

    /// <summary>Whether everything that can stand in a year keeps its promises, at whatever cost; null where nothing is promised or the solver was stopped.</summary>
    /// <remarks>min Σ missed[t] / mean demand + undone + 1,000 · power not there, every size at its most; kept where that is nothing but rounding.</remarks>
    public static bool? CanKeep(IExpanding expanding, int year, IFrontierModel model, ISolver solver, CancellationToken stop)
    {
        var written = new LinearProgram();
        YearPlan plan = expanding.Write(year, model, Shortfall.Plain, written);
        if (!plan.Promises.Any() && !plan.Undone.Any()) return null; // nothing is promised: power alone is asked for, at its price
        ProgramArrays program = written.Arrays;
        for (int s = 0; s < plan.Sites.Count; s++) Limit(program, expanding.Plots[s].Assets, Assets.Uses(plan.Sites[s]), expanding.Horizon, year);
        program.Cost.Clear();
        int hours = plan.Sites[0].Hours.Count;
        foreach (DemandPlan promise in plan.Promises)
            if (promise.Demand.Mean > TokenRate.Zero) Price(program, promise.Missed, 1 / promise.Demand.Mean.MillionTokensPerSecond);
        foreach (Variables<Count> undone in plan.Undone) Price(program, undone, hours);
        foreach (Formulation site in plan.Sites)
        {
            Price(program, site.Missing!.Lost, PowerWeight);
            Price(program, site.Missing.Surplus, PowerWeight);
        }
        if (solver.Solve(program, new SolveOptions { Relax = true, GapFraction = AskedGap, StopShare = StopShare }, stop) is not Outcome.Best { Solution: var best }) return null;
        double missed = 0;
        for (int j = 0; j < program.Columns; j++) missed += program.Cost[j] * best.Values[j];
        return missed <= Rounding * hours;
    }

    static void Limit(ProgramArrays program, IReadOnlyList<Asset> assets, IReadOnlyList<(int Column, double Coefficient)[]> uses, Sites.Horizon horizon, int year)
    {
        for (int a = 0; a < assets.Count; a++)
            foreach ((int column, double coefficient) in uses[a])
                program.ColumnUpper[column] = Math.Min(program.ColumnUpper[column], assets[a].MostIn(horizon, year) / coefficient);
    }

    static void Price(ProgramArrays program, IVariableFamily? family, double price)
    {
        if (family is not null) program.Cost.Slice(family.FirstColumn, family.Count).Fill(price);
    }
}
