namespace Headroom.Compute;

/// <summary>Waiting for a place in a replica when requests come at random.</summary>
public static class Queue
{
    /// <summary>Mean wait for one of s places.</summary>
    /// <remarks>
    ///   W = S·u^(√(2·(s + 1)) − 1)/(s·(1 − u))        s   places        u   share of them taken        S   time one is held
    ///   Valid    0 ≤ u &lt; 1, Poisson arrivals, exponential holding; exact for s = 1, within a few per cent above.
    ///   Source   Sakasegawa (1977), An approximation formula L_q ≃ α·ρ^β/(1 − ρ), for M/M/s.
    /// </remarks>
    public static double WaitSeconds(double places, double utilisationFraction, double heldSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(utilisationFraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(utilisationFraction, 1);
        double power = Math.Sqrt(2 * (places + 1)) - 1;
        return heldSeconds * Math.Pow(utilisationFraction, power) / (places * (1 - utilisationFraction));
    }
}
