namespace Headroom.Solvers.Structured;

/// <summary>Loops in pieces of a fixed size, side by side where there are threads. Sums add up piece by piece, so they are the same whoever works.</summary>
/// <param name="threads">How many pieces are worked on at once.</param>
sealed class Pieces(int threads)
{
    /// <summary>Large enough that handing it out costs nothing, small enough that a core finds its part in its cache.</summary>
    const int Size = 1 << 14;

    /// <summary>Does something for each index below a count, in any order.</summary>
    public void Of(int count, Action<int> work)
    {
        if (threads == 1 || count < 2) for (int k = 0; k < count; k++) work(k);
        else Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }

    /// <summary>Does something for each piece, from its first index to before its end.</summary>
    public void Each(int count, Action<int, int> piece)
    {
        if (count <= Size) piece(0, count);
        else Of((count + Size - 1) / Size, k => piece(k * Size, Math.Min(count, (k + 1) * Size)));
    }

    public double Sum(int count, Func<int, int, double> piece)
    {
        double sum = 0;
        foreach (double part in Parts(count, piece)) sum += part;
        return sum;
    }

    public double Most(int count, Func<int, int, double> piece)
    {
        double most = 0;
        foreach (double part in Parts(count, piece)) most = Math.Max(most, part);
        return most;
    }

    /// <summary>The least of all pieces.</summary>
    public double Least(int count, Func<int, int, double> piece)
    {
        double least = double.PositiveInfinity;
        foreach (double part in Parts(count, piece)) least = Math.Min(least, part);
        return least;
    }

    /// <summary>What each piece answers, in their order.</summary>
    public T[] Parts<T>(int count, Func<int, int, T> piece)
    {
        var parts = new T[(count + Size - 1) / Size];
        Of(parts.Length, k => parts[k] = piece(k * Size, Math.Min(count, (k + 1) * Size)));
        return parts;
    }
}
