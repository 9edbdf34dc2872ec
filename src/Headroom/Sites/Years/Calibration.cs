namespace Headroom.Sites.Years;

/// <summary>Finds the factor that makes a model meet a published figure.</summary>
public static class Calibration
{
    /// <summary>The factor between <paramref name="least"/> and <paramref name="most"/> at which a rising function meets its target.</summary>
    /// <remarks>Bisection, 24 halvings: 1e-7 of the bracket, and the same steps on every machine. A target outside what the
    /// bracket reaches throws and names both ends: such a figure does not belong to this weather.</remarks>
    public static double Solve(string name, double target, double least, double most, Func<double, double> rising)
    {
        ArgumentNullException.ThrowIfNull(rising);
        double low = rising(least), high = rising(most);
        if (!(target >= low && target <= high))
            throw new ArgumentOutOfRangeException(nameof(target), target,
                $"A {name} of {target:0.###} is out of reach: this weather gives {low:0.###} to {high:0.###}.");
        for (int k = 0; k < 24; k++)
        {
            double middle = (least + most) / 2;
            if (rising(middle) < target) least = middle;
            else most = middle;
        }
        return (least + most) / 2;
    }
}
