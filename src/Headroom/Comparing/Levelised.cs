using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Comparing;

/// <summary>A plant as the plain cost of energy sees it: no dispatch, one capacity factor.</summary>
/// <param name="Capital">Overnight price.</param>
/// <param name="Fixed">Operation and maintenance a year.</param>
/// <param name="Variable">Per energy, without fuel.</param>
/// <param name="HeatRate">Fuel per electricity; zero where fuel is priced per electricity or there is none.</param>
/// <param name="FuelPerElectricity">Fuel and waste per electricity, for reactors.</param>
/// <param name="CapacityFactorFraction">Energy of a year over capacity times 8,760 h.</param>
/// <param name="Repayment">Discount rate, life and construction.</param>
public sealed record PlainPlant(
    CapacityPrice Capital, CapacityRent Fixed, EnergyPrice Variable, HeatRate HeatRate, EnergyPrice FuelPerElectricity,
    double CapacityFactorFraction, Repayment Repayment)
{
    /// <summary>Emissions per energy of fuel.</summary>
    public CarbonIntensity FuelCarbon { get; init; }
}

/// <summary>The plain cost of energy, and the fuel price at which two plants cost the same.</summary>
public static class Levelised
{
    const double HoursPerYear = 8760;

    /// <summary>Plain levelised cost of energy of one plant.</summary>
    /// <remarks>
    ///   LCOE = a / (8.76 · CF) + VOM + HR · fuel + f + HR · e · c,   a = I · IDC · CRF + FOM
    ///   a        yearly cost of capacity, $/kW-yr; 8.76 · CF MWh a year per kW
    ///   HR       heat rate; fuel price of fuel; f fuel and waste per electricity; e emissions of fuel; c carbon price
    ///   Valid    CF in (0, 1]; real rates with real prices, nominal with nominal
    ///   Source   annuity method, equation (4) of the planning reference; NREL, simple levelised cost of energy.
    /// </remarks>
    public static EnergyPrice Cost(PlainPlant plant, EnergyPrice fuel, CarbonPrice carbon = default)
    {
        ArgumentNullException.ThrowIfNull(plant);
        double rent = plant.Capital.DollarsPerKilowatt * plant.Repayment.PerYear.PerYear + plant.Fixed.DollarsPerKilowattYear;
        EnergyPrice capacity = (1000 * rent / (HoursPerYear * plant.CapacityFactorFraction)).DollarsPerMegawattHour;
        return capacity + plant.Variable + plant.HeatRate * fuel + plant.FuelPerElectricity + carbon * (plant.HeatRate * plant.FuelCarbon);
    }

    /// <summary>The fuel price at which a plant that burns fuel costs as much as one that does not.</summary>
    /// <remarks>
    ///   fuel* = (LCOE_other − LCOE_burner at fuel 0) / HR        carbon is priced in both
    ///   Valid    HR &gt; 0; negative where the burner is dearer even with fuel for nothing
    ///   Source   equation (4) solved for the fuel price.
    /// </remarks>
    public static EnergyPrice BreakEvenFuel(PlainPlant burner, PlainPlant other, CarbonPrice carbon = default)
    {
        ArgumentNullException.ThrowIfNull(burner);
        EnergyPrice gap = Cost(other, default, carbon) - Cost(burner, default, carbon);
        return (1 / burner.HeatRate.JoulesPerJoule) * gap;
    }
}
