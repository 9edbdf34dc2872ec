using System.Globalization;

namespace Headroom.Bench;

/// <summary>One sample of a soak, taken every minute of the clock.</summary>
/// <param name="Hours">Simulated so far.</param>
/// <param name="CoreShare">Of one core, since the sample before.</param>
/// <param name="WorstLateMilliseconds">Of all beats since the sample before.</param>
internal readonly record struct SoakSample(double Hours, double Megabytes, double MegabytesMost, double CoreShare, long Beats, long Missed, double WorstLateMilliseconds, int Late, double Load);

/// <summary>Samples of a soak, in a file as they come, and what they say together.</summary>
internal sealed class SoakSamples(TextWriter to)
{
    private readonly List<SoakSample> all = [];

    public void Head() => to.WriteLine("simulated [h]  resident [MB]  most [MB]  core [%]    beats   missed  worst late [ms]  late over 250 ms   load");

    public void Add(SoakSample one)
    {
        all.Add(one);
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{one.Hours,13:0.0}  {one.Megabytes,13:0.0}  {one.MegabytesMost,9:0.0}  {100 * one.CoreShare,8:0.0}  {one.Beats,7}  {one.Missed,7}  {one.WorstLateMilliseconds,15:0}  {one.Late,16}  {one.Load,5:0.0}"));
        to.Flush();
    }

    /// <summary>Least-squares slope of resident memory after the first eighth, in megabytes for each simulated day, and its standard error.</summary>
    public (double Slope, double Error) MegabytesADay()
    {
        SoakSample[] warm = [.. all.Skip(all.Count / 8)];
        if (warm.Length < 3) return (double.NaN, double.NaN);
        double hours = warm.Average(one => one.Hours), megabytes = warm.Average(one => one.Megabytes);
        double spread = warm.Sum(one => (one.Hours - hours) * (one.Hours - hours));
        double slope = warm.Sum(one => (one.Hours - hours) * (one.Megabytes - megabytes)) / spread;
        double rest = warm.Sum(one => Math.Pow(one.Megabytes - megabytes - slope * (one.Hours - hours), 2));
        return (24 * slope, 24 * Math.Sqrt(rest / (warm.Length - 2) / spread));
    }

    public string Summary()
    {
        (double slope, double error) = MegabytesADay();
        int quarter = Math.Max(1, all.Count / 4);
        return string.Create(CultureInfo.InvariantCulture,
            $"memory {slope:+0.0;-0.0} MB a simulated day, standard error {error:0.0}; mean of the second quarter {all.Skip(quarter).Take(quarter).Average(one => one.Megabytes):0.0} MB, of the last {all.TakeLast(quarter).Average(one => one.Megabytes):0.0} MB; most {all[^1].MegabytesMost:0.0} MB\n"
            + $"beats {all[^1].Beats}, missed {all[^1].Missed}, worst late {all.Max(one => one.WorstLateMilliseconds):0} ms, {all.Sum(one => one.Late)} later than 250 ms; core {100 * all.Average(one => one.CoreShare):0.0} % in the mean");
    }
}
