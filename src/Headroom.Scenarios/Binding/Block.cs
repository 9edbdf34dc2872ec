using Headroom.Quantities;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Yaml;

namespace Headroom.Scenarios.Binding;

/// <summary>A map of the file under a declared shape: typed access that collects findings and never guesses.</summary>
/// <remarks>
///   Asking for a key that the shape does not declare, or for another form than declared, throws: that is our bug, and the test that
///   reads a file with every key finds it.
/// </remarks>
internal sealed partial class Block
{
    private YamlMap map;
    private readonly HashSet<string> split = [];

    /// <param name="line">Where its key stands; for an item of a list, where it begins.</param>
    public Block(Reading reading, YamlMap map, string path, BlockShape shape, int? line = null)
    {
        (Reading, this.map, Path, Shape, Line) = (reading, map, path, shape, line ?? map.Line);
        FindUnknownKeys();
        ReadAsMeant();
    }

    /// <summary>What stands below a misspelt key is read as below the key that is meant, so that its own faults are told too; the file is refused either way.</summary>
    private void ReadAsMeant()
    {
        string Meant(YamlEntry entry) => entry.Value is YamlMap or YamlList && Shape.Find(entry.Key) is null
            && Nearest.Of(entry.Key, Shape.Keys.Select(key => key.Name)) is { } near && map.Find(near) is null
            && Shape.Find(near)!.Form is Format.Nested or ListOf ? near : entry.Key;
        if (map.Entries.Any(entry => Meant(entry) != entry.Key))
            map = map with { Entries = [.. map.Entries.Select(entry => entry with { Key = Meant(entry) }).DistinctBy(entry => entry.Key)] };
    }

    public Reading Reading { get; }
    public string Path { get; }
    public BlockShape Shape { get; }
    public int Line { get; }
    public YamlMap Map => map;

    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
    public bool Has(string key) => map.Find(key) is not null;
    public int LineOf(string key) => map.Find(key)?.Line ?? Line;

    public void Wrong(string key, string read, string expected, string remedy) =>
        Reading.Wrong(LineOf(key), PathOf(key), read, expected, remedy);

    public void Note(string key, string read, string expected, string remedy) =>
        Reading.Note(LineOf(key), PathOf(key), read, expected, remedy);

    /// <summary>A number with a unit, as its SI value.</summary>
    public Got<double> Amount(string key)
    {
        Amount form = FormOf<Amount>(key);
        return Scalar(key) is not { IsGiven: true } text ? Missing<double>(key) : Number(key, text.Value!, text.Line, form);
    }

    public Got<Q> Quantity<Q>(string key) where Q : struct, IQuantity<Q> => Amount(key).Map(Q.FromSi);

    public Got<int> Whole(string key)
    {
        Whole form = FormOf<Whole>(key);
        if (Scalar(key) is not { IsGiven: true } text) return Missing<int>(key);
        if (int.TryParse(text.Value, System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out int whole)
            && whole >= form.Least && whole <= form.Most)
        {
            Reading.Fact(PathOf(key), text.Value!, text.Line);
            return Got<int>.Given(whole, text.Line);
        }
        return Fail<int>(key, text, $"a whole number from {form.Least} to {form.Most}", "Write such a number, without a unit.");
    }

    public Got<string> Text(string key)
    {
        FormOf<Words>(key);
        return Scalar(key) is { IsGiven: true } text ? text : Missing<string>(key);
    }

    /// <summary>The text of a day; its reader judges it.</summary>
    public Got<string> DayText(string key)
    {
        FormOf<Day>(key);
        Got<string> text = Scalar(key) is { IsGiven: true } given ? given : Missing<string>(key);
        if (text.IsGiven) Reading.Fact(PathOf(key), text.Value!, text.Line);
        return text;
    }

    public Got<bool> Flag(string key)
    {
        FormOf<Flag>(key);
        if (Scalar(key) is not { IsGiven: true } text) return Missing<bool>(key);
        return text.Value switch
        {
            "true" => Got<bool>.Given(true, text.Line),
            "false" => Got<bool>.Given(false, text.Line),
            _ => Fail<bool>(key, text, "true or false", "Write true or false."),
        };
    }

    /// <summary>One of the words of the declared choice.</summary>
    public Got<string> Choice(string key)
    {
        Choice form = FormOf<Choice>(key);
        if (Scalar(key) is not { IsGiven: true } text) return Missing<string>(key);
        if (form.Options.Contains(text.Value!))
        {
            Reading.Fact(PathOf(key), text.Value!, text.Line);
            return text;
        }
        return Fail<string>(key, text, string.Join(", ", form.Options[..^1]) + " or " + form.Options[^1],
            Nearest.Of(text.Value!, form.Options) is { } near ? $"Did you mean {near}?" : "Write one of these.");
    }

    /// <summary>An enumeration whose members, in camelCase, are the declared choice.</summary>
    public Got<E> Choice<E>(string key) where E : struct, Enum => Choice(key).Map(word => Enum.Parse<E>(word, ignoreCase: true));

    /// <summary>One name or a list of names, each with its line.</summary>
    public IReadOnlyList<(string Name, int Line)> Names(string key)
    {
        FormOf<Names>(key);
        if (map[key] is not { } node || node is YamlPoison) return [];
        if (node is YamlScalar { IsNull: false } one) return [(one.Text, one.Line)];
        var names = new List<(string, int)>();
        if (node is YamlList list)
            foreach (YamlNode item in list.Items)
            {
                if (item is YamlScalar { IsNull: false } name) names.Add((name.Text, name.Line));
                else if (item is not YamlPoison) Reading.Wrong(item.Line, PathOf(key), KindOf(item), "a name",
                    "Write names, such as [A, B].");
            }
        else Wrong(key, KindOf(node), "a name or a list of names", "Write a name, or [A, B].");
        return names;
    }

    private Got<double> Number(string key, string text, int line, Amount form)
    {
        if (NumberText.Read(text, form.Units, out double si, out Unit? unit) is { } fault)
        {
            Reading.Wrong(line, PathOf(key), $"\"{text}\": {fault.What}", form.Units.Noun + UnitsIn(form.Units), fault.Remedy);
            return Got<double>.Poisoned(line);
        }
        if (Math.Abs(si) > (form.Units == UnitTable.Compute ? 1e40 : 1e24))
        {
            Reading.Wrong(line, PathOf(key), $"\"{text}\"", "a number that some site could have", "Correct the number, or its unit.");
            return Got<double>.Poisoned(line);
        }
        bool isBareShare = form.Units == UnitTable.Share && unit!.Symbol.Length == 0 && Math.Abs(si) > 1;      // 10 is not 1,000 %
        if (isBareShare || si < form.Least || si > form.Most || form.AboveLeast && si == form.Least)
        {
            Reading.Wrong(line, PathOf(key), $"\"{text}\"", Range(form),
                isBareShare ? si >= 2 ? $"A share without % is a number from 0 to 1: did you mean {text} %?"
                    : "A share is a percentage, or a number from 0 to 1." : "Correct the number, or its unit.");
            return Got<double>.Poisoned(line);
        }
        Reading.Fact(PathOf(key), text, line);
        return Got<double>.Given(si, line);
    }

    private static string UnitsIn(UnitTable units) =>
        units.IsPlain ? "" : units == UnitTable.Share ? ", a percentage or a number from 0 to 1" : $" in {units.Words}";

    private static string Range(Amount form)
    {
        string least = InFirstUnit(form.Least, form.Units), most = InFirstUnit(form.Most, form.Units);
        string above = form.AboveLeast ? "more than " : "at least ";
        return double.IsInfinity(form.Most) ? above + least : form.AboveLeast ? $"more than {least}, at most {most}"
            : $"{least} to {most}";
    }

    private static string InFirstUnit(double si, UnitTable units)
    {
        Unit unit = units.Units[0];
        if (units == UnitTable.Duration && si >= 3600) unit = units.Find("h")!;
        string number = QuantityText.Number((si - unit.Offset) / unit.ToSi);
        return unit.Symbol.Length == 0 ? number : $"{number} {unit.Symbol}";
    }

    /// <summary>The text of a scalar; a list or map in its place is a finding.</summary>
    private Got<string> Scalar(string key)
    {
        YamlEntry? entry = map.Find(key);
        if (split.Contains(key)) return Got<string>.Poisoned(entry!.Line);
        switch (entry?.Value)
        {
            case null: return Got<string>.Absent(map.Line);
            case YamlPoison poison: return Got<string>.Poisoned(poison.Line);
            case YamlScalar { IsNull: false } scalar: return Got<string>.Given(scalar.Text, scalar.Line);
            default:
                Wrong(key, KindOf(entry.Value), "a single value", "Write one value behind the colon.");
                return Got<string>.Poisoned(entry.Line);
        }
    }

    /// <summary>Absent or poisoned, and a finding where a required key is not there.</summary>
    private Got<T> Missing<T>(string key)
    {
        if (map.Find(key) is { } entry) return Got<T>.Poisoned(entry.Line);
        if (!Shape.Find(key)!.IsRequired) return Got<T>.Absent(map.Line);
        if (!Reading.MayHaveLost(map))
            Reading.Wrong(Line, Path, $"no `{key}`", Shape.Find(key)!.Meaning, $"Add `{key}: {ExampleOf(Shape.Find(key)!.Form)}`.");
        return Got<T>.Poisoned(map.Line);
    }

    private Got<T> Fail<T>(string key, Got<string> text, string expected, string remedy)
    {
        Reading.Wrong(text.Line, PathOf(key), $"\"{text.Value}\"", expected, remedy);
        return Got<T>.Poisoned(text.Line);
    }

    private static string ExampleOf(Form form) => form switch
    {
        Amount amount => amount.Units.Example("10"),
        Size size => size.Units.Example("10"),
        Choice choice => choice.Options[0],
        Format.Nested => "{…}",
        _ => "…",
    };

    internal static string KindOf(YamlNode node) => node switch
    {
        YamlMap => "a map of keys",
        YamlList => "a list",
        YamlScalar { IsNull: true } => "nothing",
        YamlScalar scalar => $"\"{scalar.Text}\"",
        _ => "something else",
    };

    private F FormOf<F>(string key) where F : Form
    {
        Reading.Ask(Shape.Name, key);
        return Shape.Find(key)?.Form as F
            ?? throw new InvalidOperationException($"The shape of {Shape.Name} does not declare {key} as {typeof(F).Name}.");
    }

    private void FindUnknownKeys()
    {
        string before = "";
        foreach (YamlEntry entry in map.Entries)
        {
            if (Shape.Find(entry.Key) is not null)
            {
                before = entry.Key;
                continue;
            }
            if (entry.Value is YamlScalar { IsNull: true } && entry.Key.Length > 0 && char.IsAsciiDigit(entry.Key[0]))
            {
                split.Add(before);
                Reading.Wrong(entry.Line, Path, $"\"{entry.Key}\" stands alone", "`key: value`",
                    "A comma ends a value inside braces: write the number without a comma, such as 1200 MW.");
            }
            else
                Reading.Wrong(entry.Line, Path, $"unknown key `{entry.Key}`",
                    "a key of " + (Path.Length == 0 ? $"the {Shape.Name}" : Shape.Name),
                    Nearest.Remedy(entry.Key, [.. Shape.Keys.Select(key => key.Name)]));
        }
    }
}
