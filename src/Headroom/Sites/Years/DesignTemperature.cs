namespace Headroom.Sites.Years;

/// <summary>The dry bulb that 0.4 % of a year's hours exceed: what cooling plants are designed for.</summary>
public static class DesignTemperature
{
    private const double DesignShare = 0.996;

    /// <summary>The same normals, their warm halves stretched until the design temperature is the published one.</summary>
    /// <remarks>
    ///   x' = mean + k·(x − mean) above each month's mean, then moved back to keep the mean; one k for all months.
    ///   Valid    0.4 ≤ k ≤ 2; beyond, the published figure does not belong to these means and the call throws.
    /// </remarks>
    public static SeriesNormals Met(SeriesNormals normals, double designCelsius) =>
        Stretched(normals, Calibration.Solve("design temperature", designCelsius, least: 0.4, most: 2,
            k => Of(Stretched(normals, k))));

    /// <summary>Found by halving on the mean of the months' distributions, months counted equal.</summary>
    public static double Of(SeriesNormals normals)
    {
        double low = -100, high = 100;
        for (int step = 0; step < 50; step++)
        {
            double middle = (low + high) / 2, below = 0;
            foreach (double[] row in normals.MonthlyQuantiles) below += ShareBelow(row, middle) / 12;
            if (below < DesignShare) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double ShareBelow(double[] row, double x)
    {
        if (x <= row[0]) return 0;
        for (int k = 1; k < row.Length; k++)
            if (x <= row[k])
                return SeriesNormals.Levels[k - 1] + (SeriesNormals.Levels[k] - SeriesNormals.Levels[k - 1])
                    * (x - row[k - 1]) / (row[k] - row[k - 1]);
        return 1;
    }

    private static SeriesNormals Stretched(SeriesNormals normals, double k) => normals with
    {
        MonthlyQuantiles =
        [
            .. normals.MonthlyQuantiles.Select(row =>
            {
                double mean = SeriesNormals.Mean(row);
                double[] wider = [.. row.Select(x => x > mean ? mean + k * (x - mean) : x)];
                double gain = SeriesNormals.Mean(wider) - mean;
                return (double[])[.. wider.Select(x => x - gain)];
            }),
        ],
    };
}
