using Headroom.Algebra;
using Headroom.Planning.Fleets;
using Headroom.Quantities;

namespace Headroom.Planning.Expansion;

/// <summary>One year of an expansion as rows: its sites, and what ties them in a fleet.</summary>
/// <param name="Sites">In the order of the plots.</param>
/// <param name="Fleet">Null for a site alone.</param>
sealed record YearPlan(int Year, IReadOnlyList<Formulation> Sites, FleetFormulation? Fleet)
{
    public IEnumerable<(double Weight, Tally<Money> Of)> Costs => Fleet?.Costs() ?? Sites[0].Costs;

    /// <summary>What users are promised, at the sites and of the fleet, as far as the year's rows let it be broken.</summary>
    public IEnumerable<Promise> Promises => Services.Where(service => service.Missed is not null && service.Demand.Mean > TokenRate.Zero)
        .Select(service => new Promise(service.FullName, service.Facts.Tier, service.Missed!, 1 / service.Demand.Mean.MillionTokensPerSecond))
        .Concat(Undone.Select(share => new Promise(share.Name[..^" undone".Length], Promise.AfterAllTiers, share, Sites[0].Hours.Count)));

    /// <summary>Megawatt-hours that nobody gives.</summary>
    public double PowerLackingIn(Solution solution) => Sites.Sum(site => Promise.SumOf(site.Missing?.Lost, solution));

    /// <summary>Megawatt-hours that nobody takes.</summary>
    public double PowerLeftIn(Solution solution) => Sites.Sum(site => Promise.SumOf(site.Missing?.Surplus, solution));

    /// <summary>What the sites draw in the year, MWh.</summary>
    public double DrawIn(Solution solution) => Sites.Sum(site => solution.Value(site.Draw).MegawattHours);

    IEnumerable<DemandPlan> Services =>
        Sites.SelectMany(site => site.Services).Select(service => service.Demand).OfType<DemandPlan>().Concat(Fleet?.Flows.SelectMany(flow => flow.Demand) ?? []);

    IEnumerable<Variables<Count>> Undone =>
        Sites.SelectMany(site => site.Training).Select(run => run.Undone).OfType<Variables<Count>>().Concat(Fleet?.Undone.Select(one => one.Share) ?? []);
}

/// <summary>Something promised in a year that its rows let be broken.</summary>
/// <param name="Name">As its prices are found by (<see cref="Shortfalls"/>).</param>
/// <param name="Tier">Of the service; a training run comes after all tiers.</param>
/// <param name="Broken">By how much it is broken.</param>
/// <param name="HoursPerUnit">Hours of its mean demand that a plan unit of it is.</param>
sealed record Promise(string Name, int Tier, IVariableFamily Broken, double HoursPerUnit)
{
    public const int AfterAllTiers = int.MaxValue;

    /// <summary>Hours of its demand in a year that rounding may leave of a promise that is kept: a millionth.</summary>
    const double RoundingHours = 8.7e-3;

    public bool IsBrokenIn(Solution solution) => HoursPerUnit * SumOf(Broken, solution) > RoundingHours;

    public static double SumOf(IVariableFamily? family, Solution solution)
    {
        double sum = 0;
        if (family is not null) for (int j = 0; j < family.Count; j++) sum += solution.Values[family.FirstColumn + j];
        return sum;
    }
}
