using System.Globalization;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Sites;

namespace Headroom.Scenarios.Tokens;

/// <summary>Reads options one by one and keeps every fault.</summary>
public sealed class OptionTexts
{
    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> Findings => findings;
    public bool IsSound => findings.Count == 0;

    public void Wrong(string option, string read, string expected, string remedy) =>
        findings.Add(new(Severity.Wrong, option, read, expected, remedy));

    public void Add(Finding finding) => findings.Add(finding);

    /// <summary>A quantity with its unit, in SI, within bounds; null where it is absent or at fault.</summary>
    /// <param name="usual">The unit people mean who leave it out.</param>
    public double? Quantity(string option, string? text, UnitTable units, double least, double most, string range, string usual)
    {
        if (text is null) return null;
        if (NumberText.Read(text, units, out double si, out _) is { } fault)
        {
            Wrong(option, $"\"{text}\", {fault.What}", $"{units.Noun} in {units.Words}",
                fault.What == "no unit" && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                    ? $"Write the unit behind it, such as {text.Trim()} {usual}." : fault.Remedy);
            return null;
        }
        if (si >= least && si <= most) return si;
        Wrong(option, $"\"{text}\"", range, "Correct it.");
        return null;
    }

    /// <summary>A plain number.</summary>
    public double? Number(string option, string? text, double least, double most, string range, bool isWhole = false)
    {
        if (text is null) return null;
        bool isNumber = double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (isNumber && value >= least && value <= most && (!isWhole || value == Math.Floor(value))) return value;
        Wrong(option, $"\"{text}\"", range, "A plain number, without a unit.");
        return null;
    }

    /// <summary>A count of tokens; the unit may be left out.</summary>
    public double? Tokens(string option, string? text)
    {
        if (text is null) return null;
        return text.Trim().All(char.IsAsciiDigit)
            ? Number(option, text, 1, 1e7, "1 to 10,000,000 tokens", isWhole: true)
            : Quantity(option, text, UnitTable.Tokens, 1, 1e7, "1 to 10,000,000 tokens", "tok");
    }

    /// <summary>A list with commas between.</summary>
    public static IReadOnlyList<string> List(string? text) =>
        text is null ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
