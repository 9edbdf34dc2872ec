using Headroom.Algebra;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>What every formulation of a site's year shares: the program, its hours, its ledger.</summary>
sealed class Frame(Site site)
{
    public Site Site => site;
    public LinearProgram Program { get; } = new();
    public Algebra.Index Hours { get; } = site.Year.HourIndex;
    public Ledger Ledger => ledger ??= new(Program);
    public TimeSpan Step { get; } = PlanYear.Step;

    Ledger? ledger;
}
