using System.Numerics;
using System.Runtime.InteropServices;

namespace Headroom.Solvers.Structured;

/// <summary>Sums over whole vectors, as wide as the processor is. Their order depends on its width, not on who else works.</summary>
static class Dense
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(a), y = MemoryMarshal.Cast<double, Vector<double>>(b);
        Vector<double> sums = Vector<double>.Zero;
        for (int k = 0; k < x.Length; k++) sums += x[k] * y[k];
        double sum = Vector.Sum(sums);
        for (int k = x.Length * Vector<double>.Count; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    /// <summary>to += factor · from.</summary>
    public static void Add(Span<double> to, double factor, ReadOnlySpan<double> from)
    {
        Span<Vector<double>> sum = MemoryMarshal.Cast<double, Vector<double>>(to);
        ReadOnlySpan<Vector<double>> more = MemoryMarshal.Cast<double, Vector<double>>(from);
        for (int k = 0; k < sum.Length; k++) sum[k] += factor * more[k];
        for (int k = sum.Length * Vector<double>.Count; k < to.Length; k++) to[k] += factor * from[k];
    }
}
