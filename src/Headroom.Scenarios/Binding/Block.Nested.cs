using Headroom.Scenarios.Format;
using Headroom.Scenarios.Yaml;

namespace Headroom.Scenarios.Binding;

/// <summary>Blocks within blocks.</summary>
internal sealed partial class Block
{
    /// <summary>A nested block; null where it is absent or at fault.</summary>
    public Block? Nested(string key)
    {
        Nested form = FormOf<Nested>(key);
        YamlEntry? entry = map.Find(key);
        switch (entry?.Value)
        {
            case null:
                Missing<string>(key);
                return null;
            case YamlPoison:
                return null;
            case YamlMap nested:
                return new(Reading, nested, PathOf(key), form.Shape, entry.Line);
            case YamlScalar { IsNull: true } empty:
                return new(Reading, new YamlMap([], entry.Line, empty.Column, entry.Line), PathOf(key), form.Shape);
            case YamlScalar value when form.Short is { } shortKey:
                return new(Reading, new YamlMap([new(shortKey, value.Line, value)], value.Line, value.Column, value.Line), PathOf(key),
                    form.Shape);
            default:
                Wrong(key, KindOf(entry.Value), "keys and values", $"Write {{{form.Shape.Keys[0].Name}: …}}.");
                return null;
        }
    }

    /// <summary>The blocks of a list, at fault ones left out.</summary>
    public IReadOnlyList<Block> List(string key)
    {
        ListOf form = FormOf<ListOf>(key);
        var blocks = new List<Block>();
        YamlEntry? entry = map.Find(key);
        if (entry?.Value is null or YamlPoison or YamlScalar { IsNull: true }) return blocks;
        if (entry.Value is not YamlList list)
        {
            Wrong(key, KindOf(entry.Value), "a list", $"Begin each with a dash: \"- {{{form.Shape.Keys[0].Name}: …}}\".");
            return blocks;
        }
        for (int k = 0; k < list.Items.Count; k++)
        {
            string path = $"{PathOf(key)}[{k}]";
            if (list.Items[k] is YamlMap one) blocks.Add(new(Reading, one, path, form.Shape));
            else if (list.Items[k] is not YamlPoison)
                Reading.Wrong(list.Items[k].Line, path, KindOf(list.Items[k]), "keys and values",
                    $"Write \"- {{{form.Shape.Keys[0].Name}: …}}\".");
        }
        return blocks;
    }

    /// <summary>The blocks of a map whose keys are names, each with its name; at fault ones left out.</summary>
    public IReadOnlyList<(string Name, int Line, Block Block)> Named(string key)
    {
        MapOf form = FormOf<MapOf>(key);
        var blocks = new List<(string, int, Block)>();
        YamlEntry? entry = map.Find(key);
        if (entry?.Value is null or YamlPoison or YamlScalar { IsNull: true }) return blocks;
        if (entry.Value is not YamlMap names)
        {
            Wrong(key, KindOf(entry.Value), $"a map with a {form.KeyNoun} as each key", "Write `name: {…}` lines below it.");
            return blocks;
        }
        foreach (YamlEntry one in names.Entries)
        {
            string path = $"{PathOf(key)}.{one.Key}";
            if (one.Value is YamlMap block) blocks.Add((one.Key, one.Line, new(Reading, block, path, form.Shape, one.Line)));
            else if (one.Value is YamlScalar { IsNull: true } empty)
                blocks.Add((one.Key, one.Line, new(Reading, new YamlMap([], one.Line, empty.Column, one.Line), path, form.Shape)));
            else if (one.Value is YamlScalar value)
                blocks.Add((one.Key, one.Line, new(Reading,
                    new YamlMap([new("installed", value.Line, value)], one.Line, value.Column, one.Line), path, form.Shape)));
            else if (one.Value is not YamlPoison)
                Reading.Wrong(one.Line, path, KindOf(one.Value), "keys and values", "Write {atMost: …}.");
        }
        return blocks;
    }
}
