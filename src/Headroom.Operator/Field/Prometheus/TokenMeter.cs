using Headroom.Protocols.Prometheus;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Prometheus;

/// <summary>Tokens and accelerator joules of one service from the pages of its targets.</summary>
/// <remarks>
///   tokens per joule = Σ increase(tokens) / Σ increase(joules), both over one window; never a mean of ratios.
///   Where only power is exported, joules are its trapezoids between scrapes; gaps above a minute count nothing.
///   Gauges are numbers from 0 to 10⁹; what is beyond, or none, is as if it was not there.
///   A MIG slice shows the energy of its whole device: of the series of one device only one is counted.
/// </remarks>
/// <param name="keep">Longest window one can ask for.</param>
public sealed class TokenMeter(TimeSpan keep)
{
    private static readonly TimeSpan gapMost = TimeSpan.FromMinutes(1);
    private readonly CounterTrack output = new(), input = new(), energy = new();
    private readonly LatencyTrack first = new(), perToken = new();
    private readonly Dictionary<string, (double Running, double Waiting)> requests = [];
    private readonly Dictionary<string, (double Watts, DateTimeOffset At)> power = [];
    private readonly Queue<Mark> marks = new();
    private double integratedJoules;

    /// <summary>A gigawatt of one device, or as many requests at one target: nobody has them.</summary>
    private const double gaugeMost = 1e9;

    private sealed record Mark(DateTimeOffset At, double Output, double Input, double Joules, LatencyTrack.Counts First, LatencyTrack.Counts PerToken);

    /// <summary>Counters since the first page.</summary>
    public TokenCount Output => TokenCount.FromSi(output.Total);
    public TokenCount Input => TokenCount.FromSi(input.Total);
    public Energy Accelerators => Energy.FromSi(energy.Total + integratedJoules);

    /// <summary>Takes a page of one target.</summary>
    public void Take(string target, Exposition page, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(page);
        var names = page.Samples.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        MetricExporter? engine = Engine(names);
        IEnumerable<MetricSample> Of(Measured measured) => MetricMeaning.Known
            .Where(known => known.Measured == measured && (known.Exporter == MetricExporter.Dcgm || known.Exporter == engine))
            .SelectMany(known => page.Samples.Where(one => one.Name == known.Name).Select(one => one with { Value = one.Value * known.ToSi }));
        output.Take(Of(Measured.OutputTokens), target);
        input.Take(Of(Measured.InputTokens), target);
        MetricSample[] joules = [.. Devices(Of(Measured.AcceleratorEnergy))];
        energy.Take(joules, target);
        if (joules.Length == 0) Integrate(target, Sum(Devices(Of(Measured.AcceleratorPower))), at);
        foreach (MetricMeaning known in MetricMeaning.Known.Where(known => known.Exporter == engine))
            if (known.Measured == Measured.TimeToFirstToken) first.Take(target, page.Samples, known.Name);
            else if (known.Measured == Measured.TimePerToken) perToken.Take(target, page.Samples, known.Name);
        requests[target] = (Sum(Of(Measured.RequestsRunning)), Sum(Of(Measured.RequestsWaiting)));
        marks.Enqueue(new(at, output.Total, input.Total, energy.Total + integratedJoules, first.Now, perToken.Now));
        while (marks.Count > 2 && at - marks.ElementAt(1).At >= keep) marks.Dequeue();
    }

    /// <summary>Bounds of histograms in the last pages that are not looked at: there are too many of them.</summary>
    public int BoundsSkipped => first.Skipped + perToken.Skipped;

    /// <summary>Figures of the last window; null before there are two pages in it.</summary>
    public TokenFigures? Over(TimeSpan window) => Tokens(window, withWaits: true);

    /// <summary>The same without how long requests waited, for those who do not ask.</summary>
    public TokenFigures? TokensOver(TimeSpan window) => Tokens(window, withWaits: false);

    private TokenFigures? Tokens(TimeSpan window, bool withWaits)
    {
        if (marks.Count < 2) return null;
        Mark last = marks.Last(), from = marks.LastOrDefault(one => last.At - one.At >= window) ?? marks.Peek();
        if (last.At <= from.At) return null;
        return new(last.At - from.At, TokenCount.FromSi(last.Output - from.Output), TokenCount.FromSi(last.Input - from.Input), Energy.FromSi(last.Joules - from.Joules))
        {
            RequestsRunning = requests.Values.Sum(one => one.Running),
            RequestsWaiting = requests.Values.Sum(one => one.Waiting),
            TimeToFirstToken = withWaits ? LatencyTrack.Between(from.First, last.First) : null,
            TimePerToken = withWaits ? LatencyTrack.Between(from.PerToken, last.PerToken) : null,
        };
    }

    private static MetricExporter? Engine(HashSet<string> names)
    {
        foreach (MetricExporter one in (MetricExporter[])[MetricExporter.Vllm, MetricExporter.Sglang, MetricExporter.Dynamo])
            if (MetricMeaning.Known.Any(known => known.Exporter == one && known.Measured == Measured.OutputTokens && names.Contains(known.Name))) return one;
        return null;
    }

    private static IEnumerable<MetricSample> Devices(IEnumerable<MetricSample> samples)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (MetricSample one in samples)
            if (one.Labels["GPU_I_ID"] is null || one.Labels["UUID"] is not { } device || seen.Add(device)) yield return one;
    }

    private static double Sum(IEnumerable<MetricSample> gauges) => gauges.Sum(one => one.Value is >= 0 and <= gaugeMost ? one.Value : 0);

    private void Integrate(string target, double watts, DateTimeOffset at)
    {
        if (power.TryGetValue(target, out (double Watts, DateTimeOffset At) last) && at > last.At && at - last.At <= gapMost)
            integratedJoules += (last.Watts + watts) / 2 * (at - last.At).TotalSeconds;
        power[target] = (watts, at);
    }
}
