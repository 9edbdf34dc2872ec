using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>What every formulation of a year shares, whether of a site or of a fleet: the program, its hours, a ledger, what may give.</summary>
class YearFrame(PlanYear year, Objective objective, LinearProgram program)
{
    public PlanYear Year => year;
    public Objective Objective => objective;
    public LinearProgram Program => program;
    public Algebra.Index Hours { get; } = year.HourIndex;
    public Ledger Ledger => ledger ??= new(program);
    public TimeSpan Step { get; } = PlanYear.Step;

    /// <summary>What breaking a promise costs; null where all hold. A year of an expansion breaks them where power comes later than demand.</summary>
    public Shortfalls? Shortfalls { get; init; }

    /// <summary>What breaking one promise costs; null where it holds.</summary>
    /// <param name="name">Of its rows, without what stands before it in a program that others share.</param>
    public Shortfall? ShortfallOf(string name) => Shortfalls?.Of(program.Prefix + name);

    /// <summary>Tokens of the same racks at the same power, beside those of the site's own year.</summary>
    public double SoftwareRatio { get; init; } = 1;

    /// <summary>Families that may give while a conflict is sought.</summary>
    public List<Giving> Givings { get; } = [];

    /// <summary>Says that a family may give, and what would relieve it.</summary>
    /// <param name="size">What one plan unit is measured against: a tenth of the demand is as bad for every demand.</param>
    public void MayGive(IRelationFamily family, double size, string relief) => Givings.Add(new(family, 1 / Math.Max(size, 1e-9), relief));

    Ledger? ledger;
}

/// <summary>The same for one site's year; other sites and years may share its program.</summary>
sealed class Frame(Site site, LinearProgram program) : YearFrame(site.Year, site.Objective, program)
{
    /// <summary>Far enough that it never binds, near enough that the certificate, which multiplies rounding by bounds, stays sharp.</summary>
    const double RoofFactor = 1.25;

    public Site Site => site;

    /// <summary>Upper bound of variables that rows already hold under a size: above it, so that it never binds.</summary>
    /// <remarks>
    ///   The size's own limit here as well would share its price with the size: one more megawatt would look worth too little. No bound
    ///   at all would leave the interior point without a box (a site seeking tokens fell back to HiGHS: 24 s for 1 s) and proofs without an end.
    /// </remarks>
    public static Q Roof<Q>(Q most) where Q : struct, IQuantity<Q> => RoofFactor * most;
}
