using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A scenario made concrete for one site and run: answers for any step, of any size, in any order.</summary>
/// <remarks>Nothing is accumulated from step to step, so the answers for 0.1 s, 1 s and 60 s agree exactly where they should.</remarks>
public sealed class EventTimeline
{
    private readonly CeilingCurve firm, asked;
    private readonly Dictionary<string, (CeilingCurve Firm, CeilingCurve Asked)> feeds;
    private readonly ChangeTable<Failure> failures;
    private readonly ChangeTable<TrainingRestart> standstills;
    private readonly ChangeTable<GridLoss> losses;
    private readonly ChangeTable<VoltageDip> dips;
    private readonly ChangeTable<FrequencyEvent> frequencies;
    private readonly ChangeTable<HeatWave> waves;
    private readonly ChangeTable<PriceEvent> prices;
    private readonly ChangeTable<TrainingRestart> restarts;
    private readonly ScenarioContext context;

    internal EventTimeline(Scenario scenario, ScenarioContext context, IReadOnlyList<LimitCourse> limits)
    {
        (Scenario, this.context, Limits) = (scenario, context, limits);
        (firm, asked) = Curves(null, context.Connection);
        feeds = context.Feeds.ToDictionary(feed => feed.Key, feed => Curves(feed.Key, feed.Value.Rating));
        IEnumerable<Failure> deadFeeds = scenario.GridLosses.Where(one => one.Feed is not null).Select(one => new Failure(FailureKind.Feed, one.From, one.Duration, 1, one.Feed));
        failures = new(scenario.Failures.Concat(deadFeeds), one => (one.From, one.End));
        standstills = new(scenario.Restarts, one => (one.From, one.At));
        restarts = new(scenario.Restarts, one => (one.From, TimeSpan.MaxValue));
        losses = new(scenario.GridLosses, one => (one.From, one.Duration is { } length ? one.From + length : TimeSpan.MaxValue));
        dips = new(scenario.Dips, one => (one.At, one.End));
        frequencies = new(scenario.Frequencies, one => (one.At, one.End));
        waves = new(scenario.HeatWaves, one => (one.From, one.To));
        prices = new(scenario.Prices, one => (one.From, one.To));
    }

    public Scenario Scenario { get; }

    /// <summary>Every limit, stated and drawn, with its moments; in the order of their ramps.</summary>
    public IReadOnlyList<LimitCourse> Limits { get; }

    /// <summary>Hertz of the sound grid.</summary>
    public double NominalHertz { get; init; } = 60;

    /// <summary>Makes a scenario concrete; findings and no timeline where it does not fit the site.</summary>
    public static TimelineReading Compile(Scenario scenario, ScenarioContext context, ulong? seed = null) =>
        TimelineCompiler.Compile(scenario, context, seed);

    public StepEvents During(TimeSpan start, TimeSpan length)
    {
        TimeSpan end = start + length;
        return new(firm.Over(start, length), asked.Over(start, length), Weather(start, end), Grid(start, end),
            failures.Within(start, end), standstills.Within(start, end), RampLimit(start, end));
    }

    /// <summary>The firm ceiling on import alone, for whoever looks ahead in every step.</summary>
    public CeilingInForce Firm(TimeSpan start, TimeSpan length) => firm.Over(start, length);

    /// <summary>The firm ceiling of a feed; for its best effort see <see cref="FeedAsked"/>.</summary>
    public CeilingInForce Feed(string name, TimeSpan start, TimeSpan length) => feeds[name].Firm.Over(start, length);
    public CeilingInForce FeedAsked(string name, TimeSpan start, TimeSpan length) => feeds[name].Asked.Over(start, length);

    /// <summary>Limits that are announced and not yet over, for whoever looks ahead.</summary>
    public IEnumerable<LimitCourse> KnownAt(TimeSpan moment) => Limits.Where(one => one.Announced <= moment && one.End > moment);

    /// <summary>The price of a step, from the price without events, weighted by time.</summary>
    public EnergyPrice PriceDuring(TimeSpan start, TimeSpan length, EnergyPrice without)
    {
        TimeSpan end = start + length;
        if (prices.Within(start, end).Count == 0) return without;
        EnergyPrice sum = default;
        foreach ((TimeSpan from, TimeSpan to, IReadOnlyList<PriceEvent> here) in prices.Parts(start, end))
            sum += here.Aggregate(without, (price, one) => one.Of(price)) * ((double)(to - from).Ticks / length.Ticks);
        return sum;
    }

    /// <summary>Dips that touch a step.</summary>
    internal IReadOnlyList<VoltageDip> DipsWithin(TimeSpan start, TimeSpan length) => dips.Within(start, start + length);

    /// <summary>Frequency events that begin within a step.</summary>
    internal IEnumerable<FrequencyEvent> FrequenciesFrom(TimeSpan start, TimeSpan length) =>
        frequencies.Within(start, start + length).Where(one => one.At >= start);

    /// <summary>Dips and frequency events that begin within a step, for whoever resolves milliseconds.</summary>
    public IEnumerable<VoltageDip> DipsFrom(TimeSpan start, TimeSpan length) =>
        dips.Within(start, start + length).Where(dip => dip.At >= start);

    private Ramp? RampLimit(TimeSpan start, TimeSpan end)
    {
        Ramp? least = context.RampLimit;
        IReadOnlyList<TrainingRestart> here = restarts.Within(start, end);
        for (int k = 0; k < here.Count; k++)
            if (here[k].RampLimit is { } own && (least is null || own < least.Value)) least = own;
        return least;
    }

    private GridCondition Grid(TimeSpan start, TimeSpan end)
    {
        GridCondition worst = GridCondition.Sound(NominalHertz);
        IReadOnlyList<VoltageDip> sags = dips.Within(start, end);
        for (int k = 0; k < sags.Count; k++)
            worst = worst with
            {
                LeastVoltageFraction = Math.Min(worst.LeastVoltageFraction, sags[k].RetainedFraction),
                LeastPhaseFraction = Math.Min(worst.LeastPhaseFraction, sags[k].WorstPhaseFraction),
            };
        IReadOnlyList<FrequencyEvent> off = frequencies.Within(start, end);
        for (int k = 0; k < off.Count; k++)
            worst = worst with
            {
                LeastHertz = Math.Min(worst.LeastHertz, off[k].Hertz),
                MostHertz = Math.Max(worst.MostHertz, off[k].Hertz),
            };
        IReadOnlyList<GridLoss> gone = losses.Within(start, end);
        for (int k = 0; k < gone.Count; k++)
            if (gone[k].Feed is null) worst = worst with { IsLost = true };
        return worst;
    }

    private WeatherOffset Weather(TimeSpan start, TimeSpan end)
    {
        IReadOnlyList<HeatWave> here = waves.Within(start, end);
        TemperatureRise dry = default, wet = default;
        for (int k = 0; k < here.Count; k++)
        {
            double height = WaveHeight.Mean(here[k], start, end);
            (dry, wet) = (dry + here[k].DryBulb * height, wet + here[k].WetBulb * height);
        }
        return new(dry, wet);
    }

    private (CeilingCurve, CeilingCurve) Curves(string? feed, Power connection)
    {
        LimitCourse[] here = [.. Limits.Where(one => one.Limit.Feed == feed)];
        CeilingCurve firmest = CeilingCurve.Of(connection, here.Where(one => one.Limit.Firmness == Firmness.Firm));
        return (firmest, here.All(one => one.Limit.Firmness == Firmness.Firm) ? firmest : CeilingCurve.Of(connection, here));
    }
}
