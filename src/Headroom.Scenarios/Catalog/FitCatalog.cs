using System.Globalization;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Catalog;

/// <summary>The table of fits, <c>data/fits.yaml</c>, which <c>headroom calibrate</c> makes.</summary>
public static class FitCatalog
{
    private static readonly Lazy<CatalogEntry> root = new(() => CatalogFile.Load("fits").Root);
    private static readonly Lazy<IReadOnlyDictionary<string, PowerFit>> boards = new(() => root.Value.List("boards").ToDictionary(
        entry => entry.Text("accelerator"),
        entry => new PowerFit(Share(entry, "base"), Share(entry, "memory"), Share(entry, "arithmetic"), Share(entry, "exponent"))));
    private static readonly Lazy<ServingKnowledge> knowledge = new(() => new([.. root.Value.List("fits").Select(Fit)]));

    /// <summary>All fits, as models carry them.</summary>
    public static ServingKnowledge Knowledge => knowledge.Value;

    /// <summary>Coefficients of board power of a part that was metered.</summary>
    public static PowerFit BoardOf(string accelerator) => boards.Value.TryGetValue(accelerator, out PowerFit? fit)
        ? fit : throw new CatalogException($"fits.yaml has no board power of {accelerator}.");

    private static ServingFit Fit(CatalogEntry entry)
    {
        string family = entry.Text("family"), part = entry.Text("accelerator");
        CatalogEntry model = HardwareCatalog.ModelEntry(HardwareCatalog.ModelNames.First(name => HardwareCatalog.ModelEntry(name).Text("family") == family));
        CatalogEntry accelerator = HardwareCatalog.AcceleratorEntry(part);
        return new(
            family, HardwareCatalog.Number(model, "parameters").Items, HardwareCatalog.Number(model, "activeParameters").Items,
            part, accelerator.Fact("memoryBandwidth").Quantity<Bandwidth>(), accelerator.Entry("peak").Fact("fp8").Quantity<ComputeRate>(),
            Enum.Parse<Precision>(entry.Text("precision"), ignoreCase: true),
            Seconds(entry, "stepOverhead"), Seconds(entry, "layerOverhead"),
            Share(entry, "bandwidth"), Share(entry, "decode"), Share(entry, "prefill"),
            entry.TextOrNull("collective") is { } text ? Bandwidth.FromSi(1e9 * Leading(text)) : null,
            entry.TextOrNull("promptCollective") is null ? 1 : Share(entry, "promptCollective"),
            Seconds(entry, "firstToken"), Share(entry, "queue"), entry.TextOrNull("powerBase") is null ? null : Share(entry, "powerBase"),
            Share(entry, "batchMost"),
            new((int)Share(entry, "points"), Percent(entry, "medianError"), Percent(entry, "wideError"),
                entry.TextOrNull("powerError") is null ? null : Percent(entry, "powerError"), SourceOf(entry))
            {
                FirstTokenErrorFraction = entry.TextOrNull("firstTokenError") is null ? null : Percent(entry, "firstTokenError"),
            });
    }

    private static string SourceOf(CatalogEntry entry) => entry.Text("source") switch
    {
        "serving" => "InferenceX-derived, unofficial",
        "boards" => "ML.ENERGY benchmark",
        _ => "MLPerf-derived, not verified by MLCommons Association",
    };

    private static TimeSpan Seconds(CatalogEntry entry, string key)
    {
        string text = entry.Text(key);
        double unit = text.EndsWith("us", StringComparison.Ordinal) ? 1e-6 : 1e-3;
        return TimeSpan.FromSeconds(unit * Leading(text));
    }

    private static double Percent(CatalogEntry entry, string key) => Leading(entry.Text(key)) / 100;
    private static double Share(CatalogEntry entry, string key) => double.Parse(entry.Text(key), CultureInfo.InvariantCulture);
    private static double Leading(string text) => double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
}
