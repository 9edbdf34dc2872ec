using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>A named linear amount in flat form: it is evaluated in a solution, and objectives and caps are made of tallies.</summary>
public sealed class Tally<Q> where Q : struct, IQuantity<Q>
{
    internal Tally(string name, (int[] Columns, double[] Coefficients) terms, double constant) =>
        (Name, Columns, Coefficients, Constant) = (name, terms.Columns, terms.Coefficients, constant);

    public string Name { get; }
    internal int[] Columns { get; }
    internal double[] Coefficients { get; }

    /// <summary>What does not depend on any column, in the plan unit.</summary>
    public double Constant { get; }

    /// <summary>Columns and coefficients in plan units, each column once.</summary>
    public IEnumerable<(int Column, double Coefficient)> Terms => Columns.Zip(Coefficients);

    /// <summary>The amount as an expression, to be priced or compared; a long one is a shallow tree.</summary>
    public Expr<Q> Expression => new(new Flat(Columns, Coefficients, Constant));

    /// <summary>The amount for given values of all columns.</summary>
    public Q At(ReadOnlySpan<double> values)
    {
        double sum = Constant;
        for (int k = 0; k < Columns.Length; k++) sum += Coefficients[k] * values[Columns[k]];
        return Scale<Q>.FromPlan(sum);
    }
}

/// <summary>Tallies of columns that are known by number: programs made from parts of other programs.</summary>
public static class Tally
{
    /// <param name="terms">Columns and coefficients in plan units.</param>
    public static Tally<Q> Of<Q>(string name, IEnumerable<(int Column, double Coefficient)> terms) where Q : struct, IQuantity<Q>
    {
        ArgumentNullException.ThrowIfNull(terms);
        (int Column, double Coefficient)[] all = [.. terms];
        return new(name, ([.. all.Select(term => term.Column)], [.. all.Select(term => term.Coefficient)]), 0);
    }
}
