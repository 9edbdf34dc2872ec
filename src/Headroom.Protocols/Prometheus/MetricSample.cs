using System.Collections.Immutable;
using System.Text;

namespace Headroom.Protocols.Prometheus;

/// <summary>Labels of a series, sorted by name; two with the same labels are equal.</summary>
public sealed class MetricLabels : IEquatable<MetricLabels>
{
    public static MetricLabels None { get; } = new([]);

    private readonly ImmutableArray<KeyValuePair<string, string>> pairs;

    private MetricLabels(ImmutableArray<KeyValuePair<string, string>> pairs) => this.pairs = pairs;

    /// <summary>Empty values are left out: to Prometheus they are labels that are not there.</summary>
    public static MetricLabels Of(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new([.. pairs.Where(pair => pair.Value.Length > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal)]);

    public static MetricLabels Of(params (string Name, string Value)[] pairs) => Of(pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => pairs;

    /// <summary>The value of a label; null where it is not there.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in pairs)
                if (key == name) return value;
            return null;
        }
    }

    public MetricLabels Without(string name) => new([.. pairs.Where(pair => pair.Key != name)]);

    public bool Equals(MetricLabels? other) => other is not null && pairs.AsSpan().SequenceEqual(other.pairs.AsSpan());
    public override bool Equals(object? obj) => Equals(obj as MetricLabels);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach ((string key, string value) in pairs) hash.Add(HashCode.Combine(key, value));
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        ExpositionWriter.Append(text, this);
        return text.ToString();
    }
}

/// <summary>A value of a series at one moment. Unit and meaning are those of its name.</summary>
/// <param name="At">Milliseconds since 1970; null is the moment of the scrape.</param>
public sealed record MetricSample(string Name, MetricLabels Labels, double Value, long? At = null);

/// <summary>What a family of series is.</summary>
public enum MetricKind { Untyped, Counter, Gauge, Histogram, Summary }

/// <summary>Series of one name as they are written.</summary>
public sealed record MetricFamily(string Name, MetricKind Kind, string Help, IReadOnlyList<MetricSample> Samples);

/// <summary>What a page of metrics says, and what of it could not be read.</summary>
public sealed record Exposition(IReadOnlyList<MetricSample> Samples, IReadOnlyDictionary<string, MetricKind> Kinds, IReadOnlyList<Malformed> Findings);
