using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>The room that a ceiling leaves to work, and plants that are held up for it.</summary>
public sealed partial class Envelope
{
    /// <summary>IT power above idle that a ceiling on import leaves.</summary>
    /// <param name="byOrder">Batteries count with their orders, which stop softly; else with what they can carry while work leaves.</param>
    private Power Room(Observation seen, Orders orders, Power ceiling, double margin, bool byOrder = false)
    {
        Power fed = default;
        for (int i = 0; i < seen.Plants.Length; i++) fed += seen.GridLives || !seen.Plants[i].Follows ? orders.Plants[i] : Power.Max(orders.Plants[i], seen.Plants[i].Most);
        for (int i = 0; i < seen.Batteries.Length; i++)
            fed += byOrder ? orders.Batteries[i] : Power.Max(default, Power.Min(seen.Batteries[i].Most - fading[i], seen.Batteries[i].Deliverable / LimitSight.Leaving));
        // noise goes with what is drawn: under a ceiling that is small beside it, a share of the ceiling is no margin
        if (seen.GridLives) fed += double.IsInfinity(ceiling.Watts) ? ceiling : ceiling - margin * Power.Max(ceiling, ceiling + fed);
        return AboveIdle(seen, fed);
    }

    /// <summary>A battery whose most falls is empty before its meter of charge says so: by the time in which caps land it falls on.</summary>
    /// <remarks>fading = max(0, most before − most)·(latency + 2 steps)/step</remarks>
    private void Fade(Observation seen)
    {
        for (int i = 0; i < fading.Length; i++)
        {
            fading[i] = Power.Max(default, batteryMost[i] - seen.Batteries[i].Most) * ((seen.CapDelay + 2 * seen.Step) / seen.Step);
            batteryMost[i] = seen.Batteries[i].Most;
        }
    }

    private Power[] fading = [], batteryMost = [];

    /// <summary>Cooling that grows by itself, as after a pump that failed, grows on until caps have landed.</summary>
    /// <remarks>rise = (latency + 2 steps)·max(0, mean of dκ/dt over ten seconds)        dκ/dt within ±0.002/s: IT power that jumps is no trend of the cooling</remarks>
    private void Rise(Observation seen)
    {
        double seconds = seen.Step.TotalSeconds, steepest = SteepestPerSecond * seconds;
        double moved = seen.DrawPerItRatio - ratioBefore, now = double.IsFinite(moved) ? Math.Clamp(moved, -steepest, steepest) / seconds : 0;
        trendPerSecond += Math.Min(1, seconds / TrendSeconds) * (now - trendPerSecond);
        ratioBefore = seen.DrawPerItRatio;
        rise = Math.Max(0, trendPerSecond) * (seen.CapDelay + 2 * seen.Step).TotalSeconds;
    }

    private const double SteepestPerSecond = 0.002, TrendSeconds = 10;
    private double ratioBefore, trendPerSecond, rise;

    /// <summary>IT power above idle that a power at the bus carries.</summary>
    private Power AboveIdle(Observation seen, Power fed) => (fed - seen.Other) / (seen.DrawPerItRatio + rise) - seen.Idle;

    /// <summary>No plant goes down, or stays down, while what is drawn passes the ceiling without it.</summary>
    private void HoldUp(Observation seen, Orders orders)
    {
        if (!seen.GridLives) return;
        Power drawn = Drawn(seen);
        for (int i = 0; i < seen.Runs.Length; i++) drawn += Crest(seen, i) - seen.Runs[i].Drawn;
        Power missing = seen.DrawPerItRatio * (drawn - Room(seen, orders, seen.CeilingSoon, HoldUpMargin));
        for (int i = 0; i < seen.Plants.Length && missing > Power.Zero; i++)
        {
            Power asked = orders.Plants[i], more = Power.Max(default, Power.Min(missing, seen.Plants[i].Most - asked));
            orders.Plants[i] = Power.Min(seen.Plants[i].Most, asked + more);
            missing -= more;
            Held.Add(OrderKind.Plant, i, asked.Watts, orders.Plants[i].Watts, HoldReason.Ceiling);
        }
    }

    /// <summary>Plants are held up for so much of the ceiling more, for work that starts within the step; without chance nothing does.</summary>
    private const double HoldUpMargin = 0.04;

    /// <summary>Too much is in flight: the last in rank starts nothing new, as far as that helps.</summary>
    private void Close(Observation seen, Orders orders, Power missing, int firstRank, HoldReason reason)
    {
        for (int rank = Shedding.MayWait; rank >= firstRank; rank--)
            for (int i = 0; i < seen.Services.Length; i++)
            {
                if (seen.Services[i].Rank != rank) continue;
                Power asked = orders.ServiceMost[i], held = seen.Services[i].Drawn, less = Power.Max(default, Power.Min(missing, held));
                missing -= less;
                // without room no gate goes up: a reading that shows more than its gate let start shows work in flight, or lies
                orders.ServiceMost[i] = Power.Min(asked, Power.Min(held - less, gates[i]));
                Held.Add(OrderKind.ServiceMost, i, asked.Watts, orders.ServiceMost[i].Watts, reason);
            }
    }
}
