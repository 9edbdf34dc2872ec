using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.Series;

/// <summary>What a site file says of a series: a constant, a word, or a file with a column.</summary>
/// <param name="Constant">SI; where neither file nor word is named.</param>
internal sealed record SeriesChoice(double Constant, string? Word, string? File, string? Column, bool Fill, int Line);

/// <summary>Reads series out of blocks and files.</summary>
internal sealed class SeriesReading(Reading reading, DataFiles files)
{
    private static readonly BlockShape fileShape = new("a series", "",
        new Key("file", new Words(), "CSV file", IsRequired: true), new Key("column", new Words(), ""),
            new Key("fill", new Choice("interpolate", "no"), ""));

    /// <summary>What stands behind the key, files not opened yet.</summary>
    public Got<SeriesChoice> Choice(Block block, string key, Hourly form)
    {
        reading.Ask(block.Shape.Name, key);
        YamlEntry? entry = block.Map.Find(key);
        switch (entry?.Value)
        {
            case null: return Got<SeriesChoice>.Absent(block.Line);
            case YamlPoison: return Got<SeriesChoice>.Poisoned(entry.Line);
            case YamlMap map:
                var nested = new Block(reading, map, block.PathOf(key), fileShape, entry.Line);
                Got<string> file = nested.Text("file"), column = nested.Text("column"), fill = nested.Choice("fill");
                if (!file.IsGiven || !column.IsSound || !fill.IsSound) return Got<SeriesChoice>.Poisoned(entry.Line);
                return Got<SeriesChoice>.Given(new(0, null, file.Value, column.IsGiven ? column.Value
                    : null, fill.Or("no") == "interpolate", file.Line), file.Line);
            case YamlScalar { IsNull: false } scalar:
                return Scalar(block, key, form, scalar);
            default:
                block.Wrong(key, Block.KindOf(entry.Value), "a constant or a file",
                    $"Write {form.Units.Example("10")}, or the name of a CSV file.");
                return Got<SeriesChoice>.Poisoned(entry.Line);
        }
    }

    private static Got<SeriesChoice> Scalar(Block block, string key, Hourly form, YamlScalar scalar)
    {
        if (form.Words.Contains(scalar.Text)) return Got<SeriesChoice>.Given(new(0, scalar.Text, null, null, false, scalar.Line),
            scalar.Line);
        if (IsFileName(scalar.Text)) return Got<SeriesChoice>.Given(new(0, null, scalar.Text, null, false, scalar.Line), scalar.Line);
        NumberFault? fault = NumberText.Read(scalar.Text, form.Units, out double si, out _);
        if (fault is null && (si < form.Least || si > form.Most)) fault = new("out of range", "Correct the number, or its unit.");
        if (fault is not null && NumberText.Split(scalar.Text).Number.Length == 0)
            fault = new(form.Words.Length > 0 ? "neither a known shape nor a file"
                : "neither a quantity nor a file", form.Words.Length > 0
                ? "Write one of these words, or the name of a file that ends in .csv or .csv.gz."
                : $"Write a quantity such as {form.Units.Example("10")}, or the name of a file that ends in .csv or .csv.gz.");
        if (fault is null) return Got<SeriesChoice>.Given(new(si, null, null, null, false, scalar.Line), scalar.Line);
        string words = form.Words.Length == 0 ? "" : $"{string.Join(", ", form.Words)}, ";
        string remedy = form.Words.Length > 0 && Nearest.Of(scalar.Text, form.Words) is { } near ? $"Did you mean {near}?"
            : fault.Remedy;
        block.Wrong(key, $"\"{scalar.Text}\": {fault.What}",
            $"{words}{form.Units.Noun}{(form.Words.Length > 0 ? "" : $" in {form.Units.Words}")}, or a file .csv or .csv.gz", remedy);
        return Got<SeriesChoice>.Poisoned(scalar.Line);
    }

    private static bool IsFileName(string text) =>
        text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)
        || text.EndsWith(".epw", StringComparison.OrdinalIgnoreCase);

    /// <summary>The series in SI, hour by hour of the year.</summary>
    public Got<double[]> Values(Block block, string key, Hourly form, PlanYear year)
    {
        Got<SeriesChoice> choice = Choice(block, key, form);
        if (!choice.IsGiven) return new(null, choice.Origin, choice.Line);
        SeriesChoice chosen = choice.Value!;
        if (chosen.File is null)
        {
            double[] constant = new double[year.Hours];
            Array.Fill(constant, chosen.Constant);
            reading.Fact(block.PathOf(key), ((YamlScalar)block.Map[key]!).Text, chosen.Line);
            return Got<double[]>.Given(constant, chosen.Line);
        }
        return FromFile(block, key, chosen, form, year);
    }

    private Got<double[]> FromFile(Block block, string key, SeriesChoice chosen, Hourly form, PlanYear year)
    {
        HourlyTable? table = Table(block, key, chosen);
        if (table is null) return Got<double[]>.Poisoned(chosen.Line);
        if (Pick(block, key, chosen, form.Units, table) is not { } column) return Got<double[]>.Poisoned(chosen.Line);
        if (!FitsYear(block, key, chosen, table, year)) return Got<double[]>.Poisoned(chosen.Line);
        return Values(block, key, chosen, form, table, column);
    }

    public HourlyTable? Table(Block block, string key, SeriesChoice chosen)
    {
        HourlyTable? table = files.Table(chosen.File!, out string? fault);
        if (fault is not null)
            block.Wrong(key, fault, "a file, named relative to the site file", "Correct the name, or put the file there.");
        else if (table is null) Point(block, key, files.FindingsOf(chosen.File!));
        return table;
    }

    public Got<double[]> Values(Block block, string key, SeriesChoice chosen, Hourly form, HourlyTable table, Column column)
    {
        Unit unit = column.Unit is null ? new Unit("", 1) : form.Units.Find(column.Unit) ?? new Unit(column.Unit, 1);
        double[]? values = table.Values(column, unit, form.Least, form.Most, chosen.Fill, out int filled);
        if (values is null || table.Hours == 0 || !table.Findings.IsEmpty)
        {
            Point(block, key, table.Findings);
            return Got<double[]>.Poisoned(chosen.Line);
        }
        string fills = filled > 0 ? $", {filled} hours filled" : "";
        reading.Fact(block.PathOf(key), $"{chosen.File}, column {column}, mean {Mean(values, unit)}{fills}", chosen.Line);
        if (filled > 0)
            block.Note(key, $"{filled} hours of {chosen.File} were filled", "", "They are marked in the inputs of the report.");
        return Got<double[]>.Given(values, chosen.Line);
    }

    /// <summary>The line of the site file that names a faulty file; what is wrong with it is told with its rows.</summary>
    public static void Point(Block block, string key, TableFindings findings)
    {
        if (!findings.IsEmpty) block.Wrong(key, findings.Summary, "a file without faults", "They are listed with their rows.");
    }

    private static string Mean(double[] si, Unit unit) =>
        $"{QuantityText.Number((si.Average() - unit.Offset) / unit.ToSi)} {unit.Symbol}".TrimEnd();

    /// <summary>The column to read: the one named, else the only one whose unit fits.</summary>
    public static Column? Pick(Block block, string key, SeriesChoice chosen, UnitTable units, HourlyTable table)
    {
        string have = table.Columns.Count == 0 ? "no columns beside time" : string.Join(", ", table.Columns);
        if (chosen.Column is { } name)
        {
            Column? named = table.Columns.FirstOrDefault(one => one.Name == name || one.Header == name);
            if (named is null)
                block.Wrong(key, $"{chosen.File} has no column \"{name}\"", "one of "
                    + have, Nearest.Remedy(name, [.. table.Columns.Select(one => one.Name)]));
            else if (!Fits(named, units))
            {
                block.Wrong(key, $"the column {named} of {chosen.File}", $"{units.Noun} in {units.Words}",
                    named.Unit is null ? $"Put the unit in the header: \"{named.Name} [{units.Units[0].Symbol}]\"."
                        : "Name another column, or convert this one.");
                return null;
            }
            return named;
        }
        Column[] fitting = [.. table.Columns.Where(one => Fits(one, units))];
        if (fitting.Length > 1 && fitting.Count(one => one.Unit is { Length: > 0 }) == 1) fitting =
            [.. fitting.Where(one => one.Unit is { Length: > 0 })];
        if (fitting.Length == 1) return fitting[0];
        if (fitting.Length == 0)
            block.Wrong(key, $"{chosen.File} has {have}", $"a column of {units.Noun} in {units.Words}",
                $"Put the unit in the header, such as \"{key} [{units.Units[0].Symbol}]\".");
        else
            block.Wrong(key,
                $"{chosen.File} has {fitting.Length} columns that fit: {string.Join(", ", fitting.Select(one => one.ToString()))}",
                "one column",
                $"Say which: {{file: {chosen.File}, column: {fitting[0].Name}}}.");
        return null;
    }

    /// <summary>Shares and ratios need no unit; everything else carries one.</summary>
    private static bool Fits(Column column, UnitTable units) =>
        column.Unit is { } unit ? units.Find(unit) is not null : units.Find("") is not null;

    public static bool FitsYear(Block block, string key, SeriesChoice chosen, HourlyTable table, PlanYear year)
    {
        if (table.Year is { } dated && dated != year.Year)
        {
            block.Wrong(key, $"{chosen.File} holds the year {dated}", $"the planned year {year.Year}",
                $"Set `year: {dated}`, or supply {year.Year}. Series of different years do not belong together.");
            return false;
        }
        if (table.Hours == year.Hours || table.Year is not null && table.Hours == 0) return true;
        block.Wrong(key, $"{chosen.File} has {table.Hours:#,0} rows", $"{year.Hours:#,0}, one for each hour of {year.Year}",
            table.Hours is 8760 or 8784
                ? $"{year.Year} is {(year.Hours == 8784 ? "a" : "no")} leap year: choose another year or complete the file."
                : "Complete the file, or add a time column so that the missing rows can be named.");
        return false;
    }
}
