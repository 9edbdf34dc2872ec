using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>One year of an expansion as a program of its own, and which of its columns are design: sizes, and what hangs on sizes alone.</summary>
/// <remarks>
///   f(x) = min cost of the year's hours with design x, rows of the hours held        x  all columns without an index: sizes, modules, racks by hall
///   Rows that hold only design columns belong to the expansion's master; all others are the hours'. f is convex and has an answer for
///   every x, because what cannot be met is left unmet at a price.
/// </remarks>
sealed class YearProgram
{
    YearProgram(Formulation plan, int year, IReadOnlyList<Asset> assets, Horizon horizon)
    {
        (Plan, Year) = (plan, year);
        Uses = Assets.Uses(plan);
        (this.assets, this.horizon) = (assets, horizon);
        ProgramArrays program = Arrays;
        bool[] isDesign = new bool[program.Columns];
        List<(int, string)> design = [];
        foreach (IVariableFamily family in plan.Program.VariableFamilies.Where(family => !family.IsIndexed))
        {
            isDesign[family.FirstColumn] = true;
            design.Add((family.FirstColumn, family.Name));
        }
        Design = design;
        DesignRows = [.. Enumerable.Range(0, program.Rows).Where(row => IsOf(row, isDesign))];
        bool[] operates = new bool[program.Columns];
        foreach (int row in Enumerable.Range(0, program.Rows).Except(DesignRows))
            for (int k = program.RowStart[row]; k < program.RowStart[row + 1]; k++) operates[program.ColumnIndex[k]] = true;
        Matters = [.. design.Select(one => operates[one.Item1] || program.Cost[one.Item1] != 0)];
    }

    readonly IReadOnlyList<Asset> assets;
    readonly Horizon horizon;

    public Formulation Plan { get; }
    public int Year { get; }
    public ProgramArrays Arrays => Plan.Program.Arrays;

    /// <summary>Design columns and their names, in the order of the program.</summary>
    public IReadOnlyList<(int Column, string Name)> Design { get; }

    /// <summary>Rows that hold nothing but design columns.</summary>
    public IReadOnlyList<int> DesignRows { get; }

    /// <summary>For each design column, whether the year's cost depends on it; the others only serve design rows.</summary>
    public IReadOnlyList<bool> Matters { get; }

    /// <summary>For each asset, the design columns that use it.</summary>
    public IReadOnlyList<(int Column, double Coefficient)[]> Uses { get; }

    public static YearProgram Of(Site site, IReadOnlyList<Asset> assets, int year, IFrontierModel model, Shortfall shortfall)
    {
        Formulation plan = Write(site, assets, year, model, shortfall, new LinearProgram());
        plan.Seek();
        return new(plan, year, assets, site.Horizon!);
    }

    /// <summary>Writes a year into a program.</summary>
    public static Formulation Write(Site site, IReadOnlyList<Asset> assets, int year, IFrontierModel model, Shortfall shortfall, LinearProgram program)
    {
        double software = Math.Pow(site.Horizon!.SoftwareFactor, Math.Max(0, year - site.Year.Year));
        return Formulation.OfYear(YearSite.Of(site, assets, year), model, software, shortfall, program);
    }

    /// <summary>Bounds each size by what can stand in the year, so that a year planned alone knows it. The master knows it by what is built.</summary>
    public void BindToYear()
    {
        for (int a = 0; a < assets.Count; a++)
            foreach ((int column, double coefficient) in Uses[a])
                Arrays.ColumnUpper[column] = Math.Min(Arrays.ColumnUpper[column], assets[a].MostIn(horizon, Year) / coefficient);
    }

    bool IsOf(int row, bool[] isDesign)
    {
        ProgramArrays program = Arrays;
        for (int k = program.RowStart[row]; k < program.RowStart[row + 1]; k++) if (!isDesign[program.ColumnIndex[k]]) return false;
        return program.RowStart[row + 1] > program.RowStart[row];
    }
}
