using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Reading;

/// <summary>From a solution to figures: each part of the report is read by the file of its name.</summary>
static class PlanReading
{
    /// <param name="best">The plan that was sought, with its certified bound; its prices belong to what was sought.</param>
    /// <param name="shown">The plan that is shown: the same, or the cheapest among equals.</param>
    public static PlanReport Of(Formulation plan, Solution best, Solution shown)
    {
        YearHours hours = YearHours.Of(plan, shown);
        CostFigures cost = CostReading.Of(plan, shown, hours);
        TokenFigures tokens = WorkReading.Of(plan, shown, hours);
        LadderFigures ladder = LadderReading.Of(plan, shown, hours);
        PlannedYear orders = OrdersReading.Of(plan, shown, hours);
        ProgramArrays program = plan.Program.Arrays;
        return new PlanReport
        {
            Site = plan.Site.Name,
            Region = plan.Site.Region,
            Year = plan.Site.Year.Year,
            Objective = ObjectiveOf(plan, best),
            Build = BuildReading.Of(plan, shown, hours),
            Cost = cost,
            Energy = EnergyReading.Of(plan, shown, hours),
            Tokens = tokens,
            Ladder = ladder,
            Carbon = CarbonOf(plan, shown, hours, tokens.Served),
            Water = WaterOf(plan, shown, hours, tokens.Served),
            ShadowPrices = ShadowReading.Of(plan, best, ladder),
            Model = new(program.Rows, program.Columns, program.NonZeros, shown.Algorithm),
            Dispatch = DispatchReading.Of(plan, shown, best, hours, orders.Runs),
            Orders = orders,
            TightestHour = hours.Tightest,
            Inputs = plan.Site.Inputs,
        };
    }

    static ObjectiveFigure ObjectiveOf(Formulation plan, Solution best)
    {
        string kind = plan.Site.Objective switch
        {
            Objective.LeastCost => "leastCost",
            Objective.MostTokens => "mostTokens",
            _ => "mostValue",
        };
        return new(kind, best.Objective, plan.Program.Arrays.ObjectiveUnit!.Symbol, best.Bound, best.GapFraction);
    }

    static CarbonFigures CarbonOf(Formulation plan, Solution shown, YearHours hours, TokenCount served)
    {
        Mass total = plan.Ledger.Carbon.Select(tally => shown.Value(tally)).Sum();
        CarbonIntensity perEnergy = CarbonIntensity.FromSi(hours.Draw.Joules == 0 ? 0 : total.Kilograms / hours.Draw.Joules);
        return new(total, perEnergy, served == TokenCount.Zero ? null : total / served.MillionTokens);
    }

    static WaterFigures WaterOf(Formulation plan, Solution shown, YearHours hours, TokenCount served)
    {
        Volume total = plan.Ledger.Water.Select(tally => shown.Value(tally)).Sum();
        WaterIntensity perIt = WaterIntensity.FromSi(hours.It.Joules == 0 ? 0 : total.CubicMetres / hours.It.Joules);
        return new(total, perIt, served == TokenCount.Zero ? null : total / served.MillionTokens);
    }
}
