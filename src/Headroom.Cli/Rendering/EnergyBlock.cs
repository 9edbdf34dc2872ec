using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The year's energy by source, with what the site drew.</summary>
static class EnergyBlock
{
    const int most = 7;

    public static IReadOnlyList<string> Lines(PlanReport report, int width, Ink ink)
    {
        EnergyFigures energy = report.Energy;
        EnergyItem[] giving = [.. energy.Sources.Where(source => source.Amount.MegawattHours > 0.5)];
        EnergyItem[] sources = [.. giving.OrderByDescending(source => source.Amount.MegawattHours).Take(most)];
        (double unit, string name) = Figure.EnergyUnit(energy.Draw.MegawattHours);
        // sources give more than is drawn: what is stored, lost or sent out is theirs too
        double total = Math.Max(giving.Sum(source => source.Amount.MegawattHours), 1e-9);
        List<string[]> rows = [.. sources.Select(source => new[]
            { source.Name, Figure.Number(source.Amount.MegawattHours / unit), Figure.Percent(source.Amount.MegawattHours / total) })];
        List<string> lines = [.. new TextTable("Energy by source", [name, "of supplies"], rows).Lines(width, ink)];
        lines.Add(Wording.Cut($"Draw {Figure.Number(energy.Draw.MegawattHours / unit)} {name}, peak {energy.Peak}", width).PadRight(width));
        lines.Add(Wording.Cut($"Tightest hour {Hours.Text(report.Year, report.TightestHour)}", width).PadRight(width));
        return lines;
    }
}
