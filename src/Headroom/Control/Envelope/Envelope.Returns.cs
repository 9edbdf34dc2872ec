using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Racks that have just come back.</summary>
public sealed partial class Envelope
{
    private Power idleBefore;
    private Power[] read = [];
    private bool awaits;

    /// <summary>Work that waited for racks takes them up at once: until it is read, a service counts with what the caps in force leave on its part of them.</summary>
    /// <remarks>
    ///   expected = max(drawn, min(enforced, drawn + r·enforced))        r = 1 − idle before/idle, the share of all racks that has come back
    ///   Valid for one beat: the next reading shows what they draw.
    /// </remarks>
    private void Expect(Observation seen)
    {
        double back = seen.Idle > idleBefore ? 1 - idleBefore / seen.Idle : 0;
        (idleBefore, awaits) = (seen.Idle, back > 0);
        for (int i = 0; i < seen.Services.Length; i++)
        {
            ServiceNeed need = seen.Services[i];
            read[i] = need.Drawn;
            if (awaits) seen.Services[i] = need with { Drawn = Power.Max(need.Drawn, Power.Min(need.Enforced, need.Drawn + back * need.Enforced)) };
        }
    }

    /// <summary>What is expected of work in flight lets no new work start in its place.</summary>
    private void Await(Orders orders)
    {
        if (!awaits) return;
        for (int i = 0; i < read.Length; i++) if (!double.IsInfinity(orders.ServiceMost[i].Watts)) Shut(orders, i, read[i]);
    }
}
