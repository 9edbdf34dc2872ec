using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>What grows over years: a site, or sites that serve the same users.</summary>
interface IExpanding
{
    Horizon Horizon { get; }

    /// <summary>The sites at which something is built.</summary>
    IReadOnlyList<Plot> Plots { get; }

    /// <summary>The most that may be spent once at all of them; null without a limit.</summary>
    Money? CapitalMost { get; }

    /// <summary>Writes a year into a program. What the program seeks is left open.</summary>
    YearPlan Write(int year, IFrontierModel model, Shortfalls? shortfalls, LinearProgram program);
}

/// <summary>A site, and what can be built there.</summary>
/// <param name="Prefix">What stands before the names of what is built there: empty for a site alone.</param>
sealed record Plot(Site Site, IReadOnlyList<Asset> Assets, string Prefix)
{
    public static Plot Alone(Site site) => new(site, Expansion.Assets.Of(site), "");

    /// <summary>Tokens that the same racks serve at the same power in a year, beside those of the first one.</summary>
    public double SoftwareRatio(int year) => Math.Pow(Site.Horizon!.SoftwareFactor, year - Site.Horizon.FirstYear);
}

/// <summary>A site that grows by itself.</summary>
sealed class ExpandingSite(Site site) : IExpanding
{
    public Horizon Horizon => site.Horizon!;
    public IReadOnlyList<Plot> Plots { get; } = [Plot.Alone(site)];

    /// <summary>Its own budget, which its <see cref="Building"/> keeps.</summary>
    public Money? CapitalMost => null;

    public YearPlan Write(int year, IFrontierModel model, Shortfalls? shortfalls, LinearProgram program) =>
        new(year, [Formulation.OfYear(YearSite.Of(site, Plots[0].Assets, year), model, Plots[0].SoftwareRatio(year), shortfalls, program)], null);
}
