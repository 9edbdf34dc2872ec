using Headroom.Algebra;

namespace Headroom.Planning.Expansion;

/// <summary>A year's design columns with their bounds, the rows that hold them alone, and how assets are used: all of a year that the master keeps.</summary>
sealed record YearDesign(int Year, IReadOnlyList<DesignColumn> Columns, IReadOnlyList<DesignRow> Rows, IReadOnlyList<(int Column, double Coefficient)[]> Uses)
{
    /// <summary>Size of the whole year's program.</summary>
    public int HourRows { get; init; }
    public int HourColumns { get; init; }

    public static YearDesign Of(YearProgram year)
    {
        ProgramArrays program = year.Arrays;
        Dictionary<int, int> place = year.Design.Select((one, j) => (one.Column, j)).ToDictionary();
        HashSet<int> used = [.. year.Uses.SelectMany(use => use).Select(term => term.Column)];
        // what is built limits what is used, and nothing else beside it: a second limit would share its price
        double Upper(int column) => used.Contains(column) && !program.IsWhole(column) ? double.PositiveInfinity : program.ColumnUpper[column];
        return new(year.Year,
            [.. year.Design.Select((one, j) => new DesignColumn(one.Name, program.ColumnLower[one.Column], Upper(one.Column), program.IsWhole(one.Column), year.Matters[j]))],
            [.. year.DesignRows.Where(row => !IsUse(program, row, year.Uses)).Select(row => RowOf(program, row, place))],
            [.. year.Uses.Select(use => use.Select(term => (place[term.Column], term.Coefficient)).ToArray())])
        {
            HourRows = program.Rows,
            HourColumns = program.Columns,
        };
    }

    /// <summary>Whether a row only limits what is used of one asset, as the rack rows do.</summary>
    static bool IsUse(ProgramArrays program, int row, IReadOnlyList<(int Column, double Coefficient)[]> uses)
    {
        if (!double.IsInfinity(program.RowLower[row])) return false;
        var terms = Enumerable.Range(program.RowStart[row], program.RowStart[row + 1] - program.RowStart[row])
            .Select(k => (program.ColumnIndex[k], program.Coefficient[k])).ToHashSet();
        return uses.Any(use => use.Length == terms.Count && use.All(terms.Contains));
    }

    static DesignRow RowOf(ProgramArrays program, int row, Dictionary<int, int> place)
    {
        List<(int, double)> terms = [];
        for (int k = program.RowStart[row]; k < program.RowStart[row + 1]; k++) terms.Add((place[program.ColumnIndex[k]], program.Coefficient[k]));
        return new([.. terms], program.RowLower[row], program.RowUpper[row]);
    }
}

/// <summary>A design column in plan units.</summary>
/// <param name="Matters">Whether the year's cost depends on it.</param>
sealed record DesignColumn(string Name, double Lower, double Upper, bool IsWhole, bool Matters);

/// <summary>A row of design columns alone.</summary>
sealed record DesignRow((int Column, double Coefficient)[] Terms, double Lower, double Upper);
