using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Regions;
using Headroom.Sites;
using Headroom.Sites.Years;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>What surrounds the parts of a site while they are read: year, region, weather, defaults.</summary>
internal sealed class Surroundings(Reading reading, PlanYear year, Got<Region> region, double discountFraction, CostColumn column)
{
    private TypicalYear? typical;

    public Reading Reading => reading;
    public PlanYear Year => year;

    /// <summary>Absent without a region; poisoned where its name is wrong.</summary>
    public Got<Region> Region => region;
    public double DiscountFraction => discountFraction;
    public CostColumn Column => column;

    /// <summary>The weather, where there is any; set once it is read.</summary>
    public SiteWeather? Weather { get; set; }

    /// <summary>Weather was asked for and is at fault: what depends on it stays silent.</summary>
    public bool IsWeatherPoisoned { get; set; }

    /// <summary>Whether the site has halls; without, it is a plain capacity-expansion problem.</summary>
    public bool HasHalls { get; init; }

    /// <summary>Whether years are planned: what comes later than the file's year comes all the same.</summary>
    public bool IsOverYears { get; init; }

    /// <summary>Whether heat takes from plants: not where a plain site is planned as written and the file states no weather.</summary>
    public bool Derates { get; init; }
    public TypicalYear Typical => typical ??= TypicalYear.Generate(region.Value!.Normals, year.Year);
    public double UtcOffsetHours => region.IsGiven ? region.Value!.Facts.UtcOffsetHours : 0;

    /// <summary>Records a value of the catalog as an input.</summary>
    public void Record(string path, CatalogFact fact, CostColumn used) => reading.Fact(path, fact.Text(used), fact.Citation);

    public void RecordTypical(string path, string text) =>
        reading.Fact(path, text, $"typical year of {region.Value!.Facts.Name}, seed {TypicalYear.DefaultSeed}");
}

/// <summary>The weather of the year and what else its source knows of sun and wind.</summary>
/// <param name="Solar">Share of its rating that a photovoltaic plant gives; null where the source does not say.</param>
internal sealed record SiteWeather(double[] DryBulbCelsius, double[] WetBulbCelsius, double[]? Solar, double[]? Wind, string Source)
{
    public static SiteWeather Of(double[] dryCelsius, double[] humidityFraction, double pressurePascals, double[]? solar,
        double[]? wind, string source)
    {
        Temperature[] dry = [.. dryCelsius.Select(t => t.DegreesCelsius)];
        var wet = new Temperature[dry.Length];
        CoolingSlope.WetBulbs(dry, humidityFraction, wet, pressurePascals);
        return new(dryCelsius, [.. wet.Select(t => t.Celsius)], solar, wind, source);
    }

    public Weather ToWeather()
    {
        Unit celsius = Temperature.Units[0];
        return new(Sites.Series<Temperature>.Of(DryBulbCelsius, celsius), Sites.Series<Temperature>.Of(WetBulbCelsius, celsius));
    }
}
