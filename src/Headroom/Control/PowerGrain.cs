using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Rounding that a sum of powers of this size may show.</summary>
static class PowerGrain
{
    public static double Of(Power size) => 1e-9 * Math.Abs(size.Watts) + 1e-3;
}
