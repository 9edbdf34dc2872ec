using System.Globalization;

namespace Headroom.Control;

/// <summary>What keeps inputs from being a plan's: arrays of the wrong length, numbers that are none, curves that are not concave.</summary>
public static class AheadCheck
{
    /// <summary>All of it in sentences; empty where they are fit.</summary>
    public static IReadOnlyList<string> Of(AheadInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        List<string> unfit = [];
        int steps = inputs.Steps;
        if (steps == 0) unfit.Add("There is no step to plan.");
        if (inputs.Lengths.Any(length => length <= TimeSpan.Zero)) unfit.Add("A step has no length.");
        void Same(string what, int count)
        {
            if (count != steps) unfit.Add(string.Create(CultureInfo.InvariantCulture, $"{what} has {count} values for {steps} steps."));
        }
        void Sound(string what, IEnumerable<double> values, bool mayBeInfinite = false, bool mayBeNegative = false)
        {
            if (values.Any(value => double.IsNaN(value) || !mayBeInfinite && double.IsInfinity(value) || !mayBeNegative && value < 0))
                unfit.Add($"{what} has a value that is no number{(mayBeInfinite ? "" : ", without end")}{(mayBeNegative ? "" : " or negative")}.");
        }
        Same("The ceiling", inputs.Ceiling.Length);
        Sound("The ceiling", inputs.Ceiling.Select(one => one.Watts), mayBeInfinite: true);
        Same("The price", inputs.Price.Length);
        Sound("The price", inputs.Price.Select(one => one.DollarsPerMegawattHour), mayBeNegative: true);
        if (inputs.Carbon is { } carbon) Same("The carbon intensity", carbon.Length);
        Same("The draw per IT watt", inputs.DrawPerItRatio.Length);
        Sound("The draw per IT watt", inputs.DrawPerItRatio);
        Same("The other draw", inputs.Other.Length);
        Sound("The other draw", inputs.Other.Select(one => one.Watts));
        foreach (AheadFleet fleet in inputs.Fleets)
        {
            Same(fleet.Name, fleet.Racks.Length);
            Sound(fleet.Name, fleet.Racks);
        }
        foreach (AheadService service in inputs.Services)
        {
            Same(service.Name, service.Demand.Length);
            Sound(service.Name, service.Demand.Select(one => one.TokensPerSecond).Append(service.Weight));
            if (service.Tier is < 0 or > 3) unfit.Add($"{service.Name} is of tier {service.Tier}; there are 0 to 3.");
            foreach (AheadLane lane in service.Lanes)
            {
                if (!Stands(inputs, lane.Fleet)) unfit.Add($"{service.Name} runs on a fleet that is not there.");
                if (!IsConcave(lane.Knots)) unfit.Add($"{service.Name} has a curve that does not rise or is not concave.");
            }
        }
        foreach (AheadRun run in inputs.Runs)
        {
            Same(run.Name, run.RacksMost.Length);
            Sound(run.Name, run.RacksMost);
            if (run.AtRisk is { } risk) Same($"{run.Name}, work at risk,", risk.Length);
            if (!Stands(inputs, run.Fleet)) unfit.Add($"{run.Name} runs on a fleet that is not there.");
        }
        foreach (AheadPlant plant in inputs.Plants)
        {
            Same(plant.Name, plant.Planned.Length);
            Same($"{plant.Name}, least,", plant.Least.Length);
            Same($"{plant.Name}, most,", plant.Most.Length);
            Sound(plant.Name, plant.Planned.Concat(plant.Least).Concat(plant.Most).Select(one => one.Watts));
        }
        foreach (AheadLoop loop in inputs.Loops)
        {
            Same(loop.Name, loop.RejectedMost.Length);
            Same($"{loop.Name}, draw per heat,", loop.DrawPerHeatRatio.Length);
            if (loop.Fleets.Any(fleet => !Stands(inputs, fleet))) unfit.Add($"{loop.Name} cools a fleet that is not there.");
        }
        if (inputs.Events.Any(one => one.First < 0 || one.End > steps || one.First >= one.End)) unfit.Add("An event lies outside the steps.");
        return unfit;
    }

    private static bool Stands(AheadInputs inputs, int fleet) => fleet >= 0 && fleet < inputs.Fleets.Count;

    /// <summary>Rising, with slopes that fall, from idle on.</summary>
    private static bool IsConcave(IReadOnlyList<AheadKnot> knots)
    {
        const double grain = 1e-9;
        (double watts, double tokens, double slope) = (0, 0, double.PositiveInfinity);
        foreach (AheadKnot knot in knots)
        {
            double more = knot.AboveIdle.Watts - watts, next = (knot.Tokens.TokensPerSecond - tokens) / more;
            if (!(more > 0 && next >= 0 && next <= slope * (1 + grain))) return false;
            (watts, tokens, slope) = (knot.AboveIdle.Watts, knot.Tokens.TokensPerSecond, next);
        }
        return true;
    }
}
