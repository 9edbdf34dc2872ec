namespace Headroom.Simulation;

/// <summary>The height of a heat wave, from 0 to 1: straight up, level, straight down.</summary>
/// <remarks>height(x) = min(1, x/e, (1 − x)/e),   x from 0 to 1 over the window;   e = 0 flat, ¼ plateau, ½ triangle</remarks>
internal static class WaveHeight
{
    public static double Mean(HeatWave wave, TimeSpan start, TimeSpan end)
    {
        double length = (wave.To - wave.From).TotalSeconds;
        double edge = wave.Shape switch { WindowShape.Flat => 0, WindowShape.Triangle => 0.5, _ => 0.25 };
        double from = Math.Clamp((start - wave.From).TotalSeconds / length, 0, 1);
        double to = Math.Clamp((end - wave.From).TotalSeconds / length, 0, 1);
        double mean = to > from ? Area(from, to, edge) / (to - from) : 0;
        return mean * ((to - from) * length / (end - start).TotalSeconds);
    }

    private static double Area(double from, double to, double edge)
    {
        double area = 0;
        foreach ((double low, double high) in ((double, double)[])[(0, edge), (edge, 1 - edge), (1 - edge, 1)])
        {
            double a = Math.Max(from, low), b = Math.Min(to, high);
            if (b > a) area += (b - a) * 0.5 * (At(a, edge) + At(b, edge));
        }
        return area;
    }

    private static double At(double x, double edge) => edge == 0 ? 1 : Math.Min(1, Math.Min(x, 1 - x) / edge);
}
