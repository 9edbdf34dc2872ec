using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What came and what a watt at a rack cost at the meter, in means of steps of a look ahead: what <see cref="AheadOfPlan.Day"/> leaves to the run.</summary>
internal sealed class RunMeans : IRunRecorder
{
    private readonly IReadOnlyList<string> services;
    private readonly TimeSpan[] ends;
    private readonly double[][] came;
    private readonly double[] draw, it, seconds;
    private int[] cameColumns = [];
    private int drawColumn, itColumn, at;
    private TimeSpan step;

    /// <param name="lengths">Of the steps, from the start of the run.</param>
    public RunMeans(IReadOnlyList<string> services, IReadOnlyList<TimeSpan> lengths)
    {
        this.services = services;
        ends = new TimeSpan[lengths.Count];
        TimeSpan end = default;
        for (int t = 0; t < ends.Length; t++) ends[t] = end += lengths[t];
        came = [.. services.Select(_ => new double[ends.Length])];
        (draw, it, seconds) = (new double[ends.Length], new double[ends.Length], new double[ends.Length]);
    }

    public void Open(RecordLayout layout)
    {
        int Column(string name) => layout.Site.Select(column => column.Name).ToList().IndexOf(name);
        (step, drawColumn, itColumn) = (layout.Step, Column("draw"), Column("IT"));
        cameColumns = [.. services.Select(name => Column($"{name} asked"))];
    }

    public void Step(TimeSpan start, ReadOnlySpan<double> site)
    {
        while (at < ends.Length - 1 && start >= ends[at]) at++;
        for (int s = 0; s < came.Length; s++) came[s][at] += site[cameColumns[s]] * step.TotalSeconds;
        draw[at] += site[drawColumn] * step.TotalSeconds;
        it[at] += site[itColumn] * step.TotalSeconds;
        seconds[at] += step.TotalSeconds;
    }

    public void Minute(TimeSpan start, in MinuteRecord minute)
    {
    }

    public TokenRate[] Came(int service) => [.. came[service].Select((tokens, t) => TokenRate.FromSi(seconds[t] > 0 ? 1e6 * tokens / seconds[t] : 0))];

    /// <summary>(draw − other)/IT of a step; infinite where nothing ran.</summary>
    public double DrawPerIt(int t, Power other) => it[t] > 0 ? (draw[t] - other.Megawatts * seconds[t]) / it[t] : double.PositiveInfinity;
}
