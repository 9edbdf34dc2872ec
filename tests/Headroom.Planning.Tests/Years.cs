using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Tests;

/// <summary>Series of a year: flat, a day repeated, or a made-up year of sun, wind, price and load with a fixed seed.</summary>
static class Years
{
    public const int Hours = 8760;
    public static readonly PlanYear Of2023 = new(2023);

    /// <summary>15 °C and 10 °C all year: no compressor runs, so the cooling ratio is one number.</summary>
    public static readonly Weather Mild = new(Flat(15.DegreesCelsius), Flat(10.DegreesCelsius));

    public static Series<Q> Flat<Q>(Q value) where Q : struct, IQuantity<Q> => Series<Q>.Constant(value, Hours);

    public static double[] Repeat(double[] values) => [.. Enumerable.Range(0, Hours).Select(t => values[t % values.Length])];

    public static Series<Q> Repeat<Q>(double[] values, string unit) where Q : struct, IQuantity<Q> =>
        Series<Q>.Of(Repeat(values), Q.Units.ToArray().Single(u => u.Symbol == unit));

    public static double[] Year(Func<int, double> of) => [.. Enumerable.Range(0, Hours).Select(of)];
    public static double[] Day(Func<int, double> of) => [.. Enumerable.Range(0, 24).Select(of)];

    /// <summary>Sun by hour of the day, season and the day's clouds.</summary>
    public static double[] Sun(int seed)
    {
        var random = new Random(seed);
        double[] clouds = [.. Enumerable.Range(0, 365).Select(_ => 0.3 + 0.7 * random.NextDouble())];
        return Year(t => clouds[t / 24] * (0.75 - 0.25 * Math.Cos(2 * Math.PI * (t / 24 + 10) / 365)) * Math.Max(0, Math.Sin(Math.PI * (t % 24 - 6) / 12)));
    }

    /// <summary>Wind in fronts of days, with gusts.</summary>
    public static double[] Wind(int seed)
    {
        var random = new Random(seed);
        return Year(t => Math.Clamp(0.35 + 0.25 * Math.Sin(t / 15.5) + 0.2 * Math.Sin(t / 5.05 + 1) + 0.15 * (random.NextDouble() - 0.5), 0, 1));
    }

    /// <summary>A price with a daily shape, noise, dear hours and a few negative ones, in $/MWh.</summary>
    public static double[] Prices(int seed)
    {
        var random = new Random(seed);
        return Year(t => 40 + 15 * Math.Sin(2 * Math.PI * (t % 24 - 12) / 24) + 20 * (random.NextDouble() - 0.5)
            + (random.NextDouble() < 0.01 ? 300 : random.NextDouble() < 0.02 ? -55 : 0));
    }

    /// <summary>100 MW, a little more in the afternoon and in summer.</summary>
    public static double[] Load => Year(t => 100 + 8 * Math.Sin(2 * Math.PI * (t % 24 - 9) / 24) + 5 * Math.Sin(2 * Math.PI * (t - 2900) / 8760.0));

    public static double[] SunOfDay => Day(h => Math.Max(0, Math.Sin(Math.PI * (h - 6) / 12)));
}
