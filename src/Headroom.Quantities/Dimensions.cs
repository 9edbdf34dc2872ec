namespace Headroom.Quantities;

/// <summary>The products that physics and accounting allow; what is absent here does not compile.</summary>
public static class Dimensions
{
    extension(Power)
    {
        public static Energy operator *(Power p, TimeSpan t) => Energy.FromSi(p.Watts * t.TotalSeconds);
        public static Energy operator *(TimeSpan t, Power p) => Energy.FromSi(p.Watts * t.TotalSeconds);
        public static Money operator *(Power p, CapacityPrice price) => Money.FromSi(p.Watts * Si(price));
        public static Ramp operator /(Power p, TimeSpan t) => Ramp.FromSi(p.Watts / t.TotalSeconds);
    }

    extension(Energy)
    {
        public static TimeSpan operator /(Energy e, Power p) => TimeSpan.FromSeconds(e.Joules / p.Watts);
        public static Power operator /(Energy e, TimeSpan t) => Power.FromSi(e.Joules / t.TotalSeconds);
        public static Money operator *(Energy e, EnergyPrice price) => Money.FromSi(e.Joules * Si(price));
        public static Money operator *(EnergyPrice price, Energy e) => Money.FromSi(e.Joules * Si(price));
        public static Mass operator *(Energy e, CarbonIntensity intensity) => Mass.FromSi(e.Joules * Si(intensity));
        public static Mass operator *(CarbonIntensity intensity, Energy e) => Mass.FromSi(e.Joules * Si(intensity));
        public static Volume operator *(WaterIntensity intensity, Energy e) => Volume.FromSi(e.Joules * Si(intensity));
    }

    extension(Ramp)
    {
        public static Power operator *(Ramp r, TimeSpan t) => Power.FromSi(Si(r) * t.TotalSeconds);
        public static Power operator *(TimeSpan t, Ramp r) => Power.FromSi(Si(r) * t.TotalSeconds);
    }

    // the algebra of QuantityAlgebra is for amounts; a temperature is a point, so what a point cannot do is an error here
    extension(Temperature)
    {
        public static TemperatureRise operator -(Temperature x, Temperature y) => TemperatureRise.FromSi(x.Kelvin - y.Kelvin);
        public static Temperature operator +(Temperature x, TemperatureRise rise) => Temperature.FromSi(x.Kelvin + rise.Kelvin);
        public static Temperature operator -(Temperature x, TemperatureRise rise) => Temperature.FromSi(x.Kelvin - rise.Kelvin);

        [Obsolete("Two temperatures do not add; add a TemperatureRise", error: true)]
        public static Temperature operator +(Temperature x, Temperature y) => throw new NotSupportedException($"{x} + {y}");

        [Obsolete("A temperature has no multiple; multiply a TemperatureRise", error: true)]
        public static Temperature operator *(double k, Temperature x) => throw new NotSupportedException($"{k} × {x}");

        [Obsolete("A temperature has no multiple; multiply a TemperatureRise", error: true)]
        public static Temperature operator *(Temperature x, double k) => throw new NotSupportedException($"{k} × {x}");
    }

    extension(HeatRate)
    {
        /// <summary>What the fuel of one unit of electricity costs.</summary>
        public static EnergyPrice operator *(HeatRate rate, EnergyPrice fuel) => EnergyPrice.FromSi(rate.JoulesPerJoule * Si(fuel));

        /// <summary>What burning the fuel of one unit of electricity emits.</summary>
        public static CarbonIntensity operator *(HeatRate rate, CarbonIntensity fuel) =>
            CarbonIntensity.FromSi(rate.JoulesPerJoule * Si(fuel));
    }

    extension(CarbonPrice)
    {
        public static EnergyPrice operator *(CarbonPrice price, CarbonIntensity intensity) =>
            EnergyPrice.FromSi(Si(price) * Si(intensity));
        public static Money operator *(CarbonPrice price, Mass mass) => Money.FromSi(Si(price) * mass.Kilograms);
    }

    extension(CapacityPrice)
    {
        /// <summary>The yearly payment for a price paid once; the fraction is a capital recovery factor.</summary>
        public static CapacityRent operator *(CapacityPrice price, RecoveryFraction perYear) => CapacityRent.FromSi(Si(price) * perYear.PerYear);
        public static Money operator *(CapacityPrice price, Power p) => Money.FromSi(Si(price) * p.Watts);
    }

    extension(EnergyPrice)
    {
        public static EnergyCapacityRent operator *(EnergyPrice price, RecoveryFraction perYear) =>
            EnergyCapacityRent.FromSi(Si(price) * perYear.PerYear);
    }

    extension(TokenRate)
    {
        public static TokenCount operator *(TokenRate rate, TimeSpan t) => TokenCount.FromSi(rate.TokensPerSecond * t.TotalSeconds);
        public static TokenCount operator *(TimeSpan t, TokenRate rate) => TokenCount.FromSi(rate.TokensPerSecond * t.TotalSeconds);
        public static TokenEfficiency operator /(TokenRate rate, Power p) => TokenEfficiency.FromSi(rate.TokensPerSecond / p.Watts);
    }

    extension(TokenCount)
    {
        public static TokenEfficiency operator /(TokenCount n, Energy e) => TokenEfficiency.FromSi(n.Tokens / e.Joules);
        public static TokenRate operator /(TokenCount n, TimeSpan t) => TokenRate.FromSi(n.Tokens / t.TotalSeconds);
        public static Money operator *(TokenPrice price, TokenCount n) => Money.FromSi(Si(price) * n.Tokens);
    }

    extension(ComputeRate)
    {
        public static Compute operator *(ComputeRate rate, TimeSpan t) => Compute.FromSi(rate.OperationsPerSecond * t.TotalSeconds);
    }

    extension(Money)
    {
        public static EnergyPrice operator /(Money m, Energy e) => EnergyPrice.FromSi(m.Dollars / e.Joules);
        public static TokenPrice operator /(Money m, TokenCount n) => TokenPrice.FromSi(m.Dollars / n.Tokens);
    }

    static double Si<Q>(Q quantity) where Q : struct, IQuantity<Q> => quantity.Si;
}

/// <summary>The share of a price that one year repays; made by <c>Finance.CapitalRecovery</c>.</summary>
public readonly record struct RecoveryFraction(double PerYear);
