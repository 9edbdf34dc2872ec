using System.Security.Cryptography;
using System.Text;

namespace Headroom.Sweeps;

/// <summary>One unit of a sweep as a value: it can be sent anywhere, done anywhere, and done twice with one answer.</summary>
/// <param name="Kind">What is to be done: <c>fleet</c>, <c>supply</c>. Units of one kind take about as long.</param>
/// <param name="Name">For people; no part of the key.</param>
/// <param name="Content">Everything that decides the answer, as JSON: inputs, the catalog's fingerprint, the version of the model.</param>
public sealed record UnitOfWork(string Kind, string Name, string Content)
{
    /// <summary>Equal keys, equal answers: SHA-256 of kind and content.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}\n{Content}")));

    public bool Equals(UnitOfWork? other) => other is not null && Key == other.Key;
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
