using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>What is known of the hours to come at a moment: limits that have come, demand and prices of the plan, what is stored, what work is behind.</summary>
/// <remarks>The same for a run and for a live site; they differ in who tells how the site stands.</remarks>
internal sealed record AheadSight
{
    /// <summary>How often somebody looks, where no limit comes.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(15);
    public static TimeSpan Fine { get; } = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan middle = TimeSpan.FromMinutes(15), coarse = TimeSpan.FromMinutes(30);
    private const int FineSteps = 12, MiddleSteps = 20;

    public required SimulationOrder Order { get; init; }
    public required TimeSpan Passage { get; init; }
    public required LimitBook Book { get; init; }

    /// <summary>The book's clock less the order's.</summary>
    public required TimeSpan BookOffset { get; init; }

    /// <summary>Firm limits on the site that have come within a day.</summary>
    public required IReadOnlyList<LimitCourse> Today { get; init; }
    public required Observation Seen { get; init; }

    /// <summary>Draw of the site per IT power.</summary>
    public required double Ratio { get; init; }

    /// <summary>Of the grid, now; null without one.</summary>
    public required Ramp? RampLimit { get; init; }

    /// <summary>Share of a ceiling that is kept free.</summary>
    public required double MarginFraction { get; init; }

    /// <summary>Import that is charged for in any case; infinite where nothing is.</summary>
    public required Power PaidPeak { get; init; }

    /// <summary>What each battery holds.</summary>
    public required IReadOnlyList<Energy> Stored { get; init; }

    /// <summary>Racks of each fleet that are on.</summary>
    public required IReadOnlyList<double> Racks { get; init; }

    /// <summary>Idle racks can be switched off under a limit.</summary>
    public bool MaySwitchOff { get; init; } = true;
    public required IReadOnlyList<ServiceFlow> Flows { get; init; }

    /// <summary>Of each service, tokens that the plan would have served by now, beyond those that were.</summary>
    public required IReadOnlyList<double> BehindTokens { get; init; }

    /// <param name="now">On the order's clock.</param>
    public AheadInputs Inputs(TimeSpan now, TimeSpan left)
    {
        TimeSpan[] lengths = [.. Horizon(left)];
        AheadInputs inputs = AheadOfPlan.Forecast(Order, now, lengths, (at, length) => Book.Firm(null, at + BookOffset, length), Stored);
        return inputs with
        {
            RampLimit = null,       // means of minutes: the beat keeps it
            Ceiling = Reached(inputs),
            Batteries = [.. inputs.Batteries.Select(battery => Reserving(battery, inputs, now))],
            DrawPerItRatio = [.. inputs.DrawPerItRatio.Select(planned => (1 + NoiseShare) * Math.Max(planned, Ratio))],
            Services = [.. inputs.Services.Select((service, i) => service.MayWait ? Behind(service, Flows[i], BehindTokens[i], now, lengths) : service)],
            Fleets = [.. inputs.Fleets.Select((fleet, f) => Standing(fleet, Racks[f], now, lengths))],
        };
    }

    /// <summary>Takes note of the limits that a book holds: one that came and went comes again within a day or not at all.</summary>
    /// <param name="now">On the book's clock.</param>
    public static void Remember(List<LimitCourse> today, LimitBook book, TimeSpan now)
    {
        today.RemoveAll(one => one.End < now - TimeSpan.FromDays(1));
        foreach (BookedLimit one in book.Limits)
            if (one.Feed is null && one.IsFirm && !today.Contains(one.Course)) today.Add(one.Course);
    }

    /// <summary>Racks rest only under a limit: nobody wears them out to save idle power on a usual day.</summary>
    private AheadFleet Standing(AheadFleet facts, double racks, TimeSpan now, TimeSpan[] lengths)
    {
        var most = new double[lengths.Length];
        TimeSpan at = now;
        for (int t = 0; t < most.Length; at += lengths[t++]) most[t] = Book.Firm(null, at + BookOffset, lengths[t]).Binding is null || !MaySwitchOff ? 0 : racks;
        return facts with { Racks = [.. lengths.Select(_ => racks)], MaySwitchOff = MaySwitchOff, OffMost = most };
    }

    /// <summary>Ceilings as import can come down to them: it begins to fall before they do, at the grid's ramp.</summary>
    private Power[] Reached(AheadInputs inputs)
    {
        Power[] ceilings = [.. inputs.Ceiling.Select(ceiling => Power.Min((1 - MarginFraction) * ceiling, PaidPeak))];
        if (RampLimit is not { } ramp) return ceilings;
        for (int t = ceilings.Length - 2; t >= 0; t--) ceilings[t] = Power.Min(ceilings[t], ceilings[t + 1] + ramp * (inputs.Lengths[t] / 2));
        return ceilings;
    }

    /// <summary>A limit that came today may come again, as deep, as long and at as short a notice: the battery keeps what tiers 0 and 1 would be short of in it.</summary>
    /// <remarks>
    ///   reserve = min(power, needed − plants' most − level)·(length + fall)/η − power·(notice − fall − 15 min)⁺        of the worst limit of the day
    ///   fall      time in which import comes down before it, and work that leaves with it; the next look ahead is made within 15 minutes
    ///   value = (what tokens of the first tier are worth for a joule at the bus)/<see cref="returns"/>        it comes at any hour of the time with the same chance
    /// </remarks>
    private AheadBattery Reserving(AheadBattery battery, AheadInputs inputs, TimeSpan now)
    {
        Power power = inputs.Batteries.Select(one => one.Power).Sum(), needed = Ratio * Seen.Idle + Seen.Other;
        double worth = 0;
        for (int i = 0; i < Seen.Services.Length; i++)
        {
            ServiceNeed need = Seen.Services[i];
            if (need.Rank > LastKept || need.JoulesPerToken <= 0) continue;
            needed += Ratio * Power.FromSi(need.JoulesPerToken * SoonMost(inputs, i));
            worth = Math.Max(worth, Flows[i].Facts.Value.DollarsPerMillionTokens / (Ratio * need.JoulesPerToken));      // $/MJ
        }
        foreach (AheadPlant plant in inputs.Plants) if (plant.Follows) needed -= plant.Most[0];
        // import has to come down before it, so that the notice is no time to fill a battery
        TimeSpan fall = RampLimit is { WattsPerSecond: > 0 } ramp && double.IsFinite(Seen.ConnectionMost.Watts)
            ? TimeSpan.FromSeconds(Math.Min(LimitCourse.RampSecondsMost, Seen.ConnectionMost.Watts / ramp.WattsPerSecond)) : TimeSpan.Zero;
        Energy most = default;
        foreach (LimitCourse limit in Today)
            if (limit.RampStart <= now + BookOffset)
                most = Energy.Max(most, Power.Min(power, Power.Max(default, needed - limit.Level)) * ((limit.LevelTo - limit.RampStart + fall) / battery.DischargeEfficiency)
                    - power * LimitSight.Later(limit.RampStart - limit.Announced - fall - Every));
        double share = battery.Power / power;
        Energy least = Energy.Max(battery.LeastStored, Energy.Min(HoldShare * battery.Energy, battery.Power * hold));
        return battery with
        {
            LeastStored = least,
            Reserve = Energy.Min(battery.Energy, least + share * most),
            ReserveValue = (3600 * worth / returns.TotalHours).DollarsPerMegawattHour,
        };
    }

    /// <summary>The most tokens per second that are asked of a service within the next hours: demand falls by night, and the limit may come before.</summary>
    private static double SoonMost(AheadInputs inputs, int service)
    {
        double most = 0;
        TimeSpan at = default;
        for (int t = 0; t < inputs.Steps && at < soon; at += inputs.Lengths[t++]) most = Math.Max(most, inputs.Services[service].Demand[t].TokensPerSecond);
        return most;
    }

    private static readonly TimeSpan soon = TimeSpan.FromHours(2);

    /// <summary>Share of a battery, and time at full power, of which no look ahead spends the lesser: with it the beat holds ramps. Our choice (grade C).</summary>
    private const double HoldShare = 0.04;

    /// <inheritdoc cref="HoldShare"/>
    private static readonly TimeSpan hold = TimeSpan.FromMinutes(3);

    /// <summary>Tiers 0 and 1.</summary>
    private const int LastKept = 1;

    /// <summary>A limit that came today comes again within this time; our choice (grade C).</summary>
    private static readonly TimeSpan returns = TimeSpan.FromHours(12);

    /// <summary>Means are so much lower than what noise lets the beat fill; our choice (grade C).</summary>
    private const double NoiseShare = 0.015;

    /// <summary>Import that a month is charged for in any case: more than that is bought for no look ahead. Infinite where nothing is charged.</summary>
    internal static Power PaidPeakOf(SimulationOrder order, int hour)
    {
        var none = Power.FromSi(double.PositiveInfinity);
        if (order.Site.Grid is not { DemandCharge.DollarsPerKilowattMonth: > 0 } || order.Plan.GridInjectionMegawatts is not { } import) return none;
        int month = order.Site.Year.MonthOf(hour);
        double most = 0;
        for (int at = 0; at < import.Length; at++) if (order.Site.Year.MonthOf(at) == month) most = Math.Max(most, import[at]);
        return Power.FromSi(1e6 * most);
    }

    /// <summary>Work that may wait is due as the plan serves it, and what is behind that is due now.</summary>
    private AheadService Behind(AheadService service, ServiceFlow flow, double behind, TimeSpan now, TimeSpan[] lengths)
    {
        var due = new TokenRate[lengths.Length];
        TimeSpan at = now;
        for (int t = 0; t < due.Length; at += lengths[t++])
        {
            double planned = flow.PlannedAt(Order.BlendAt(at + lengths[t] / 2, Passage)), seconds = lengths[t].TotalSeconds;
            // ahead of the plan, the next that is due is served already
            double less = Math.Min(planned, Math.Max(0, -behind) / seconds);
            behind += less * seconds;
            due[t] = TokenRate.FromSi(planned - less);
        }
        return service with { Demand = due, Window = Order.Length, Owed = behind > 0 ? [new(TimeSpan.Zero, TokenCount.FromSi(behind))] : [] };
    }

    private static IEnumerable<TimeSpan> Horizon(TimeSpan left)
    {
        for (int k = 0; left > TimeSpan.Zero; k++)
        {
            TimeSpan step = k < FineSteps ? Fine : k < FineSteps + MiddleSteps ? middle : coarse;
            if (step > left) step = left;
            left -= step;
            yield return step;
        }
    }
}
