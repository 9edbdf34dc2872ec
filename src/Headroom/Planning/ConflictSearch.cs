using System.Globalization;
using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>A family that may give while a conflict is sought, and what would relieve it in life.</summary>
/// <param name="Price">Price of one plan unit given, relative to the size of what is asked.</param>
sealed record Giving(IRelationFamily Family, double Price, string Relief);

/// <summary>Why a site cannot do what is asked, in the model's own words.</summary>
/// <remarks>
///   The elastic copy of the program lets demands, caps and limits give at a price and asks for the least they must give. What gave is the
///   conflict; families whose rows hold against it are named beside it. Whole modules may be broken here.
/// </remarks>
static class ConflictSearch
{
    public static PlanAnswer Explain(LinearProgram written, IReadOnlyList<Giving> givings, PlanYear year, ISolver solver, IProgress<string>? progress, CancellationToken stop)
    {
        progress?.Report("no plan holds: looking for what would have to give");
        ProgramArrays program = written.Arrays;
        double[] price = new double[program.Rows];
        foreach (Giving giving in givings)
            for (int i = 0; i < giving.Family.Count; i++) price[giving.Family.FirstRow + i] = giving.Price;
        ProgramArrays elastic = program.Elastic(price, out int[] slackOfRow);
        Outcome outcome = solver.Solve(elastic, new SolveOptions { Algorithm = Algorithm.InteriorPoint, Vertex = true, Relax = true }, stop);
        var model = new ModelFigures(program.Rows, program.Columns, program.NonZeros, "elastic copy");
        return outcome switch
        {
            Outcome.Best { Solution: var least } => new PlanAnswer.Infeasible(Read(written, givings, year, least, slackOfRow), model),
            Outcome.Interrupted => new PlanAnswer.Stopped("stopped while looking for the conflict"),
            _ => new PlanAnswer.Infeasible([Unknown], model),
        };
    }

    static readonly Conflict Unknown = new("bounds", "what must stand and what may stand", "unknown", 0, "", "check atLeast, installed and atMost of each asset");

    static List<Conflict> Read(LinearProgram written, IReadOnlyList<Giving> givings, PlanYear year, Solution least, int[] slackOfRow)
    {
        ProgramArrays program = written.Arrays;
        string[] against = Against(written, least);
        List<Conflict> conflicts = [];
        foreach (Giving giving in givings)
        {
            (double most, int at, int members, double sum) = MostGiven(giving.Family, least, slackOfRow, program);
            if (members == 0) continue;
            string unit = giving.Family.Unit.Symbol;
            string much = $"{QuantityText.Number(most, 4)} {unit}".TrimEnd();
            if (members > 1) much += $" at most, {QuantityText.Number(sum / members, 3)} {unit} in the mean";
            string others = string.Join(", ", against.Where(name => name != giving.Family.Name).Take(6));
            string meaning = others.Length == 0 ? giving.Family.Meaning : $"{giving.Family.Meaning}; held against: {others}";
            conflicts.Add(new(giving.Family.Name, meaning, much, members, When(year, giving.Family, at), giving.Relief));
        }
        return conflicts.Count > 0 ? conflicts : [Unknown];
    }

    static (double Most, int At, int Members, double Sum) MostGiven(IRelationFamily family, Solution least, int[] slackOfRow, ProgramArrays program)
    {
        (double most, int at, int members, double sum) = (0, 0, 0, 0);
        for (int i = 0; i < family.Count; i++)
        {
            int row = family.FirstRow + i, slack = slackOfRow[row];
            double given = least.Values[slack];
            if (!double.IsInfinity(program.RowLower[row]) && !double.IsInfinity(program.RowUpper[row])) given = Math.Max(given, least.Values[slack + 1]);
            if (given <= 1e-6 * Math.Max(1, Math.Abs(Finite(program, row)))) continue;
            members++;
            sum += given;
            if (given > most) (most, at) = (given, i);
        }
        return (most, at, members, sum);
    }

    static double Finite(ProgramArrays program, int row) => double.IsInfinity(program.RowLower[row]) ? program.RowUpper[row] : program.RowLower[row];

    /// <summary>Families whose rows carry a price in the elastic copy: the other side of the conflict, strongest first.</summary>
    static string[] Against(LinearProgram program, Solution least) =>
    [
        .. program.RelationFamilies
            .Select(family => (family.Name, Weight: Weight(program.Arrays, least, family)))
            .Where(family => family.Weight > 1e-9).OrderByDescending(family => family.Weight).Select(family => family.Name),
    ];

    static double Weight(ProgramArrays program, Solution least, IRelationFamily family)
    {
        double sum = 0;
        for (int i = 0; i < family.Count; i++)
        {
            double price = Math.Abs(least.RowDuals[family.FirstRow + i]);
            if (price > 1e-7) sum += price;
        }
        return program.Rows == 0 ? 0 : sum;
    }

    static string When(PlanYear year, IRelationFamily family, int member) =>
        family.Count == year.Hours
            ? year.StartOf(member).ToString("yyyy-MM-dd HH':00 UTC'", CultureInfo.InvariantCulture)
            : "";
}
