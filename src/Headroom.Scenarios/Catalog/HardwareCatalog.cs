using System.Globalization;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Catalog;

/// <summary>Accelerators, racks and models as the planner wants them.</summary>
public static class HardwareCatalog
{
    private static readonly Lazy<IReadOnlyList<CatalogEntry>> accelerators =
        new(() => CatalogFile.Load("accelerators").Root.List("accelerators"));
    private static readonly Lazy<IReadOnlyList<CatalogEntry>> racks = new(() => CatalogFile.Load("racks").Root.List("racks"));
    private static readonly Lazy<IReadOnlyList<CatalogEntry>> models = new(() => CatalogFile.Load("models").Root.List("models"));

    public static IReadOnlyList<string> AcceleratorNames => [.. accelerators.Value.Select(entry => entry.Text("name"))];
    public static IReadOnlyList<string> RackNames => [.. racks.Value.Select(entry => entry.Text("name"))];
    public static IReadOnlyList<string> ModelNames => [.. models.Value.Select(entry => entry.Text("name"))];

    /// <summary>The first year in which any rack of the catalog was sold; of earlier years it knows nothing.</summary>
    public static int FirstYearOfSale { get; } =
        racks.Value.Min(entry => entry.TextOrNull("available") is { } year ? int.Parse(year, CultureInfo.InvariantCulture) : int.MaxValue);

    public static CatalogEntry RackEntry(string name) => Named(racks.Value, name);
    public static CatalogEntry ModelEntry(string name) => Named(models.Value, name);
    public static CatalogEntry AcceleratorEntry(string name) => Named(accelerators.Value, name);

    public static Accelerator Accelerator(string name)
    {
        CatalogEntry entry = AcceleratorEntry(name);
        CatalogEntry peak = entry.Entry("peak");
        ComputeRate bf16 = peak.Fact("bf16").Quantity<ComputeRate>();
        ComputeRate fp8 = peak.Find("fp8")?.Quantity<ComputeRate>() ?? bf16;      // a format the part lacks runs as the next wider one
        ComputeRate fp4 = peak.Find("fp4")?.Quantity<ComputeRate>() ?? fp8;
        return new(
            name, entry.Fact("tdp").Quantity<Power>(), entry.Fact("idle").Quantity<Power>(),
            entry.Fact("memory").Quantity<DataSize>(), entry.Fact("memoryBandwidth").Quantity<Bandwidth>(), new(bf16, fp8, fp4),
            entry.Fact("hostPower").Quantity<Power>(), FitCatalog.BoardOf(entry.Text("drawAs")),
            entry.Fact("capExponent").Si(UnitTable.Share), entry.Fact("capFloor").Si(UnitTable.Share), entry.Text("drawAs"));
    }

    /// <summary>A rack, its price from the given column and everything else from the middle.</summary>
    public static RackType Rack(string name, CostColumn prices = CostColumn.Mid)
    {
        CatalogEntry entry = RackEntry(name);
        int count = entry.Whole("accelerators");
        return new(
            name, Accelerator(entry.Text("accelerator")), count, Domain(entry),
            entry.Fact("nameplate").Quantity<Power>(), entry.Find("measuredMost")?.Quantity<Power>(),
            entry.Fact("idle").Quantity<Power>(), entry.Fact("liquidShare").Si(UnitTable.Share),
            entry.Fact("supplyMost").Quantity<Temperature>(), entry.Fact("mass").Quantity<Mass>(),
            entry.Fact("price").Quantity<Money>(prices), TimeSpan.FromDays(365.25 * entry.Fact("life").Si(UnitTable.Years)),
            entry.Fact("networkShare").Si(UnitTable.Share), entry.Find("hostPower")?.Quantity<Power>())
        {
            IsEstimate = entry.TextOrNull("estimate") == "true" || AcceleratorEntry(entry.Text("accelerator")).TextOrNull("estimate") == "true",
        };
    }

    /// <summary>Accelerators on one fast interconnect: as stated, else the server's, or the rack's where its trays of four share one fabric.</summary>
    private static int Domain(CatalogEntry rack)
    {
        if (rack.TextOrNull("acceleratorsPerDomain") is not null) return rack.Whole("acceleratorsPerDomain");
        int server = rack.Whole("acceleratorsPerServer");
        return server == 4 && rack.Whole("servers") > 1 ? rack.Whole("accelerators") : server;
    }

    public static Model Model(string name)
    {
        CatalogEntry entry = ModelEntry(name);
        CatalogEntry bytes = entry.Entry("precisions");
        double Bytes(string precision) => bytes.TextOrNull(precision) is { } text
            ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : double.NaN;
        return new(
            name, entry.Text("family"), Number(entry, "parameters").Items, Number(entry, "activeParameters").Items,
            (int)Number(entry, "layers"), Number(entry, "keyValueElements").Items,
            (int)Number(entry, "experts"), (int)Number(entry, "expertsPerToken"), Number(entry, "expertShare"),
            (int)Number(entry, "width"), new(Bytes("bf16"), Bytes("fp8"), Bytes("fp4")),
            (entry.Find("stateElements") is null ? 0 : Number(entry, "stateElements")).Items, WindowOf(entry))
        {
            Knowledge = FitCatalog.Knowledge,
        };
    }

    private static SlidingWindow? WindowOf(CatalogEntry model) => model.Find("windowTokens") is null
        ? null : new(Number(model, "windowKeyValueElements").Items, Number(model, "windowTokens").Tokens);

    /// <summary>The formats a model is served in, narrow ones last.</summary>
    public static IReadOnlyList<string> PrecisionsOf(string model) => [.. ModelEntry(model).Entry("precisions").Keys];

    internal static double Number(CatalogEntry entry, string key) => entry.Fact(key).Si(numbers);
    private static readonly UnitTable numbers = new("a number", [new("", 1)]);

    private static CatalogEntry Named(IReadOnlyList<CatalogEntry> entries, string name) =>
        entries.FirstOrDefault(entry => entry.Text("name") == name) ?? throw new CatalogException($"The catalog has no {name}.");
}
