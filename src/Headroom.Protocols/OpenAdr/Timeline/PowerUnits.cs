namespace Headroom.Protocols.OpenAdr;

/// <summary>Powers in the units that descriptors name.</summary>
public static class PowerUnits
{
    /// <summary>How many kW one of a unit is; null for what is no power. Apparent power counts as real power, which is never
    /// more.</summary>
    /// <remarks>The enumeration knows KW and KVA only; W and MW are seen.</remarks>
    public static double? Kilowatts(string? unit) => unit?.ToUpperInvariant() switch
    {
        "KW" or "KVA" => 1,
        "W" or "VA" => 1e-3,
        "MW" or "MVA" => 1e3,
        _ => null,
    };
}
