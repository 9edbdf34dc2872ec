using Headroom.Quantities;

namespace Headroom.Scenarios.Binding;

/// <summary>What can be measured in a file, and the units people write for it.</summary>
/// <param name="Noun">Such as <c>power</c>; for "kWh is energy, not power".</param>
public sealed record UnitTable(string Noun, IReadOnlyList<Unit> Units)
{
    public static UnitTable Of<Q>(string noun) where Q : struct, IQuantity<Q> => new(noun, Q.Units);

    public static UnitTable Power { get; } = Of<Power>("power");
    public static UnitTable Energy { get; } = Of<Energy>("energy");
    public static UnitTable Ramp { get; } = Of<Ramp>("change of power");
    public static UnitTable Temperature { get; } = Of<Temperature>("temperature");
    public static UnitTable Money { get; } = Of<Money>("money");
    public static UnitTable EnergyPrice { get; } = Of<EnergyPrice>("price per energy");
    public static UnitTable CapacityPrice { get; } = Of<CapacityPrice>("price per capacity");
    public static UnitTable CapacityRent { get; } = Of<CapacityRent>("yearly charge per capacity");
    public static UnitTable EnergyCapacityRent { get; } = Of<EnergyCapacityRent>("yearly charge per storage");
    public static UnitTable DemandPrice { get; } = Of<DemandPrice>("monthly charge per peak");
    public static UnitTable HeatRate { get; } = Of<HeatRate>("heat rate");
    public static UnitTable Carbon { get; } = Of<CarbonIntensity>("carbon intensity");
    public static UnitTable CarbonPrice { get; } = Of<CarbonPrice>("carbon price");
    public static UnitTable Mass { get; } = Of<Mass>("mass");
    public static UnitTable Volume { get; } = Of<Volume>("volume");
    public static UnitTable Water { get; } = Of<WaterIntensity>("water per energy");
    public static UnitTable FloorLoad { get; } = Of<FloorLoad>("floor load");
    public static UnitTable Tokens { get; } = Of<TokenCount>("tokens");
    public static UnitTable TokenRate { get; } = Of<TokenRate>("tokens per time");
    public static UnitTable TokenPrice { get; } = Of<TokenPrice>("price per token");
    public static UnitTable Compute { get; } = Of<Quantities.Compute>("compute");

    /// <summary>A whole number of things: no unit.</summary>
    public static UnitTable Count { get; } = new("a count", [new("", 1)]);

    /// <summary>A ratio that may well exceed one: no unit.</summary>
    public static UnitTable Factor { get; } = new("a plain number", [new("", 1)]);

    /// <summary>Growth: 1.3 grows by 30 % in a year.</summary>
    public static UnitTable GrowthFactor { get; } = new("a factor per year", [new("", 1)]);

    /// <summary>A share: a percentage, or a plain number from 0 to 1.</summary>
    public static UnitTable Share { get; } = new("a share", [new("%", 0.01), new("", 1)]);
    public static UnitTable Duration { get; } = new("a time",
        [new("s", 1), new("ms", 1e-3), new("min", 60), new("h", 3600), new("day", 86400), new("days", 86400), new("d", 86400)]);
    public static UnitTable Years { get; } =
        new("years", [new("yr", 1), new("years", 1), new("months", 1 / 12.0), new("wk", 7 / 365.25)]);

    /// <summary>How long a full store lasts; hours, and the number may stand alone.</summary>
    public static UnitTable StorageHours { get; } = new("hours", [new("h", 1), new("", 1)]);
    public static UnitTable HoursPerYear { get; } = new("hours per year", [new("h/yr", 1), new("h", 1)]);
    public static UnitTable SharePerTime { get; } = new("a share per time",
        [new("%/h", 0.01), new("%/min", 0.6), new("%/s", 36), new("%/day", 0.01 / 24)]);
    /// <summary>How often something happens, per hour.</summary>
    public static UnitTable Occurrence { get; } = new("occurrences per time", [new("/h", 1), new("/day", 1 / 24.0), new("/yr", 1 / 8760.0)]);
    public static UnitTable Wind { get; } = new("wind speed", [new("m/s", 1), new("km/h", 1 / 3.6)]);
    public static UnitTable Radiation { get; } = new("radiation", [new("W/m²", 1), new("W/m2", 1)]);

    public static UnitTable TemperatureRise { get; } = Of<TemperatureRise>("a temperature difference");
    public static UnitTable PerUnit { get; } = new("voltage per unit", [new("pu", 1)]);
    public static UnitTable Frequency { get; } = new("frequency", [new("Hz", 1)]);
    public static UnitTable Voltage { get; } = new("voltage", [new("kV", 1)]);

    /// <summary>Every table, to say what a unit in the wrong place belongs to.</summary>
    public static IReadOnlyList<UnitTable> All { get; } =
    [
        Power, Energy, Ramp, Temperature, Money, EnergyPrice, CapacityPrice, CapacityRent, EnergyCapacityRent, DemandPrice, HeatRate,
        Carbon, CarbonPrice, Mass, Volume, Water, FloorLoad, TokenRate, Tokens, TokenPrice, Compute, Duration, Years, HoursPerYear,
        SharePerTime, Occurrence, Share, Wind, Radiation, PerUnit, Frequency, Voltage,
    ];

    /// <summary>Numbers stand alone.</summary>
    public bool IsPlain => Units is [{ Symbol: "" }];

    public Unit? Find(string symbol)
    {
        foreach (Unit unit in Units)
            if (unit.Symbol == symbol) return unit;
        return null;
    }

    /// <summary>"MW, W, kW or GW".</summary>
    public string Words
    {
        get
        {
            string[] symbols = [.. Units.Where(unit => unit.Symbol.Length > 0).Select(unit => unit.Symbol)];
            string list = symbols.Length switch
            {
                0 => "no unit",
                1 => symbols[0],
                _ => $"{string.Join(", ", symbols[..^1])} or {symbols[^1]}",
            };
            return list;
        }
    }

    /// <summary>An example value in the first unit, for remedies: <c>"120 MW"</c>.</summary>
    public string Example(string number = "1") => Units[0].Symbol.Length == 0 ? number : $"{number} {Units[0].Symbol}";
}
