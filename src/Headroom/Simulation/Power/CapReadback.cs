using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What a readback says about a cap.</summary>
public enum CapStanding
{
    /// <summary>In force as ordered.</summary>
    Agreed,

    /// <summary>Ordered, not yet in force.</summary>
    OnTheWay,

    /// <summary>Another cap is in force than the one ordered: refused, lost, or written by somebody else.</summary>
    Disputed,
}

/// <summary>One rack as telemetry shows it: requested, enforced and drawn side by side.</summary>
public readonly record struct CapReading(Power Requested, Power Enforced, Power Drawn, CapStanding Standing)
{
    /// <summary>The cap to plan with: what is in force where that is disputed, else what was requested.</summary>
    public Power Usable => Standing == CapStanding.Disputed ? Enforced : Power.Min(Requested, Enforced);
}

/// <summary>Telemetry of a bank of caps: read once a period, old in between.</summary>
/// <remarks>Default period 2 s: POLCA, arXiv 2308.12908, table 1 (row telemetry).</remarks>
public sealed class CapReadback
{
    readonly CapBank bank;
    readonly CapReading[] readings;
    TimeSpan next;

    public CapReadback(CapBank bank, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(bank);
        if (period <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(period), period, "a period is above zero");
        this.bank = bank;
        Period = next = period;
        readings = [.. Enumerable.Range(0, bank.Racks).Select(rack => Read(bank, rack, default))];
    }

    public TimeSpan Period { get; }
    public static TimeSpan UsualPeriod => TimeSpan.FromSeconds(2);
    public IReadOnlyList<CapReading> Readings => readings;

    /// <summary>When the readings were taken.</summary>
    public TimeSpan Taken { get; private set; }

    /// <summary>Racks whose cap was disputed when last read.</summary>
    public int Disputed { get; private set; }

    /// <summary>Reads when the period is over; tells whether it did.</summary>
    /// <param name="now">The end of the step.</param>
    /// <param name="drawnWatts">Mean draw in the step.</param>
    public bool Look(TimeSpan now, ReadOnlySpan<double> drawnWatts)
    {
        if (now < next) return false;
        Disputed = 0;
        for (int rack = 0; rack < readings.Length; rack++)
        {
            readings[rack] = Read(bank, rack, drawnWatts[rack]);
            if (readings[rack].Standing == CapStanding.Disputed) Disputed++;
        }
        Taken = now;
        while (next <= now) next += Period;
        return true;
    }

    static CapReading Read(CapBank bank, int rack, double drawnWatts)
    {
        Power requested = bank.Requested(rack), enforced = bank.Enforced(rack);
        CapStanding standing = bank.OnTheWay(rack) ? CapStanding.OnTheWay
            : enforced == bank.Actuator.Resolved(requested) ? CapStanding.Agreed : CapStanding.Disputed;
        return new(requested, enforced, Power.FromSi(drawnWatts), standing);
    }
}
