using System.Collections.Concurrent;
using Headroom.Protocols.Redfish;

namespace Headroom.Operator.Field.Redfish;

/// <summary>One copy of every name, for thousands of services that all use the same.</summary>
public sealed class NamePool
{
    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, MetricIndex> indexes = new(StringComparer.Ordinal);

    public string GetOrAdd(string name) => names.GetOrAdd(name, name);

    /// <summary>One index for all services that tell the same.</summary>
    internal MetricIndex IndexOf(IReadOnlyList<string> properties) => indexes.GetOrAdd(string.Join('\n', properties), _ => new(properties));
}
