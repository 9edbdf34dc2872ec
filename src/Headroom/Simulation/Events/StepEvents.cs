using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What holds over one step [t, t + dt).</summary>
/// <param name="Firm">The site's ceiling from its connection and firm limits.</param>
/// <param name="Asked">The same with best-effort limits: what should be kept.</param>
/// <param name="Failed">Out at any moment of the step.</param>
/// <param name="TrainingStands">Restarts whose standstill touches the step.</param>
/// <param name="RampLimit">How fast the site may change; null without a limit.</param>
public readonly record struct StepEvents(
    CeilingInForce Firm, CeilingInForce Asked, WeatherOffset Weather, GridCondition Grid, IReadOnlyList<Failure> Failed,
    IReadOnlyList<TrainingRestart> TrainingStands, Ramp? RampLimit)
{
    public bool HasFailed(FailureKind kind)
    {
        for (int k = 0; k < Failed.Count; k++)
            if (Failed[k].Kind == kind) return true;
        return false;
    }

    /// <summary>How many of a kind are out.</summary>
    public int CountFailed(FailureKind kind)
    {
        int count = 0;
        for (int k = 0; k < Failed.Count; k++)
            if (Failed[k].Kind == kind) count += Failed[k].Count;
        return count;
    }
}

/// <summary>What heat waves add to the weather, as means over a step.</summary>
public readonly record struct WeatherOffset(TemperatureRise DryBulb, TemperatureRise WetBulb);

/// <summary>The grid at its worst in a step.</summary>
/// <param name="LeastVoltageFraction">Positive sequence, per unit; 1 without a dip.</param>
/// <param name="LeastPhaseFraction">The lowest phase.</param>
/// <param name="IsLost">No power from the grid for any part of the step, on the whole site.</param>
public readonly record struct GridCondition(
    double LeastVoltageFraction, double LeastPhaseFraction, double LeastHertz, double MostHertz, bool IsLost)
{
    public static GridCondition Sound(double nominalHertz) => new(1, 1, nominalHertz, nominalHertz, false);
}
