using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>One value for each hour of the plan's year, in UTC, first hour first.</summary>
/// <remarks>The doubles are SI; <see cref="Si"/> hands them out for vector loops without a copy.</remarks>
public sealed class Series<Q> where Q : struct, IQuantity<Q>
{
    readonly double[] si;
    public Series(double[] si) => this.si = si;
    public int Hours => si.Length;
    public ReadOnlySpan<double> Si => si;
    public Q this[int hour] => Q.FromSi(si[hour]);
    public static Series<Q> Constant(Q value, int hours)
    {
        double[] si = new double[hours];
        Array.Fill(si, value.Si);
        return new(si);
    }

    /// <summary>From numbers in one of the quantity's units, such as <c>"$/MWh"</c>.</summary>
    public static Series<Q> Of(ReadOnlySpan<double> values, Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        double[] si = new double[values.Length];
        for (int t = 0; t < si.Length; t++) si[t] = unit.ToSi * values[t] + unit.Offset;
        return new(si);
    }

    public Q Mean => Q.FromSi(Total / si.Length);
    public Q Least => Q.FromSi(si.Min());
    public Q Most => Q.FromSi(si.Max());
    double Total
    {
        get
        {
            double sum = 0;
            foreach (double value in si) sum += value;
            return sum;
        }
    }
}
