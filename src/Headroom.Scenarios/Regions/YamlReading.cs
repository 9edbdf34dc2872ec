using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Headroom.Scenarios.Regions;

/// <summary>Access to YAML nodes that says file and line when something is not as expected.</summary>
internal sealed class YamlReading(string file)
{
    public static YamlMappingNode Document(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public YamlMappingNode Mapping(YamlMappingNode parent, string key) =>
        Find(parent, key) as YamlMappingNode ?? throw Wrong(parent, $"expected a mapping \"{key}\"");

    public string Text(YamlMappingNode parent, string key) =>
        TextOrNull(parent, key) ?? throw Wrong(parent, $"expected a text \"{key}\"");

    public static string? TextOrNull(YamlMappingNode parent, string key) =>
        (Find(parent, key) as YamlScalarNode)?.Value;

    /// <summary>A quantity such as <c>35 $/MWh</c>, split at its first space.</summary>
    public (double Value, string Unit) Quantity(YamlMappingNode parent, string key)
    {
        string text = Text(parent, key);
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !TryNumber(text.AsSpan(0, space), out double value))
            throw Wrong(parent, $"\"{key}: {text}\" should be a number, a space and a unit");
        return (value, text[(space + 1)..]);
    }

    public double Quantity(YamlMappingNode parent, string key, string unit) =>
        Quantity(parent, key) is var (value, got) && got == unit
            ? value
            : throw Wrong(parent, $"\"{key}\" should be in {unit}");

    public double Number(YamlMappingNode parent, string key) =>
        TryNumber(Text(parent, key), out double value) ? value : throw Wrong(parent, $"\"{key}\" should be a number");

    public double[] Row(YamlMappingNode parent, string key, int count)
    {
        if (Find(parent, key) is not YamlSequenceNode row) throw Wrong(parent, $"expected a list \"{key}\"");
        return Row(row, key, count);
    }

    public double[][] Table(YamlMappingNode parent, string key, int rows, int columns)
    {
        if (Find(parent, key) is not YamlSequenceNode table || table.Children.Count != rows)
            throw Wrong(parent, $"expected \"{key}\" with {rows} rows");
        return [.. table.Children.Select(row => Row((YamlSequenceNode)row, key, columns))];
    }

    public static YamlNode? Find(YamlMappingNode parent, string key) =>
        parent.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;

    public FormatException Wrong(YamlNode near, string what) => Wrong(near.Start, what);

    private double[] Row(YamlSequenceNode row, string key, int count)
    {
        if (row.Children.Count != count)
            throw Wrong(row, $"\"{key}\" should have {count} numbers, not {row.Children.Count}");
        var numbers = new double[count];
        for (int k = 0; k < count; k++)
            if (row.Children[k] is not YamlScalarNode { Value: { } text } || !TryNumber(text, out numbers[k]))
                throw Wrong(row, $"\"{key}\" holds something that is not a number");
        return numbers;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private FormatException Wrong(Mark at, string what) => new($"{file}:{at.Line}  {what}.");
}
