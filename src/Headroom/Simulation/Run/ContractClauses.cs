using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation.Rules;

namespace Headroom.Simulation;

/// <summary>The clauses of a cut that is held and given back, for limits that are such a contract: a level, a hold, ramps and a recovery.</summary>
internal static class ContractClauses
{
    public static IReadOnlyList<CheckFigure> Of(LimitCourse course, SimulationOrder order, RunBook book, SiteState site)
    {
        LimitEvent limit = course.Limit;
        bool isContract = limit.Feed is null && limit.Recovery > TimeSpan.Zero && course.LevelFrom > course.RampStart && course.Level < course.Baseline
            && course.RecoveredAt > course.LevelTo;
        if (!isContract) return [];
        EmeraldEvent asked = new(course.Baseline, course.RampStart)
        {
            CutFraction = 1 - course.Level / course.Baseline,
            RampDown = course.LevelFrom - course.RampStart,
            Hold = course.LevelTo - course.LevelFrom,
            RampUp = course.RecoveredAt - course.LevelTo,
            Recovery = course.End - course.RecoveredAt,
            RampMost = order.Site.Grid?.RampLimit,
        };
        IReadOnlyList<TierLoss> losses = book.LossesOver(course, site);
        return [.. EmeraldJudge.Judge(asked, book.Series(), losses)
            .Select(one => new CheckFigure($"clause {one.Clause}: {one.Asks}", one.Verdict switch { Verdict.Pass => true, Verdict.Fail => false, _ => null }, one.Why))];
    }
}
