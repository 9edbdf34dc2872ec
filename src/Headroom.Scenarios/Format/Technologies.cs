using Headroom.Sites;

namespace Headroom.Scenarios.Format;

/// <summary>The technologies a supply block may name.</summary>
public static class Technologies
{
    /// <summary>A plant without defaults from the catalog.</summary>
    public const string Other = "other";
    public const string Battery = "battery";

    public static IReadOnlyList<string> Names { get; } =
    [
        "gasTurbine", "gasTurbineAero", "combinedCycle", "combinedCycleCapture", "gasEngine", "fuelCell", "solar", "wind", Battery,
        "smr", "nuclear", "dieselBackup", Other,
    ];

    public static GeneratorKind KindOf(string technology) => technology switch
    {
        "gasTurbine" or "gasTurbineAero" => GeneratorKind.GasTurbine,
        "combinedCycle" or "combinedCycleCapture" => GeneratorKind.CombinedCycle,
        "gasEngine" => GeneratorKind.GasEngine,
        "fuelCell" => GeneratorKind.FuelCell,
        "solar" => GeneratorKind.Solar,
        "wind" => GeneratorKind.Wind,
        "smr" or "nuclear" => GeneratorKind.Reactor,
        "dieselBackup" => GeneratorKind.Diesel,
        _ => GeneratorKind.Other,
    };
}
