using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Inputs of offers, cut down to what a live site's readings support.</summary>
public static class SupportedOffers
{
    /// <summary>Chance that is stated for an offer which nobody simulated from where the site stands, although its margin is that of <see cref="OfferConfidence.Usual"/>;
    /// our choice (grade C).</summary>
    public const double UnconfirmedFraction = 0.8;

    /// <summary>Inputs by the readings.</summary>
    /// <param name="import">Measured, now.</param>
    public static OfferInputs Of(OfferInputs planned, LiveStanding standing, Power import)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(standing);
        AheadInputs ahead = planned.Ahead;
        double[] services = [.. ahead.Services.Select((_, i) => Supported(planned.ServiceDraw[i], standing.Services, i))];
        double[] runs = [.. ahead.Runs.Select((_, i) => Supported(planned.RunDraw[i], standing.Runs, i))];
        Power difference = import - planned.Import[0];
        return planned with
        {
            Import = [.. planned.Import.Select(one => one + difference)],
            ServiceDraw = [.. planned.ServiceDraw.Select((one, i) => Times(services[i] * (1 - Least(standing.Services, i)), one))],
            RunDraw = [.. planned.RunDraw.Select((one, i) => Times(runs[i] * (1 - Least(standing.Runs, i)), one))],
            BatteryInjection = [.. planned.BatteryInjection.Select((one, i) => Battery(standing, i) is null ? new Power[one.Length] : one)],
            Stored = [.. planned.Stored.Select((one, i) => StoredOf(one, ahead.Batteries[i].LeastStored, Battery(standing, i)))],
            Ahead = ahead with
            {
                Services = [.. ahead.Services.Select((one, i) => one with { Demand = [.. one.Demand.Select(rate => services[i] * rate)] })],
                Batteries = [.. ahead.Batteries.Select((one, i) => LivePlan.Told(one, Battery(standing, i)))],
                Plants = [.. ahead.Plants.Select((one, i) => LivePlan.Told(one, i < standing.Plants.Count ? standing.Plants[i] : null))],
            },
        };
    }

    /// <summary>Share of what is planned for now that is drawn; 1 where nothing is planned now, and so nothing is known.</summary>
    private static double Supported(Power[] planned, IReadOnlyList<LiveWork> work, int index) =>
        index >= work.Count ? 0 : planned[0] > Power.Zero ? Math.Clamp(work[index].Drawn / planned[0], 0, 1) : 1;

    private static double Least(IReadOnlyList<LiveWork> work, int index) => index < work.Count ? Math.Clamp(work[index].LeastFraction, 0, 1) : 1;

    private static LiveBattery? Battery(LiveStanding standing, int index) => index < standing.Batteries.Count ? standing.Batteries[index] : null;

    private static Power[] Times(double factor, Power[] all) => [.. all.Select(one => factor * one)];

    private static Energy[] StoredOf(Energy[] planned, Energy least, LiveBattery? told)
    {
        if (told is not { } battery) return [.. planned.Select(_ => least)];
        Energy missing = Energy.Max(default, planned[0] - battery.Stored);
        return [.. planned.Select(one => Energy.Max(least, one - missing))];
    }
}
