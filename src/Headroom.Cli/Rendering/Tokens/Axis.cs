namespace Headroom.Cli.Rendering;

/// <summary>One side of a picture: from a value to a place on the page, with round numbers along it.</summary>
/// <param name="IsLogarithmic">Equal ratios are equally far apart.</param>
sealed record Axis(double Least, double Most, double From, double To, bool IsLogarithmic = false)
{
    static readonly double[] near = [1, 1.5, 2, 3, 4, 5, 7], far = [1, 2, 5];

    public double At(double value) => From + (To - From) * (Scaled(value) - Scaled(Least)) / (Scaled(Most) - Scaled(Least));

    /// <summary>Four to seven round numbers; of 1, 2 and 5 where ratios count.</summary>
    public IEnumerable<double> Ticks()
    {
        if (IsLogarithmic)
        {
            double decade = Math.Pow(10, Math.Floor(Math.Log10(Least)));
            for (double power = decade; power <= Most; power *= 10)
                foreach (double one in Most < 12 * Least ? near : far)
                    if (one * power >= Least * 0.999 && one * power <= Most * 1.001) yield return one * power;
            yield break;
        }
        double rough = (Most - Least) / 5, tens = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / tens) switch { < 1.5 => 1, < 3 => 2, < 7 => 5, _ => 10 } * tens;
        for (double tick = Math.Ceiling(Least / step) * step; tick <= Most * (1 + 1e-9); tick += step) yield return Math.Abs(tick) < step / 1e6 ? 0 : tick;
    }

    double Scaled(double value) => IsLogarithmic ? Math.Log(value) : value;
}
