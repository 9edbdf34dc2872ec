using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>One named family of decision variables, indexed explicitly: <c>stored[t − 1]</c>.</summary>
public sealed class Variables<Q> : IVariableFamily where Q : struct, IQuantity<Q>
{
    internal Variables(string name, Index index, int firstColumn)
    {
        (Name, Over, FirstColumn) = (name, index, firstColumn);
    }

    public string Name { get; }
    public Index Over { get; }
    public int FirstColumn { get; }
    public int Count => Over.Count;
    public bool IsIndexed => true;
    public string UnitSymbol => PlanUnit.Of<Q>().Symbol;

    /// <summary>The variable of one member. An index outside the family is our bug and throws, naming the family.</summary>
    public Expr<Q> this[int member]
    {
        get => new(new Term(Column(member), 1));
    }

    internal int Column(int member) => (uint)member < (uint)Over.Count ? FirstColumn + member
        : throw new ArgumentOutOfRangeException(nameof(member), member, $"'{Name}' ranges over {Over.Name} 0 … {Over.Count - 1}");
}

/// <summary>A single decision variable, such as a capacity.</summary>
public sealed class Variable<Q> : IVariableFamily where Q : struct, IQuantity<Q>
{
    internal Variable(string name, int column) => (Name, FirstColumn) = (name, column);

    public string Name { get; }
    public int FirstColumn { get; }
    public int Count => 1;
    public bool IsIndexed => false;
    public string UnitSymbol => PlanUnit.Of<Q>().Symbol;
    public Expr<Q> Expression => new(new Term(FirstColumn, 1));
    public static implicit operator Expr<Q>(Variable<Q> variable) => variable.Expression;
}

/// <summary>What the program knows of a family whatever its quantity.</summary>
public interface IVariableFamily
{
    string Name { get; }
    int FirstColumn { get; }
    int Count { get; }

    /// <summary>Whether members carry an index in print: <c>grid[3]</c> against <c>capacity</c>.</summary>
    bool IsIndexed { get; }
    string UnitSymbol { get; }
}
