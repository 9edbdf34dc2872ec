using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>The hours to come of a live site: the plan's, from where its devices say that it stands.</summary>
public sealed partial class LivePlan
{
    private readonly List<LimitCourse> today = [];

    /// <summary>What a look ahead needs of the next hours, by the rules of a run.</summary>
    /// <remarks>
    ///   Demand, prices and plants' hours are the plan's; what is stored, which racks are on and what cooling takes are the devices'. A battery that tells nothing
    ///   has nothing to give, and a plant that nobody can order gives nothing. Racks are not switched off: a field of caps cannot.
    ///   Where the planned year ends, it looks as far as that.
    /// </remarks>
    /// <param name="now">On the book's clock.</param>
    /// <param name="seen">Of the last beat.</param>
    public AheadInputs AheadInputs(LimitBook book, TimeSpan now, TimeSpan sinceYearStart, TimeSpan horizon, Observation seen, LiveStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        TimeSpan at = Within(sinceYearStart), left = order.Length - at;
        AheadSight.Remember(today, book, now);
        var sight = new AheadSight
        {
            Order = order,
            Passage = passage,
            Book = book,
            BookOffset = now - at,
            Today = today,
            Seen = seen,
            Ratio = standing.DrawPerItRatio,
            RampLimit = order.Site.Grid?.RampLimit,
            MarginFraction = Simulator.HoldMarginFraction,
            PaidPeak = AheadSight.PaidPeakOf(order, (int)at.TotalHours),
            Stored = [.. standing.Batteries.Select(battery => battery?.Stored ?? Energy.Zero)],
            Racks = [.. site.Fleets.Select(fleet => Enumerable.Range(0, site.Banks.Count).Where(b => site.Banks[b].Fleet == fleet).Sum(b => standing.Racks[b]))],
            MaySwitchOff = false,
            Flows = site.Services,
            BehindTokens = [.. standing.Services.Select(service => service.WaitingTokens)],
        };
        AheadInputs inputs = sight.Inputs(at, horizon < left ? horizon : left > AheadSight.Fine ? left : AheadSight.Fine);
        return inputs with
        {
            Batteries = [.. inputs.Batteries.Select((battery, i) => Told(battery, standing.Batteries[i]))],
            Plants = [.. inputs.Plants.Select((plant, i) => Told(plant, standing.Plants[i]))],
        };
    }

    /// <summary>What offers are made from: the plan as far as readings support it; null where they support none. Takes no part of this object's state: it may be
    /// worked out beside the beat.</summary>
    /// <remarks>
    ///   f = min(1, drawn/planned)        of each service and run; what draws less than the plan has less to give, in all hours to come
    ///   import = planned + (measured − planned now)        the difference of now stays, up or down; what silent batteries and plants would have fed is missing
    ///   Work that caps alone hold gives no more than they can take from it. A battery holds so much less in each hour as it holds less now.
    /// </remarks>
    public OfferInputs? OfferInputs(TimeSpan sinceYearStart, LiveStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        TimeSpan at = Within(sinceYearStart);
        if (standing.Import is not { } import || standing.RacksAreSilent || at + OfferBook.Notices[^1] + OfferBook.Durations[^1] + AheadSight.Every > order.Length) return null;
        return SupportedOffers.Of(OffersOfPlan.At(order, at), standing, import);
    }

    internal static AheadBattery Told(AheadBattery planned, LiveBattery? told) => told is { } battery
        ? planned with { Power = Power.Max(LeastPower, Power.Min(planned.Power, battery.Most)) }
        : planned with { Power = LeastPower, Stored = planned.LeastStored, Reserve = planned.LeastStored };

    /// <summary>As good as nothing, and still a device of the program.</summary>
    internal static Power LeastPower { get; } = 1.Watts;

    internal static AheadPlant Told(AheadPlant planned, Power? most)
    {
        Power reach = most ?? Power.Zero;
        return planned with
        {
            Planned = [.. planned.Planned.Select(one => Power.Min(one, reach))],
            Most = [.. planned.Most.Select(one => Power.Min(one, reach))],
            Least = [.. planned.Least.Select(one => Power.Min(one, reach))],
        };
    }
}
