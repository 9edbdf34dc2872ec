using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Series;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>One service of the list <c>services</c>.</summary>
internal sealed class ServiceReading(Block block, Surroundings around, SeriesReading series, SiteNames names, DataFiles files)
{
    private static readonly string[] modelFacts = ["parameters", "activeParameters", "keyValueElements"];
    private static readonly TokenCount lengthDefault = 1024.Tokens;
    private readonly Got<string> name = block.Text("name");

    public (string Name, int Line)? Named => name.IsGiven ? (name.Value!, name.Line) : null;

    /// <summary>Whether a value or unserved price is stated, for the objective.</summary>
    public bool HasValue => block.Has("value");

    /// <summary>How the block <c>demand</c> is read; at a site as one course of hours.</summary>
    public Func<Block, double[]?>? DemandOf { get; init; }

    private double[]? Alone(Block demand) => new DemandReading(demand, around, series).Read([(around.UtcOffsetHours, 1)])?[0];

    /// <summary>The service; null where it is at fault.</summary>
    public Service? Read(IReadOnlyList<RackChoice> racks)
    {
        Model? model = ModelOf(out string? modelName);
        Precision? precision = PrecisionOf(modelName);
        ServingShape shape = Shape(precision ?? Precision.Fp8);
        double[]? demand = block.Nested("demand") is { } nested ? (DemandOf ?? Alone)(nested) : null;
        IReadOnlyList<(string Name, int Line)> allowed = block.Names("racks");
        foreach ((string rack, int line) in allowed) names.RequireRack(rack, line, block.PathOf("racks"));
        if (model is not null && precision is not null) CheckMemory(model, precision.Value, racks, allowed);
        Got<int> tier = block.Whole("tier");
        Got<double> deferrable = block.Amount("deferrable");
        TokenPrice value = block.Quantity<TokenPrice>("value").Or(default);
        Got<TokenPrice> unserved = block.Quantity<TokenPrice>("unserved");
        if (unserved.Origin == Origin.Absent) around.Reading.Fact(block.PathOf("unserved"), "2 $/Mtok", "default of the site file");
        ServiceTraffic traffic = block.Nested("traffic") is { } within ? new TrafficReading(within, files).Read() : ServiceTraffic.Usual;
        if (MeasuredOf() is { } measured && model is not null)
            model = model with { Knowledge = model.Knowledge with { Measured = measured } };
        if (model is null || precision is null || demand is null || !name.IsGiven) return null;
        return new Service
        {
            Name = name.Value!,
            Model = model,
            Shape = shape,
            Demand = new Sites.Series<TokenRate>(demand),
            Tier = tier.Or(0),
            Deferrable = deferrable.IsGiven ? TimeSpan.FromSeconds(deferrable.Value) : null,
            Value = value,
            Unserved = unserved.Or(2.DollarsPerMillionTokens),
            Traffic = traffic,
            Racks = [.. allowed.Select(one => one.Name)],
        };
    }

    private Model? ModelOf(out string? modelName)
    {
        Got<string> text = block.Text("model");
        modelName = null;
        if (!text.IsGiven) return null;
        if (!HardwareCatalog.ModelNames.Contains(text.Value!))
        {
            block.Wrong("model", $"the catalog has no model \"{text.Value}\"", "a model of the catalog",
                Nearest.Remedy(text.Value!, HardwareCatalog.ModelNames.ToList()));
            return null;
        }
        modelName = text.Value!;
        CatalogEntry entry = HardwareCatalog.ModelEntry(modelName);
        around.Reading.Fact(block.PathOf("model"), modelName, text.Line);
        foreach (string fact in modelFacts)
            if (entry.Find(fact) is { } found) around.Record($"{block.Path}.model.{fact}", found, CostColumn.Mid);
        return HardwareCatalog.Model(modelName);
    }

    /// <summary>The user's own measurements, which come before the model; null where none are named or they are at fault.</summary>
    private MeasuredPoints? MeasuredOf()
    {
        Got<string> file = block.Text("points");
        if (!file.IsGiven) return null;
        if (files.Bytes(file.Value!, out string? fault) is not { } bytes)
        {
            block.Wrong("points", fault!, "a CSV of operating points beside the site file", "Correct the name, or remove the line.");
            return null;
        }
        OperatingPointReading reading = OperatingPointFile.Parse(bytes, file.Value!);
        files.FindingsOf(file.Value!).Take([.. reading.Findings, .. PointSanity.Of(reading.Points, file.Value!)]);
        around.Reading.Fact(block.PathOf("points"), $"{reading.Points.Count} measured points", file.Line);
        return reading.Points.Count > 0 ? new(reading.Points) : null;
    }

    /// <summary>The stated format if the model comes in it; else fp8, or the only one it has.</summary>
    private Precision? PrecisionOf(string? model)
    {
        Got<string> stated = block.Choice("precision");
        if (!stated.IsSound || model is null) return null;
        IReadOnlyList<string> offered = HardwareCatalog.PrecisionsOf(model);
        if (stated.IsGiven && !offered.Contains(stated.Value!))
        {
            block.Wrong("precision", $"{model} in {stated.Value}", string.Join(" or ", offered),
                $"Write `precision: {offered[^1]}`, or leave it out.");
            return null;
        }
        string chosen = stated.Or(offered.Contains("fp8") ? "fp8" : offered[^1]);
        if (!stated.IsGiven) around.Reading.Fact(block.PathOf("precision"), chosen, "default of the site file");
        return Enum.Parse<Precision>(chosen, ignoreCase: true);
    }

    private ServingShape Shape(Precision precision)
    {
        Block? latency = block.Nested("latency");
        bool isBatch = block.Has("deferrable");
        TimeSpan Within(string key, double seconds) =>
            latency?.Amount(key) is { IsGiven: true } given ? TimeSpan.FromSeconds(Math.Min(given.Value, 86400))
            : isBatch ? ServingShape.Whenever : TimeSpan.FromSeconds(seconds);
        return new(precision, block.Quantity<TokenCount>("input").Or(lengthDefault), block.Quantity<TokenCount>("output")
            .Or(lengthDefault),
            TimePerTokenMost: Within("tpot", 0.050), TimeToFirstTokenMost: Within("ttft", 2), PrefixHitShare: block.Amount("prefixHits")
                .Or(0))
        {
            UtilisationFraction = latency?.Amount("utilisation") is { IsGiven: true } taken ? taken.Value : null,
        };
    }

    /// <summary>At least one rack that may serve it must hold the weights on one interconnect.</summary>
    private void CheckMemory(Model model, Precision precision, IReadOnlyList<RackChoice> racks,
        IReadOnlyList<(string Name, int Line)> allowed)
    {
        RackChoice[] candidates = [.. racks.Where(rack => allowed.Count == 0 || allowed.Any(one => one.Name == rack.Type.Name))];
        if (candidates.Length == 0 || names.UnknownRacks.Count > 0) return;
        double need = model.Weights(precision).Bytes;
        double Room(RackType rack) => rack.AcceleratorsPerDomain * Roofline.UsableMemory(rack.Accelerator).Bytes;
        if (candidates.Any(rack => Room(rack.Type) > need)) return;
        RackType largest = candidates.MaxBy(rack => Room(rack.Type))!.Type;
        block.Wrong("model", $"{model.Name} in {precision.ToString().ToLowerInvariant()} takes {need / 1e9:0} GB",
            $"at most the {Room(largest) / 1e9:0} GB that {largest.Name} joins",
            "Choose a narrower precision, a smaller model, or racks with more memory.");
    }
}
