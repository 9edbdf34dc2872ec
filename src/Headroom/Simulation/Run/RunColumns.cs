using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>The columns of the time series: one value a step, the same for the record and for the charts.</summary>
internal sealed class RunColumns
{
    private readonly List<(string Name, string Unit, string Group)> all = [];

    public RunColumns(SiteState site)
    {
        Add("power", "MW", "import", "ceiling", "draw", "IT", "cooling", "losses");
        foreach (PlantUnit plant in site.Plants) Add("source", "MW", plant.Facts.Name);
        foreach (StoreUnit store in site.Stores) Add("source", "MW", $"{store.Facts.Name} injection");
        foreach (StoreUnit store in site.Stores) Add("storage", "MWh", $"{store.Facts.Name} stored");
        foreach (ServiceFlow flow in site.Services) Add("work", "Mtok/s", $"{flow.Facts.Name} asked", $"{flow.Facts.Name} served", $"{flow.Facts.Name} lost");
        foreach (ServiceFlow flow in site.Services) Add("latency", "ms", $"{flow.Facts.Name} time per token");
        foreach (ServiceFlow flow in site.Services) Add("backlog", "Mtok", $"{flow.Facts.Name} waiting");
        foreach (TrainingLane lane in site.Training) Add("training", "MW", $"{lane.Facts.Name} on {lane.Fleet.Name}");
        Add("heat", "°C", "dry bulb");
        if (site.HasCoolant) Add("heat", "°C", "warmest coolant");
        Add("heat", "°C", "warmest loop");
        Add("price", "$/MWh", "grid price");
        Names = [.. all.Select(one => new RecordColumn(one.Name, one.Unit))];
        Values = new double[all.Count];
    }

    public IReadOnlyList<RecordColumn> Names { get; }
    public double[] Values { get; }
    public string GroupOf(int column) => all[column].Group;

    private void Add(string group, string unit, params ReadOnlySpan<string> names)
    {
        foreach (string name in names) all.Add((name, unit, group));
    }
}

/// <summary>Least, mean and most of every column in buckets of equal length: memory of a chart, whatever the length of the run.</summary>
internal sealed class RunBuckets
{
    public const int Most = 1440;
    private readonly long stepsPerBucket;
    private readonly List<double[]> least = [], mean = [], most = [];
    private readonly double[] low, sum, high;
    private long count;

    public RunBuckets(int columns, TimeSpan step, TimeSpan length)
    {
        long steps = length.Ticks / step.Ticks;
        stepsPerBucket = Math.Max(1, (steps + Most - 1) / Most);
        Bucket = stepsPerBucket * step;
        (low, sum, high) = (new double[columns], new double[columns], new double[columns]);
        Clear();
    }

    public TimeSpan Bucket { get; }

    public void Add(double[] values)
    {
        for (int c = 0; c < values.Length; c++)
        {
            double value = values[c];
            sum[c] += value;
            if (value < low[c]) low[c] = value;
            if (value > high[c]) high[c] = value;
        }
        if (++count == stepsPerBucket) Close();
    }

    /// <summary>Columns of the three, with a last bucket that may be short.</summary>
    public (double[] Least, double[] Mean, double[] Most) Column(int c) =>
        ([.. least.Select(row => row[c])], [.. mean.Select(row => row[c])], [.. most.Select(row => row[c])]);

    public void Close()
    {
        if (count == 0) return;
        least.Add([.. low]);
        most.Add([.. high]);
        mean.Add([.. sum.Select(one => one / count)]);
        Clear();
    }

    private void Clear()
    {
        count = 0;
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        Array.Clear(sum);
    }
}
