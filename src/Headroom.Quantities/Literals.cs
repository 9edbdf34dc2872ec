namespace Headroom.Quantities;

/// <summary>Units as words behind a number: <c>120.Megawatts</c>, <c>0.6.DollarsPerMillionTokens</c>, <c>15.Minutes</c>.</summary>
public static class Literals
{
    extension(double x)
    {
        public Power Watts => Power.FromSi(x);
        public Power Kilowatts => Power.FromSi(x * 1e3);
        public Power Megawatts => Power.FromSi(x * 1e6);
        public Energy KilowattHours => Energy.FromSi(x * 3.6e6);
        public Energy MegawattHours => Energy.FromSi(x * 3.6e9);
        public Ramp MegawattsPerMinute => Ramp.FromSi(x * 1e6 / 60);
        public Temperature DegreesCelsius => Temperature.FromSi(x + 273.15);
        public TemperatureRise Kelvin => TemperatureRise.FromSi(x);
        public Mass Kilograms => Mass.FromSi(x);
        public Mass Tonnes => Mass.FromSi(x * 1e3);
        public Volume Litres => Volume.FromSi(x * 1e-3);
        public Money Dollars => Money.FromSi(x);
        public Money MillionDollars => Money.FromSi(x * 1e6);
        public EnergyPrice DollarsPerMegawattHour => EnergyPrice.FromSi(x / 3.6e9);
        public EnergyPrice DollarsPerKilowattHour => EnergyPrice.FromSi(x / 3.6e6);
        public EnergyPrice DollarsPerMillionBtu => EnergyPrice.FromSi(x / 1.05505585262e9);
        public CapacityPrice DollarsPerKilowatt => CapacityPrice.FromSi(x * 1e-3);
        public CapacityRent DollarsPerKilowattYear => CapacityRent.FromSi(x * 1e-3);
        public DemandPrice DollarsPerKilowattMonth => DemandPrice.FromSi(x * 1e-3);
        public CarbonIntensity GramsPerKilowattHour => CarbonIntensity.FromSi(x * 1e-3 / 3.6e6);
        public CarbonIntensity KilogramsPerMillionBtu => CarbonIntensity.FromSi(x / 1.05505585262e9);
        public CarbonPrice DollarsPerTonne => CarbonPrice.FromSi(x * 1e-3);
        public HeatRate BtuPerKilowattHour => HeatRate.FromSi(x * 1055.05585262 / 3.6e6);
        public WaterIntensity LitresPerKilowattHour => WaterIntensity.FromSi(x * 1e-3 / 3.6e6);
        public TokenCount Tokens => TokenCount.FromSi(x);
        public TokenRate TokensPerSecond => TokenRate.FromSi(x);
        public TokenPrice DollarsPerMillionTokens => TokenPrice.FromSi(x * 1e-6);
        public Compute FloatingPointOperations => Compute.FromSi(x);
        public ComputeRate FloatingPointOperationsPerSecond => ComputeRate.FromSi(x);
        public Bandwidth TerabytesPerSecond => Bandwidth.FromSi(x * 1e12);
        public DataSize Gigabytes => DataSize.FromSi(x * 1e9);
        public Count Items => Count.FromSi(x);
        public TimeSpan Hours => TimeSpan.FromHours(x);
        public TimeSpan Minutes => TimeSpan.FromMinutes(x);
        public TimeSpan Seconds => TimeSpan.FromSeconds(x);
    }

    extension(int x)
    {
        public Power Watts => Power.FromSi(x);
        public Power Kilowatts => Power.FromSi(x * 1e3);
        public Power Megawatts => Power.FromSi(x * 1e6);
        public Energy KilowattHours => Energy.FromSi(x * 3.6e6);
        public Energy MegawattHours => Energy.FromSi(x * 3.6e9);
        public Ramp MegawattsPerMinute => Ramp.FromSi(x * 1e6 / 60);
        public Temperature DegreesCelsius => Temperature.FromSi(x + 273.15);
        public TemperatureRise Kelvin => TemperatureRise.FromSi(x);
        public Mass Kilograms => Mass.FromSi(x);
        public Mass Tonnes => Mass.FromSi(x * 1e3);
        public Volume Litres => Volume.FromSi(x * 1e-3);
        public Money Dollars => Money.FromSi(x);
        public Money MillionDollars => Money.FromSi(x * 1e6);
        public EnergyPrice DollarsPerMegawattHour => EnergyPrice.FromSi(x / 3.6e9);
        public EnergyPrice DollarsPerKilowattHour => EnergyPrice.FromSi(x / 3.6e6);
        public EnergyPrice DollarsPerMillionBtu => EnergyPrice.FromSi(x / 1.05505585262e9);
        public CapacityPrice DollarsPerKilowatt => CapacityPrice.FromSi(x * 1e-3);
        public CapacityRent DollarsPerKilowattYear => CapacityRent.FromSi(x * 1e-3);
        public DemandPrice DollarsPerKilowattMonth => DemandPrice.FromSi(x * 1e-3);
        public CarbonIntensity GramsPerKilowattHour => CarbonIntensity.FromSi(x * 1e-3 / 3.6e6);
        public CarbonIntensity KilogramsPerMillionBtu => CarbonIntensity.FromSi(x / 1.05505585262e9);
        public CarbonPrice DollarsPerTonne => CarbonPrice.FromSi(x * 1e-3);
        public HeatRate BtuPerKilowattHour => HeatRate.FromSi(x * 1055.05585262 / 3.6e6);
        public WaterIntensity LitresPerKilowattHour => WaterIntensity.FromSi(x * 1e-3 / 3.6e6);
        public TokenCount Tokens => TokenCount.FromSi(x);
        public TokenRate TokensPerSecond => TokenRate.FromSi(x);
        public TokenPrice DollarsPerMillionTokens => TokenPrice.FromSi(x * 1e-6);
        public Compute FloatingPointOperations => Compute.FromSi(x);
        public ComputeRate FloatingPointOperationsPerSecond => ComputeRate.FromSi(x);
        public Bandwidth TerabytesPerSecond => Bandwidth.FromSi(x * 1e12);
        public DataSize Gigabytes => DataSize.FromSi(x * 1e9);
        public Count Items => Count.FromSi(x);
        public TimeSpan Hours => TimeSpan.FromHours((double)x);
        public TimeSpan Minutes => TimeSpan.FromMinutes((double)x);
        public TimeSpan Seconds => TimeSpan.FromSeconds((double)x);
    }
}
