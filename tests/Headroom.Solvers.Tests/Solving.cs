using Headroom.Algebra;

namespace Headroom.Solvers.Tests;

/// <summary>Short ways to solve.</summary>
static class Solving
{
    public static readonly SolveOptions Simplex = new() { Algorithm = Algorithm.Simplex };
    public static readonly SolveOptions Inside = new() { Algorithm = Algorithm.InteriorPoint };
    public static readonly SolveOptions Vertex = new() { Algorithm = Algorithm.InteriorPoint, Vertex = true };

    public static Outcome Highs(this ProgramArrays program, SolveOptions? options = null, CancellationToken stop = default) =>
        new HighsSolver().Solve(program, options ?? Simplex, stop);

    public static Solution Best(this ProgramArrays program, SolveOptions? options = null) =>
        Assert.IsType<Outcome.Best>(program.Highs(options)).Solution;

    public static Solution Glop(this ProgramArrays program) =>
        Assert.IsType<Outcome.Best>(new GlopSolver().Solve(program, Simplex, default)).Solution;

    public static void AssertClose(double expected, double actual, double relative, string what = "") =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Max(1, Math.Abs(expected)),
            $"{what} expected {expected:R}, got {actual:R}");
}
