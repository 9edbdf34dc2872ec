using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Reading;

/// <summary>Tokens served and compute delivered.</summary>
static class WorkReading
{
    public static TokenFigures Of(Formulation plan, Solution shown, YearHours hours)
    {
        List<ServiceFigure> services = [.. plan.Services.Select(service => FigureOf(service, shown, plan.Hours.Count))];
        List<TrainingFigure> training = [.. plan.Training.Select(run => new TrainingFigure(
            run.Facts.Name, run.OfFleet ? shown.Value(run.Done) : run.Facts.Amount, shown.Value(run.Done), ItOf(run, shown)))];
        return new(services, training, services.Select(s => s.Served).Sum(), services.Select(s => s.Unserved).Sum());
    }

    static ServiceFigure FigureOf(ServicePlan service, Solution shown, int hours)
    {
        Series<TokenRate> demand = service.AskedIn(shown, hours);
        TokenCount asked = TokenCount.Zero, unserved = TokenCount.Zero, missed = TokenCount.Zero;
        int hoursShort = 0;
        for (int t = 0; t < demand.Hours; t++)
        {
            TokenRate beyond = service.Missed is { } late ? shown.Value(late, t) : TokenRate.Zero;
            TokenRate missing = beyond + (service.Unserved is { } family ? shown.Value(family, t) : TokenRate.Zero);
            missed += beyond * TimeSpan.FromHours(1);
            asked += demand[t] * TimeSpan.FromHours(1);
            unserved += missing * TimeSpan.FromHours(1);
            if (missing.TokensPerSecond > 1e-6 * demand[t].TokensPerSecond + 1e-3) hoursShort++;
        }
        if (hoursShort == 0) unserved = TokenCount.Zero;
        return new(service.Facts.Name, service.Facts.Tier, asked, shown.Value(service.Served), unserved, hoursShort, service.Basis)
        {
            EstimatedOn = service.EstimatedOn,
            MeasuredOn = service.MeasuredOn,
            Missed = missed,
        };
    }

    public static Energy ItOf(TrainingPlan training, Solution shown) =>
        training.Runs.Select(run => RunEnergy.Of(run, shown, point => point.Power)).Sum();
}

/// <summary>Energy of a workload on a fleet at a boundary.</summary>
static class RunEnergy
{
    public static Energy Of(RunPlan run, Solution shown, Func<RunPoint, Power> power)
    {
        Energy sum = Energy.Zero;
        for (int p = 0; p < run.Points.Count; p++)
        {
            double rackHours = 0;
            foreach (double racks in shown.PlanValues(run.Racks[p])) rackHours += racks;
            sum += power(run.Points[p]) * TimeSpan.FromHours(1) * rackHours;
        }
        return sum;
    }
}
