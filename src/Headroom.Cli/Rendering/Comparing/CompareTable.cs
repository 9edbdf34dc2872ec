using System.Globalization;
using System.Text;
using Headroom.Cli.Recording;
using Headroom.Comparing;
using Headroom.Scenarios.Comparing;

namespace Headroom.Cli.Rendering.Comparing;

/// <summary>A comparison as one tidy table: a row for each region and strategy, a column for each figure with its unit, gaps where there is none.</summary>
sealed record CompareTable(IReadOnlyList<(string Name, string[] Values)> Words, IReadOnlyList<(string Name, string Unit, double[] Values)> Numbers)
{
    public static CompareTable Of(Comparison comparison)
    {
        CaseFigures[] rows = [.. comparison.Regions.SelectMany(region => region.Cases)];
        double[] Each(Func<CaseFigures, double?> of) => [.. rows.Select(row => row.IsPlanned && of(row) is { } value ? value : double.NaN)];
        return new(
        [
            ("region", [.. rows.Select(row => row.Region)]),
            ("strategy", [.. rows.Select(row => StrategyFacts.NameOf(row.Strategy))]),
            ("status", [.. rows.Select(row => row.IsPlanned ? "planned" : "impossible")]),
            ("why", [.. rows.Select(row => row.Impossible ?? "")]),
            ("built", [.. rows.Select(row => CompareWords.Built(row.Answer))]),
        ],
        [
            ("energy cost", "$/MWh", Each(row => row.DollarsPerMegawattHour.Mid)),
            ("energy cost low", "$/MWh", Each(row => row.DollarsPerMegawattHour.Low)),
            ("energy cost high", "$/MWh", Each(row => row.DollarsPerMegawattHour.High)),
            ("energy cost P10", "$/MWh", Each(row => row.Chance?.P10)),
            ("energy cost P50", "$/MWh", Each(row => row.Chance?.P50)),
            ("energy cost P90", "$/MWh", Each(row => row.Chance?.P90)),
            ("won", "", Each(row => row.WonFraction)),
            ("with waiting", "$/MWh", Each(row => row.WithWaitingDollarsPerMegawattHour.Mid)),
            ("with waiting low", "$/MWh", Each(row => row.WithWaitingDollarsPerMegawattHour.Low)),
            ("with waiting high", "$/MWh", Each(row => row.WithWaitingDollarsPerMegawattHour.High)),
            ("with waiting P10", "$/MWh", Each(row => row.ChanceWithWaiting?.P10)),
            ("with waiting P50", "$/MWh", Each(row => row.ChanceWithWaiting?.P50)),
            ("with waiting P90", "$/MWh", Each(row => row.ChanceWithWaiting?.P90)),
            ("won with waiting", "", Each(row => row.WonWithWaitingFraction)),
            ("token cost", "$/Mtok", Each(row => row.DollarsPerMillionTokens)),
            ("token cost with waiting", "$/Mtok", Each(row => row.WithWaitingDollarsPerMillionTokens)),
            ("tokens per joule", "tok/J", Each(row => row.TokensPerJoule)),
            ("carbon", "g/kWh", Each(row => row.GramsPerKilowattHour)),
            ("water", "L/kWh", Each(row => row.LitresPerKilowattHour)),
            ("time to power low", "yr", Each(row => row.YearsToPower.Low)),
            ("time to power", "yr", Each(row => row.YearsToPower.Mid)),
            ("time to power high", "yr", Each(row => row.YearsToPower.High)),
            ("sales lost", "$", Each(row => row.SalesLostDollars)),
            ("draw", "MWh", Each(row => row.Answer.DrawMegawattHours)),
            ("peak", "MW", Each(row => row.Answer.PeakMegawatts)),
            ("PUE", "", Each(row => row.Answer.PueRatio)),
            ("gap", "", Each(row => row.Answer.GapFraction)),
        ]);
    }

    public string Csv()
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Words.Select(column => column.Name).Concat(Numbers.Select(column => column.Unit.Length > 0 ? $"{column.Name} [{column.Unit}]" : column.Name))).Append('\n');
        for (int row = 0; row < Words[0].Values.Length; row++)
            text.AppendJoin(',', Words.Select(column => Quoted(column.Values[row])).Concat(Numbers.Select(column => Number(column.Values[row])))).Append('\n');
        return text.ToString();
    }

    static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
    static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <param name="stream">Closed with the table.</param>
    public void WriteParquet(Stream stream)
    {
        int rows = Words[0].Values.Length;
        List<TableColumn> columns = [];
        foreach ((string name, string[] values) in Words) columns.Add(TableColumn.Names(name, values, rows));
        foreach ((string name, string unit, double[] values) in Numbers)
        {
            TableColumn<double> column = TableColumn.Number<double>(name, unit, rows);
            values.CopyTo(column.Values, 0);
            columns.Add(column);
        }
        using var table = new ParquetTable(stream, columns);
        table.Advance(rows);
        table.Finish();
    }
}
