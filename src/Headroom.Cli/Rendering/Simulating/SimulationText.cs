using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>A run on one screen: does it hold, what was served, what a joule bought, which rules fail, what happened.</summary>
static class SimulationText
{
    const int gap = 3, screen = 46;

    public static void Write(Terminal terminal, SimulationReport report, IReadOnlyList<Finding> findings, int width)
    {
        foreach (string line in Lines(report, findings, width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line);
    }

    static IEnumerable<string> Lines(SimulationReport report, IReadOnlyList<Finding> findings, int width, Ink ink)
    {
        int right = (width - gap) * 46 / 100, left = width - gap - right;
        List<string> lines =
        [
            .. Few(Wording.Wrap(SimulationWords.Answer(report), width), 2, width).Select(ink.Strong),
            .. Few(Wording.Wrap($"{report.Run.Site}, {SimulationWords.Which(report.Run)}", width), 2, width),
            "",
            .. CheckBlock.Checks(report, width, ink),
            "",
            .. ServedBlock.Lines(report, width, ink),
            .. TextTable.Beside(Energy(report.Energy, left, ink), left, LadderBlock.Lines(report.Ladder, right, ink), gap),
            .. Footprint(report, width),
            "",
            .. CheckBlock.Limits(report.Limits, width, ink),
        ];
        string[] rules = [.. CheckBlock.Rules(report.Rules, width, ink)], agreement = [.. Agreement(report.Plan, width)];
        const int forHappenings = 4;
        int spare = screen - lines.Count - rules.Length - agreement.Length - (report.Happenings.Count > 0 ? forHappenings : 1);
        List<string> more = [.. rules, .. CheckBlock.OtherRules(report.Rules, spare, width), .. agreement];
        string[] closing = findings.Count > 0 ? [Wording.Cut($"{FindingText.Count(findings)} in {Wording.Written("simulation.json")}", width)] : [];
        int room = screen - lines.Count - more.Count - closing.Length;
        string[] happenings = Happenings(report.Happenings, room, width, ink);
        if (report.Limits.Count > 0 && more.Count > 0 && happenings.Length < room) more.Insert(0, "");
        if (report.Limits.Count + more.Count > 0 && happenings.Length > 0 && lines.Count + more.Count + happenings.Length + closing.Length < screen) more.Add("");
        return [.. lines, .. more, .. happenings, .. closing];
    }

    static IReadOnlyList<string> Energy(EnergyFigures energy, int width, Ink ink)
    {
        const int most = 4;
        EnergyItem[] sources = [.. energy.Sources.Where(source => source.Amount > Quantities.Energy.Zero).OrderByDescending(source => source.Amount.Joules)];
        (double unit, string name) = Figure.EnergyUnit(energy.Draw.MegawattHours);
        // sources give more than is drawn: what is stored, lost or sent out is theirs too
        double total = Math.Max(sources.Sum(source => source.Amount.Joules), 1e-9);
        string[] Row(string source, Energy amount) => [source, Figure.Number(amount.MegawattHours / unit), Figure.Percent(amount.Joules / total)];
        EnergyItem[] shown = [.. sources.Take(sources.Length > most ? most - 1 : most)];
        List<string[]> rows = [.. shown.Select(source => Row(source.Name, source.Amount))];
        if (sources.Length > most) rows.Add(Row($"{sources.Length - shown.Length} others", sources[shown.Length..].Select(source => source.Amount).Sum()));
        return
        [
            .. new TextTable("Energy by source", [name, "of supplies"], rows).Lines(width, ink),
            Wording.Cut($"Draw {energy.Draw}, peak {energy.Peak}", width).PadRight(width),
        ];
    }

    static IEnumerable<string> Footprint(SimulationReport report, int width)
    {
        CarbonFigures carbon = report.Carbon;
        string perEnergy = double.IsFinite(carbon.PerEnergy.GramsPerKilowattHour) ? $", {Figure.Number(carbon.PerEnergy.GramsPerKilowattHour)} g/kWh" : "";
        string cost = report.Costs.Count > 0 ? $"Running cost {SimulationWords.Cost(report.Costs)}; carbon" : "Carbon";
        string ramps = $"Fastest minute +{report.Ramps.WorstRise}, −{report.Ramps.WorstFall}{(report.Ramps.Limit is { } limit ? $" of {limit} allowed" : "")}";
        yield return Wording.Cut($"{cost} {carbon.Total}{perEnergy}; water {report.Water.Total}", width);
        string coolant = report.Heat.HasCoolant ? $"; coolant at most {report.Heat.WarmestCoolant}" : "";
        string heat = report.Heat.HasRacks ? $"{coolant}; {Figure.Number(report.Heat.ThrottledRackHours)} rack-hours throttled" : "";
        yield return Wording.Cut(ramps + heat, width);
        foreach (string line in Few(Wording.Wrap(SimulationWords.Envelope(report.Envelope, most: 3), width), 2, width)) yield return line;
    }

    static IEnumerable<string> Agreement(IReadOnlyList<AgreementFigure> plan, int width)
    {
        if (plan.Count == 0) yield break;
        string items = string.Join(", ", plan.Where(figure => figure.Planned != Quantities.Energy.Zero || figure.Simulated != Quantities.Energy.Zero)
            .Select(figure => $"{figure.Name} {SimulationWords.Difference(figure)}"));
        foreach (string line in Few(Wording.Wrap($"Against the plan: {items}", width), 2, width)) yield return line;
    }

    static string[] Happenings(IReadOnlyList<HappeningFigure> happenings, int room, int width, Ink ink)
    {
        if (happenings.Count == 0) return [];
        if (room < 3) return [ink.Faint($"What happened: {Wording.Counted(happenings.Count, ("entry", "entries"))} in {Wording.Written("simulation.json")}")];
        int shown = happenings.Count <= room - 1 ? happenings.Count : Math.Max(1, room - 2);
        return
        [
            ink.Strong("What happened"),
            .. happenings.Take(shown).Select(happening => Wording.Cut($"{Durations.Moment(happening.At)}  {happening.What}", width)),
            .. shown < happenings.Count ? [ink.Faint($"{happenings.Count - shown} more in {Wording.Written("simulation.json")}")] : Array.Empty<string>(),
        ];
    }

    /// <summary>At most so many lines; the last one shows that there would be more.</summary>
    static string[] Few(IEnumerable<string> lines, int most, int width)
    {
        string[] all = [.. lines.Select(line => Wording.Cut(line, width))];
        return all.Length <= most ? all : [.. all[..(most - 1)], Wording.Cut(all[most - 1] + " …", width)];
    }
}
