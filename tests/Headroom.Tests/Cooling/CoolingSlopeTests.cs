using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using CsCheck;
using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Tests.Cooling;

public sealed class CoolingSlopeTests(ITestOutputHelper output)
{
    private static readonly ElectricalLosses hyperscale = new(UpsEfficiency: 0.98, DistributionLossFraction: 0.01, LightsFraction: 0);

    private static readonly Gen<(CoolingKind Kind, Rejection Rejection, double Supply, double Dry, double Wet)> AnyHour =
        Gen.Select(Gen.Enum<CoolingKind>(), Gen.Enum<Rejection>(), Gen.Double[17, 45], Gen.Double[-30, 50], Gen.Double[0.02, 1])
            .Select((kind, rejection, supply, dry, humidity) => (kind, rejection,
                kind == CoolingKind.Air ? Math.Min(supply, 32) : supply, dry, Psychrometrics.WetBulbCelsius(dry, humidity)));

    private static CoolingCost At(CoolingKind kind, Rejection rejection, double supply, double dry, double wet, DesignWeather? design = null) =>
        CoolingSlope.Of(kind, supply.DegreesCelsius, rejection, dry.DegreesCelsius, wet.DegreesCelsius, design);

    [Fact]
    public void Costs_stay_in_their_physical_range() => AnyHour.Sample(h =>
    {
        CoolingCost cost = At(h.Kind, h.Rejection, h.Supply, h.Dry, h.Wet);
        Assert.InRange(cost.PowerPerHeatRatio, 0.01, 0.7);
        Assert.InRange(cost.LitresPerKilowattHour, 0, 4);
        Assert.InRange(cost.CapacityFraction, 0, 1);
        if (h.Rejection is Rejection.DryCooler or Rejection.Chiller) Assert.Equal(0, cost.LitresPerKilowattHour);
    });

    [Fact]
    public void More_heat_never_takes_less_power() => Gen.Select(AnyHour, Gen.Double[0, 100], Gen.Double[0, 100]).Sample((h, a, b) =>
    {
        CoolingCost cost = At(h.Kind, h.Rejection, h.Supply, h.Dry, h.Wet);
        Assert.True(cost.PowerFor(Math.Min(a, b).Megawatts) <= cost.PowerFor(Math.Max(a, b).Megawatts) + 1e-6.Watts);
        Power fixedPart = HallFixed.Of(h.Kind, h.Supply.DegreesCelsius, 100.Megawatts);
        Assert.True(HallFixed.PowerUsageEffectiveness(100.Megawatts, fixedPart, cost, hyperscale) >= 1);
    });

    [Fact]
    public void Warmer_air_never_makes_cooling_cheaper_or_the_plant_larger() => Gen.Select(AnyHour, Gen.Double[0, 10]).Sample((h, warmer) =>
    {
        CoolingCost cool = At(h.Kind, h.Rejection, h.Supply, h.Dry, h.Wet);
        CoolingCost warm = At(h.Kind, h.Rejection, h.Supply, h.Dry + warmer, h.Wet + warmer);
        Assert.True(warm.PowerPerHeatRatio >= cool.PowerPerHeatRatio - 1e-12);
        Assert.True(warm.CapacityFraction <= cool.CapacityFraction + 1e-12);
    });

    [Fact]
    public void Warmer_supply_never_costs_more_on_a_dry_cooler() =>
        Gen.Select(Gen.Double[17, 44], Gen.Double[0, 10], Gen.Double[-30, 50]).Sample((supply, warmer, dry) =>
            Assert.True(At(CoolingKind.DirectLiquid, Rejection.DryCooler, supply + warmer, dry, dry - 5).PowerPerHeatRatio
                <= At(CoolingKind.DirectLiquid, Rejection.DryCooler, supply, dry, dry - 5).PowerPerHeatRatio + 1e-12));

    [Fact]
    public void A_plant_carries_its_design_heat_at_its_design_hour() => AnyHour.Sample(h =>
    {
        DesignWeather design = new(h.Dry.DegreesCelsius, h.Wet.DegreesCelsius);
        Assert.Equal(1, At(h.Kind, h.Rejection, h.Supply, h.Dry, h.Wet, design).CapacityFraction, 1e-9);
    });

    [Fact]
    public void A_rack_splits_its_heat_between_liquid_and_air()
    {
        CoolingCost liquid = At(CoolingKind.DirectLiquid, Rejection.DryCooler, 40, 20, 15);
        CoolingCost air = At(CoolingKind.Air, Rejection.Tower, 25, 20, 15);
        CoolingCost rack = CoolingCost.Blend(0.87, liquid, air);
        Assert.Equal(0.87 * liquid.PowerPerHeatRatio + 0.13 * air.PowerPerHeatRatio, rack.PowerPerHeatRatio, 1e-12);
        Assert.Equal(0.13 * air.LitresPerKilowattHour, rack.LitresPerKilowattHour, 1e-12);
        Assert.Equal(air, CoolingCost.Blend(0, liquid, air));
        Assert.Equal(liquid, CoolingCost.Blend(1, liquid, air));
    }

    [Fact]
    public void Fixed_part_and_slope_add_up_to_the_constants_at_full_load()
    {
        // direct liquid, W45 at 10 °C: movers .015, fan .020·(10/35)³ = .00047, controls .001, all per kW of design heat
        CoolingCost cost = At(CoolingKind.DirectLiquid, Rejection.DryCooler, 45, 10, 8);
        Power all = HallFixed.Of(CoolingKind.DirectLiquid, 45.DegreesCelsius, 1.Megawatts) + cost.PowerFor(1.Megawatts);
        Assert.Equal(15 + 0.4665 + 1, all.Kilowatts, 0.001);
    }

    [Theory]
    [InlineData(CoolingKind.DirectLiquid, Rejection.DryCooler, 40, 0.87, 1.03, 1.10)]
    [InlineData(CoolingKind.Air, Rejection.Tower, 25, 0, 1.08, 1.20)]
    [InlineData(CoolingKind.Air, Rejection.DryCooler, 25, 0, 1.10, 1.35)]
    [InlineData(CoolingKind.Air, Rejection.Chiller, 25, 0, 1.10, 1.35)]
    public void A_Texan_year_has_a_sane_PUE(CoolingKind kind, Rejection rejection, double supply, double liquidShare, double least, double most)
    {
        (Temperature[] dry, Temperature[] wet) = Texas();
        DesignWeather design = new(dry.Max(t => t.Celsius).DegreesCelsius, wet.Max(t => t.Celsius).DegreesCelsius);
        var primary = new CoolingCost[dry.Length];
        var residual = new CoolingCost[dry.Length];
        CoolingSlope.Over(kind, supply.DegreesCelsius, rejection, design, dry, wet, primary);
        CoolingSlope.Over(CoolingKind.Air, 27.DegreesCelsius, rejection, design, dry, wet, residual);

        Power fixedPart = liquidShare * HallFixed.Of(kind, supply.DegreesCelsius, 1.Megawatts)
            + (1 - liquidShare) * HallFixed.Of(CoolingKind.Air, (kind == CoolingKind.Air ? supply : 27).DegreesCelsius, 1.Megawatts);
        double[] hours = [.. primary.Zip(residual, (p, r) => HallFixed.PowerUsageEffectiveness(
            1.Megawatts, fixedPart, kind == CoolingKind.Air ? p : CoolingCost.Blend(liquidShare, p, r), hyperscale))];
        output.WriteLine($"{kind} {rejection} {supply} °C, {dry.Length} hours of Texas 2023: PUE {hours.Average():0.000} (least {hours.Min():0.000}, most {hours.Max():0.000}), " +
            $"water {primary.Average(c => c.LitresPerKilowattHour):0.00} L/kWh, least capacity {primary.Min(c => c.CapacityFraction):0.00}");
        Assert.InRange(hours.Average(), least, most);   // IT power constant: the mean of hours is the ratio of energies
    }

    [Fact]
    public void A_year_of_hours_has_a_cost_in_every_hour()
    {
        const int Hours = 8760;
        var dry = new Temperature[Hours];
        var humidity = new double[Hours];
        for (int t = 0; t < Hours; t++)
        {
            dry[t] = (20 + 15 * Math.Sin(t * 2 * Math.PI / Hours) + 5 * Math.Sin(t * 2 * Math.PI / 24)).DegreesCelsius;
            humidity[t] = 0.5 + 0.4 * Math.Cos(t * 2 * Math.PI / 24);
        }
        var wet = new Temperature[Hours];
        var costs = new CoolingCost[Hours];
        CoolingSlope.WetBulbs(dry, humidity, wet);
        CoolingSlope.Over(CoolingKind.DirectLiquid, 40.DegreesCelsius, Rejection.DryCooler, DesignWeather.Typical, dry, wet, costs);
        Assert.All(costs, cost => Assert.InRange(cost.PowerPerHeatRatio, 0.001, 1));
    }

    private static (Temperature[] Dry, Temperature[] Wet) Texas()
    {
        string? path = SharedData.Find("regions/US-TEX-ERCO_2023.csv.gz");
        Assert.SkipWhen(path is null, "SKIPPED, NOT PASSED: shared/data/regions/US-TEX-ERCO_2023.csv.gz is in no directory above the tests");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path!), CompressionMode.Decompress));
        string[] header = reader.ReadLine()!.Split(',');
        (int temperature, int humidity) = (Array.IndexOf(header, "temperature_c"), Array.IndexOf(header, "relative_humidity_pct"));
        List<Temperature> dry = [];
        List<double> share = [];
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields[temperature].Length == 0 || fields[humidity].Length == 0) continue;
            dry.Add(double.Parse(fields[temperature], CultureInfo.InvariantCulture).DegreesCelsius);
            share.Add(double.Parse(fields[humidity], CultureInfo.InvariantCulture) / 100);
        }
        var wet = new Temperature[dry.Count];
        CoolingSlope.WetBulbs(dry.ToArray(), share.ToArray(), wet);
        return ([.. dry], wet);
    }
}
