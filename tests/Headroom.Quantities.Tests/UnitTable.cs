namespace Headroom.Quantities.Tests;

/// <summary>What one of each unit is in SI, written down a second time from first principles and not from the source.</summary>
static class UnitTable
{
    const double hour = 60 * 60, day = 24 * hour, kilo = 1e3, mega = 1e6, giga = 1e9, tera = 1e12, peta = 1e15, exa = 1e18;
    const double wattHour = hour, btu = 1055.05585262, cent = 0.01, litre = 0.001, gram = 0.001, tonne = 1000;

    public static IReadOnlyDictionary<(string Quantity, string Symbol), double> OneInSi { get; } = new Dictionary<(string, string), double>
    {
        [("Bandwidth", "GB/s")] = giga, [("Bandwidth", "TB/s")] = tera,
        [("CapacityPrice", "$/W")] = 1, [("CapacityPrice", "$/kW")] = 1 / kilo, [("CapacityPrice", "$/MW")] = 1 / mega,
            [("CapacityPrice", "M$/MW")] = mega / mega,
        [("CapacityRent", "$/kW-yr")] = 1 / kilo, [("CapacityRent", "$/MW-yr")] = 1 / mega,
        [("CapacityRent", "$/kW-month")] = 12 / kilo, [("CapacityRent", "$/MW-day")] = 365 / mega,
        [("CarbonIntensity", "g/kWh")] = gram / (kilo * wattHour), [("CarbonIntensity", "kg/MWh")] = 1 / (mega * wattHour),
        [("CarbonIntensity", "t/MWh")] = tonne / (mega * wattHour), [("CarbonIntensity", "kg/MMBtu")] = 1 / (mega * btu),
        [("CarbonPrice", "$/t")] = 1 / tonne, [("CarbonPrice", "$/kg")] = 1,
        [("Compute", "FLOP")] = 1, [("Compute", "GFLOP")] = giga, [("Compute", "TFLOP")] = tera, [("Compute", "PFLOP")] = peta,
            [("Compute", "EFLOP")] = exa,
        [("ComputeRate", "FLOP/s")] = 1, [("ComputeRate", "GFLOP/s")] = giga, [("ComputeRate", "TFLOP/s")] = tera,
        [("ComputeRate", "PFLOP/s")] = peta, [("ComputeRate", "EFLOP/s")] = exa,
        [("Count", "")] = 1,
        [("DataSize", "B")] = 1, [("DataSize", "MB")] = mega, [("DataSize", "GB")] = giga, [("DataSize", "TB")] = tera,
        [("DemandPrice", "$/kW-month")] = 1 / kilo, [("DemandPrice", "$/MW-month")] = 1 / mega,
        [("Energy", "J")] = 1, [("Energy", "kWh")] = kilo * wattHour, [("Energy", "MWh")] = mega * wattHour,
        [("Energy", "GWh")] = giga * wattHour, [("Energy", "TWh")] = tera * wattHour, [("Energy", "MMBtu")] = mega * btu,
        [("EnergyCapacityRent", "$/kWh-yr")] = 1 / (kilo * wattHour), [("EnergyCapacityRent", "$/MWh-yr")] = 1 / (mega * wattHour),
        [("EnergyPrice", "$/MWh")] = 1 / (mega * wattHour), [("EnergyPrice", "$/kWh")] = 1 / (kilo * wattHour),
        [("EnergyPrice", "$/MMBtu")] = 1 / (mega * btu), [("EnergyPrice", "¢/kWh")] = cent / (kilo * wattHour),
        [("FloorLoad", "kg/m²")] = 1, [("FloorLoad", "kg/m2")] = 1,
        [("HeatRate", "Btu/kWh")] = btu / (kilo * wattHour), [("HeatRate", "MMBtu/MWh")] = mega * btu / (mega * wattHour),
            [("HeatRate", "MWh/MWh")] = 1,
        [("Mass", "g")] = gram, [("Mass", "kg")] = 1, [("Mass", "t")] = tonne, [("Mass", "kt")] = kilo * tonne,
            [("Mass", "Mt")] = mega * tonne,
        [("Money", "$")] = 1, [("Money", "k$")] = kilo, [("Money", "M$")] = mega, [("Money", "G$")] = giga,
        [("Power", "W")] = 1, [("Power", "kW")] = kilo, [("Power", "MW")] = mega, [("Power", "GW")] = giga,
        [("Ramp", "kW/s")] = kilo, [("Ramp", "MW/s")] = mega, [("Ramp", "kW/min")] = kilo / 60, [("Ramp", "MW/min")] = mega / 60,
            [("Ramp", "MW/h")] = mega / hour,
        [("Temperature", "°C")] = 1, [("TemperatureRise", "K")] = 1,
        [("TokenCount", "tok")] = 1, [("TokenCount", "ktok")] = kilo, [("TokenCount", "Mtok")] = mega, [("TokenCount", "Gtok")] = giga,
            [("TokenCount", "Ttok")] = tera,
        [("TokenEfficiency", "tok/J")] = 1, [("TokenEfficiency", "Mtok/kWh")] = mega / (kilo * wattHour),
        [("TokenPrice", "$/ktok")] = 1 / kilo, [("TokenPrice", "$/Mtok")] = 1 / mega, [("TokenPrice", "$/Gtok")] = 1 / giga,
        [("TokenRate", "tok/s")] = 1, [("TokenRate", "ktok/s")] = kilo, [("TokenRate", "Mtok/s")] = mega, [("TokenRate", "Gtok/s")] = giga,
        [("TokenRate", "tok/day")] = 1 / day, [("TokenRate", "Gtok/day")] = giga / day,
        [("Volume", "L")] = litre, [("Volume", "m³")] = 1, [("Volume", "m3")] = 1, [("Volume", "ML")] = mega * litre,
            [("Volume", "GL")] = giga * litre,
        [("VolumeFlow", "L/s")] = litre, [("VolumeFlow", "L/min")] = litre / 60, [("VolumeFlow", "m³/h")] = 1 / hour,
        [("WaterIntensity", "L/kWh")] = litre / (kilo * wattHour), [("WaterIntensity", "L/MWh")] = litre / (mega * wattHour),
        [("WaterIntensity", "m³/MWh")] = 1 / (mega * wattHour),
    };
}
