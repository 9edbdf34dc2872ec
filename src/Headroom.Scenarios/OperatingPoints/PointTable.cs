using Headroom.Scenarios.Series;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>A column of numbers: the unit its header or its format states, and what is sensible in it.</summary>
/// <param name="Header">As it stands in the file.</param>
/// <param name="Unit">Empty for a count.</param>
/// <param name="ToSi">One of that unit.</param>
/// <param name="Least">In SI.</param>
/// <param name="Most">In SI.</param>
/// <param name="IsWhole">Whether only whole numbers make sense.</param>
internal sealed record NumberColumn(
    string Header, string Unit, double ToSi, double Least, double Most, bool IsWhole = false)
{
    /// <summary>Whether the file may state another unit.</summary>
    public bool IsInHeader => Unit.Length > 0 && Header.Contains(Unit, StringComparison.Ordinal) && Header[^1] is ']' or ')';
}

/// <summary>A CSV file of operating points: its header, its rows, and where faults and skipped rows go.</summary>
internal sealed class PointTable(string file, CsvText text, TableFindings findings)
{
    private readonly List<SkippedRows> skipped = [];

    public string File => file;
    public TableFindings Findings => findings;
    public int HeaderLine => text.Rows[0].Line;
    public List<string> Header { get; } = text.Cells(text.Rows[0].Text);
    public int RowCount => text.Rows.Count - 1;
    public IReadOnlyList<SkippedRows> Skipped => skipped;

    /// <summary>Each row with as many cells as the header; the others are findings.</summary>
    public IEnumerable<PointRow> Rows()
    {
        for (int k = 1; k < text.Rows.Count; k++)
        {
            (int line, string row) = text.Rows[k];
            List<string> cells = text.Cells(row);
            if (cells.Count == Header.Count) yield return new(this, line, cells);
            else
                findings.Wrong(line, "", $"{cells.Count} cells", $"{Header.Count} as in the header",
                    cells.Count > Header.Count && text.Delimiter == ','
                        ? "A decimal comma or a comma in a text splits a cell: write points, and quote texts with commas."
                        : "Complete the row; a value that was not measured is an empty cell.");
        }
    }

    public void Skip(string reason)
    {
        int at = skipped.FindIndex(one => one.Reason == reason);
        if (at < 0) skipped.Add(new(reason, 1));
        else skipped[at] = skipped[at] with { Rows = skipped[at].Rows + 1 };
    }
}
