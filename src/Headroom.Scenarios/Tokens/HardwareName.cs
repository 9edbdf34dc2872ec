using System.Globalization;
using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;

namespace Headroom.Scenarios.Tokens;

/// <summary>Hardware as people name it: <c>h200x8</c>, <c>gb200-nvl72</c>, <c>hgx-h200</c>, <c>mi300xx8</c>.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Rack">The catalog's rack, cut or multiplied to the accelerators named.</param>
/// <param name="IsRackScale">A rack named as a whole that holds more than one server's accelerators: its replicas are chosen.</param>
public sealed record HardwareName(string Name, RackType Rack, bool IsRackScale)
{
    private const int Most = 72, Server = 8;

    /// <summary>Its rack in the catalog.</summary>
    public CatalogEntry Entry => HardwareCatalog.RackEntry(Rack.Name);

    /// <summary>Names people may write, without counts.</summary>
    public static IReadOnlyList<string> Known =>
        [.. HardwareCatalog.AcceleratorNames.Select(Short).Where(part => RackOf(part) is not null), .. HardwareCatalog.RackNames];

    /// <summary>The hardware; or what is wrong with the name.</summary>
    public static (HardwareName? Hardware, Finding? Finding) Read(string text, string option)
    {
        ArgumentNullException.ThrowIfNull(text);
        string name = text.Trim().ToLowerInvariant();
        if (HardwareCatalog.RackNames.Contains(name))
        {
            RackType rack = HardwareCatalog.Rack(name);
            return (new(text.Trim(), rack, rack.Accelerators > Server), null);
        }
        (string part, int? count) = Split(name);
        if (count is null && RackOf(name) is not null)
            return (null, Wrong(option, $"\"{text}\" without a count", "a part and how many, such as h200x8", $"Write {name}x8 for eight of them."));
        if (RackOf(part) is not { } found) return (null, Unknown(option, text, part, count));
        RackType whole = HardwareCatalog.Rack(found);
        if (count is not (>= 1 and <= Most))
            return (null, Wrong(option, $"\"{text}\"", $"1 to {Most} accelerators", "Name fewer; a site file plans whole halls."));
        if (count > whole.AcceleratorsPerDomain && count % whole.AcceleratorsPerDomain != 0)
            return (null, Wrong(option, $"\"{text}\"",
                $"up to {whole.AcceleratorsPerDomain} accelerators of {found}, or whole servers of {whole.AcceleratorsPerDomain}",
                $"Write {part}x{whole.AcceleratorsPerDomain * (count.Value / whole.AcceleratorsPerDomain + 1)}."));
        return (new(text.Trim(), Sized(whole, count.Value), false), null);
    }

    /// <summary>Nameplate and steady heavy work of the hardware, and whether a meter showed the latter.</summary>
    public (Power Nameplate, Power Typical, bool IsMeasured) Draws()
    {
        double share = Rack.Accelerators / (double)Entry.Whole("accelerators");
        CatalogFact typical = Entry.Fact("typical");
        return (share * Entry.Fact("nameplate").Quantity<Power>(), share * typical.Quantity<Power>(), typical.Kind == "measured");
    }

    /// <summary>No public measurement at a wall: part or rack stand in the catalog as an estimate.</summary>
    public bool IsEstimate => Rack.IsEstimate;

    /// <summary>A site around it by the catalog's defaults: first kind of cooling, typical supply, losses of a large plant.</summary>
    public SiteOverhead Site()
    {
        CatalogEntry facts = CatalogFile.Load("cooling").Root;
        CoolingKind kind = Enum.Parse<CoolingKind>(Entry.Names("cooling")[0], ignoreCase: true);
        CatalogEntry losses = facts.Entry("electrical").Entry("hyperscale");
        return new(
            kind, facts.Entry("cooling").Entry(Entry.Names("cooling")[0]).Fact("supplyTypical").Quantity<Temperature>(),
            kind is CoolingKind.Air or CoolingKind.RearDoor ? Rejection.Tower : Rejection.DryCooler, Rack.LiquidShare,
            new(losses.Fact("supplyEfficiency").Si(UnitTable.Share), losses.Fact("distributionFraction").Si(UnitTable.Share),
                losses.Fact("lightsFraction").Si(UnitTable.Share)));
    }

    private static RackType Sized(RackType rack, int count)
    {
        double share = (double)count / rack.Accelerators;
        return rack with
        {
            Accelerators = count,
            AcceleratorsPerDomain = Math.Min(count, rack.AcceleratorsPerDomain),
            Nameplate = share * rack.Nameplate,
            MostMeasured = rack.MostMeasured is { } most ? share * most : null,
            Idle = share * rack.Idle,
            Mass = share * rack.Mass,
            Price = share * rack.Price,
        };
    }

    /// <summary>The catalog's rack for a part, its short or full name, or a rack's own name.</summary>
    private static string? RackOf(string name) => HardwareCatalog.RackNames.FirstOrDefault(rack => rack == name)
        ?? HardwareCatalog.RackNames.FirstOrDefault(rack =>
            HardwareCatalog.RackEntry(rack).Text("accelerator") is var part && (part == name || Short(part) == name));

    private static string Short(string part) => part.EndsWith("-sxm", StringComparison.Ordinal) ? part[..^"-sxm".Length] : part;

    /// <summary>At the last x that has a number behind it.</summary>
    private static (string Part, int? Count) Split(string name)
    {
        int at = name.LastIndexOf('x');
        return at > 0 && int.TryParse(name[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? (name[..at], count) : (name, null);
    }

    private static Finding Unknown(string option, string text, string part, int? count)
    {
        string? near = Nearest.Of(part, Known);
        string counted = near is not null && !HardwareCatalog.RackNames.Contains(near) ? $"{near}x{count ?? Server}" : near ?? "";
        return Wrong(option, $"\"{text}\"", "hardware of the catalog, such as h200x8 or gb200-nvl72",
            near is not null ? $"Did you mean {counted}?" : $"Known: {string.Join(", ", Known)}; a part takes a count, such as h200x8.");
    }

    private static Finding Wrong(string option, string read, string expected, string remedy) =>
        new(Severity.Wrong, option, read, expected, remedy);
}
