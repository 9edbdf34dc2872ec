using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Looks ahead beside the beat: every quarter of an hour, and when a limit has come.</summary>
internal sealed partial class SiteRun
{
    private static readonly TimeSpan aheadEvery = TimeSpan.FromMinutes(15), fine = TimeSpan.FromMinutes(5), middle = TimeSpan.FromMinutes(15), coarse = TimeSpan.FromMinutes(30);
    private const int FineSteps = 12, MiddleSteps = 20;
    private TimeSpan aheadDue;
    private int limitsKnown;

    private void LookAhead(TimeSpan now)
    {
        if (order.Ahead is null || order.IsSteady || !controller.LooksAhead || isGone || now + fine > order.Length) return;
        int known = controller.Book.Limits.Count();
        if (now < aheadDue && known == limitsKnown) return;
        (aheadDue, limitsKnown) = (now + aheadEvery, known);
        if (order.Ahead(AheadInputs(now), now) is AheadAnswer.Planned { Plan: var plan }) controller.Follow(plan);
    }

    /// <summary>What is known of the rest of the run: limits that have come, demand and prices of the plan, what is stored, what work is behind.</summary>
    private AheadInputs AheadInputs(TimeSpan now)
    {
        TimeSpan[] lengths = [.. Horizon(order.Length - now)];
        AheadInputs inputs = AheadOfPlan.Forecast(order, now, lengths, (at, length) => controller.Book.Firm(null, at, length),
            [.. site.Stores.Select(store => store.State.Stored)]);
        double standing = site.Banks.Sum(bank => bank.Units.Sum()), on = site.Banks.Sum(bank => Enumerable.Range(0, bank.Rows).Sum(i => bank.On[i] ? bank.Units[i] : 0));
        double paid = order.Site.Grid is { DemandCharge.DollarsPerKilowattMonth: > 0 } ? PaidPeak() : double.PositiveInfinity;
        return inputs with
        {
            RampLimit = null,       // means of minutes: the beat keeps it
            Ceiling = [.. inputs.Ceiling.Select(ceiling => Power.Min((1 - marginFraction) * ceiling, Power.FromSi(paid)))],
            DrawPerItRatio = [.. inputs.DrawPerItRatio.Select(planned => Math.Max(planned, ratio))],
            Services = [.. inputs.Services.Select((service, i) => service.MayWait ? Behind(service, site.Services[i], now, lengths) : service)],
            Fleets = [.. inputs.Fleets.Select(fleet => fleet with { Racks = [.. fleet.Racks.Select(racks => racks * (standing > 0 ? on / standing : 1))] })],
        };
    }

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
