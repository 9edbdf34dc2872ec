using System.Globalization;
using Headroom.Comparing;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Comparing;

/// <summary>What the user wrote behind <c>compare</c>.</summary>
public sealed record CompareOptions(string? Regions, string? Strategies, string? WhatIf, string? Draws, string? Seed);

/// <summary>One parameter that the user supposes otherwise: by a factor, or as a value in its unit.</summary>
public sealed record Supposition(string Name, double? Factor, double? Value, string Text);

/// <summary>A comparison, read and checked.</summary>
public sealed record CompareRequest(
    IReadOnlyList<string> Regions, IReadOnlyList<Strategy> Strategies, IReadOnlyList<Supposition> Suppositions, int Draws, ulong Seed)
{
    /// <summary>Carbon price that the user supposes, $/t.</summary>
    public double? CarbonDollarsPerTonne => Suppositions.LastOrDefault(one => one.Name == Parameters.CarbonPrice)?.Value;

    /// <summary>What is supposed, as factors of what a region takes for granted.</summary>
    public IReadOnlyDictionary<string, double> FactorsIn(Assumptions usual)
    {
        ArgumentNullException.ThrowIfNull(usual);
        var factors = new Dictionary<string, double>();
        foreach (Supposition one in Suppositions.Where(one => one.Name != Parameters.CarbonPrice))
            if (usual.Find(one.Name) is { Values.Mid: not 0 } known) factors[one.Name] = one.Factor ?? one.Value!.Value / known.Values.Mid;
        return factors;
    }
}

/// <summary>Reads the options of <c>compare</c>; every fault at once.</summary>
public static class CompareReader
{
    private const int DrawsDefault = 1000, DrawsMost = 100_000;

    public static (CompareRequest? Request, IReadOnlyList<Finding> Findings) Read(CompareOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<Finding> findings = [];
        string[] regions = options.Regions is null or "all" ? [.. RegionCatalog.Names] : Listed("--regions", options.Regions, RegionCatalog.Names, findings);
        string[] names = [.. Enum.GetValues<Strategy>().Select(StrategyFacts.NameOf)];
        string[] strategies = options.Strategies is null or "all" ? names : Listed("--strategies", options.Strategies, names, findings);
        List<Supposition> suppositions = Suppositions(options.WhatIf, findings);
        int draws = Whole("--draws", options.Draws, DrawsDefault, DrawsMost, findings);
        ulong seed = (ulong)Whole("--seed", options.Seed, 1, int.MaxValue, findings);
        if (findings.Count > 0) return (null, findings);
        return (new(regions, [.. strategies.Select(name => Enum.Parse<Strategy>(name, ignoreCase: true))], suppositions, draws, seed), []);
    }

    private static string[] Listed(string option, string text, IReadOnlyList<string> known, List<Finding> findings)
    {
        string[] words = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        foreach (string word in words.Where(word => !known.Contains(word)))
            findings.Add(Wrong(option, $"\"{word}\"", $"all, or some of {string.Join(", ", known)}", Nearest.Of(word, known) is { } near ? $"Did you mean {near}?" : "Take names of that list."));
        if (words.Length == 0) findings.Add(Wrong(option, $"\"{text}\"", $"all, or some of {string.Join(", ", known)}", "Write all, or names with commas between."));
        return words;
    }

    private static List<Supposition> Suppositions(string? text, List<Finding> findings)
    {
        List<Supposition> all = [];
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (!Parameters.Names.Contains(sides[0]))
            {
                string near = Nearest.Of(sides[0], Parameters.Names) is { } name ? $"Did you mean {name}?" : "Write name=+50% or name=VALUE UNIT.";
                findings.Add(Wrong("--what-if", $"\"{sides[0]}\"", $"one of {string.Join(", ", Parameters.Names)}", near));
            }
            else if (sides.Length == 1 || Shift(sides[0], sides[1]) is not { } shift)
                findings.Add(Wrong("--what-if", $"\"{part}\"", Expected(sides[0]), $"Write {sides[0]}={Example(sides[0])}."));
            else if (all.Any(one => one.Name == shift.Name))
                findings.Add(Wrong("--what-if", $"{shift.Name} twice", "each name once", "Remove one of the two."));
            else all.Add(shift);
        }
        return all;
    }

    private static Supposition? Shift(string name, string text)
    {
        if (text.EndsWith('%'))
            return name != Parameters.CarbonPrice && Number(text[..^1], out double percent) && percent is > -100 and <= 10_000
                ? new(name, 1 + percent / 100, null, $"{name} {text}") : null;
        string unit = UnitOf(name);
        double most = unit == "yr" ? 100 : 1e6;
        return text.EndsWith(unit, StringComparison.Ordinal) && Number(text[..^unit.Length], out double value) && value >= 0 && value <= most
            && (value > 0 || name == Parameters.CarbonPrice)
            ? new(name, null, value, $"{name} {text}") : null;
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Expected(string name) => name == Parameters.CarbonPrice ? "a price in $/t" : $"a change in %, or a value in {UnitOf(name)}";
    private static string Example(string name) => name == Parameters.CarbonPrice ? "\"100 $/t\"" : "+50%";

    private static string UnitOf(string name) => name switch
    {
        Parameters.Gas => "$/MMBtu",
        Parameters.GridPrice or Parameters.SmrFuel => "$/MWh",
        Parameters.DemandCharge => "$/kW-month",
        Parameters.CarbonPrice => "$/t",
        Parameters.IdleValue => "$/h",
        _ => name == Parameters.GridQueue || name.EndsWith("Time", StringComparison.Ordinal) ? "yr" : "$/kW",
    };

    private static int Whole(string option, string? text, int otherwise, int most, List<Finding> findings)
    {
        if (text is null) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most) return number;
        findings.Add(Wrong(option, $"\"{text}\"", $"a whole number from 0 to {most}", $"Take {otherwise}."));
        return otherwise;
    }

    private static Finding Wrong(string option, string read, string expected, string remedy) => new(Severity.Wrong, option, read, expected, remedy) { File = "command line" };
}
