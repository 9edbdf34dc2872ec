using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Looks ahead beside the beat: every quarter of an hour, and when a limit has come.</summary>
internal sealed partial class SiteRun
{
    private static readonly TimeSpan aheadEvery = TimeSpan.FromMinutes(15), fine = TimeSpan.FromMinutes(5), middle = TimeSpan.FromMinutes(15), coarse = TimeSpan.FromMinutes(30);
    private const int FineSteps = 12, MiddleSteps = 20;
    private TimeSpan aheadDue;
    private long limitsKnown;

    private void LookAhead(TimeSpan now)
    {
        if (order.Ahead is null || order.IsSteady || !controller.LooksAhead || isGone || now + fine > order.Length) return;
        long known = controller.Book.Fingerprint;
        if (now < aheadDue && known == limitsKnown) return;
        (aheadDue, limitsKnown) = (now + aheadEvery, known);
        Remember();
        if (order.Ahead(AheadInputs(now, order.Length - now), now) is AheadAnswer.Planned { Plan: var plan }) controller.Follow(plan);
    }

    private void Remember()
    {
        // a limit that came and went comes again within a day or not at all
        today.RemoveAll(one => one.End < steps * order.Step + bookOffset - TimeSpan.FromDays(1));
        foreach (BookedLimit one in LimitsHeld.Limits)
            if (one.Feed is null && one.IsFirm && !today.Contains(one.Course)) today.Add(one.Course);
    }

    /// <summary>What is known of the rest of the run: limits that have come, demand and prices of the plan, what is stored, what work is behind.</summary>
    internal AheadInputs AheadInputs(TimeSpan now, TimeSpan left)
    {
        TimeSpan[] lengths = [.. Horizon(left)];
        AheadInputs inputs = AheadOfPlan.Forecast(order, now, lengths, (at, length) => LimitsHeld.Firm(null, at + bookOffset, length),
            [.. site.Stores.Select(store => store.State.Stored)]);
        double paid = order.Site.Grid is { DemandCharge.DollarsPerKilowattMonth: > 0 } ? paidPeak ??= PaidPeak() : double.PositiveInfinity;
        return inputs with
        {
            RampLimit = null,       // means of minutes: the beat keeps it
            Ceiling = Reached(inputs, Power.FromSi(paid)),
            Batteries = [.. inputs.Batteries.Select(battery => Reserving(battery, inputs, now))],
            DrawPerItRatio = [.. inputs.DrawPerItRatio.Select(planned => (1 + NoiseShare) * Math.Max(planned, ratio))],
            Services = [.. inputs.Services.Select((service, i) => service.MayWait ? Behind(service, site.Services[i], now, lengths) : service)],
            Fleets = [.. inputs.Fleets.Select((fleet, f) => Standing(fleet, site.Fleets[f], now, lengths))],
        };
    }

    /// <summary>Racks rest only under a limit: nobody wears them out to save idle power on a usual day.</summary>
    private AheadFleet Standing(AheadFleet facts, RackFleet fleet, TimeSpan now, TimeSpan[] lengths)
    {
        double racks = 0;
        for (int b = 0; b < site.Banks.Count; b++)
            if (site.Banks[b].Fleet == fleet && site.Flow.Live[site.NodeOfBank[b]])
                for (int i = 0; i < site.Banks[b].Rows; i++) if (site.RowOpen[site.Banks[b].FirstRow + i] > 0) racks += site.Banks[b].Units[i];
        var most = new double[lengths.Length];
        TimeSpan at = now;
        for (int t = 0; t < most.Length; at += lengths[t++]) most[t] = LimitsHeld.Firm(null, at + bookOffset, lengths[t]).Binding is null ? 0 : racks;
        return facts with { Racks = [.. lengths.Select(_ => racks)], MaySwitchOff = true, OffMost = most };
    }

    /// <summary>Ceilings as import can come down to them: it begins to fall before they do, at the grid's ramp.</summary>
    private Power[] Reached(AheadInputs inputs, Power paid)
    {
        Power[] ceilings = [.. inputs.Ceiling.Select(ceiling => Power.Min((1 - marginFraction) * ceiling, paid))];
        if (events.RampLimit is not { } ramp) return ceilings;
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
        Power power = inputs.Batteries.Select(one => one.Power).Sum(), needed = ratio * seen.Idle + seen.Other;
        double worth = 0;
        for (int i = 0; i < seen.Services.Length; i++)
        {
            ServiceNeed need = seen.Services[i];
            if (need.Rank > LastKept || need.JoulesPerToken <= 0) continue;
            needed += ratio * Power.FromSi(need.JoulesPerToken * SoonMost(inputs, i));
            worth = Math.Max(worth, site.Services[i].Facts.Value.DollarsPerMillionTokens / (ratio * need.JoulesPerToken));      // $/MJ
        }
        foreach (AheadPlant plant in inputs.Plants) if (plant.Follows) needed -= plant.Most[0];
        // import has to come down before it, so that the notice is no time to fill a battery
        TimeSpan fall = events.RampLimit is { WattsPerSecond: > 0 } ramp && double.IsFinite(seen.ConnectionMost.Watts)
            ? TimeSpan.FromSeconds(seen.ConnectionMost.Watts / ramp.WattsPerSecond) : TimeSpan.Zero;
        Energy most = default;
        foreach (LimitCourse limit in today)
            if (limit.RampStart <= now + bookOffset)
                most = Energy.Max(most, Power.Min(power, Power.Max(default, needed - limit.Level)) * ((limit.LevelTo - limit.RampStart + fall) / battery.DischargeEfficiency)
                    - power * LimitSight.Later(limit.RampStart - limit.Announced - fall - aheadEvery));
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

    /// <summary>Firm limits on the site that have come so far.</summary>
    private readonly List<LimitCourse> today = [];

    /// <summary>Means are so much lower than what noise lets the beat fill; our choice (grade C).</summary>
    private const double NoiseShare = 0.015;

    private double? paidPeak;

    /// <summary>Import that a month is charged for in any case: more than that is bought for no look ahead.</summary>
    private double PaidPeak()
    {
        if (order.Plan.GridInjectionMegawatts is not { } import) return double.PositiveInfinity;
        int month = order.Site.Year.MonthOf(order.FirstHour);
        double most = 0;
        for (int hour = 0; hour < import.Length; hour++) if (order.Site.Year.MonthOf(hour) == month) most = Math.Max(most, import[hour]);
        return 1e6 * most;
    }

    /// <summary>Work that may wait is due as the plan serves it, and what is behind that is due now.</summary>
    private AheadService Behind(AheadService service, ServiceFlow flow, TimeSpan now, TimeSpan[] lengths)
    {
        var due = new TokenRate[lengths.Length];
        double behind = flow.BehindTokens;
        TimeSpan at = now;
        for (int t = 0; t < due.Length; at += lengths[t++])
        {
            double planned = flow.PlannedAt(order.BlendAt(at + lengths[t] / 2, passage)), seconds = lengths[t].TotalSeconds;
            // ahead of the plan, the next that is due is served already
            double less = Math.Min(planned, Math.Max(0, -behind) / seconds);
            behind += less * seconds;
            due[t] = TokenRate.FromSi(planned - less);
        }
        return service with { Demand = due, Window = order.Length, Owed = behind > 0 ? [new(TimeSpan.Zero, TokenCount.FromSi(behind))] : [] };
    }

    private static IEnumerable<TimeSpan> Horizon(TimeSpan left)
    {
        for (int k = 0; left > TimeSpan.Zero; k++)
        {
            TimeSpan step = k < FineSteps ? fine : k < FineSteps + MiddleSteps ? middle : coarse;
            if (step > left) step = left;
            left -= step;
            yield return step;
        }
    }
}
