using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>A linear expression in a plan's variables, carrying its quantity as a phantom type.</summary>
/// <remarks><c>default</c> is zero. Coefficients are held in plan units (see <see cref="PlanUnit"/>).</remarks>
public readonly struct Expr<Q> where Q : struct, IQuantity<Q>
{
    readonly Node? root;
    internal Expr(Node? root) => this.root = root;
    internal Node? Root => root;

    /// <summary>A known amount as an expression.</summary>
    public static implicit operator Expr<Q>(Q known) => new(new Constant(Scale<Q>.ToPlan(known)));

    public static Expr<Q> operator +(Expr<Q> a, Expr<Q> b) => new(Node.Sum(a.root, b.root));
    public static Expr<Q> operator -(Expr<Q> a, Expr<Q> b) => new(Node.Sum(a.root, Node.Scaled(-1, b.root)));
    public static Expr<Q> operator -(Expr<Q> a) => new(Node.Scaled(-1, a.root));
    public static Expr<Q> operator *(double k, Expr<Q> a) => new(Node.Scaled(k, a.root));
    public static Expr<Q> operator *(Expr<Q> a, double k) => new(Node.Scaled(k, a.root));
    public static Expr<Q> operator /(Expr<Q> a, double k) => new(Node.Scaled(1 / k, a.root));

    public static Relation<Q> operator ==(Expr<Q> a, Expr<Q> b) => new(a - b, Sense.Equal);
    public static Relation<Q> operator <=(Expr<Q> a, Expr<Q> b) => new(a - b, Sense.AtMost);
    public static Relation<Q> operator >=(Expr<Q> a, Expr<Q> b) => new(a - b, Sense.AtLeast);
    public static Relation<Q> operator !=(Expr<Q> a, Expr<Q> b) => throw new NotSupportedException("A linear program has no ≠");

    public override bool Equals(object? obj) => obj is Expr<Q> other && ReferenceEquals(root, other.root);
    public override int GetHashCode() => root?.GetHashCode() ?? 0;
}

/// <summary>How the two sides of a relation stand to each other.</summary>
public enum Sense { Equal, AtMost, AtLeast }

/// <summary>A relation between linear expressions, kept as "left − right stands to zero".</summary>
public readonly record struct Relation<Q>(Expr<Q> Difference, Sense Sense) where Q : struct, IQuantity<Q>;

/// <summary>The tree under an expression; flattened once when its row is written, then garbage.</summary>
abstract class Node
{
    public static Node? Sum(Node? a, Node? b) => a is null ? b : b is null ? a : new Sum(a, b);
    public static Node? Scaled(double k, Node? a) => a is null || k == 0 ? null : k == 1 ? a : new Scaled(k, a);
}

sealed class Term(int column, double coefficient) : Node
{
    public int Column => column;
    public double Coefficient => coefficient;
}

sealed class Constant(double value) : Node
{
    public double Value => value;
}

sealed class Sum(Node left, Node right) : Node
{
    public Node Left => left;
    public Node Right => right;
}

sealed class Scaled(double factor, Node inner) : Node
{
    public double Factor => factor;
    public Node Inner => inner;
}

/// <summary>What was flat already: many terms in one node, so that a year's sum is not a tree as deep as the year.</summary>
sealed class Flat(int[] columns, double[] coefficients, double constant) : Node
{
    public int[] Columns => columns;
    public double[] Coefficients => coefficients;
    public double Constant => constant;
}
