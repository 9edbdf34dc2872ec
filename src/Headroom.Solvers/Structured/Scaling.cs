namespace Headroom.Solvers.Structured;

/// <summary>Brings the largest entry of every row and column near one, by powers of two, so that no bit of a number is lost.</summary>
static class Scaling
{
    const int Passes = 4;

    /// <summary>Where right sides are brought to; the method starts about one from every bound.</summary>
    const double TypicalSize = 64;

    public static void Apply(StandardForm form)
    {
        Array.Fill(form.RowScale, 1);
        Array.Fill(form.ColumnScale, 1);
        double[] rowMost = new double[form.Rows];
        for (int pass = 0; pass < Passes; pass++)
        {
            Array.Clear(rowMost);
            for (int k = 0; k < form.Value.Length; k++) rowMost[form.RowIndex[k]] = Math.Max(rowMost[form.RowIndex[k]], Math.Abs(form.Value[k]));
            for (int i = 0; i < form.Rows; i++) rowMost[i] = Factor(rowMost[i]);
            for (int j = 0; j < form.Columns; j++) ScaleColumn(form, j, rowMost);
            for (int i = 0; i < form.Rows; i++) form.RowScale[i] *= (float)rowMost[i];
        }
        for (int i = 0; i < form.Rows; i++) form.RightSide[i] *= form.RowScale[i];
        for (int j = 0; j < form.Columns; j++)
        {
            form.Cost[j] *= form.ColumnScale[j];
            form.Lower[j] /= form.ColumnScale[j];
            form.Upper[j] /= form.ColumnScale[j];
        }
        ApplySize(form);
    }

    static void ApplySize(StandardForm form)
    {
        double sum = 0;
        int count = 0;
        foreach (double side in form.RightSide)
            if (side != 0) (sum, count) = (sum + Math.Log2(Math.Abs(side)), count + 1);
        if (count == 0) return;
        double scale = Math.Pow(2, Math.Round(sum / count - Math.Log2(TypicalSize)));
        form.SizeScale = scale;
        for (int i = 0; i < form.Rows; i++) form.RightSide[i] /= scale;
        for (int j = 0; j < form.Columns; j++)
        {
            form.Lower[j] /= scale;
            form.Upper[j] /= scale;
        }
    }

    static void ScaleColumn(StandardForm form, int j, double[] rowFactor)
    {
        double most = 0;
        for (int k = form.Start[j]; k < form.Start[j + 1]; k++)
        {
            form.Value[k] *= rowFactor[form.RowIndex[k]];
            most = Math.Max(most, Math.Abs(form.Value[k]));
        }
        double factor = Factor(most);
        for (int k = form.Start[j]; k < form.Start[j + 1]; k++) form.Value[k] *= factor;
        form.ColumnScale[j] *= (float)factor;
    }

    static double Factor(double most) => most == 0 ? 1 : Math.Pow(2, -Math.Round(Math.Log2(most) / 2));
}
