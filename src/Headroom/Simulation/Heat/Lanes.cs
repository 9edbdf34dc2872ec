using System.Runtime.Intrinsics;

namespace Headroom.Simulation;

/// <summary>A sum in four lanes: the n-th summand goes to lane n mod 4, and the lanes are added as (0 + 1) + (2 + 3).</summary>
/// <remarks>Addition of doubles depends on its order. With the order fixed, one at a time and four at once give the same bits.</remarks>
internal struct Lanes
{
    private Vector256<double> sums;

    public void Add(Vector256<double> four) => sums += four;

    public void Add(int lane, double one) => sums = sums.WithElement(lane, sums.GetElement(lane) + one);

    public readonly double Sum => (sums.GetElement(0) + sums.GetElement(1)) + (sums.GetElement(2) + sums.GetElement(3));
}
