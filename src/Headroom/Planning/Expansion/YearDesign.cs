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
        return new(year.Year,
            [.. year.Design.Select((one, j) => new DesignColumn(one.Name, program.ColumnLower[one.Column], program.ColumnUpper[one.Column],
                program.IsWhole(one.Column), year.Matters[j]))],
            [.. year.DesignRows.Select(row => RowOf(program, row, place))],
            [.. year.Uses.Select(use => use.Select(term => (place[term.Column], term.Coefficient)).ToArray())])
        {
            HourRows = program.Rows,
            HourColumns = program.Columns,
        };
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
