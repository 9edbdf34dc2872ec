using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>What is served and trained, what goes unserved, and the carbon and water of it.</summary>
static class TokenBlock
{
    const int most = 6;

    public static IEnumerable<string> Lines(PlanReport report, int width, Ink ink)
    {
        string[] work = [.. report.Tokens.Services.Select(Service), .. report.Tokens.Training.Select(Training)];
        if (work.Length > 0) yield return ink.Strong("Work");
        foreach (string line in work.Take(most)) yield return Wording.Cut(line, width);
        if (work.Length > most) yield return $"and {work.Length - most} more";
        foreach (string line in Wording.Wrap(Estimates(report), width)) yield return line;
        foreach (string line in report.Tokens.Services.Where(service => service.MeasuredOn is not null).SelectMany(service => Wording.Wrap(Measured(service), width)))
            yield return line;
        CarbonFigures carbon = report.Carbon;
        WaterFigures water = report.Water;
        string perIt = water.PerItEnergy == default ? "" : $", {Figure.Number(water.PerItEnergy.LitresPerKilowattHour)} L/kWh of IT";
        string footprint = $"Carbon {carbon.Total}, {Figure.Number(carbon.PerEnergy.GramsPerKilowattHour)} g/kWh{PerTokens(carbon.PerMillionTokens)}; "
            + $"water {water.Total}{perIt}{PerTokens(water.PerMillionTokens)}";
        foreach (string line in Wording.Wrap(footprint, width)) yield return line;
    }

    static string Service(ServiceFigure service)
    {
        string unserved = service.Unserved.Tokens < 1e-6 * service.Demand.Tokens ? "all that is asked"
            : $"{service.Unserved} unserved ({Figure.Percent(service.Unserved.Tokens / service.Demand.Tokens)}) in {Wording.Counted(service.HoursShort, ("hour", "hours"))}";
        return $"{service.Name}, tier {service.Tier}: {service.Served} served, {unserved}";
    }

    /// <summary>Empty where every operating point rests on a fit to measurements of that part.</summary>
    static string Estimates(PlanReport report)
    {
        string[] racks = [.. report.Tokens.Services.SelectMany(service => service.EstimatedOn).Distinct()
            .Select(rack => $"{rack} for {string.Join(", ", report.Tokens.Services.Where(one => one.EstimatedOn.Contains(rack)).Select(one => one.Name))}")];
        return racks.Length == 0 ? "" : $"Estimates, not fits to measurements: {string.Join("; ", racks)}";
    }

    static string Measured(ServiceFigure service) => service.MeasuredOn is { Count: > 0 } racks
        ? $"{service.Name}: your measurements on {string.Join(", ", racks)}, the model on all others"
        : $"{service.Name}: your measurements match none of the racks, lengths or precisions; the model answers";

    static string Training(TrainingFigure run) =>
        $"{run.Name}: {run.Done.Operations:0.##e+0} of {run.Asked.Operations:0.##e+0} FLOP trained with {run.It} of IT energy";

    static string PerTokens(Mass? mass) => mass is { } m ? $", {Figure.Number(m.Kilograms * 1e3)} g/Mtok" : "";
    static string PerTokens(Volume? volume) => volume is { } v ? $", {Figure.Number(v.Litres)} L/Mtok" : "";
}
