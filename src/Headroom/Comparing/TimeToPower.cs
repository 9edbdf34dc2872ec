namespace Headroom.Comparing;

/// <summary>When a plan's site can first be energised.</summary>
public static class TimeToPower
{
    /// <summary>Years until what stands carries the site's peak.</summary>
    /// <remarks>
    ///   grid     the connection;  smr   the reactor, for its back-up may not run for years
    ///   others   T = least t with Σ firm capacity of plants that stand by t ≥ peak:  the latest of what must stand, no later
    ///   Sun and wind carry nothing firm, so nobody waits for them.
    ///   Source   planning reference §3.5, §4.2 and §8, as data/strategies.yaml and the regions hold them.
    /// </remarks>
    /// <param name="years">Years of a parameter: <c>gridQueue</c>, <c>gasEngineTime</c> …</param>
    public static double Of(SupplyAnswer plan, Func<string, double> years)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(years);
        if (plan.Strategy == Strategy.Grid) return years(Parameters.GridQueue);
        if (plan.Strategy == Strategy.Smr) return years(Parameters.TimeOf("smr"));
        double stands = 0, latest = 0;
        IEnumerable<(double Firm, double Years)> plants = plan.Build.Where(plant => plant.FirmMegawatts > 0).Select(plant => (plant.FirmMegawatts, years(NameOf(plant))));
        foreach ((double firm, double when) in plants.OrderBy(one => one.Years))
        {
            (stands, latest) = (stands + firm, when);
            if (stands >= Enough * plan.PeakMegawatts) return latest;
        }
        return latest;
    }

    /// <summary>An interior answer ends a grain below its rows.</summary>
    const double Enough = 0.995;

    static string NameOf(BuiltPlant plant) => plant.Name == "grid" ? Parameters.GridQueue
        : Parameters.TimeOf(plant.Name.Split(' ')[0]);                // "battery power"
}
