namespace Headroom.Solvers.Structured;

/// <summary>Rows that fall apart once a few are set aside: the years of an expansion, which nothing but what is built ties together.</summary>
/// <remarks>
///   The parts of a program are its blocks and the rows outside of any part its border. A program of one part, of a wide border, or with a column
///   in two parts is one block: sites of a fleet, which share what flows in every hour.
/// </remarks>
sealed class Blocks
{
    /// <summary>Columns in more rows than this are capacities.</summary>
    const int DenseColumnEntries = 60;

    /// <summary>A column that reaches the border from more rows than this is one as well: it would tie all of them to it.</summary>
    const int DenseReachEntries = 8;

    /// <summary>Rows with more columns than this are yearly sums.</summary>
    const int DenseRowEntries = 400;

    /// <summary>A border is factored whole: with more rows than this one block is cheaper.</summary>
    const int BorderMost = 2500;

    /// <summary>In no block: the border.</summary>
    public const int Border = -1;

    readonly StandardForm form;

    public Blocks(StandardForm form)
    {
        this.form = form;
        int[] entries = new int[form.Rows];
        foreach (int row in form.RowIndex) entries[row]++;
        IsHeavy = [.. entries.Select(count => count > DenseRowEntries)];
        OfRow = [.. form.RowOf.Select(PartOf)];
        Count = form.Parts.Count;
        if (Count < 2 || OfRow.Count(block => block == Border) > BorderMost || !FallApart) (Count, OfRow) = (1, new int[form.Rows]);
    }

    public int Count { get; }

    /// <summary>The block of each row, or <see cref="Border"/>.</summary>
    public int[] OfRow { get; }

    /// <summary>Rows that hold so many columns that they go last in their block.</summary>
    public bool[] IsHeavy { get; }

    public bool IsDense(int column) => form.Start[column + 1] - form.Start[column] is var entries
        && (entries > DenseColumnEntries || entries > DenseReachEntries && OfColumn(column) != Border && ReachesBorder(column));

    /// <summary>The block in which a column has rows; the border where it has none in any.</summary>
    public int OfColumn(int column)
    {
        foreach (int row in RowsOf(column)) if (OfRow[row] != Border) return OfRow[row];
        return Border;
    }

    public bool ReachesBorder(int column)
    {
        foreach (int row in RowsOf(column)) if (OfRow[row] == Border) return true;
        return false;
    }

    ReadOnlySpan<int> RowsOf(int column) => form.RowIndex.AsSpan(form.Start[column]..form.Start[column + 1]);

    int PartOf(int programRow)
    {
        for (int part = 0; part < form.Parts.Count; part++)
            if (programRow >= form.Parts[part].First && programRow < form.Parts[part].End) return part;
        return Border;
    }

    /// <summary>Whether no column has rows in two blocks.</summary>
    bool FallApart
    {
        get
        {
            for (int j = 0; j < form.Columns; j++)
            {
                int block = OfColumn(j);
                foreach (int row in RowsOf(j)) if (OfRow[row] != Border && OfRow[row] != block) return false;
            }
            return true;
        }
    }
}
