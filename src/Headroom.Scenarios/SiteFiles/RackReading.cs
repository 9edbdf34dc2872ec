using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The block <c>racks</c>.</summary>
internal sealed class RackReading(Block root, Surroundings around, SiteNames names)
{
    private static readonly string[] sizes = ["installed", "atLeast", "atMost"];
    private static readonly string[] rackFacts =
        ["nameplate", "measuredMost", "idle", "liquidShare", "supplyMost", "mass", "networkShare"];
    private static readonly string[] acceleratorFacts =
        ["tdp", "idle", "memory", "memoryBandwidth", "hostPower", "capExponent", "capFloor"];

    public List<RackChoice> Racks { get; } = [];

    public void Read()
    {
        foreach ((string name, int line, Block block) in root.Named("racks"))
        {
            names.Racks.Add(name);
            bool isKnown = HardwareCatalog.RackNames.Contains(name);
            if (!isKnown)
            {
                names.UnknownRacks.Add(name);
                around.Reading.Wrong(line, block.Path, $"the catalog has no rack \"{name}\"", "a rack of the catalog",
                    Nearest.Remedy(name, HardwareCatalog.RackNames.ToList()));
            }
            RackChoice? choice = Choice(isKnown ? name : null, block);
            if (choice is not null) Racks.Add(choice);
        }
    }

    private RackChoice? Choice(string? name, Block block)
    {
        Got<Sizing<Count>> size = block.SizingHere<Count>();
        foreach (string key in sizes)
            if (block.Amount(key) is { IsGiven: true } count && count.Value != Math.Floor(count.Value))
                block.Wrong(key, $"{count.Value} racks", "a whole number", "Write a whole number of racks.");
        List<(string Name, int Line)> halls = [.. block.Names("hall"), .. block.Names("halls")];
        if (block.Has("hall")
            && block.Has("halls")) block.Wrong("halls", "`hall` and `halls`", "one of the two", "Put all names into `halls`.");
        foreach ((string hall, int line) in halls) names.RequireHall(hall, line, block.PathOf(block.Has("hall") ? "hall" : "halls"));
        var filling = new Filling(block, around);
        CatalogEntry? entry = name is null ? null : HardwareCatalog.RackEntry(name);
        Money price = filling.Cost<Money>("price", entry, "price");
        Repayment repayment = filling.Repayment(5, null, entry?.Find("life"));
        Got<double> cap = block.Amount("cap");
        Got<CapPath> path = block.Choice<CapPath>("caps");
        Got<bool> smooths = block.Flag("smoothing");
        if (name is null || !size.IsGiven) return null;
        foreach (string fact in rackFacts)
            if (entry!.Find(fact) is { } found) around.Record(block.PathOf(fact), found, CostColumn.Mid);
        CatalogEntry accelerator = HardwareCatalog.AcceleratorEntry(entry!.Text("accelerator"));
        foreach (string fact in acceleratorFacts)
            if (accelerator.Find(fact) is { } found) around.Record($"{block.Path}.accelerator.{fact}", found, CostColumn.Mid);
        return new RackChoice
        {
            Type = HardwareCatalog.Rack(name, filling.Column),
            Size = size.Value!,
            Halls = [.. halls.Select(hall => hall.Name)],
            Price = price,
            Repayment = repayment,
            CapMostFraction = cap.Or(1),
            CapPath = path.Or(CapPath.InBand),
            Smooths = smooths.Or(false),
        };
    }
}
