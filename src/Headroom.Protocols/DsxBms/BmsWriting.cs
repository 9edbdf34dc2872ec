namespace Headroom.Protocols.DsxBms;

/// <summary>What an integration may write, and in which bounds.</summary>
public sealed record BmsWriteSetting(string Integration)
{
    /// <summary>Bounds of a supply temperature that is asked for [°C]. The BMS has guard rails of its own and decides.</summary>
    public double SupplyLeastCelsius { get; init; } = 15;

    /// <inheritdoc cref="SupplyLeastCelsius"/>
    public double SupplyMostCelsius { get; init; } = 45;

    /// <summary>Whether a rack may be taken off its liquid or its power by a request of ours: an explicit policy of a site.</summary>
    public bool MayIsolate { get; init; }
}

/// <summary>The rules of writing to a building management system.</summary>
/// <remarks>
///   Only points whose metadata name us, only of the kinds that integrations own, only on the derived topic, never metadata.
///   Source   DSX BMS 1.0.0, "Contract".
/// </remarks>
public static class BmsWriting
{
    /// <summary>Why a value may not be written; null where it may.</summary>
    public static string? Refusal(BmsPointKey point, BmsMetadata? metadata, double? number, BmsWriteSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (metadata is null) return "its metadata are not known yet";
        if (metadata.ObjectType != point.ObjectType || metadata.PointType != point.PointType) return "its metadata are of another kind of point than its topic";
        if (metadata.Integration is not { Length: > 0 } owner) return "the BMS writes it itself";
        if (owner != setting.Integration) return $"it is {owner}'s to write";
        if (!BmsPointTypes.IsForIntegrations(point.PointType)) return "no integration writes such points";
        if (number is { } value && !double.IsFinite(value)) return "the value is no number";
        if (BmsPointTypes.IsIsolation(point.PointType))
        {
            if (!setting.MayIsolate) return "this site does not let a machine isolate racks";
            if (number is not (0 or 1) && !(number is -1 && point.PointType == BmsPointTypes.LiquidIsolationRequest))
                return "an isolation is 0 or 1, or -1 for an unknown of liquid";
        }
        if (point.PointType != BmsPointTypes.SupplyTemperatureRequest) return null;
        if (metadata.Unit is not "C") return $"its unit is {metadata.Unit ?? "not told"}, not C";
        return number is { } celsius && (celsius < setting.SupplyLeastCelsius || celsius > setting.SupplyMostCelsius)
            ? FormattableString.Invariant($"{celsius:0.##} °C is outside {setting.SupplyLeastCelsius:0.##} to {setting.SupplyMostCelsius:0.##} °C") : null;
    }
}
