namespace Headroom.Solvers.Structured;

/// <summary>What a factor needs while it is made, and no more after: one for each who works, not for each block.</summary>
/// <param name="rows">Rows of the largest block, those it leaves included.</param>
/// <param name="pairs">Entries above the diagonal of the largest.</param>
sealed class FactorWork(int rows, int pairs)
{
    public int[] Flag { get; } = new int[rows];
    public int[] Filled { get; } = new int[rows];
    public int[] Pattern { get; } = new int[rows];
    public int[] Stack { get; } = new int[rows];

    /// <summary>Zero before and after.</summary>
    public double[] Row { get; } = new double[rows];
    public double[] Inverse { get; } = new double[rows];
    public double[] Diagonal { get; } = new double[rows];
    public double[] Upper { get; } = new double[pairs];
}
