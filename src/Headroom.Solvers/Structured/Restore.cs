using Headroom.Algebra;

namespace Headroom.Solvers.Structured;

/// <summary>From the standard form back to the program: values, row duals, reduced costs.</summary>
static class Restore
{
    public static Solution Solution(ProgramArrays program, StandardForm form, InteriorPoint method)
    {
        double sign = program.Maximise ? -1 : 1;
        double[] values = [.. form.ProgramLower], duals = new double[program.Rows];
        for (int j = 0; j < form.Columns; j++)
            if (form.ColumnOf[j] >= 0) values[form.ColumnOf[j]] = Math.Clamp(method.Point.X[j], form.Lower[j], form.Upper[j]) * form.ColumnScale[j] * form.SizeScale;
        for (int i = 0; i < form.Rows; i++) duals[form.RowOf[i]] = sign * method.Point.Y[i] * form.RowScale[i] * form.CostScale;
        double[] reduced = ReducedCosts(program, duals);
        PriceBoundRows(program, form, duals, reduced, sign);
        double objective = program.ObjectiveConstant;
        for (int j = 0; j < program.Columns; j++) objective += program.Cost[j] * values[j];
        return new(values, duals, reduced, objective, objective) { Algorithm = "structured interior point" };
    }

    /// <summary>A row that became a bound takes over the reduced cost of its column where it was the bound that held.</summary>
    static void PriceBoundRows(ProgramArrays program, StandardForm form, double[] duals, double[] reduced, double sign)
    {
        for (int b = form.BoundRows.Count - 1; b >= 0; b--)
        {
            BoundRow bound = form.BoundRows[b];
            double d = sign * reduced[bound.Column];
            if (!(d > 0 ? bound.SetsLower : d < 0 && bound.SetsUpper)) continue;
            double price = reduced[bound.Column] / bound.Coefficient;
            duals[bound.Row] = price;
            for (int k = program.RowStart[bound.Row]; k < program.RowStart[bound.Row + 1]; k++)
                reduced[program.ColumnIndex[k]] -= program.Coefficient[k] * price;
        }
    }

    static double[] ReducedCosts(ProgramArrays program, double[] duals)
    {
        double[] reduced = program.Cost.ToArray();
        for (int i = 0; i < program.Rows; i++)
            for (int k = program.RowStart[i]; k < program.RowStart[i + 1]; k++)
                reduced[program.ColumnIndex[k]] -= program.Coefficient[k] * duals[i];
        return reduced;
    }
}
