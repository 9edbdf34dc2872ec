using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Caps that do not follow, and the readback at the racks that orders again once they do.</summary>
internal sealed class StickingCaps(Faults faults, IReadOnlyList<RackBank> banks)
{
    private readonly bool[] holds = new bool[faults.Caps.Count];

    /// <summary>Some cap that was due is not in force.</summary>
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
        foreach (RackBank bank in banks)
            for (int row = 0; row < bank.Rows; row++)
            {
                if (bank.Caps.OnTheWay(row) || bank.Caps.Enforced(row) == bank.Caps.Actuator.Resolved(bank.Caps.Requested(row))) continue;
                Disputed = true;
                bank.Caps.Order(row, bank.Caps.Requested(row));
            }
    }
}
