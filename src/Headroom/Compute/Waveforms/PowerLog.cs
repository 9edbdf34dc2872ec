using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>A meter's log: averages from each row's time to the next, and where the job said it evaluated.</summary>
/// <remarks>A grid with single rows missing is taken as it is; every row counts for the usual gap.</remarks>
public sealed record PowerLog
{
    public PowerLog(IReadOnlyList<double> seconds, IReadOnlyList<double> watts, IReadOnlyList<bool>? evaluates = null)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        ArgumentNullException.ThrowIfNull(watts);
        if (seconds.Count != watts.Count || (evaluates is { Count: > 0 } && evaluates.Count != watts.Count))
            throw new ArgumentException($"{seconds.Count} times, {watts.Count} powers, {evaluates?.Count ?? 0} phases: one each per row.");
        if (seconds.Count < Fewest) throw new ArgumentException($"A log of {seconds.Count} rows; {Fewest} are the fewest that tell a shape.");
        for (int i = 0; i < seconds.Count; i++)
        {
            if (!(double.IsFinite(seconds[i]) && double.IsFinite(watts[i]) && watts[i] >= 0))
                throw new ArgumentException($"Row {i}: {watts[i]} W at {seconds[i]} s; a draw is a number and never negative.");
            if (i > 0 && seconds[i] <= seconds[i - 1]) throw new ArgumentException($"Row {i}: {seconds[i]} s after {seconds[i - 1]} s.");
        }
        (Seconds, Watts, EvaluatesRows) = ([.. seconds], [.. watts], evaluates is null ? [] : [.. evaluates]);
        double[] gaps = [.. seconds.Skip(1).Zip(seconds, (after, before) => after - before).Order()];
        Gap = TimeSpan.FromSeconds(gaps[gaps.Length / 2]);
    }

    /// <summary>Fewest rows of a log.</summary>
    public const int Fewest = 8;

    internal double[] Seconds { get; }
    internal double[] Watts { get; }
    internal bool[] EvaluatesRows { get; }

    public int Rows => Watts.Length;

    /// <summary>Δ, the usual time between rows, over which each row is an average.</summary>
    public TimeSpan Gap { get; }

    public TimeSpan TimeOf(int row) => TimeSpan.FromSeconds(Seconds[row] - Seconds[0]);
    public Power PowerOf(int row) => Watts[row].Watts;
    public bool HasPhases => EvaluatesRows.Length > 0;
    public bool Evaluates(int row) => HasPhases && EvaluatesRows[row];

    /// <summary>What a meter with this log's grid would have written beside a waveform: exact averages over the same windows.</summary>
    public PowerLog Of(TrainingWaveform wave)
    {
        ArgumentNullException.ThrowIfNull(wave);
        double[] watts = [.. Enumerable.Range(0, Rows).Select(row => wave.Over(TimeOf(row), TimeOf(row) + Gap).Watts)];
        bool[] evaluates = wave.StepsPerEvaluation == 0
            ? [] : [.. Enumerable.Range(0, Rows).Select(row => wave.EvaluatesAt(TimeOf(row) + Gap / 2))];
        return new(Seconds, watts, evaluates);
    }
}
