namespace Headroom.Simulation;

/// <summary>Takes down a run as it happens; the core knows no files, so whoever wants a time series brings one of these.</summary>
/// <remarks>Spans are the simulator's own arrays: copy what is to be kept. All times are since the start of the run.</remarks>
public interface IRunRecorder
{
    /// <summary>Once, before the first step.</summary>
    void Open(RecordLayout layout);

    /// <summary>After every step: one value for each column of <see cref="RecordLayout.Site"/>, means of the step.</summary>
    void Step(TimeSpan start, ReadOnlySpan<double> site);

    /// <summary>After every whole minute: means of the minute, in the order of <see cref="RecordLayout.Feeds"/> and <see cref="RecordLayout.Racks"/>.</summary>
    void Minute(TimeSpan start, in MinuteRecord minute);
}

/// <summary>What a record holds.</summary>
public sealed record RecordLayout(
    DateTime StartUtc, TimeSpan Step, TimeSpan Length, IReadOnlyList<RecordColumn> Site, IReadOnlyList<string> Feeds, IReadOnlyList<RackName> Racks);

/// <summary>A column with its unit, such as "import", "MW".</summary>
public sealed record RecordColumn(string Name, string Unit);

/// <summary>A row of the rack record.</summary>
/// <param name="Name">Such as <c>gb200-nvl72 B 0017</c>.</param>
/// <param name="Units">Racks or servers that the row stands for; a fraction where a plan counts one.</param>
public sealed record RackName(string Name, string Kind, string Hall, double Units);

/// <summary>Means of a minute.</summary>
public readonly ref struct MinuteRecord
{
    /// <summary>What flows into each node of the power tree.</summary>
    public required ReadOnlySpan<double> FeedWatts { get; init; }
    public required ReadOnlySpan<double> RackDrawnWatts { get; init; }

    /// <summary>Caps as they were ordered, at the end of the minute.</summary>
    public required ReadOnlySpan<double> RackOrderedWatts { get; init; }

    /// <summary>Caps in force at the end of the minute; the highest the device takes where none is set.</summary>
    public required ReadOnlySpan<double> RackCapWatts { get; init; }

    /// <summary>Coolant that leaves the rack, at the end of the minute.</summary>
    public required ReadOnlySpan<double> RackCoolantKelvin { get; init; }

    /// <summary>Share of its power that heat allows, at the end of the minute.</summary>
    public required ReadOnlySpan<double> RackAllowedFraction { get; init; }
}
