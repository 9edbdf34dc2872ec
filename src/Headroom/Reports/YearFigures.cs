using Headroom.Quantities;

namespace Headroom.Reports;

/// <summary>One year of an expansion as figures.</summary>
public sealed record YearFigures
{
    public required int Year { get; init; }

    /// <summary>Size of each asset that is used, in its unit, in the order of the expansion's assets.</summary>
    public required double[] Used { get; init; }
    public required TokenFigures Tokens { get; init; }
    public required EnergyFigures Energy { get; init; }

    /// <summary>What running costs in the year, item by item, upkeep of what stands included; nothing repaid.</summary>
    public required IReadOnlyList<CostItem> Running { get; init; }
    public required LadderFigures Ladder { get; init; }
    public required Mass Carbon { get; init; }
    public required Volume Water { get; init; }

    /// <summary>Energy that nobody gave; zero in a plan that holds.</summary>
    public required Energy Missing { get; init; }

    /// <summary>Yearly limits that bind: caps of carbon, water and shares, permits of hours.</summary>
    public required IReadOnlyList<YearlyLimit> Limits { get; init; }
    public Money RunningTotal => Running.Select(item => item.PerYear).Sum();

    /// <summary>Whether every service has what its tier is promised, and training its compute.</summary>
    public bool IsServed => Missing.Joules <= KeptFraction * Energy.Draw.Joules && IsKept(Tokens.Services, Tokens.Training);

    /// <summary>Whether services and runs have what they were promised.</summary>
    internal static bool IsKept(IReadOnlyList<ServiceFigure> services, IReadOnlyList<TrainingFigure> training) =>
        services.All(service => service.Missed.Tokens <= KeptFraction * service.Demand.Tokens)
        && training.All(run => run.Done.Operations >= (1 - KeptFraction) * run.Asked.Operations);

    /// <summary>A promise kept but for this share is kept: answers are exact to the solver's gap only.</summary>
    const double KeptFraction = 1e-6;
}

/// <summary>A yearly limit that binds in a year.</summary>
/// <param name="Name">In words: "the carbon cap", "the grid share cap".</param>
/// <param name="Unit">One more of this.</param>
/// <param name="Worth">What one more unit would save in the year.</param>
public sealed record YearlyLimit(string Name, string Unit, Money Worth);
