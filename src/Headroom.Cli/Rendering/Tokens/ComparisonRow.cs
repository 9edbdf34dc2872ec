using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Cli.Rendering;

/// <summary>One piece of hardware at its best replica and largest batch within the targets, as a whole.</summary>
/// <param name="TokensPerSecond">Of all its replicas.</param>
/// <param name="Watts">Of all its replicas.</param>
sealed record ComparisonRow(TokenAnswer Answer, GridPoint Point, double TokensPerSecond, BoundaryWatts Watts)
{
    public static ComparisonRow? Of(TokenAnswer answer)
    {
        if (answer.Grid is not { Best: { } best } grid) return null;
        int n = grid.Replicas;
        BoundaryWatts each = best.Watts;
        return new(answer, best, n * best.TokensPerSecond, new(n * each.Accelerator, n * each.Server, n * each.It, n * each.Site));
    }

    public string Name => Answer.Asked.Hardware.Name;
    public int Accelerators => Answer.Asked.Question.Rack.Accelerators;
    public double PerAccelerator => TokensPerSecond / Accelerators;
    public BoundaryTokensPerJoule TokensPerJoule => Watts.Serve(TokensPerSecond);

    /// <summary>Tokens/s that a megawatt at the utility meter carries.</summary>
    public double PerMegawatt => TokensPerJoule.Site * 1e6;

    /// <summary>Neither memory nor a target ends the batch, but the largest one that the fit has seen.</summary>
    public bool EndsWithFit => Point.Batch >= Math.Floor(Answer.Asked.Question.Choice.Fit.BatchMost) && Point.Batch < Answer.Grid!.BatchInMemory
        && Point.Binds != Binding.Latency;

    public (Power Nameplate, Power Typical, bool IsMeasured) Draws => Answer.Asked.Hardware.Draws();
}
