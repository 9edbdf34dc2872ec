using Headroom.Planning.Expansion;

namespace Headroom.Cli;

/// <summary>Independent pieces of work side by side, as many as there are cores.</summary>
public sealed class Workers : IWorkers
{
    public T[] Do<T>(IReadOnlyList<Func<T>> work)
    {
        var answers = new T[work.Count];
        Parallel.For(0, work.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, piece => answers[piece] = work[piece]());
        return answers;
    }
}
