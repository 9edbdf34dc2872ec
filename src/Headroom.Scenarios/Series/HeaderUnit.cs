namespace Headroom.Scenarios.Series;

/// <summary>A column of a data file: its name, and the unit that its header carries.</summary>
/// <param name="Unit">Null where the header names none.</param>
internal sealed record Column(int Index, string Header, string Name, string? Unit)
{
    public override string ToString() => Unit is null ? $"\"{Header}\" (no unit)" : $"\"{Name}\" in {Unit}";
}

/// <summary>Finds the unit in a column's header: <c>load [MW]</c>, <c>price_usd_per_mwh</c>.</summary>
internal static class HeaderUnit
{
    /// <summary>The longest suffix first.</summary>
    private static readonly (string Suffix, string Unit)[] suffixes =
    [
        ("_usd_per_mmbtu", "$/MMBtu"), ("_usd_per_mwh", "$/MWh"), ("_usd_per_kwh", "$/kWh"), ("_g_per_kwh", "g/kWh"),
            ("_kg_per_mwh", "kg/MWh"),
        ("_t_per_mwh", "t/MWh"), ("_tok_per_s", "tok/s"), ("_fraction", ""), ("_share", ""), ("_pct", "%"), ("_percent", "%"),
            ("_kmh", "km/h"), ("_km_per_h", "km/h"),
        ("_m_per_s", "m/s"), ("_degc", "°C"), ("_rps", ""), ("_per_s", ""), ("_mw", "MW"), ("_kw", "kW"), ("_gw", "GW"), ("_c", "°C"),
            ("_ms", "m/s"), ("_w", "W"),
    ];

    public static Column Parse(int index, string header)
    {
        string text = header.Trim();
        int open = text.LastIndexOfAny(['[', '(']);
        if (open > 0 && text[^1] is ']' or ')')
        {
            string unit = text[(open + 1)..^1].Trim();
            return new(index, text, text[..open].Trim(), Symbol(unit));
        }
        foreach ((string suffix, string unit) in suffixes)
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) return new(index, text, text[..^suffix.Length], unit);
        return new(index, text, text, null);
    }

    private static string Symbol(string unit) => unit switch
    {
        "1" or "-" or "p.u." or "pu" => "",
        "USD/MWh" => "$/MWh",
        "USD/kWh" => "$/kWh",
        "C" or "degC" or "°c" => "°C",
        "gCO2/kWh" or "gCO2eq/kWh" => "g/kWh",
        _ => unit,
    };
}
