using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>A linear (or mixed-integer) program under construction: families of variables, families of relations, one objective.</summary>
/// <remarks>
///   A family is one line and reads as its equation:
///   <code>lp.ForEach(hours, "state of charge", t => stored[t] == Before(t) + dt * (η * charge[t]) - dt * (discharge[t] / η));</code>
///   Rows go straight into arrays, so a year of hours costs milliseconds and no tree outlives its row.
/// </remarks>
public sealed class LinearProgram
{
    static readonly Index one = new("", 1);
    readonly ProgramArrays arrays = new();
    readonly List<IVariableFamily> variableFamilies = [];
    readonly List<IRelationFamily> relationFamilies = [];
    readonly Flattener flattener = new();
    string within = "";

    public IReadOnlyList<IVariableFamily> VariableFamilies => variableFamilies;
    public IReadOnlyList<IRelationFamily> RelationFamilies => relationFamilies;

    /// <summary>The program as the solver sees it.</summary>
    public ProgramArrays Arrays => arrays;

    /// <summary>What stands before the names of the families that are written now; empty outside of any <see cref="Within"/>.</summary>
    public string Prefix => within;

    /// <summary>Families written until it is disposed bear this name before their own: several sites or years in one program, each a part of it.</summary>
    public IDisposable Within(string name)
    {
        string outer = within;
        within = $"{outer}{name} ";
        return new Leaving(this, outer, arrays.Rows);
    }

    sealed class Leaving(LinearProgram program, string outer, int firstRow) : IDisposable
    {
        public void Dispose()
        {
            program.within = outer;
            if (outer.Length == 0) program.arrays.EndPart(firstRow);
        }
    }

    /// <summary>One variable for each member, between the same bounds.</summary>
    public Variables<Q> Variable<Q>(string name, Index over, Q least, Q most) where Q : struct, IQuantity<Q> =>
        Variable(name, over, _ => least, _ => most);

    /// <summary>One variable for each member, each between its own bounds.</summary>
    public Variables<Q> Variable<Q>(string name, Index over, Func<int, Q> least, Func<int, Q> most) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(over);
        ArgumentNullException.ThrowIfNull(least);
        ArgumentNullException.ThrowIfNull(most);
        var family = new Variables<Q>(within + name, over, arrays.Columns);
        for (int i = 0; i < over.Count; i++) AddColumn(least(i), most(i), whole: false, name);
        variableFamilies.Add(family);
        return family;
    }

    /// <summary>A single variable, such as a capacity.</summary>
    public Variable<Q> Variable<Q>(string name, Q least, Q most) where Q : struct, IQuantity<Q> => Single(name, least, most, whole: false);

    /// <summary>A single variable that counts whole things, such as reactor modules.</summary>
    public Variable<Count> Whole(string name, Count least, Count most) => Single(name, least, most, whole: true);

    /// <summary>No bound above.</summary>
    public static Q Unlimited<Q>() where Q : struct, IQuantity<Q> => Q.FromSi(double.PositiveInfinity);

    /// <summary>One relation for each member of an index.</summary>
    public Relations<Q> ForEach<Q>(Index over, string name, Func<int, Relation<Q>> relation, string meaning = "") where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(over);
        ArgumentNullException.ThrowIfNull(relation);
        var family = new Relations<Q>(within + name, over, arrays.Rows, meaning);
        for (int i = 0; i < over.Count; i++)
        {
            Relation<Q> row = relation(i);
            double constant = flattener.Flatten(row.Difference.Root);
            if (!flattener.IsSound || double.IsNaN(constant)) throw NotANumber(ReferenceEquals(over, one) ? name : $"{name}[{i}]");
            arrays.AddRow(flattener, row.Sense, -constant);
        }
        relationFamilies.Add(family);
        return family;
    }

    /// <summary>A single relation, such as a yearly cap.</summary>
    public Relations<Q> Require<Q>(string name, Relation<Q> relation, string meaning = "") where Q : struct, IQuantity<Q> =>
        ForEach(one, name, _ => relation, meaning);

    /// <summary>A named amount that is reported and may stand in objectives: capital of the battery, fuel of the turbine.</summary>
    public Tally<Q> Tally<Q>(string name, Expr<Q> amount) where Q : struct, IQuantity<Q>
    {
        double constant = flattener.Flatten(amount.Root);
        return new(name, flattener.Take(), constant);
    }

    /// <summary>A named amount summed over an index, without building one deep tree.</summary>
    public Tally<Q> Tally<Q>(string name, Index over, Func<int, Expr<Q>> amount) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(over);
        ArgumentNullException.ThrowIfNull(amount);
        flattener.Start();
        double constant = 0;
        for (int i = 0; i < over.Count; i++) constant += flattener.Add(amount(i).Root, 1);
        return new(name, flattener.Take(), constant);
    }

    /// <summary>Seeks the least of a weighted sum of tallies. A later call replaces an earlier one.</summary>
    public void Minimise<Q>(params IEnumerable<(double Weight, Tally<Q> Of)> terms) where Q : struct, IQuantity<Q> => Objective(terms, maximise: false);

    /// <summary>Seeks the most of a weighted sum of tallies. A later call replaces an earlier one.</summary>
    public void Maximise<Q>(params IEnumerable<(double Weight, Tally<Q> Of)> terms) where Q : struct, IQuantity<Q> => Objective(terms, maximise: true);

    /// <summary>A relation between tallies and a known amount: the budget, the carbon cap.</summary>
    public Relations<Q> Require<Q>(string name, IEnumerable<(double Weight, Tally<Q> Of)> sum, Sense sense, Q bound, string meaning = "")
        where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(sum);
        var family = new Relations<Q>(within + name, one, arrays.Rows, meaning);
        flattener.Start();
        double constant = 0;
        foreach ((double weight, Tally<Q> tally) in sum) constant += weight * flattener.Add(tally, weight);
        if (!flattener.IsSound || double.IsNaN(constant)) throw NotANumber(name);
        arrays.AddRow(flattener, sense, Scale<Q>.ToPlan(bound) - constant);
        relationFamilies.Add(family);
        return family;
    }

    /// <summary>A relation that stands until it is disposed; nothing may be written in between.</summary>
    public IDisposable Temporarily<Q>(string name, IEnumerable<(double Weight, Tally<Q> Of)> sum, Sense sense, Q bound) where Q : struct, IQuantity<Q>
    {
        Require(name, sum, sense, bound);
        return new Removal(this, relationFamilies.Count);
    }

    sealed class Removal(LinearProgram program, int families) : IDisposable
    {
        public void Dispose()
        {
            if (program.relationFamilies.Count != families) throw new InvalidOperationException("a temporary relation is not the last one");
            program.relationFamilies.RemoveAt(families - 1);
            program.arrays.RemoveLastRow();
        }
    }

    void Objective<Q>(IEnumerable<(double Weight, Tally<Q> Of)> terms, bool maximise) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(terms);
        arrays.ClearObjective(maximise, PlanUnit.Of<Q>());
        foreach ((double weight, Tally<Q> tally) in terms) arrays.AddCost(tally.Columns, tally.Coefficients, weight, weight * tally.Constant);
    }

    Variable<Q> Single<Q>(string name, Q least, Q most, bool whole) where Q : struct, IQuantity<Q>
    {
        var variable = new Variable<Q>(within + name, arrays.Columns);
        AddColumn(least, most, whole, name);
        variableFamilies.Add(variable);
        return variable;
    }

    void AddColumn<Q>(Q least, Q most, bool whole, string name) where Q : struct, IQuantity<Q>
    {
        if (double.IsNaN(least.Si) || double.IsNaN(most.Si)) throw NotANumber(name);
        arrays.AddColumn(Scale<Q>.ToPlan(least), Scale<Q>.ToPlan(most), whole);
    }

    // found here, where the family still has a name; a solver would only say that it refuses the program
    static ArithmeticException NotANumber(string where) => new($"'{where}' has a bound or a coefficient that is not a number");
}
