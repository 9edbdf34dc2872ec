using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>One battery of the block <c>supply</c>.</summary>
internal sealed class BatteryReading(string name, Block block, Surroundings around, CatalogEntry catalog)
{
    private const double RateMost = 4;      // per hour: power over energy, limits.yaml storage.cRateRatio

    private readonly Filling fill = new(block, around);

    /// <summary>The battery; null where a size is at fault.</summary>
    public Battery? Read()
    {
        Got<Sizing<Power>> power = block.SizingHere<Power>();
        Got<double> hours = Hours();
        Got<Sizing<Energy>> energy = EnergyOf(power, hours);
        if (power.IsGiven && energy.IsGiven && !hours.IsGiven) CheckRate(power.Value!, energy.Value!);
        bool hasOwnPrice = block.Has("capitalPower") || block.Has("capitalEnergy");
        var battery = new Battery
        {
            Name = name,
            Power = power.Or(Sizing<Power>.Fixed(default)),
            Energy = energy.Or(Sizing<Energy>.Fixed(default)),
            Duration = hours.IsGiven ? TimeSpan.FromHours(hours.Value) : null,
            CapitalOfPower = fill.Cost<CapacityPrice>("capitalPower", catalog, "capitalPower"),
            CapitalOfEnergy = fill.Cost<EnergyPrice>("capitalEnergy", catalog, "capitalEnergy"),
            Fixed = fill.Cost<CapacityRent>("fixed", catalog, "fixed"),
            FixedOfEnergy = block.Quantity<EnergyCapacityRent>("fixedEnergy").Or(default),
            Variable = fill.Cost<EnergyPrice>("variable", catalog, "variable"),
            Repayment = fill.Repayment(15, hasOwnPrice ? null : catalog.Find("construction"), catalog.Find("life")),
            ChargeEfficiency = fill.Number("chargeEfficiency", catalog, "chargeEfficiency", UnitTable.Share, 1),
            DischargeEfficiency = fill.Number("dischargeEfficiency", catalog, "dischargeEfficiency", UnitTable.Share, 1),
            LossPerHourFraction = block.Amount("selfDischarge").Or(0),
            LeastStoredFraction = block.Amount("leastStored").Or(0),
        };
        return power.IsGiven && energy.IsGiven && hours.IsSound ? battery : null;
    }

    private Got<double> Hours()
    {
        Got<double> hours = block.Amount("hours");
        if (!hours.IsGiven || hours.Value >= 1 / RateMost) return hours;
        block.Wrong("hours",
            $"{QuantityText.Number(hours.Value * 60)} min of storage, a rate of {QuantityText.Number(1 / hours.Value)} C",
            "at most 4 C",
            "Ratings above 4 C are not modelled: raise hours to 0.25 or more.");
        return Got<double>.Poisoned(hours.Line);
    }

    private Got<Sizing<Energy>> EnergyOf(Got<Sizing<Power>> power, Got<double> hours)
    {
        bool isBoth = block.Has("hours") && block.Has("energy");
        if (isBoth)
            block.Wrong("hours", "`hours` and `energy`", "one of the two",
                "Remove `hours` to size power and energy apart, or `energy` to tie them.");
        Got<Sizing<Energy>> own = block.Nested("energy") is { } nested ? nested.SizingHere<Energy>()
            : block.Has("energy") ? Got<Sizing<Energy>>.Poisoned(block.LineOf("energy")) : Got<Sizing<Energy>>.Absent(block.Line);
        if (isBoth) return Got<Sizing<Energy>>.Poisoned(block.Line);
        if (own.Origin != Origin.Absent) return own;
        if (!hours.IsGiven) return hours.IsSound ? Got<Sizing<Energy>>.Given(FreeEnergy(power), block.Line)
            : Got<Sizing<Energy>>.Poisoned(block.Line);
        TimeSpan duration = TimeSpan.FromHours(hours.Value);
        return power.Map(size => new Sizing<Energy>(size.Installed * duration, size.Least * duration,
            Energy.FromSi(size.Most.Watts * duration.TotalSeconds)));
    }

    /// <summary>Without `energy` it is free; installed power without stored energy would be a battery of nothing.</summary>
    private Sizing<Energy> FreeEnergy(Got<Sizing<Power>> power)
    {
        if (power.IsGiven && power.Value!.Installed > Power.Zero)
            block.Wrong("installed", $"{power.Value.Installed} installed without a store", "the energy of what stands",
                "Add `hours: 4`, or `energy: {installed: …}`.");
        return new(default, default, Energy.FromSi(double.PositiveInfinity));
    }

    private void CheckRate(Sizing<Power> power, Sizing<Energy> energy)
    {
        Check("installed", power.Installed, energy.Installed, "installed");
        if (!double.IsInfinity(power.Most.Watts) && !double.IsInfinity(energy.Most.Joules) && power.Most > power.Installed)
            Check("atMost", power.Most, energy.Most, "atMost");
    }

    private void Check(string key, Power power, Energy energy, string word)
    {
        if (power == Power.Zero || energy == Energy.Zero && key != "atMost" || power.Watts * 3600 <= RateMost * energy.Joules) return;
        double minutes = energy.Joules / power.Watts / 60;
        Power mild = Power.FromSi(RateMost * energy.Joules / 3600);
        Energy large = Energy.FromSi(power.Watts * 3600 / RateMost);
        YamlEntry? line = block.Map.Find(key);
        around.Reading.Wrong(line?.Line ?? block.Line, block.Path,
            $"{power} would empty {energy} in {QuantityText.Number(minutes, 2)} min", "at most 4 C: ratings above it are not modelled",
            $"Lower {word} to {mild} or raise the energy to {large}.");
    }
}
