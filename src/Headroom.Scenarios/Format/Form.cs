using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Format;

/// <summary>What may stand behind a key. Reader, documentation and JSON schema are made from the same forms.</summary>
public abstract record Form;

/// <summary>A number with a unit.</summary>
/// <param name="Least">In SI; nothing below it makes sense.</param>
/// <param name="AboveLeast">Whether the least itself is refused, as a life of 0 years.</param>
public sealed record Amount(UnitTable Units, double Least = 0, double Most = double.PositiveInfinity, bool AboveLeast = false) : Form;

/// <summary>A whole number.</summary>
public sealed record Whole(int Least, int Most) : Form;
public sealed record Words : Form;
public sealed record Flag : Form;

/// <summary>A calendar day, or a moment with offset.</summary>
public sealed record Day : Form;

/// <summary>One of some words.</summary>
public sealed record Choice(params string[] Options) : Form;

/// <summary>One name or a list of names.</summary>
public sealed record Names : Form;

/// <summary><c>120 MW</c>, which is there and stays so; or <c>{installed, atLeast, atMost}</c>.</summary>
public sealed record Size(UnitTable Units) : Form;

/// <summary>A constant; a CSV file; or <c>{file, column, fill}</c>.</summary>
/// <param name="Words">Words that stand for a built-in series.</param>
public sealed record Hourly(UnitTable Units, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity,
    params string[] Words) : Form;

/// <summary>A map with known keys.</summary>
/// <param name="Short">The key that a single value stands for; null where only a map will do.</param>
public sealed record Nested(BlockShape Shape, string? Short = null) : Form;

/// <summary>A list of maps.</summary>
public sealed record ListOf(BlockShape Shape) : Form;

/// <summary>A map whose keys are names.</summary>
public sealed record MapOf(BlockShape Shape, string KeyNoun) : Form;

/// <summary>A key of the site file: what it takes, what holds without it, what it means.</summary>
public sealed record Key(string Name, Form Form, string Meaning, string Default = "", bool IsRequired = false);

/// <summary>A block of the site file and its keys.</summary>
public sealed record BlockShape(string Name, string Meaning, params Key[] Keys)
{
    private Dictionary<string, Key>? byName;
    public Key? Find(string name) => (byName ??= Keys.ToDictionary(key => key.Name, StringComparer.Ordinal)).GetValueOrDefault(name);
}
