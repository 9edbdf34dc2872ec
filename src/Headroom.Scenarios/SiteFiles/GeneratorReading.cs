using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>One plant of the block <c>supply</c>.</summary>
internal sealed class GeneratorReading(
    string name, string technology, Block block, Surroundings around, SeriesReading series, CatalogEntry? catalog)
{
    private readonly Filling fill = new(block, around);
    private readonly GeneratorKind kind = Technologies.KindOf(technology);

    /// <summary>The plant; null where its size is at fault.</summary>
    public Generator? Read()
    {
        Got<Power> module = Module();
        Got<Sizing<Power>> size = block.SizingHere<Power>(key => SizeOf(key, module));
        if (size.IsGiven && module.IsGiven && module.Value > size.Value!.Most && size.Value.Most > Power.Zero)
            block.Wrong("module", $"a module of {module.Value} and at most {size.Value.Most}", "a module no larger than atMost",
                "Raise atMost to at least one module, or choose a smaller module.");
        bool hasOwnPrice = block.Has("capital");
        CapacityPrice capital = fill.Cost<CapacityPrice>("capital", catalog, "capital");
        CapacityRent yearly = fill.Cost<CapacityRent>("fixed", catalog, "fixed");
        EnergyPrice variable = fill.Cost<EnergyPrice>("variable", catalog, "variable");
        Fuel fuel = Fuel.Read(name, block, around, fill, catalog);
        double[] available = Available();
        (double? perHour, double? perMinute) = Ramps();
        double firm = kind is GeneratorKind.Solar or GeneratorKind.Wind ? 0
            : 1 - fill.Number("forcedOutage", catalog, "forcedOutage", UnitTable.Share, 0);
        var generator = new Generator
        {
            Name = name,
            Kind = kind,
            Size = size.Or(Sizing<Power>.Fixed(default)),
            Module = module.IsGiven ? module.Value : null,
            LargestUnit = LargestUnit(module, size),
            Capital = capital,
            Fixed = yearly,
            Variable = variable,
            Repayment = fill.Repayment(20, hasOwnPrice ? null : catalog?.Find("construction"), catalog?.Find("life")),
            HeatRate = fuel.HeatRate,
            FuelPrice = fuel.Price,
            FuelCarbon = fuel.Carbon,
            Water = catalog?.Find("waterUse") is { } water ? Recorded(water).Quantity<WaterIntensity>() : default,
            AvailableFraction = available,
            MinimumLoadFraction =
                fill.Number("minimumLoad", kind == GeneratorKind.Reactor ? catalog : null, "minimumLoad", UnitTable.Share, 0),
            RampPerHourFraction = perHour,
            RampPerMinuteFraction = perMinute,
            StartTime = Start(),
            FullLoadHoursMost = Hours(),
            EnergyShareMostFraction = block.Amount("maximumShare") is { IsGiven: true } share ? share.Value : null,
            FirmFraction = firm,
        };
        return size.IsGiven && module.IsSound ? generator : null;
    }

    private CatalogFact Recorded(CatalogFact fact)
    {
        around.Record(block.PathOf("water"), fact, CostColumn.Mid);
        return fact;
    }

    private Got<Power> Module()
    {
        Got<Power> given = block.Quantity<Power>("module");
        if (given.Origin != Origin.Absent || technology != "smr") return given;
        CatalogFact fact = catalog!.Fact("module");
        around.Record(block.PathOf("module"), fact, CostColumn.Mid);
        return Got<Power>.Given(fact.Quantity<Power>(), block.Line);
    }

    /// <summary>A power, or where there are modules a plain number of them.</summary>
    private Got<double> SizeOf(string key, Got<Power> module)
    {
        if (block.Map[key] is YamlScalar { IsNull: false } scalar
            && int.TryParse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture, out int count) && count >= 0)
        {
            if (module.IsGiven)
            {
                around.Reading.Fact(block.PathOf(key), $"{count} modules of {module.Value}", scalar.Line);
                return Got<double>.Given(count * module.Value.Watts, scalar.Line);
            }
            if (!module.IsSound) return Got<double>.Poisoned(scalar.Line);
        }
        return block.Amount(key);
    }

    /// <summary>Stated; else the module; else the catalog's unit, but no more than can stand at all.</summary>
    private Power LargestUnit(Got<Power> module, Got<Sizing<Power>> size)
    {
        Got<Power> given = block.Quantity<Power>("largestUnit");
        if (given.Origin != Origin.Absent) return given.Or(default);
        if (kind is GeneratorKind.Solar or GeneratorKind.Wind) return default;
        if (module.IsGiven) return module.Value;
        if (catalog?.Find("unit") is not { } unit) return default;
        around.Record(block.PathOf("largestUnit"), unit, CostColumn.Mid);
        Power most = size.IsGiven ? size.Value!.Most : default;
        return Power.Min(unit.Quantity<Power>(), most);
    }

    /// <summary>Each null where its unit of time does not show it: an hour the ramp of most plants, a second hardly any.</summary>
    private (double? PerHour, double? PerMinute) Ramps()
    {
        Got<double> given = block.Amount("ramp");
        CatalogFact? fact = given.Origin == Origin.Absent ? catalog?.Find("ramp") : null;
        if (!given.IsGiven && fact is null) return (null, null);
        double perHour = fact?.Si(UnitTable.SharePerTime) ?? given.Value, perMinute = perHour / 60;
        if (fact is not null && perHour < 1) around.Record(block.PathOf("ramp"), fact, CostColumn.Mid);
        return (perHour < 1 ? perHour : null, perMinute < 60 ? perMinute : null);
    }

    /// <summary>Stated, or the catalog's; no input of the plan, which does not read it.</summary>
    private TimeSpan Start()
    {
        Got<double> given = block.Amount("start");
        double seconds = given.Origin == Origin.Absent ? catalog?.Find("startTime")?.Si(UnitTable.Duration) ?? 0 : given.Or(0);
        return TimeSpan.FromSeconds(seconds);
    }

    private double? Hours()
    {
        Got<double> given = block.Amount("hoursLimit");
        if (given.IsGiven) return given.Value;
        if (!given.IsSound || catalog?.Find("runMostPerYear") is not { } fact) return null;
        around.Record(block.PathOf("hoursLimit"), fact, CostColumn.Mid);
        return fact.Si(UnitTable.HoursPerYear);
    }

    /// <summary>The file's series; else sun, wind or heat derating from the weather; else always.</summary>
    private double[] Available()
    {
        Got<double[]> given = series.Values(block, "availability", (Hourly)SiteFormat.Supply.Find("availability")!.Form, around.Year);
        if (given.IsGiven) return given.Value!;
        double[] always = new double[around.Year.Hours];
        Array.Fill(always, 1);
        if (!given.IsSound) return always;
        if (kind == GeneratorKind.Solar) return OfWeather(around.Weather?.Solar, "sun") ?? always;
        if (kind == GeneratorKind.Wind) return OfWeather(around.Weather?.Wind, "wind") ?? always;
        if (catalog?.Find("deratingPerKelvin") is not { } derating || around.Weather is not { } weather || !around.Derates) return always;
        around.Record(block.PathOf("derating"), derating, CostColumn.Mid);
        return HeatDerating.Fractions(weather.DryBulbCelsius, derating.Si(UnitTable.Share));
    }

    private double[]? OfWeather(double[]? fractions, string what)
    {
        if (fractions is not null)
        {
            around.Reading.Fact(block.PathOf("availability"), $"mean {100 * fractions.Average():0.0} %",
                $"{what} of the weather ({around.Weather!.Source})");
            return fractions;
        }
        if (around.IsWeatherPoisoned || !around.Region.IsSound) return null;
        if (around.Region.IsGiven && around.Weather is not null)
        {
            double[] typical = what == "sun" ? around.Typical.SolarAvailability : around.Typical.WindAvailability;
            around.RecordTypical(block.PathOf("availability"), $"mean {100 * typical.Average():0.0} %");
            block.Reading.Note(block.Line, block.Path, $"the weather file holds no {what}", "",
                "Availability is taken from the region's typical year; give `availability:` for one that fits the file.");
            return typical;
        }
        if (around.Reading.MayHaveLost(block.Map) || around.Reading.IsRootPartial) return null;
        around.Reading.Wrong(block.Line, block.Path, $"no availability, and nothing says how much {what} there is",
            "`availability`, `region` or `weather`",
            "Add `availability: file.csv`, or a region for a typical year.");
        return null;
    }
}
