namespace Headroom.Protocols.OpenAdr;

/// <summary>A message, or why the bytes are none.</summary>
public readonly record struct Parsed<T>(T? Value, Malformed? Fault) where T : class
{
    public bool IsGood => Value is not null && Fault is null;
}

/// <summary>A page of a list: what could be read, and why the rest could not.</summary>
/// <param name="Count">Items on the page, readable or not: what paging goes by.</param>
public sealed record AdrPage<T>(IReadOnlyList<T> Items, IReadOnlyList<Malformed> Faults, int Count);
