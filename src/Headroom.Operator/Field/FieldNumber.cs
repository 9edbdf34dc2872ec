namespace Headroom.Operator.Field;

/// <summary>Where a number that a device tells ends to be a reading.</summary>
/// <remarks>
///   accelerator, strip        |P| ≤ 10⁹ W         its driver's door
///   meter, battery, plant     |P| ≤ 10¹² W        more than any country's grid
///   counters and stores       0 ≤ E ≤ 10¹⁸ J      a year of 30 GW
///   Beyond, sums over a site leave the numbers and what is smoothed or counted never comes back to them, not even by a restart: so what is beyond is no reading, as
///   if it had not come, and an alarm. A draw slightly below zero is a sensor's offset, and counts as none.
/// </remarks>
internal static class FieldNumber
{
    public const double RackWattsMost = 1e9, WattsMost = 1e12, JoulesMost = 1e18, KelvinMost = 1e4;

    /// <summary>NaN is beyond too.</summary>
    public static bool IsWithin(double si, double most) => Math.Abs(si) <= most;
}
