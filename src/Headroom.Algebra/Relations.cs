using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>One named family of relations: the rows that one line of a formulation writes.</summary>
public sealed class Relations<Q> : IRelationFamily where Q : struct, IQuantity<Q>
{
    internal Relations(string name, Index index, int firstRow, string meaning)
    {
        (Name, Over, FirstRow, Meaning) = (name, index, firstRow, meaning);
    }

    public string Name { get; }
    public Index Over { get; }
    public int FirstRow { get; }
    public int Count => Over.Count;
    public string Meaning { get; }
    public PlanUnit Unit => PlanUnit.Of<Q>();
}

/// <summary>What the program knows of a family of relations whatever its quantity.</summary>
public interface IRelationFamily
{
    string Name { get; }
    Index Over { get; }
    int FirstRow { get; }
    int Count { get; }
    PlanUnit Unit { get; }

    /// <summary>The family in a line of plain English, for the generated equations and for conflicts.</summary>
    string Meaning { get; }
}
