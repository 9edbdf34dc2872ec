using System.Globalization;
using System.Text;

namespace Headroom.Protocols.Prometheus;

/// <summary>Writes the Prometheus text format 0.0.4.</summary>
public static class ExpositionWriter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        ArgumentNullException.ThrowIfNull(families);
        var text = new StringBuilder();
        foreach (MetricFamily family in families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (MetricSample sample in family.Samples)
            {
                text.Append(sample.Name);
                Append(text, sample.Labels);
                text.Append(' ').Append(Number(sample.Value));
                if (sample.At is { } at) text.Append(' ').Append(at.ToString(CultureInfo.InvariantCulture));
                text.Append('\n');
            }
        }
        return text.ToString();
    }

    /// <summary>A histogram: cumulative counts up to each bound, all, and the sum.</summary>
    /// <param name="counts">Of values up to each bound and above the one before; one more for what is above the last.</param>
    public static MetricFamily Histogram(string name, string help, MetricLabels labels, IReadOnlyList<double> bounds, IReadOnlyList<long> counts, double sum)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (counts.Count != bounds.Count + 1) throw new ArgumentException($"{counts.Count} counts for {bounds.Count} bounds", nameof(counts));
        var samples = new List<MetricSample>();
        long all = 0;
        for (int k = 0; k < counts.Count; k++)
        {
            all += counts[k];
            string most = k < bounds.Count ? Number(bounds[k]) : "+Inf";
            samples.Add(new($"{name}_bucket", MetricLabels.Of(labels.Pairs.Append(KeyValuePair.Create("le", most))), all));
        }
        samples.Add(new($"{name}_sum", labels, sum));
        samples.Add(new($"{name}_count", labels, all));
        return new(name, MetricKind.Histogram, help, samples);
    }

    internal static void Append(StringBuilder text, MetricLabels labels)
    {
        if (labels.Pairs.Count == 0) return;
        text.Append('{');
        for (int k = 0; k < labels.Pairs.Count; k++)
        {
            if (k > 0) text.Append(',');
            text.Append(labels.Pairs[k].Key).Append("=\"");
            text.Append(labels.Pairs[k].Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
            text.Append('"');
        }
        text.Append('}');
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture);
}
