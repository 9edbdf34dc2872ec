using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Series;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>Our own format: docs/operating-points.md.</summary>
internal sealed class OwnPoints : PointFormat
{
    private sealed record Known(
        string Name, UnitTable? Units, double Least, double Most, string Example, bool IsRequired = true, bool IsWhole = false);

    private static readonly Known[] columns =
    [
        new("accelerator", null, 0, 0, "accelerator"),
        new("model", null, 0, 0, "model"),
        new("precision", null, 0, 0, "precision"),
        new("input", UnitTable.Tokens, Sensible.TokensLeast, Sensible.TokensMost, "input [tok]"),
        new("output", UnitTable.Tokens, Sensible.TokensLeast, Sensible.TokensMost, "output [tok]"),
        new("accelerators", UnitTable.Count, 1, Sensible.AcceleratorsMost, "accelerators", IsWhole: true),
        new("batch", UnitTable.Count, Sensible.BatchLeast, Sensible.BatchMost, "batch"),
        new("tpot", UnitTable.Duration, Sensible.TimePerTokenLeast, Sensible.TimePerTokenMost, "tpot [ms]"),
        new("ttft", UnitTable.Duration, Sensible.FirstTokenLeast, Sensible.FirstTokenMost, "ttft [ms]", IsRequired: false),
        new("boardPower", UnitTable.Power, Sensible.WattsLeast, Sensible.WattsMost, "boardPower [W]", IsRequired: false),
        new("cap", UnitTable.Power, Sensible.WattsLeast, Sensible.WattsMost, "cap [W]", IsRequired: false),
        new("software", null, 0, 0, "software", IsRequired: false),
    ];

    public override OperatingPointFormat Kind => OperatingPointFormat.Headroom;
    public override string Title => "Headroom's own format";
    public override IReadOnlyList<string> Required { get; } = [.. columns.Where(one => one.IsRequired).Select(one => one.Example)];

    /// <summary>The column's own spelling of the unit does not matter for which column it is.</summary>
    public override string NameOf(string header) =>
        columns.FirstOrDefault(one => one.Name == Name(header))?.Example ?? header.Trim();

    /// <summary>Every other column is for people, unless it looks like one of ours misspelt.</summary>
    public override void CheckHeader(PointTable table)
    {
        foreach (string header in table.Header.Where(header => !IsKnown(Name(header))))
        {
            string? near = Nearest.Of(Name(header), columns.Select(one => one.Name).Except(table.Header.Select(Name)));
            if (near is null) continue;
            table.Findings.Wrong(table.HeaderLine, header, $"a column \"{header}\"", "a known name, or one unlike any of them",
                $"Did you mean \"{columns.Single(one => one.Name == near).Example}\"?");
        }
        foreach (IGrouping<string, string> twice in table.Header.GroupBy(Name).Where(group => group.Count() > 1 && IsKnown(group.Key)))
            table.Findings.Wrong(table.HeaderLine, twice.Key, string.Join(" and ", twice.Select(header => $"\"{header}\"")),
                "one of them", "Remove the other.");
        foreach (Known known in columns.Where(one => one.Units is not null))
            if (table.Header.Find(header => Name(header) == known.Name) is { } header) CheckUnit(table, known, header);
    }

    public override Func<PointRow, MeasuredPoint?> Reader(PointTable table)
    {
        NumberColumn? Column(string name)
        {
            Known known = columns.Single(one => one.Name == name);
            if (table.Header.Find(header => Name(header) == name) is not { } header) return null;
            string symbol = UnitOf(header) ?? "";
            return new(header, symbol, known.Units!.Find(symbol)!.ToSi, known.Least, known.Most, known.IsWhole);
        }
        NumberColumn input = Column("input")!, output = Column("output")!, accelerators = Column("accelerators")!;
        NumberColumn batch = Column("batch")!, tpot = Column("tpot")!;
        NumberColumn? ttft = Column("ttft"), board = Column("boardPower"), cap = Column("cap");
        return row =>
        {
            (Precision precision, string? format) = row.Format("precision");
            var point = new MeasuredPoint(
                row.Text("accelerator", "a name of the catalog, such as h200-sxm"),
                Model(row.Text("model", "a name of the catalog, such as llama-3.1-70b")),
                precision, row.Number(input).Tokens, row.Number(output).Tokens, (int)row.Number(accelerators),
                row.Number(batch), TimeSpan.FromSeconds(row.Number(tpot)),
                row.Optional(ttft) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                row.Optional(board)?.Watts, row.Optional(cap)?.Watts, row.Cell("software"), row.Source)
            {
                WeightFormat = format,
            };
            return row.IsSound ? point : null;
        };
    }

    /// <summary>A published path becomes the catalog's name; a name of the user's own stays as it was written.</summary>
    private static string Model(string text) => text.Contains('/') ? ModelNames.Of(text) : text;

    private static void CheckUnit(PointTable table, Known known, string header)
    {
        string? symbol = UnitOf(header);
        UnitTable units = known.Units!;
        if (units.Find(symbol ?? "") is not null) return;
        UnitTable? other = symbol is null ? null : UnitTable.All.FirstOrDefault(one => one.Find(symbol) is not null);
        string read = symbol is null ? "no unit in the header" : other is null ? $"the unit \"{symbol}\" is unknown"
            : $"{symbol} is {other.Noun}, not {units.Noun}";
        table.Findings.Wrong(table.HeaderLine, header, read,
            units == UnitTable.Count ? "a count, which has no unit" : $"{units.Noun} in {units.Words}", $"Write \"{known.Example}\".");
    }

    private static bool IsKnown(string name) => columns.Any(one => one.Name == name);
    private static string Name(string header) => Parsed(header).Name;
    private static string? UnitOf(string header) => Parsed(header).Unit;

    /// <summary>Units stand in brackets here; a suffix such as <c>_ms</c> means other things elsewhere.</summary>
    private static Column Parsed(string header) => header.AsSpan().ContainsAny('[', '(')
        ? HeaderUnit.Parse(0, header) : new(0, header.Trim(), header.Trim(), null);
}
