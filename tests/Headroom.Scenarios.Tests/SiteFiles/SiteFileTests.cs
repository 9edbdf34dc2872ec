using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.Tests.SiteFiles;

/// <summary>What is written is what the domain holds; what is omitted is the catalog's.</summary>
public sealed class SiteFileTests
{
    private static Site Read(string yaml)
    {
        SiteReading reading = SiteFile.Parse(yaml, "site.yaml", ".");
        Assert.Empty(reading.Findings.Where(one => one.Severity == Severity.Wrong).Select(one => one.Sentence()));
        return reading.Site!;
    }

    private const string Plain = "site: x\ngrid: {firm: 10 MW, price: 40 $/MWh}\notherLoad: 5 MW\nsupply:\n  ";

    private static Generator Plant(string plant) => Read(Plain + plant).Generators.Single();

    [Fact]
    public void A_plain_plant_is_what_the_file_says_and_nothing_else()
    {
        Generator plant =
            Plant("p: {kind: other, capital: 900 $/kW, fixed: 10 $/kW-yr, variable: 4 $/MWh, "
                + "heatRate: 9000 Btu/kWh, fuelPrice: 4 $/MMBtu, lifetime: 25 yr, discountRate: 6 %, maximumShare: 30 %}");
        Assert.Equal(GeneratorKind.Other, plant.Kind);
        Assert.Equal(new Sizing<Power>(default, default, Power.FromSi(double.PositiveInfinity)), plant.Size);
        Assert.Equal(900, plant.Capital.In("$/kW"), 9);
        Assert.Equal(10, plant.Fixed.In("$/kW-yr"), 9);
        Assert.Equal(4 + 9 * 4, plant.MarginalCost.DollarsPerMegawattHour, 9);
        Assert.Equal(new Repayment(0.06, 25), plant.Repayment);
        Assert.Equal(0.30, plant.EnergyShareMostFraction);
        Assert.All(plant.AvailableFraction, share => Assert.Equal(1, share));
        Assert.Equal((0, null, null, 1.0),
            (plant.MinimumLoadFraction, plant.RampPerHourFraction, plant.FullLoadHoursMost, plant.FirmFraction));
        Assert.Equal(default, plant.Carbon);
    }

    [Fact]
    public void A_plant_of_the_catalog_takes_what_is_omitted_from_the_middle_or_from_the_column_named()
    {
        Generator turbine = Plant("gasTurbine: {atMost: 150 MW, fuelPrice: 4 $/MMBtu}");
        Assert.Equal(1158, turbine.Capital.In("$/kW"), 9);
        Assert.Equal(9142, turbine.HeatRate.BtuPerKilowattHour, 6);
        Assert.Equal(new Repayment(0.07, 25, 2), turbine.Repayment);
        Assert.Equal(150.Megawatts, turbine.LargestUnit);      // the catalog's unit of 260 MW is larger than all that may stand
        Assert.Equal(0.95, turbine.FirmFraction, 9);
        Assert.Equal(53.06 * 9.142, turbine.Carbon.GramsPerKilowattHour, 6);
        Assert.Equal(885, Plant("gasTurbine: {atMost: 150 MW, fuelPrice: 4 $/MMBtu, costs: low}").Capital.In("$/kW"), 9);
    }

    [Fact]
    public void Interest_during_construction_counts_only_when_stated_or_with_the_catalogs_price()
    {
        Assert.Equal(0, Plant("gasTurbine: {atMost: 150 MW, fuelPrice: 4 $/MMBtu, capital: 900 $/kW}").Repayment.ConstructionYears);
        Assert.Equal(3, Plant("gasTurbine: {atMost: 150 MW, fuelPrice: 4 $/MMBtu, capital: 900 $/kW, construction: 3 yr}")
            .Repayment.ConstructionYears);
    }

    [Fact]
    public void Carbon_may_be_of_electricity_or_of_fuel()
    {
        Assert.Equal(400, Plant("p: {kind: other, carbon: 400 g/kWh}").Carbon.GramsPerKilowattHour, 9);
        Assert.Equal(400, Plant("p: {kind: other, carbon: 400 g/kWh, heatRate: 9000 Btu/kWh}").Carbon.GramsPerKilowattHour, 9);
        Assert.Equal(450, Plant("p: {kind: other, carbon: 50 kg/MMBtu, heatRate: 9000 Btu/kWh}").Carbon.GramsPerKilowattHour, 6);
    }

    [Fact]
    public void Modules_are_counted_or_measured()
    {
        Assert.Equal(308.Megawatts, Plant("smr: {module: 77 MW, atMost: 4}").Size.Most);
        Assert.Equal(300.Megawatts, Plant("smr: {atMost: 300 MW}").Size.Most);
        Assert.Equal(77.Megawatts, Plant("smr: {atMost: 300 MW}").Module);
        Assert.Equal(7, (Plant("smr: {atMost: 4}").HeatRate * Plant("smr: {atMost: 4}").FuelPrice).DollarsPerMegawattHour, 9);
    }

    [Fact]
    public void A_battery_is_sized_by_hours_or_apart()
    {
        Battery tied = Read(Plain + "battery: {atMost: 100 MW, hours: 4}").Batteries.Single();
        Assert.Equal((400.MegawattHours, TimeSpan.FromHours(4)), (tied.Energy.Most, tied.Duration));
        Battery apart = Read(Plain
            + "battery: {atMost: 100 MW, energy: {atMost: 250 MWh}, chargeEfficiency: 95 %, selfDischarge: 2.4 %/day}")
            .Batteries.Single();
        Assert.Equal((250.MegawattHours, null), (apart.Energy.Most, apart.Duration));
        Assert.Equal((0.95, 0.938, 0.001),
            (apart.ChargeEfficiency, apart.DischargeEfficiency, Math.Round(apart.LossPerHourFraction, 9)));
        Assert.True(double.IsPositiveInfinity(Read(Plain + "battery: {}").Batteries.Single().Energy.Most.Joules));
    }

    [Fact]
    public void Installed_without_a_limit_means_that_nothing_new_is_built()
    {
        Assert.True(Plant("p: {kind: other, installed: 5 MW}").Size.IsFixed);
        Assert.Equal(new Sizing<Power>(5.Megawatts, 5.Megawatts, 9.Megawatts), Plant("p: {kind: other, installed: 5 MW, atMost: 9 MW}")
            .Size);
    }

    [Fact]
    public void Heat_takes_from_a_turbine_and_cold_gives_nothing()
    {
        Generator hot =
            Read("site: x\nweather: 35 °C\ngrid: {firm: 10 MW, price: 40 $/MWh}\notherLoad: 5 MW\n"
                + "supply: {gasTurbine: {fuelPrice: 4 $/MMBtu}}\n").Generators.Single();
        Assert.Equal(1 - 0.008 * 20, hot.AvailableFraction[0], 9);
        Generator cold =
            Read("site: x\nweather: -5 °C\ngrid: {firm: 10 MW, price: 40 $/MWh}\notherLoad: 5 MW\n"
                + "supply: {gasTurbine: {fuelPrice: 4 $/MMBtu}}\n").Generators.Single();
        Assert.Equal(1, cold.AvailableFraction[0]);
    }

    [Fact]
    public void The_grid_is_what_the_file_says()
    {
        GridConnection grid =
            Read("site: x\ngrid: {firm: {installed: 20 MW, atMost: 50 MW}, capacityCharge: 30 $/kW-yr, "
                + "price: 45 $/MWh, adder: 5 $/MWh, demandCharge: 9 $/kW-month, rampLimit: 20 MW/min, "
            + "export: {atMost: 50 MW, fee: 3 $/MWh}, carbon: 380 g/kWh, maximumShare: 40 %}\notherLoad: 100 MW\n").Grid!;
        Assert.Equal(new Sizing<Power>(20.Megawatts, 20.Megawatts, 50.Megawatts), grid.Firm);
        Assert.Equal((45.0, 5.0, 3.0),
            (grid.Price[0].DollarsPerMegawattHour, grid.Adder.DollarsPerMegawattHour, grid.ExportFee.DollarsPerMegawattHour));
        Assert.Equal(380, grid.Carbon[7].GramsPerKilowattHour, 9);
        Assert.Equal(0.40, grid.EnergyShareMostFraction);
        Assert.Equal(default, grid.Capital);      // the yearly charge is the utility's way to recover the connection
        Assert.Equal(270, Read("site: x\ngrid: {firm: {atMost: 50 MW}, price: 45 $/MWh}\notherLoad: 100 MW\n")
            .Grid!.Capital.In("$/kW"), 9);
    }

    private const string Compute = """
        site: x
        region: de-lu
        grid: {firm: 20 MW}
        halls:
          - {name: A, power: 5 MW, perRack: 15 kW, positions: 300, retrofit: {perRack: 130 kW}}
          - {name: B, power: {atMost: 9 MW}, perRack: 140 kW}
        racks: {hgx-h200: {installed: 40, hall: A, cap: 80 %}, gb200-nvl72: {atMost: 20, price: 3 M$}}
        services:
          - {name: c, model: llama-3.1-70b, input: 900 tok, demand: {daily: 8.64e9 tok}, latency: {tpot: 40 ms}, tier: 2, racks: hgx-h200}
          - {name: d, model: gpt-oss-120b, demand: {peak: 1000 tok/s, shape: business}, deferrable: 24 h}
        training:
          - {name: t, compute: 1e22 FLOP, from: 2027-02-01, by: 2027-02-28, racks: [gb200-nvl72]}
        """;

    [Fact]
    public void Halls_take_cooling_from_their_density()
    {
        Site site = Read(Compute);
        Assert.Equal(new CoolingPlant(CoolingKind.Air, 24.DegreesCelsius, Rejection.Tower), site.Halls[0].Cooling);
        Assert.Equal(new CoolingPlant(CoolingKind.DirectLiquid, 40.DegreesCelsius, Rejection.DryCooler), site.Halls[1].Cooling);
        Assert.Equal((300.0, 2000.0),
            (site.Halls[0].Positions!.Value.Items, Math.Round(site.Halls[0].Retrofit!.Capital.In("$/kW"), 6)));
        Assert.Equal(0.8, site.Racks[0].CapMostFraction);
        Assert.Equal(3e6, site.Racks[1].Price.Dollars);
        Assert.Equal(["A"], site.Racks[0].Halls);
    }

    [Fact]
    public void Services_and_runs_are_what_the_file_says()
    {
        Site site = Read(Compute);
        (Service chat, Service batch) = (site.Services[0], site.Services[1]);
        Assert.Equal(1e5, chat.Demand.Mean.TokensPerSecond, 6);
        Assert.Equal((Precision.Fp8, 900.0, 40.0, 2.0),
            (chat.Shape.Precision, chat.Shape.Input.Tokens, chat.Shape.TimePerTokenMost.TotalMilliseconds,
            chat.Shape.TimeToFirstTokenMost.TotalSeconds));
        Assert.Equal((Precision.Fp4, ServingShape.Whenever, TimeSpan.FromHours(24)),
            (batch.Shape.Precision, batch.Shape.TimePerTokenMost, batch.Deferrable));
        Assert.Equal(1000, batch.Demand.Most.TokensPerSecond, 9);
        TrainingRun run = site.Training.Single();
        Assert.Equal((31 * 24, 59 * 24), (run.FirstHour, run.EndHour));
    }

    [Fact]
    public void Every_input_names_its_source()
    {
        Site site = Read(Compute);
        Assert.All(site.Inputs, fact => Assert.NotEqual("", fact.Source));
        Assert.Contains(site.Inputs, fact => fact.Path == "racks.gb200-nvl72.price" && fact.Text == "3 M$"
            && fact.Source == "site.yaml:7");
        Assert.Contains(site.Inputs, fact => fact.Path == "racks.hgx-h200.price" && fact.Text == "320 k$ (280 k$ … 380 k$)"
            && fact.Line is null);
        Assert.Contains(site.Inputs, fact => fact.Path == "grid.price" && fact.Source.Contains("de-lu", StringComparison.Ordinal));
    }

    [Fact]
    public void Late_technology_is_a_note_and_left_out()
    {
        SiteReading reading = SiteFile.Parse(Plain + "smr: {atMost: 4, from: 2033}", "site.yaml", ".");
        Assert.Equal(Severity.Note, Assert.Single(reading.Findings).Severity);
        Assert.Empty(reading.Site!.Generators);
    }

    [Fact]
    public void No_file_is_a_finding() => Assert.Contains("there is no such file", Assert.Single(SiteFile.Read("nowhere.yaml").Findings)
        .Sentence(), StringComparison.Ordinal);
}
