namespace Headroom.Simulation;

/// <summary>A facility loop over a step: one mixed mass, heated by halls and cooled by its plant.</summary>
/// <remarks>
///   C·dT/dt = q − R(T),     R = clamp(q + C/τ·(T − T_set), 0, most(T)),     most(T) = R_cap + g·max(0, T − T_set)
///   q      heat that arrives, mean over the step           τ   response of the control
///   R_cap  capacity at the set point in this weather       g   what warmer water lets the plant reject more
///   A plant with capacity to spare brings the loop back to its set point; one without lets it warm until the capacity suffices.
///   Each of the three laws is advanced exactly and the one that binds is taken: T' = max(most, min(control, nothing)). Where one takes
///   over from another within the step, the step ends at the later of the two; R is the mean of the law taken.
///   Valid  any step; for τ at most C/g, the loop's own time constant at full plant.
/// </remarks>
internal readonly record struct LoopHeat(double NextKelvin, double RejectedWatts)
{
    public static LoopHeat Advance(
        LoopFacts loop, double kelvin, double heatWatts, double capacityWatts, double moreWattsPerKelvin, double seconds)
    {
        LoopHeat most = AtMost(loop, kelvin, heatWatts, capacityWatts, moreWattsPerKelvin, seconds);
        LoopHeat control = Controlled(loop, kelvin, heatWatts, seconds);
        LoopHeat nothing = new(kelvin + heatWatts * seconds / loop.JoulesPerKelvin, 0);
        LoopHeat wanted = nothing.NextKelvin < control.NextKelvin ? nothing : control;
        return most.NextKelvin > wanted.NextKelvin ? most : wanted;
    }

    private static LoopHeat Controlled(LoopFacts loop, double kelvin, double heatWatts, double seconds)
    {
        double above = kelvin - loop.SetKelvin, x = seconds / loop.ResponseSeconds;
        (double φ, double ψ) = Relaxation.At(x);
        double mean = above - above * x * ψ;
        return new(kelvin - above * x * φ, heatWatts + loop.JoulesPerKelvin / loop.ResponseSeconds * mean);
    }

    /// <summary>Below the set point the capacity is constant and the warming linear; above it decays towards its balance.</summary>
    private static LoopHeat AtMost(
        LoopFacts loop, double kelvin, double heatWatts, double capacityWatts, double moreWattsPerKelvin, double seconds)
    {
        double spare = heatWatts - capacityWatts, below = 0;
        if (kelvin < loop.SetKelvin)
            below = spare > 0 ? Math.Min(seconds, (loop.SetKelvin - kelvin) * loop.JoulesPerKelvin / spare) : seconds;
        double start = kelvin + spare * below / loop.JoulesPerKelvin, rest = seconds - below;
        double above = Math.Max(0, start - loop.SetKelvin), perJoule = rest / loop.JoulesPerKelvin;
        (double φ, double ψ) = Relaxation.At(moreWattsPerKelvin * perJoule);
        double net = (spare - moreWattsPerKelvin * above) * perJoule;
        double meanAbove = above + net * ψ;
        return new(start + net * φ, capacityWatts + moreWattsPerKelvin * meanAbove * (rest / seconds));
    }
}
