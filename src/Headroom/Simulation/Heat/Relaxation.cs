using System.Runtime.Intrinsics;

namespace Headroom.Simulation;

/// <summary>Exact decay of a first-order node over a step, without a library's exponential.</summary>
/// <remarks>
///   C·dT/dt = Q − H·(T − T_0),  x = H·Δt/C,  net = Q − H·(T − T_0) at the start of the step
///   T(Δt)  = T + net·Δt/C·φ(x)       φ(x) = (1 − e⁻ˣ)/x             1 at x = 0
///   T_mean = T + net·Δt/C·ψ(x)       ψ(x) = (1 − φ(x))/x            ½ at x = 0
///   ψ comes from its series at y = x/2ⁿ ≤ ¼, ψ(y) = Σ (−y)ᵏ/(k+2)!, and is doubled n times:
///   ψ(2y) = ψ(y)/2 + φ(y)²/4,   φ(2y) = φ(y)·(1 − y·φ(y)/2)
///   Valid    x ≥ 0, no limit; relative error below 1e-14. Only + − · touch the values, so every machine and every vector width
///            gives the same bits, which exp() of the C library does not promise.
///   Source   series and doubling derived here; the φ functions are those of exponential integrators (Hochbruck and Ostermann,
///            Acta Numerica 19 (2010) 209).
/// </remarks>
internal readonly struct Relaxation
{
    private const double SeriesMost = 0.25;
    private const double C0 = 1.0 / 2, C1 = 1.0 / 6, C2 = 1.0 / 24, C3 = 1.0 / 120, C4 = 1.0 / 720, C5 = 1.0 / 5040, C6 = 1.0 / 40320,
        C7 = 1.0 / 362880, C8 = 1.0 / 3628800, C9 = 1.0 / 39916800, C10 = 1.0 / 479001600, C11 = 1.0 / 6227020800;

    private readonly int doublings;
    private readonly double shrink;

    private Relaxation(int doublings, double shrink) => (this.doublings, this.shrink) = (doublings, shrink);

    /// <summary>For all x up to this one.</summary>
    public static Relaxation UpTo(double xMost)
    {
        int n = 0;
        double shrink = 1;
        for (double y = xMost; y > SeriesMost; y *= 0.5) (n, shrink) = (n + 1, shrink * 0.5);
        return new(n, shrink);
    }

    /// <summary>For one x.</summary>
    public static (double Phi, double Psi) At(double x) => UpTo(x).Of(x);

    public (double Phi, double Psi) Of(double x)
    {
        double y = x * shrink;
        double ψ = C0 - y * (C1 - y * (C2 - y * (C3 - y * (C4 - y * (C5 - y * (C6 - y * (C7 - y * (C8 - y * (C9 - y * (C10 - y * C11))))))))));
        double φ = 1 - y * ψ;
        for (int k = 0; k < doublings; k++)
        {
            ψ = ψ * 0.5 + φ * φ * 0.25;
            φ *= 1 - y * φ * 0.5;
            y *= 2;
        }
        return (φ, ψ);
    }

    /// <summary>The same on four at once, to the last bit.</summary>
    public (Vector256<double> Phi, Vector256<double> Psi) Of(Vector256<double> x)
    {
        Vector256<double> y = x * shrink;
        Vector256<double> ψ = V(C10) - y * C11;
        ψ = V(C9) - y * ψ;
        ψ = V(C8) - y * ψ;
        ψ = V(C7) - y * ψ;
        ψ = V(C6) - y * ψ;
        ψ = V(C5) - y * ψ;
        ψ = V(C4) - y * ψ;
        ψ = V(C3) - y * ψ;
        ψ = V(C2) - y * ψ;
        ψ = V(C1) - y * ψ;
        ψ = V(C0) - y * ψ;
        Vector256<double> φ = V(1) - y * ψ;
        for (int k = 0; k < doublings; k++)
        {
            ψ = ψ * 0.5 + φ * φ * 0.25;
            φ *= V(1) - y * φ * 0.5;
            y *= 2;
        }
        return (φ, ψ);
    }

    private static Vector256<double> V(double value) => Vector256.Create(value);
}
