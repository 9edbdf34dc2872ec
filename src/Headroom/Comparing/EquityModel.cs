using Headroom.Quantities;

namespace Headroom.Comparing;

/// <summary>A project paid by equity and debt, taxed, with assets written off for tax: the inputs of its required price.</summary>
public sealed record EquityModel
{
    /// <summary>Money spent once, soft costs included, in the dollars of the first year.</summary>
    public required Money Capital { get; init; }

    /// <summary>The part of it that earns the tax credit.</summary>
    public Money Creditable { get; init; }

    /// <summary>Operating cost of the first operating year, growing at <see cref="GrowthFraction"/>, fuel apart.</summary>
    public required Money Operation { get; init; }

    /// <summary>Cost of fuel of the first operating year, growing at <see cref="FuelGrowthFraction"/>.</summary>
    public Money Fuel { get; init; }
    public double GrowthFraction { get; init; }
    public double FuelGrowthFraction { get; init; }

    /// <summary>Energy sold in each operating year.</summary>
    public required Energy Energy { get; init; }

    /// <summary>Growth of the price; zero for one price over the whole life.</summary>
    public double PriceGrowthFraction { get; init; }
    public int ConstructionYears { get; init; } = 2;
    public int OperatingYears { get; init; } = 20;
    public double DebtFraction { get; init; } = 0.7;
    public double DebtInterestFraction { get; init; } = 0.075;
    public int DebtYears { get; init; } = 20;
    public double EquityReturnFraction { get; init; } = 0.11;
    public double TaxFraction { get; init; } = 0.21;
    public double CreditFraction { get; init; } = 0.30;

    /// <summary>Share of the depreciable basis written off in each year from the first operating one.</summary>
    public IReadOnlyList<double> Depreciation { get; init; } = FiveYears;

    /// <summary>MACRS, five years, half-year convention. Source: US IRS publication 946, table A-1.</summary>
    public static IReadOnlyList<double> FiveYears { get; } = [0.20, 0.32, 0.192, 0.1152, 0.1152, 0.0576];
}

/// <summary>The price of energy that pays debt, tax and the owners' return.</summary>
public static class EquityPrice
{
    /// <summary>The price of the first operating year at which the present worth of what the owners pay and get is zero.</summary>
    /// <remarks>
    ///   NPV(p) = Σ_y (1 + k)^−y · flow_y(p) = 0, spend even over the construction years 1 … L, operation in L + 1 … L + n
    ///   flow     in construction: −(1 − d) · I / L
    ///            in operation: (1 − τ) · (p_y · E − o_y − interest_y) + τ · depreciation_y + credit − principal_y
    ///   k        return on equity; d share of debt; τ tax; losses are used at once against other income
    ///   debt     level payments from the first operating year; credit ITC · creditable in that year, and half of it off the basis
    ///   Linear in p: two evaluations give the root.
    ///   Valid    k &gt; −1, E &gt; 0
    ///   Source   christianhvejsel/cost-calculator, core/datacenter.py (MIT): the model of the off-grid study, written anew.
    /// </remarks>
    public static EnergyPrice Required(EquityModel project)
    {
        ArgumentNullException.ThrowIfNull(project);
        double none = PresentWorth(project, 0), one = PresentWorth(project, 1);
        return (-none / (one - none)).DollarsPerMegawattHour;
    }

    /// <summary>Present worth to the owners at a price in $/MWh, in dollars.</summary>
    public static double PresentWorth(EquityModel project, double dollarsPerMegawattHour)
    {
        ArgumentNullException.ThrowIfNull(project);
        double capital = project.Capital.Dollars, worth = 0;
        double Discount(int year) => Math.Pow(1 + project.EquityReturnFraction, -year);
        for (int year = 1; year <= project.ConstructionYears; year++)
            worth -= (1 - project.DebtFraction) * capital / project.ConstructionYears * Discount(year);
        double credit = project.CreditFraction * project.Creditable.Dollars;
        double basis = capital - credit / 2, debt = project.DebtFraction * capital;
        double payment = debt * Sites.Finance.CapitalRecovery(project.DebtInterestFraction, project.DebtYears).PerYear;
        for (int k = 0; k < project.OperatingYears; k++)
        {
            double interest = k < project.DebtYears ? debt * project.DebtInterestFraction : 0;
            double principal = k < project.DebtYears ? payment - interest : 0;
            debt -= principal;
            double income = dollarsPerMegawattHour * Math.Pow(1 + project.PriceGrowthFraction, k) * project.Energy.MegawattHours;
            double costs = project.Operation.Dollars * Math.Pow(1 + project.GrowthFraction, k) + project.Fuel.Dollars * Math.Pow(1 + project.FuelGrowthFraction, k);
            double depreciation = k < project.Depreciation.Count ? project.Depreciation[k] * basis : 0;
            double flow = (1 - project.TaxFraction) * (income - costs - interest) + project.TaxFraction * depreciation
                + (k == 0 ? credit : 0) - principal;
            worth += flow * Discount(project.ConstructionYears + 1 + k);
        }
        return worth;
    }
}
