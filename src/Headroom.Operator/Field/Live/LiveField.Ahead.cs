using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Operator.Field.Live;

/// <summary>The hours to come: the plan's, from where devices say that the site stands.</summary>
public sealed partial class LiveField
{
    /// <summary>What offers lean on is the mean of so long: a run that saves, or a lull, is not what the next hours are like.</summary>
    private const double MeanSeconds = 300;
    private readonly SmoothedPower importMean = new(MeanSeconds);
    private readonly SmoothedPower[] serviceMeans, runMeans;
    private LimitBook? book;

    /// <summary>Begins between two beats; what is made of it is solved beside them.</summary>
    public AheadInputs AheadInputs(TimeSpan horizon) =>
        plan.AheadInputs(book ?? throw new InvalidOperationException("nobody decides here yet"), now, SinceYearStart, horizon, seen, Standing(StandsBy.Now));

    /// <summary>Offers as far as readings support them. Nobody simulated them from here, and their confidence says so.</summary>
    public Func<IReadOnlyList<Offer>> Offers()
    {
        (TimeSpan since, TimeSpan at, LiveStanding standing) = (SinceYearStart, now, Standing(StandsBy.Mean));
        return () =>
        {
            if (plan.OfferInputs(since, standing) is not { } inputs) return [];
            int hours = Math.Clamp((int)(inputs.Ahead.Edges()[^1] - inputs.Now - OfferBook.Durations[^1]).TotalHours, 0, 24);
            TimeSpan by = at - inputs.Now;
            return [.. OfferBook.For(inputs, hours: hours).Select(offer => offer with { From = offer.From + by, ConfidenceFraction = SupportedOffers.UnconfirmedFraction })];
        };
    }

    private enum StandsBy { Now, Mean }

    private LiveStanding Standing(StandsBy by) => new()
    {
        Import = by == StandsBy.Now ? seen.Import : seen.Import is null ? null : importMean.Mean,
        DrawPerItRatio = seen.DrawPerItRatio,
        RacksAreSilent = seen.RacksAreSilent,
        Racks = [.. racksOfBank.Select(here => (double)here.Count(r => racks[r].IsOn && !racks[r].IsStale))],
        Batteries = [.. plan.Batteries.Select(BatteryOf)],
        Plants = [.. plan.Plants.Select(PlantMostOf)],
        Services = [.. plan.Services.Select((name, i) => new LiveWork(by == StandsBy.Now ? seen.Services[i].Drawn : serviceMeans[i].Mean,
            devices.Admissions.ContainsKey(name) ? 0 : seen.Services[i].LeastFraction, seen.Services[i].Waiting.Tokens))],
        Runs = [.. plan.Runs.Select((name, i) => new LiveWork(by == StandsBy.Now ? seen.Runs[i].Drawn : runMeans[i].Mean, IsInHand(name) ? 0 : RunLeastFraction(name), 0))],
    };

    private LiveBattery? BatteryOf(string name) => devices.Batteries.TryGetValue(name, out IBatteryHand? hand) && hand.Telling is { } told && told.Age <= setting.StaleAfter
        ? new(told.Stored, told.Most) : null;

    private Power? PlantMostOf(string name) =>
        devices.Plants.TryGetValue(name, out IPlantHand? hand) && hand.Telling is { } told && told.Age <= setting.StaleAfter ? told.Started ?? told.Most : null;

    private bool IsInHand(string run) => devices.Runs.TryGetValue(run, out IRunHand? hand) && hand.Telling is { } told && told.Age <= setting.StaleAfter;

    /// <summary>Nobody can pause it: of the racks that it is laid on, the one whose caps go down least.</summary>
    private double RunLeastFraction(string run)
    {
        double most = 0;
        for (int b = 0; b < plan.Banks.Count; b++)
            if (racksOfBank[b].Any(r => racks[r].Place.Work == run) || plan.LaidShare(b, run) > 0) most = Math.Max(most, plan.Banks[b].LeastFraction);
        return most;
    }

    private void Average(TimeSpan step)
    {
        if (seen.Import is { } import) importMean.Add(import, step);
        for (int i = 0; i < serviceMeans.Length; i++) serviceMeans[i].Add(seen.Services[i].Drawn, step);
        for (int i = 0; i < runMeans.Length; i++) runMeans[i].Add(seen.Runs[i].Drawn, step);
    }

    /// <summary>A mean that forgets.</summary>
    /// <remarks>m' = m + min(1, dt/Θ)·(P − m)        until Θ has passed the plain mean</remarks>
    private sealed class SmoothedPower(double seconds)
    {
        private double passed;

        public Power Mean { get; private set; }

        public void Add(Power now, TimeSpan step)
        {
            passed = Math.Min(seconds, passed + step.TotalSeconds);
            Mean += passed > 0 ? Math.Min(1, step.TotalSeconds / passed) * (now - Mean) : default;
        }
    }
}
