using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;
using Headroom.Sites;
using Headroom.Sites.Years;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>Weather from an EPW file, from an hourly CSV, constant, or from the region's typical year.</summary>
internal sealed class WeatherReading(Block root, Surroundings around, SeriesReading series, DataFiles files)
{
    private const double StandardPascals = 101_325;
    private const double StandardHumidityFraction = 0.6;      // ISO 2314: 15 °C, 60 %
    private readonly Hourly form = (Hourly)SiteFormat.Site.Find("weather")!.Form;

    /// <summary>The weather; null where it is at fault, which then is a finding, or where nothing in the site needs it.</summary>
    public SiteWeather? Read(bool isNeeded)
    {
        Got<SeriesChoice> choice = series.Choice(root, "weather", form);
        if (choice.IsGiven)
            return choice.Value!.File is not { } name ? Constant(choice.Value.Constant)
                : name.EndsWith(".epw", StringComparison.OrdinalIgnoreCase) ? FromEpw(choice.Value) : FromTable(choice.Value);
        if (!choice.IsSound || !around.Region.IsSound) return null;
        if (around.Region.IsGiven) return FromTypicalYear();
        if (isNeeded && !root.Reading.IsRootPartial)
            root.Reading.Wrong(root.Line, "", "neither region nor weather", "the climate that halls are cooled in",
                "Add `region:` or `weather:`.");
        return null;
    }

    private SiteWeather Constant(double kelvin)
    {
        double[] dry = Filled(kelvin - 273.15);
        root.Reading.Fact("weather", $"{kelvin - 273.15:0.#} °C and 60 % humidity in every hour", root.LineOf("weather"));
        return SiteWeather.Of(dry, Filled(StandardHumidityFraction), StandardPascals, null, null, "constant");
    }

    private double[] Filled(double value)
    {
        double[] hours = new double[around.Year.Hours];
        Array.Fill(hours, value);
        return hours;
    }

    private SiteWeather FromTypicalYear()
    {
        TypicalYear year = around.Typical;
        around.RecordTypical("weather",
            $"mean {year.TemperatureCelsius.Average():0.0} °C, {year.RelativeHumidityPercent.Average():0} % humidity");
        // standard atmosphere
        double pressure = StandardPascals * Math.Pow(1 - 2.25577e-5 * around.Region.Value!.Facts.ElevationMetres, 5.25588);
        return SiteWeather.Of(year.TemperatureCelsius, [.. year.RelativeHumidityPercent.Select(x => x / 100)], pressure,
            year.SolarAvailability, year.WindAvailability, "typical year");
    }

    private SiteWeather? FromEpw(SeriesChoice chosen)
    {
        byte[]? bytes = files.Bytes(chosen.File!, out string? fault);
        if (fault is not null) root.Wrong("weather", fault, "a file, named relative to the site file",
            "Correct the name, or put the file there.");
        if (bytes is null) return null;
        TableFindings findings = files.FindingsOf(chosen.File!);
        if (EpwFile.Read(bytes, chosen.Fill, findings) is not { } epw)
        {
            SeriesReading.Point(root, "weather", findings);
            return null;
        }
        int hours = around.Year.Hours;
        double[] Utc(double[] local) => epw.InUtc(local, hours);
        double[] dry = Utc(epw.DryBulbCelsius);
        double[]? solar = HasAll(epw.GlobalWattsPerSquareMetre, epw.DirectWattsPerSquareMetre, epw.DiffuseWattsPerSquareMetre)
            ? SolarAvailability.FromIrradiance(Plant, epw.LatitudeDegrees, epw.LongitudeDegrees, around.Year.Year,
                Utc(epw.GlobalWattsPerSquareMetre),
                Utc(epw.DirectWattsPerSquareMetre), Utc(epw.DiffuseWattsPerSquareMetre), dry)
            : null;
        double[]? wind = HasAll(epw.WindMetresPerSecond) ? Wind(Utc(epw.WindMetresPerSecond)) : null;
        root.Reading.Fact("weather", $"{chosen.File}, {epw.City}, mean {dry.Average():0.0} °C", chosen.Line);
        return SiteWeather.Of(dry, [.. Utc(epw.RelativeHumidityPercent).Select(x => Math.Min(1, x / 100))],
            epw.PressurePascals.Average(), solar, wind, chosen.File!);
    }

    private static bool HasAll(params double[][] series) => series.All(one => !one.Any(double.IsNaN));

    /// <summary>Farms stand where it blows: scaled to the region's capacity factor where there is a region.</summary>
    private double[] Wind(double[] metresPerSecond)
    {
        if (!around.Region.IsGiven) return WindAvailability.FromWindSpeed(metresPerSecond);
        try
        {
            return WindAvailability.Calibrated(metresPerSecond, around.Region.Value!.Normals.WindCapacityFactor);
        }
        catch (ArgumentOutOfRangeException)
        {
            root.Note("weather", "its wind cannot give the region's capacity factor of wind power", "",
                "Wind power is taken from the wind as it is.");
            return WindAvailability.FromWindSpeed(metresPerSecond);
        }
    }

    private SolarPlant Plant => around.Region.IsGiven ? around.Region.Value!.Normals.Solar : new(SolarMounting.SingleAxis, 0, 1.3);

    private SiteWeather? FromTable(SeriesChoice chosen)
    {
        if (series.Table(root, "weather", chosen) is not { } table) return null;
        Column? dryColumn = chosen.Column is not null
            ? SeriesReading.Pick(root, "weather", chosen, UnitTable.Temperature, table)
            : OnlyOne(table.Columns.Where(one => one.Unit == "°C" && !Says(one, "dew") && !Says(one, "wet")), chosen, table);
        if (dryColumn is null || !SeriesReading.FitsYear(root, "weather", chosen, table, around.Year)) return null;
        Column? wetColumn = table.Columns.FirstOrDefault(one => one.Unit == "°C" && Says(one, "wet"));
        Column? humidityColumn = table.Columns.FirstOrDefault(one => one.Unit is "%" or "" && (Says(one, "humid") || Says(one, "rh")));
        if (wetColumn is null && humidityColumn is null)
        {
            root.Wrong("weather", $"{chosen.File} has no humidity", "relative humidity or wet bulb beside the temperature",
                "Add a column such as relative_humidity_pct, or \"wet bulb [°C]\".");
            return null;
        }
        Got<double[]> dry = series.Values(root, "weather", chosen, form, table, dryColumn);
        if (wetColumn is not null && series.Values(root, "weather", chosen, form, table, wetColumn) is { IsGiven: true } wet
            && dry.IsGiven)
            return new([.. dry.Value!.Select(k => k - 273.15)], [.. wet.Value!.Zip(dry.Value!, Math.Min).Select(k => k - 273.15)],
                Solar(table, chosen, dry.Value!), WindOf(table, chosen), chosen.File!);
        if (humidityColumn is null) return null;
        Got<double[]> humidity = series.Values(root, "weather", chosen, new Hourly(UnitTable.Share, 0, 1.1), table, humidityColumn);
        if (!dry.IsGiven || !humidity.IsGiven) return null;
        return SiteWeather.Of([.. dry.Value!.Select(k => k - 273.15)], [.. humidity.Value!.Select(x => Math.Min(1, x))],
            StandardPascals,
            Solar(table, chosen, dry.Value!), WindOf(table, chosen), chosen.File!);
    }

    private Column? OnlyOne(IEnumerable<Column> candidates, SeriesChoice chosen, HourlyTable table)
    {
        Column[] all = [.. candidates];
        return all.Length == 1 ? all[0] : SeriesReading.Pick(root, "weather", chosen, UnitTable.Temperature, table);
    }

    private static bool Says(Column column, string word) => column.Header.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>From the clouds, if the file has them and the region says where it is.</summary>
    private double[]? Solar(HourlyTable table, SeriesChoice chosen, double[] dryKelvin)
    {
        if (!around.Region.IsGiven
            || table.Columns.FirstOrDefault(one => one.Unit == "%" && Says(one, "cloud")) is not { } column) return null;
        if (table.Values(column, new("%", 1), 0, 100, chosen.Fill, out _) is not { } cloud) return null;
        RegionNormals place = around.Region.Value!.Normals;
        double[] celsius = [.. dryKelvin.Select(k => k - 273.15)];
        double[] plane = SolarAvailability.PlaneWattsPerSquareMetre(place.Solar, place.LatitudeDegrees, place.LongitudeDegrees,
            around.Year.Year, cloud);
        try
        {
            return SolarAvailability.Calibrated(place.Solar, plane, celsius, place.SolarCapacityFactor);
        }
        catch (ArgumentOutOfRangeException)
        {
            root.Note("weather", "its clouds cannot give the region's capacity factor of solar power", "",
                "Solar power is taken from the clouds as they are.");
            return SolarAvailability.FromCloudCover(place.Solar, place.LatitudeDegrees, place.LongitudeDegrees, around.Year.Year,
                cloud, celsius);
        }
    }

    private double[]? WindOf(HourlyTable table, SeriesChoice chosen)
    {
        if (table.Columns.FirstOrDefault(one => one.Unit is { } unit
            && UnitTable.Wind.Find(unit) is not null) is not { } column) return null;
        return table.Values(column, UnitTable.Wind.Find(column.Unit!)!, 0, 100, chosen.Fill, out _) is { } wind ? Wind(wind) : null;
    }
}
