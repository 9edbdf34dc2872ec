namespace Headroom.Sites.Years;

/// <summary>Finds the factor that makes a model meet a published figure.</summary>
public static class Calibration
{
    /// <summary>The factor, of least to most, at which a rising function meets its target.</summary>
    /// <remarks>
    ///   Regula falsi in the Illinois form: the secant of the bracket, halving the value at an end that stays twice.
    ///   Ends when the target is met to 1e-9 of itself, after 6 to 15 calls, with the same steps on every machine.
    ///   A target that the bracket does not reach throws and names both ends: the figure does not belong to this weather.
    ///   Source   Dowell and Jarratt, BIT 11, 1971.
    /// </remarks>
    public static double Solve(string name, double target, double least, double most, Func<double, double> rising)
    {
        ArgumentNullException.ThrowIfNull(rising);
        double low = rising(least), high = rising(most);
        if (!(target >= low && target <= high))
            throw new ArgumentOutOfRangeException(nameof(target), target,
                $"A {name} of {target:0.###} is out of reach: this weather gives {low:0.###} to {high:0.###}.");
        low -= target;
        high -= target;
        double factor = least;
        for (int k = 0, side = 0; k < 60; k++)
        {
            factor = high > low ? (least * high - most * low) / (high - low) : least;
            double miss = rising(factor) - target;
            if (Math.Abs(miss) <= 1e-9 * Math.Abs(target)) break;
            if (miss < 0)
            {
                (least, low) = (factor, miss);
                if (side < 0) high /= 2;
                side = -1;
            }
            else
            {
                (most, high) = (factor, miss);
                if (side > 0) low /= 2;
                side = 1;
            }
        }
        return factor;
    }
}
