namespace Headroom.Planning.Expansion;

/// <summary>Who does independent pieces of work; the core knows this seam and no thread.</summary>
public interface IWorkers
{
    /// <summary>Does all of it; answers stand in the order of the work, whoever did it.</summary>
    T[] Do<T>(IReadOnlyList<Func<T>> work);
}

/// <summary>One piece after another.</summary>
public sealed class OneByOne : IWorkers
{
    public T[] Do<T>(IReadOnlyList<Func<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return [.. work.Select(piece => piece())];
    }
}
