namespace Headroom.Algebra;

/// <summary>Anything that solves a linear program. The core knows this seam and no solver.</summary>
public interface ISolver
{
    /// <summary>Solves the program as it stands, whole columns relaxed or not as asked.</summary>
    Outcome Solve(ProgramArrays program, SolveOptions options, CancellationToken stop);
}

/// <summary>Which algorithm suits a program.</summary>
public enum Algorithm
{
    /// <summary>For sizing a year: capacities tie thousands of hours together.</summary>
    InteriorPoint,

    /// <summary>For dispatch at fixed capacities and for clean vertices.</summary>
    Simplex,
}

/// <summary>What is asked of a solver.</summary>
public sealed record SolveOptions
{
    public Algorithm Algorithm { get; init; } = Algorithm.InteriorPoint;

    /// <summary>Whether to move from an interior answer to a vertex, for clean zeros and prices.</summary>
    public bool Vertex { get; init; }

    /// <summary>Ignore that whole columns are whole.</summary>
    public bool Relax { get; init; }

    /// <summary>Relative distance between answer and bound that suffices for whole columns.</summary>
    public double GapFraction { get; init; } = 1e-4;

    /// <summary>Share of the gap at which an interior method may stop: small where prices are wanted to the last digit, near one where the plan will do.</summary>
    public double StopShare { get; init; } = 0.001;

    /// <summary>Whether a point at which an interior method stalls is an answer, with the bound that its prices prove: where no other method would end.</summary>
    public bool StallSuffices { get; init; }

    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Simplex iterations at most; null for as many as it takes. Unlike a time, it ends at the same answer on every machine.</summary>
    public int? IterationsMost { get; init; }

    /// <summary>Told now and then how far the solver is: a line for people.</summary>
    public IProgress<string>? Progress { get; init; }
}
