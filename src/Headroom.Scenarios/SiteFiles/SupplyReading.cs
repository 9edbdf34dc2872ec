using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The block <c>supply</c>: which technology each entry is, and who reads it.</summary>
internal sealed class SupplyReading(Block root, Surroundings around, SeriesReading series)
{
    private static readonly string[] batteryKeys =
        ["hours", "energy", "capitalPower", "capitalEnergy", "fixedEnergy", "chargeEfficiency", "dischargeEfficiency", "selfDischarge",
            "leastStored"];
    private static readonly string[] generatorKeys =
        ["module", "capital", "heatRate", "fuelPrice", "availability", "minimumLoad", "ramp", "start", "hoursLimit", "carbon", "largestUnit",
            "forcedOutage", "maximumShare"];

    public List<Generator> Generators { get; } = [];
    public List<Battery> Batteries { get; } = [];

    /// <summary>First years in which entries can stand, by name; for plans over years.</summary>
    public Dictionary<string, int> From { get; } = [];

    /// <summary>Technology of each entry, by name.</summary>
    public Dictionary<string, string> TechnologyOf { get; } = [];

    /// <summary>Every sound plant, those too that can only stand after the planned year.</summary>
    public List<SupplyEntry> Entries { get; } = [];

    /// <summary>Entries seen, whether sound or not: a site with a faulty plant is not a site without plants.</summary>
    public int Seen { get; private set; }

    public void Read()
    {
        foreach ((string name, int line, Block block) in root.Named("supply"))
        {
            Seen++;
            if (Technology(name, line, block) is not { } technology) continue;
            CatalogEntry? catalog = technology == Technologies.Other ? null
                : CatalogFile.Load("supply").Root.Entry("supply").Entry(technology);
            bool isBattery = technology == Technologies.Battery;
            foreach (string key in isBattery ? generatorKeys : batteryKeys)
                if (block.Has(key))
                    block.Wrong(key, $"`{key}` in {(technology == Technologies.Other ? "a plant of kind other" : technology)}",
                        isBattery ? "keys of a battery" : "keys of a plant; this one belongs to a battery", Advice(key, isBattery));
            TechnologyOf[name] = technology;
            bool isLate = around.IsOverYears ? IsLater(name, block) : IsLate(block);
            if (isBattery)
            {
                if (new BatteryReading(name, block, around, catalog!).Read() is { } battery && !isLate) Batteries.Add(battery);
            }
            else if (new GeneratorReading(name, technology, block, around, series, catalog).Read() is { } generator)
            {
                Entries.Add(new(generator, catalog, block.Has("from") && block.Whole("from") is { IsGiven: true } from ? from.Value : null));
                if (!isLate) Generators.Add(generator);
            }
        }
    }

    private static string Advice(string key, bool isBattery) =>
        isBattery && key == "capital" ? "Write capitalPower ($/kW) and capitalEnergy ($/kWh): the two are priced apart."
        : isBattery ? "Remove it." : "Remove it, or set `kind: battery`.";

    private string? Technology(string name, int line, Block block)
    {
        Got<string> kind = block.Choice("kind");
        if (kind.IsGiven) return kind.Value;
        if (!kind.IsSound) return null;
        if (Technologies.Names.Contains(name) && name != Technologies.Other) return name;
        around.Reading.Wrong(line, block.Path, $"\"{name}\" is no technology", "a technology as the key, or a `kind`",
            Nearest.Of(name, Technologies.Names) is { } near ? $"Did you mean {near}? A name of your own needs `kind:`."
                : $"Add `kind:` with one of {string.Join(", ", Technologies.Names)}.");
        return null;
    }

    /// <summary>Over years nothing is too late: it is noted when it comes.</summary>
    private bool IsLater(string name, Block block)
    {
        if (block.Whole("from") is { IsGiven: true } from) From[name] = from.Value;
        return false;
    }

    /// <summary>Whether it can only stand after the planned year; said as a note, for the plan goes on without it.</summary>
    private bool IsLate(Block block)
    {
        Got<int> from = block.Whole("from");
        if (!from.IsGiven || from.Value <= around.Year.Year) return false;
        if (block.Has("installed"))
            block.Wrong("from", $"from {from.Value}, but something is installed in {around.Year.Year}",
                "a first year no later than the planned one", "Remove `installed` or `from`.");
        else
            block.Note("from", $"it can stand from {from.Value} on", $"the planned year is {around.Year.Year}",
                "The plan goes on without it.");
        return true;
    }
}

/// <summary>A plant of the file, with the catalog's entry of its technology and the first year that the file states.</summary>
internal sealed record SupplyEntry(Generator Plant, CatalogEntry? Catalog, int? FirstYear);
