using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Tests;

/// <summary>A plant of a textbook case, in the numbers of its text.</summary>
/// <param name="Capital">$/kW.</param>
/// <param name="Fixed">$/kW-yr.</param>
/// <param name="Variable">$/MWh.</param>
/// <param name="HeatRate">Btu/kWh.</param>
/// <param name="Fuel">$/MMBtu.</param>
/// <param name="Available">Share of capacity, hour by hour; null for always.</param>
/// <param name="Most">MW.</param>
/// <param name="Module">MW, where only whole modules are built.</param>
/// <param name="Share">Most of the year's draw.</param>
/// <param name="LeastLoad">Share of capacity below which it does not run.</param>
/// <param name="Ramp">Share of capacity per hour.</param>
sealed record Plant(string Name, double Capital, double Fixed, double Variable, double HeatRate = 0, double Fuel = 0, double[]? Available = null,
    double Most = double.PositiveInfinity, double? Module = null, double? Share = null, double LeastLoad = 0, double? Ramp = null, double Rate = 0.07,
    double Life = 20)
{
    public double Marginal => Variable + HeatRate * Fuel / 1000;
    public double PerMegawattYear => 1000 * (Capital * Textbook.Crf(Rate, Life) + Fixed);
}

/// <summary>A battery with power and energy apart: $/kW, $/kWh, $/kW-yr, one-way efficiencies.</summary>
sealed record Store(double CapitalOfPower, double CapitalOfEnergy, double Fixed, double In, double Out, double Rate = 0.07, double Life = 15);

/// <summary>A grid of limited capacity: MW, $/MWh by hour, $/MWh on top, $/kW-yr, $/kW-month.</summary>
sealed record Feed(double Most, double[] Price, double Adder, double CapacityCharge, double DemandCharge = 0);

/// <summary>One textbook capacity expansion: a load in MW and what may serve it. Series of a day repeat through the year.</summary>
sealed record Expansion(double[] Load, IReadOnlyList<Plant> Plants, Store? Store = null, Feed? Feed = null);

/// <summary>The two translations of a case: a site for the planner, and a linear program as PyPSA writes it. They share no code.</summary>
static class Textbook
{
    /// <summary>Capital recovery factor from the annuity's own sum, not from the closed form that the planner uses.</summary>
    public static double Crf(double rate, double life) => 1 / Enumerable.Range(1, (int)life).Sum(y => Math.Pow(1 + rate, -y));

    public static Site Site(Expansion it) => new()
    {
        Name = "textbook",
        Region = "nowhere",
        Year = Years.Of2023,
        Weather = Years.Mild,
        OtherLoad = Years.Repeat<Power>(it.Load, "MW"),
        Generators = [.. it.Plants.Select(GeneratorOf)],
        Batteries = it.Store is { } store ? [BatteryOf(store)] : [],
        Grid = it.Feed is { } feed ? GridOf(feed) : null,
    };

    static Generator GeneratorOf(Plant plant) => new()
    {
        Name = plant.Name,
        Kind = GeneratorKind.Other,
        Size = Sizing<Power>.UpTo(plant.Most.Megawatts),
        Module = plant.Module?.Megawatts,
        Capital = plant.Capital.DollarsPerKilowatt,
        Fixed = plant.Fixed.DollarsPerKilowattYear,
        Repayment = new(plant.Rate, plant.Life),
        Variable = plant.Variable.DollarsPerMegawattHour,
        HeatRate = plant.HeatRate.BtuPerKilowattHour,
        FuelPrice = plant.Fuel.DollarsPerMillionBtu,
        AvailableFraction = Years.Repeat(plant.Available ?? [1]),
        MinimumLoadFraction = plant.LeastLoad,
        RampPerHourFraction = plant.Ramp,
        EnergyShareMostFraction = plant.Share,
    };

    static Battery BatteryOf(Store store) => new()
    {
        Name = "battery",
        Power = Sizing<Power>.UpTo(double.PositiveInfinity.Megawatts),
        Energy = Sizing<Energy>.UpTo(double.PositiveInfinity.MegawattHours),
        CapitalOfPower = store.CapitalOfPower.DollarsPerKilowatt,
        CapitalOfEnergy = store.CapitalOfEnergy.DollarsPerKilowattHour,
        Fixed = store.Fixed.DollarsPerKilowattYear,
        Repayment = new(store.Rate, store.Life),
        ChargeEfficiency = store.In,
        DischargeEfficiency = store.Out,
    };

    static GridConnection GridOf(Feed feed) => new()
    {
        Firm = Sizing<Power>.UpTo(feed.Most.Megawatts),
        Price = Years.Repeat<EnergyPrice>(feed.Price, "$/MWh"),
        Adder = feed.Adder.DollarsPerMegawattHour,
        CapacityCharge = feed.CapacityCharge.DollarsPerKilowattYear,
        DemandCharge = feed.DemandCharge.DollarsPerKilowattMonth,
        Carbon = Years.Flat(400.GramsPerKilowattHour),
    };

    /// <summary>The program of the same case over the hours of its own series, each standing for 8,760 / hours of the year.</summary>
    public static (PlainProgram Program, IReadOnlyDictionary<string, int> Sizes) Plain(Expansion it)
    {
        var lp = new PlainProgram();
        Dictionary<string, int> sizes = [];
        int hours = it.Load.Length;
        double weight = 8760.0 / hours;
        List<(int Column, double Sign)[]> balance = [.. Enumerable.Range(0, hours).Select(_ => Array.Empty<(int, double)>())];
        void Feeds(int[] columns, double sign) { for (int t = 0; t < hours; t++) balance[t] = [.. balance[t], (columns[t], sign)]; }
        foreach (Plant plant in it.Plants)
        {
            double unit = plant.Module ?? 1;
            int size = sizes[plant.Name] = lp.Column(0, Math.Floor(plant.Most / unit), unit * plant.PerMegawattYear, plant.Module is not null);
            int[] output = lp.Columns(hours, weight * plant.Marginal);
            for (int t = 0; t < hours; t++)
            {
                double available = unit * (plant.Available is { } a ? a[t % a.Length] : 1);
                lp.AtMost(0, (output[t], 1), (size, -available));
                if (plant.LeastLoad > 0) lp.AtLeast(0, (output[t], 1), (size, -plant.LeastLoad * available));
                if (t == 0 || plant.Ramp is not { } ramp) continue;
                lp.AtMost(0, (output[t], 1), (output[t - 1], -1), (size, -ramp * unit));
                lp.AtMost(0, (output[t - 1], 1), (output[t], -1), (size, -ramp * unit));
            }
            if (plant.Share is { } share) lp.AtMost(share * it.Load.Sum(), [.. output.Select(column => (column, 1.0))]);
            Feeds(output, 1);
        }
        if (it.Store is { } store) AddStore(lp, store, hours, weight, sizes, Feeds);
        if (it.Feed is { } feed) AddFeed(lp, feed, hours, weight, sizes, Feeds);
        for (int t = 0; t < hours; t++) lp.Equal(it.Load[t], balance[t]);
        return (lp, sizes);
    }

    static void AddStore(PlainProgram lp, Store store, int hours, double weight, Dictionary<string, int> sizes, Action<int[], double> feeds)
    {
        double crf = Crf(store.Rate, store.Life);
        int power = sizes["battery power"] = lp.Column(0, double.PositiveInfinity, 1000 * (store.CapitalOfPower * crf + store.Fixed));
        int energy = sizes["battery energy"] = lp.Column(0, double.PositiveInfinity, 1000 * store.CapitalOfEnergy * crf);
        int[] charge = lp.Columns(hours, 0), discharge = lp.Columns(hours, 0), level = lp.Columns(hours, 0);
        for (int t = 0; t < hours; t++)
        {
            lp.Equal(0, (level[t], 1), (level[(t + hours - 1) % hours], -1), (charge[t], -store.In), (discharge[t], 1 / store.Out));
            lp.AtMost(0, (charge[t], 1), (power, -1));
            lp.AtMost(0, (discharge[t], 1), (power, -1));
            lp.AtMost(0, (level[t], 1), (energy, -1));
        }
        feeds(charge, -1);
        feeds(discharge, 1);
        Assert.True(weight >= 1);
    }

    static void AddFeed(PlainProgram lp, Feed feed, int hours, double weight, Dictionary<string, int> sizes, Action<int[], double> feeds)
    {
        int firm = sizes["grid firm"] = lp.Column(0, feed.Most, 1000 * feed.CapacityCharge);
        int[] import = lp.Columns(hours, t => weight * (feed.Price[t % feed.Price.Length] + feed.Adder));
        for (int t = 0; t < hours; t++) lp.AtMost(0, (import[t], 1), (firm, -1));
        feeds(import, 1);
        if (feed.DemandCharge == 0) return;
        int[] peak = lp.Columns(12, 1000 * feed.DemandCharge);
        for (int t = 0; t < hours; t++) lp.AtMost(0, (import[t], 1), (peak[new DateTime(2023, 1, 1).AddHours(t).Month - 1], -1));
    }
}
