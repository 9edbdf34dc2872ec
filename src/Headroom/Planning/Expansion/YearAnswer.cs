using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Planning.Reading;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>A year's answer to a design: what it costs, the plane it proves, and the year as figures.</summary>
/// <param name="Design">One value for each design column, in plan units.</param>
/// <param name="Cost">f(design), dollars of that year, without anything paid for what stands.</param>
/// <param name="Gap">How far the cost may be from the least, in dollars: what the prices prove.</param>
sealed record YearAnswer(double[] Design, double Cost, double Gap, YearCut Cut, YearFigures Figures);

/// <summary>Answers for one year: alone at given rents, or at a given design. It writes the program anew each time, so that no year's hours stay in memory.</summary>
sealed class YearOracle(Site site, IReadOnlyList<Asset> assets, int year, IFrontierModel model, ISolver solver)
{
    const double SolveGap = 1e-4;

    public int Year => year;

    /// <summary>What a broken promise costs in this year.</summary>
    public Shortfall Shortfall { get; private set; } = Shortfall.Dear;

    /// <summary>From here on a promise of this year costs what it is worth: nothing that can stand by then keeps it.</summary>
    public void LetGo() => Shortfall = Shortfall.Plain;

    /// <summary>From here on a promise of this year costs more: it can be kept, and was not.</summary>
    public void Insist() => Shortfall = Shortfall.Dearer;

    /// <summary>Whether everything that can stand in this year keeps its promises, at whatever cost.</summary>
    /// <remarks>min Σ missed[t] / mean demand + undone + 1,000 · power not there, every size at its most; kept where that is nothing but rounding.</remarks>
    public bool CanKeep(CancellationToken stop)
    {
        const double power = 1000, rounding = 1e-6;
        YearProgram program = YearProgram.Of(site, assets, year, model, Shortfall);
        program.BindToYear();
        Formulation plan = program.Plan;
        Span<double> cost = program.Arrays.Cost;
        cost.Clear();
        void Price(IVariableFamily? family, double price, Span<double> of) { if (family is not null) of.Slice(family.FirstColumn, family.Count).Fill(price); }
        foreach (ServicePlan service in plan.Services)
            if (service.Facts.Demand.Mean > TokenRate.Zero) Price(service.Missed, 1 / service.Facts.Demand.Mean.MillionTokensPerSecond, cost);
        foreach (TrainingPlan run in plan.Training) Price(run.Undone, plan.Hours.Count, cost);
        Price(plan.Missing!.Lost, power, cost);
        Price(plan.Missing.Surplus, power, cost);
        if (Solve(program, stop) is not { } best) return false;
        double missed = 0;
        for (int j = 0; j < cost.Length; j++) missed += program.Arrays.Cost[j] * best.Values[j];
        return missed <= rounding * plan.Hours.Count;
    }

    /// <summary>The year's design columns, rows and bounds, without its hours.</summary>
    public YearDesign Describe() => YearDesign.Of(YearProgram.Of(site, assets, year, model, Shortfall));

    /// <summary>The year planned alone, at yearly rents per unit of each asset.</summary>
    /// <param name="standsFree">Whether what stood at the start pays nothing.</param>
    public YearAnswer? AtRents(double[] rents, bool standsFree, CancellationToken stop)
    {
        YearProgram program = YearProgram.Of(site, assets, year, model, Shortfall);
        program.BindToYear();
        double[] cost = program.Arrays.Cost.ToArray();
        int rows = program.Arrays.Rows;
        LinearProgram alone = program.Plan.Program;
        for (int a = 0; a < assets.Count; a++)
        {
            // the rent is on the part beyond what is free, a column of its own
            double free = standsFree ? assets[a].InstalledIn(year) : 0;
            Variable<Count> beyond = alone.Variable($"{assets[a].Name} beyond", Count.Zero, LinearProgram.Unlimited<Count>());
            alone.Require($"{assets[a].Name} beyond", Tally.Of<Count>("", program.Uses[a]).Expression - beyond.Expression <= free.Items);
            alone.Arrays.Cost[beyond.FirstColumn] = rents[a];
        }
        return Solve(program, stop) is { } best ? AnswerOf(program, cost, rows, best) : null;
    }

    /// <summary>The year at a design.</summary>
    public YearAnswer? At(double[] design, CancellationToken stop)
    {
        YearProgram program = YearProgram.Of(site, assets, year, model, Shortfall);
        double[] cost = program.Arrays.Cost.ToArray();
        (double[] lower, double[] upper) = (program.Arrays.ColumnLower.ToArray(), program.Arrays.ColumnUpper.ToArray());
        for (int j = 0; j < design.Length; j++)
        {
            int column = program.Design[j].Column;
            (program.Arrays.ColumnLower[column], program.Arrays.ColumnUpper[column]) = (design[j], design[j]);
        }
        // the master holds the rows of design alone; here rounding could only make them contradict
        foreach (int row in program.DesignRows) (program.Arrays.RowLower[row], program.Arrays.RowUpper[row]) = (double.NegativeInfinity, double.PositiveInfinity);
        Solution? best = Solve(program, stop);
        if (best is null) return null;
        lower.CopyTo(program.Arrays.ColumnLower);
        upper.CopyTo(program.Arrays.ColumnUpper);
        return AnswerOf(program, cost, program.Arrays.Rows, best);
    }

    Solution? Solve(YearProgram program, CancellationToken stop) =>
        solver.Solve(program.Arrays, new SolveOptions { Algorithm = Algorithm.InteriorPoint, Relax = true, GapFraction = SolveGap }, stop) is Outcome.Best { Solution: var best }
            ? best : null;

    YearAnswer? AnswerOf(YearProgram program, double[] cost, int rows, Solution best)
    {
        if (YearCut.Of(program, cost, rows, best) is not { } cut) return null;
        double[] design = [.. program.Design.Select(one => best.Values[one.Column])];
        double spent = program.Arrays.ObjectiveConstant;
        for (int j = 0; j < cost.Length; j++) spent += cost[j] * best.Values[j];
        return new(design, spent, spent - cut.At(design), cut, YearReading.Of(program, best, assets));
    }
}
