using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>The assets of a site, and where each stands in a year's program.</summary>
static class Assets
{
    public static IReadOnlyList<Asset> Of(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        Horizon horizon = site.Horizon ?? throw new InvalidOperationException($"'{site.Name}' has no horizon");
        List<Asset> assets = [];
        if (site.Grid is { } grid)
        {
            AssetTiming timing = horizon.TimingOf("grid");
            assets.Add(Of(site, "grid firm", "grid", grid.Firm, grid.Capital, grid.CapacityCharge, grid.Repayment, timing));
            if (grid.Flexible is { } flexible)
                assets.Add(Of(site, "grid flexible", "grid", flexible.Size, grid.Capital, grid.CapacityCharge, grid.Repayment,
                    horizon.TimingOf("grid flexible")));
        }
        foreach (Generator plant in site.Generators) assets.Add(Of(site, plant, horizon.TimingOf(plant.Name)));
        foreach (Battery battery in site.Batteries) assets.AddRange(Of(site, battery, horizon.TimingOf(battery.Name)));
        foreach (Hall hall in site.Halls)
        {
            assets.Add(Of(site, $"hall {hall.Name}", "halls", hall.Power, hall.Capital, CapacityRent.Zero, hall.Repayment, horizon.TimingOf($"hall {hall.Name}")));
            if (hall.Retrofit is { } retrofit)
                assets.Add(Of(site, $"hall {hall.Name} rebuilt", "halls", Sizing<Power>.UpTo(hall.Power.Most), retrofit.Capital, CapacityRent.Zero, retrofit.Repayment,
                    horizon.TimingOf($"hall {hall.Name} rebuilt")));
        }
        foreach (RackChoice rack in site.Racks)
        {
            AssetTiming timing = horizon.TimingOf(rack.Type.Name);
            assets.Add(new(rack.Type.Name, "racks", "racks", rack.Size.Installed.Items, rack.Size.Least.Items, SizeCaps.Of(site, rack.Size.Most).Items,
                rack.Price.Dollars, 0, rack.Repayment, IsWhole: false, timing, timing.MostPerYear ?? double.PositiveInfinity));
        }
        return assets;
    }

    static Asset Of(Site site, string name, string group, Sizing<Power> size, CapacityPrice price, CapacityRent upkeep, Repayment repayment, AssetTiming timing) =>
        new(name, group, "MW", size.Installed.Megawatts, size.Least.Megawatts, SizeCaps.Of(site, size.Most).Megawatts, (price * 1.Megawatts).Dollars,
            upkeep.DollarsPerMegawattYear, repayment, IsWhole: false, timing, PerYear(timing, 1e6));

    static Asset Of(Site site, Generator plant, AssetTiming timing)
    {
        if (plant.Module is not { } module) return Of(site, plant.Name, "supply", plant.Size, plant.Capital, plant.Fixed, plant.Repayment, timing);
        double Modules(Power power) => power.Watts / module.Watts;
        return new(plant.Name, "supply", "modules", Math.Round(Modules(plant.Size.Installed)), Math.Ceiling(Modules(plant.Size.Least) - 1e-9),
            Math.Floor(Modules(SizeCaps.Of(site, plant.Size.Most)) + 1e-9), (plant.Capital * module).Dollars, module.Megawatts * plant.Fixed.DollarsPerMegawattYear,
            plant.Repayment, IsWhole: true, timing, PerYear(timing, module.Watts));
    }

    static IEnumerable<Asset> Of(Site site, Battery battery, AssetTiming timing)
    {
        double perPower = (battery.CapitalOfPower * 1.Megawatts).Dollars, perEnergy = (battery.CapitalOfEnergy * 1.MegawattHours).Dollars;
        double upkeepOfPower = battery.Fixed.DollarsPerMegawattYear, upkeepOfEnergy = 1e3 * battery.FixedOfEnergy.DollarsPerKilowattHourYear;
        if (battery.Duration is { } duration)
        {
            yield return new($"{battery.Name} power", "storage", "MW", battery.Power.Installed.Megawatts, battery.Power.Least.Megawatts,
                SizeCaps.Of(site, battery.Power.Most).Megawatts, perPower + duration.TotalHours * perEnergy, upkeepOfPower + duration.TotalHours * upkeepOfEnergy,
                battery.Repayment, false, timing, PerYear(timing, 1e6));
            yield break;
        }
        yield return new($"{battery.Name} power", "storage", "MW", battery.Power.Installed.Megawatts, battery.Power.Least.Megawatts,
            SizeCaps.Of(site, battery.Power.Most).Megawatts, perPower, upkeepOfPower, battery.Repayment, false, timing, PerYear(timing, 1e6));
        yield return new($"{battery.Name} energy", "storage", "MWh", battery.Energy.Installed.MegawattHours, battery.Energy.Least.MegawattHours,
            SizeCaps.Of(site, battery.Energy.Most).MegawattHours, perEnergy, upkeepOfEnergy, battery.Repayment, false, timing, double.PositiveInfinity);
    }

    static double PerYear(AssetTiming timing, double unit) => timing.MostPerYear is { } most ? most / unit : double.PositiveInfinity;

    /// <summary>How much of each asset a year's program uses: columns and coefficients in plan units, in the order of <see cref="Of(Site)"/>.</summary>
    public static IReadOnlyList<(int Column, double Coefficient)[]> Uses(Formulation year)
    {
        List<(int, double)[]> uses = [];
        void Use(int column) => uses.Add([(column, 1)]);
        if (year.Grid is { } grid)
        {
            Use(grid.Firm.FirstColumn);
            if (grid.Flexible is { } flexible) Use(flexible.FirstColumn);
        }
        foreach (GeneratorPlan plant in year.Generators) Use(plant.Size.FirstColumn);
        foreach (BatteryPlan battery in year.Batteries)
        {
            Use(battery.Power.FirstColumn);
            if (battery.EnergySize is { } energy) Use(energy.FirstColumn);
        }
        foreach (HallPlan hall in year.Halls)
        {
            Use(hall.Power.FirstColumn);
            if (hall.Rebuilt is { } rebuilt) Use(rebuilt.FirstColumn);
        }
        foreach (RackChoice rack in year.Site.Racks)
            uses.Add([.. year.Fleets.Where(fleet => fleet.Choice.Type.Name == rack.Type.Name).SelectMany(fleet => fleet.Placed)
                .Select(place => (place.Racks.FirstColumn, 1.0))]);
        return uses;
    }
}
