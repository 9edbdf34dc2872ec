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

    /// <summary>Families that may give while a conflict is sought.</summary>
    public List<Giving> Givings { get; } = [];

    /// <summary>Says that a family may give, and what would relieve it.</summary>
    /// <param name="size">What one plan unit is measured against: a tenth of the demand is as bad for every demand.</param>
    public void MayGive(IRelationFamily family, double size, string relief) => Givings.Add(new(family, 1 / Math.Max(size, 1e-9), relief));

    Ledger? ledger;
}
