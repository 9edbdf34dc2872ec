using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Caps that do not follow, and the readback at the racks that orders again once they do.</summary>
internal sealed class StickingCaps(Faults faults, IReadOnlyList<RackBank> banks)
{
    private readonly bool[] holds = new bool[faults.Caps.Count];

    private readonly bool[][] disputed = [.. banks.Select(bank => new bool[bank.Rows])];

    /// <summary>Some cap that was due was not in force, and has not been read as ordered since.</summary>
    public bool Disputed { get; private set; }

    public void Advance(TimeSpan now)
    {
        for (int k = 0; k < faults.Caps.Count; k++)
        {
            CapFault one = faults.Caps[k];
            bool isNow = now >= one.From && now < one.Until;
            if (isNow == holds[k] || one.Bank >= banks.Count) continue;
            holds[k] = isNow;
            CapBank caps = banks[one.Bank].Caps;
            for (int row = 0; row < caps.Racks; row++)
                caps.Refuse(row, !isNow ? null : one.AnswersFraction is { } share ? caps.Actuator.Least + share * (caps.Actuator.Most - caps.Actuator.Least) : caps.Enforced(row));
        }
        Disputed = false;
        for (int b = 0; b < banks.Count; b++)
            for (int row = 0; row < banks[b].Rows; row++)
            {
                CapBank caps = banks[b].Caps;
                if (!caps.OnTheWay(row))
                {
                    disputed[b][row] = caps.Enforced(row) != caps.Actuator.Resolved(caps.Requested(row));
                    if (disputed[b][row]) caps.Order(row, caps.Requested(row));
                }
                Disputed |= disputed[b][row];
            }
    }
}
