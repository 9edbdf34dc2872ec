using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>One year of an expansion: its hours as rows, and whether anything could keep its promises.</summary>
static class YearProgram
{
    /// <summary>A year as exact as this tells a kept promise from a broken one.</summary>
    const double AskedGap = 1e-4, StopShare = 0.1;

    /// <summary>Power that is not there weighs as much as this many hours of demand.</summary>
    const double PowerWeight = 1000;

    /// <summary>Of a year's hours, what rounding may leave unserved of a promise that can be kept.</summary>
    const double Rounding = 1e-6;

    /// <summary>Writes a year into a program. What the program seeks is left open.</summary>
    public static Formulation Write(Site site, IReadOnlyList<Asset> assets, int year, IFrontierModel model, Shortfall shortfall, LinearProgram program)
    {
        double software = Math.Pow(site.Horizon!.SoftwareFactor, Math.Max(0, year - site.Year.Year));
        return Formulation.OfYear(YearSite.Of(site, assets, year), model, software, shortfall, program);
    }

    /// <summary>Whether everything that can stand in a year keeps its promises, at whatever cost; null where the solver was stopped.</summary>
    /// <remarks>min Σ missed[t] / mean demand + undone + 1,000 · power not there, every size at its most; kept where that is nothing but rounding.</remarks>
    public static bool? CanKeep(Site site, IReadOnlyList<Asset> assets, int year, IFrontierModel model, ISolver solver, CancellationToken stop)
    {
        Formulation plan = Write(site, assets, year, model, Shortfall.Plain, new LinearProgram());
        if (plan.Services.Count + plan.Training.Count == 0) return true; // nothing is promised
        ProgramArrays program = plan.Program.Arrays;
        IReadOnlyList<(int Column, double Coefficient)[]> uses = Assets.Uses(plan);
        for (int a = 0; a < assets.Count; a++)
            foreach ((int column, double coefficient) in uses[a])
                program.ColumnUpper[column] = Math.Min(program.ColumnUpper[column], assets[a].MostIn(site.Horizon!, year) / coefficient);
        program.Cost.Clear();
        foreach (ServicePlan service in plan.Services)
            if (service.Facts.Demand.Mean > TokenRate.Zero) Price(program, service.Missed, 1 / service.Facts.Demand.Mean.MillionTokensPerSecond);
        foreach (TrainingPlan run in plan.Training) Price(program, run.Undone, plan.Hours.Count);
        Price(program, plan.Missing!.Lost, PowerWeight);
        Price(program, plan.Missing.Surplus, PowerWeight);
        if (solver.Solve(program, new SolveOptions { Relax = true, GapFraction = AskedGap, StopShare = StopShare }, stop) is not Outcome.Best { Solution: var best }) return null;
        double missed = 0;
        for (int j = 0; j < program.Columns; j++) missed += program.Cost[j] * best.Values[j];
        return missed <= Rounding * plan.Hours.Count;
    }

    static void Price(ProgramArrays program, IVariableFamily? family, double price)
    {
        if (family is not null) program.Cost.Slice(family.FirstColumn, family.Count).Fill(price);
    }
}
