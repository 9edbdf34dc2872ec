using System.Globalization;
using System.Text;
using Headroom.Protocols.Modbus;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What a file of registers gave; no map where anything is wrong.</summary>
public sealed record RegisterMapReading(RegisterMap? Map, IReadOnlyList<Finding> Findings);

/// <summary>Reads register maps: <c>device:</c> and <c>points:</c>, each point with address, type, scale, unit, access, min, max, sign and poll class.</summary>
public static class RegisterMapFile
{
    private static readonly string[] keys =
        ["address", "type", "scale", "offset", "unit", "access", "min", "max", "sign", "poll", "table", "order", "missing", "codes"];

    public static RegisterMapReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8), Path.GetFileName(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new(null, [new(Severity.Wrong, "", $"the file cannot be opened: {problem.Message.TrimEnd('.')}", "a register map", "Check the path.") { File = path }]);
        }
    }

    public static RegisterMapReading Parse(string text, string file)
    {
        YamlReading yaml = YamlText.Read(text, file, "a register map", "Begin with `device: a name` and `points:`.");
        List<Finding> findings = [.. yaml.Findings];
        var page = new Page(file, findings);
        if (yaml.Root is not YamlMap root)
        {
            if (findings.Count == 0) page.Wrong(1, "", "no keys and values", "`device:` and `points:`", "Begin with `device: a name`.");
            return new(null, findings);
        }
        foreach (YamlEntry entry in root.Entries)
            if (entry.Key is not ("device" or "points")) page.Wrong(entry.Line, entry.Key, $"a key {entry.Key}", "device or points", "Remove it.");
        string device = root["device"] is YamlScalar { IsNull: false } name ? name.Text : "";
        if (device.Length == 0) page.Wrong(1, "device", "no device", "a name", "Write `device: a name`.");
        if (root["points"] is not YamlMap points)
        {
            page.Wrong(root.Find("points")?.Line ?? 1, "points", "no points", "a map of points by name", "Write `points:` and a point per line below it.");
            return new(null, findings);
        }
        List<RegisterPoint> read = [];
        foreach (YamlEntry entry in points.Entries)
            if (entry.Value is YamlMap map) read.Add(Point(page, entry, map));
            else page.Wrong(entry.Line, entry.Key, "no point", "{address: …, type: …, …}", "Write the point in braces.");
        var result = new RegisterMap(device, read);
        // a point whose address could not be read overlaps nothing
        foreach (Protocols.Malformed one in new RegisterMap(device, [.. read.Where(point => !findings.Any(one => one.Path == $"{point.Name}.address"))]).Findings())
            page.Wrong(points.Find(one.Where)?.Line ?? 1, one.Where, one.Why, "a point as its device has it", "See the device's register list.");
        return new(findings.Any(one => one.Severity == Severity.Wrong) ? null : result, [.. findings.OrderBy(one => one.Line)]);
    }

    private static RegisterPoint Point(Page page, YamlEntry entry, YamlMap map)
    {
        foreach (YamlEntry one in map.Entries)
            if (!keys.Contains(one.Key)) page.Wrong(one.Line, $"{entry.Key}.{one.Key}", $"a key {one.Key}", $"one of {string.Join(", ", keys)}", "Remove it.");
        double? Number(string key, bool isNeeded = false) => page.Number(entry, map, key, isNeeded);
        double address = Number("address", isNeeded: true) ?? 0;
        if (address is < 0 or > 65_535 || address % 1 != 0) page.Wrong(entry.Line, $"{entry.Key}.address", $"{address}", "a whole number from 0 to 65535", "Write the address as on the wire: 40001 of a manual is mostly 0.");
        double? missing = Number("missing");
        return new(entry.Key, (ushort)Math.Clamp(address, 0, 65_535), page.Choice<RegisterType>(entry, map, "type", null), Number("scale") ?? 1, Page.Text(map, "unit") ?? "")
        {
            Offset = Number("offset") ?? 0,
            Least = Number("min"),
            Most = Number("max"),
            Access = page.Choice<RegisterAccess>(entry, map, "access", RegisterAccess.Read),
            Sign = page.Choice<RegisterSign>(entry, map, "sign", RegisterSign.None),
            Poll = page.Choice<PollClass>(entry, map, "poll", PollClass.Beat),
            Table = page.Choice<RegisterTable>(entry, map, "table", RegisterTable.Holding),
            LowWordFirst = Page.Text(map, "order") == "lowWordFirst",
            Missing = missing is >= 0 and <= ulong.MaxValue ? (ulong)missing.Value : null,
            Codes = Codes(page, entry, map),
        };
    }

    private static Dictionary<string, int> Codes(Page page, YamlEntry entry, YamlMap map)
    {
        var codes = new Dictionary<string, int>();
        if (map["codes"] is YamlMap given)
            foreach (YamlEntry one in given.Entries)
                if (page.Number(entry, given, one.Key, isNeeded: true) is { } code) codes[one.Key] = (int)code;
        return codes;
    }

    /// <summary>Where findings go.</summary>
    private sealed class Page(string file, List<Finding> findings)
    {
        public void Wrong(int line, string path, string read, string expected, string remedy) =>
            findings.Add(new(Severity.Wrong, path, read, expected, remedy) { File = file, Line = line });

        public static string? Text(YamlMap map, string key) => map[key] is YamlScalar { IsNull: false } scalar ? scalar.Text : null;

        public double? Number(YamlEntry point, YamlMap map, string key, bool isNeeded)
        {
            string? text = Text(map, key);
            if (text is null && !isNeeded) return null;
            if (text is not null && text.StartsWith("0x", StringComparison.Ordinal)
                && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex)) return hex;
            if (text is not null && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return value;
            Wrong(map.Find(key)?.Line ?? point.Line, $"{point.Key}.{key}", text is null ? $"no {key}" : $"\"{text}\"", "a number", $"Write `{key}: a number`.");
            return null;
        }

        public E Choice<E>(YamlEntry point, YamlMap map, string key, E? otherwise) where E : struct, Enum
        {
            string? text = Text(map, key);
            if (text is null && otherwise is { } given) return given;
            foreach (E one in Enum.GetValues<E>())
                if (string.Equals(Name(one), text, StringComparison.Ordinal)) return one;
            Wrong(map.Find(key)?.Line ?? point.Line, $"{point.Key}.{key}", text is null ? $"no {key}" : $"\"{text}\"", $"one of {string.Join(", ", Enum.GetValues<E>().Select(Name))}", "Choose one.");
            return default;
        }

        /// <summary>As it stands in the file: <c>uint16</c>, <c>readWrite</c>.</summary>
        private static string Name<E>(E one) where E : struct, Enum
        {
            string name = one.ToString();
            return name.StartsWith("UInt", StringComparison.Ordinal) ? "uint" + name[4..] : char.ToLowerInvariant(name[0]) + name[1..];
        }
    }
}
