using System.Globalization;
using System.Text;
using Headroom.Reports;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>What the plant went through: heat, ramps, batteries, generators, breakers.</summary>
static class PlantSections
{
    public static string Text(SimulationReport report)
    {
        var body = new StringBuilder($"<p>{E(Heat(report.Heat))} {E(Ramps(report.Ramps))}</p>\n");
        if (report.Batteries.Count > 0)
        {
            body.Append(new HtmlTable(null, ["Battery", "full cycles#", "charged#", "discharged#", "lost#", "least stored#", "most stored#"],
                report.Batteries.Select(Battery)));
        }
        if (report.Generators.Count > 0)
        {
            body.Append(new HtmlTable(null, ["Plant", "fed#", "at most#", "running#", "starts#", "failed starts#"], report.Generators.Select(Plant)));
        }
        if (report.Breakers.Count > 0)
        {
            body.Append(new HtmlTable("Nearest to tripping first; 100 % trips.", ["Breaker at", "rating#", "peak#", "of its trip#", "tripped"],
                report.Breakers.OrderByDescending(breaker => breaker.WorstHeatFraction).Select(Breaker)));
        }
        return SimulationSections.Section("plant", "Plant", body.ToString());
    }

    static HtmlCell[] Battery(BatteryRunFigure battery) =>
    [
        battery.Name, Figure.Number(battery.FullCycles), battery.Charged.ToString(), battery.Discharged.ToString(), battery.Lost.ToString(),
        battery.LeastStored.ToString(), battery.MostStored.ToString(),
    ];

    static HtmlCell[] Plant(GeneratorRunFigure plant) =>
    [
        plant.Name, plant.Fed.ToString(), plant.Most.ToString(), Durations.Text(plant.Running),
        SimulationSections.Whole(plant.Starts), SimulationSections.Whole(plant.FailedStarts),
    ];

    static HtmlCell[] Breaker(BreakerFigure breaker) =>
    [
        breaker.Node, breaker.Rating.ToString(), breaker.Peak.ToString(), Figure.Percent(breaker.WorstHeatFraction),
        breaker.Tripped ? new("TRIPPED", "broken") : new("no", "kept"),
    ];

    static string Heat(HeatRunFigures heat) => !heat.HasRacks ? "No rack stands." :
        $"{(heat.HasCoolant ? $"The warmest coolant that left a rack had {heat.WarmestCoolant}, the" : "The")} warmest chip had {heat.WarmestChip}, the warmest loop {heat.WarmestLoop}; heat held racks down for {Figure.Number(heat.ThrottledRackHours)} rack-hours. "
        + $"The largest miss of a step's balance was {Small(heat.ImbalanceFraction)} of its heat and {Small(heat.PowerImbalanceFraction)} of its power.";

    static string Ramps(RampFigures ramps) =>
        $"Within a minute import rose by {ramps.WorstRise} and fell by {ramps.WorstFall} at most"
        + (ramps.Limit is { } limit ? $"; {limit} are allowed, which was {(ramps.Kept ? "kept" : "broken")}." : "; nothing limits it.");

    /// <summary>A miss near nothing keeps its magnitude: 4e-13.</summary>
    static string Small(double fraction) =>
        fraction is 0 or >= 1e-6 ? Figure.Percent(fraction) : fraction.ToString("0e+0", CultureInfo.InvariantCulture);
}
