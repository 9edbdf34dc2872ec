using Headroom.Quantities;

namespace Headroom.Algebra;

/// <summary>Turns an expression tree into columns and coefficients, each column once, in order of appearance.</summary>
sealed class Flattener
{
    readonly List<int> columns = [];
    readonly List<double> coefficients = [];
    readonly Stack<(Node Node, double Factor)> open = new();
    int[] seenAt = new int[1024];
    int[] place = new int[1024];
    int stamp;

    public List<int> Columns => columns;
    public List<double> Coefficients => coefficients;

    /// <summary>Whether every coefficient that is flat now is a finite number.</summary>
    public bool IsSound
    {
        get
        {
            foreach (double coefficient in coefficients) if (!double.IsFinite(coefficient)) return false;
            return true;
        }
    }

    public void Start()
    {
        columns.Clear();
        coefficients.Clear();
        stamp++;
    }

    /// <summary>Flattens one tree and returns its constant.</summary>
    public double Flatten(Node? root)
    {
        Start();
        return Add(root, 1);
    }

    /// <summary>Adds a tree to what is already flat and returns its constant, scaled.</summary>
    public double Add(Node? root, double factor)
    {
        if (root is null) return 0;
        double constant = 0;
        open.Push((root, factor));
        while (open.TryPop(out var next))
            switch (next.Node)
            {
                case Term term: Accumulate(term.Column, next.Factor * term.Coefficient); break;
                case Constant known: constant += next.Factor * known.Value; break;
                case Scaled scaled: open.Push((scaled.Inner, next.Factor * scaled.Factor)); break;
                case Sum sum:
                    open.Push((sum.Right, next.Factor));
                    open.Push((sum.Left, next.Factor));
                    break;
                case Flat flat:
                    for (int k = 0; k < flat.Columns.Length; k++) Accumulate(flat.Columns[k], next.Factor * flat.Coefficients[k]);
                    constant += next.Factor * flat.Constant;
                    break;
                default: throw new NotSupportedException(next.Node.GetType().Name);
            }
        return constant;
    }

    /// <summary>Adds a tally and returns its constant, unscaled.</summary>
    public double Add<Q>(Tally<Q> tally, double factor) where Q : struct, IQuantity<Q>
    {
        for (int k = 0; k < tally.Columns.Length; k++) Accumulate(tally.Columns[k], factor * tally.Coefficients[k]);
        return tally.Constant;
    }

    /// <summary>What is flat now, as arrays of its own.</summary>
    public (int[] Columns, double[] Coefficients) Take() => (columns.ToArray(), coefficients.ToArray());

    void Accumulate(int column, double coefficient)
    {
        if (column >= seenAt.Length)
        {
            int length = Math.Max(column + 1, 2 * seenAt.Length);
            Array.Resize(ref seenAt, length);
            Array.Resize(ref place, length);
        }
        if (seenAt[column] == stamp)
        {
            coefficients[place[column]] += coefficient;
            return;
        }
        seenAt[column] = stamp;
        place[column] = columns.Count;
        columns.Add(column);
        coefficients.Add(coefficient);
    }
}
