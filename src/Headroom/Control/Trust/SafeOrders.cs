using System.Text;

namespace Headroom.Control;

/// <summary>What can go silent or wrong.</summary>
public enum ControlFault
{
    StaleTelemetry,
    FrozenSensor,
    JumpingSensor,
    LyingSensor,
    DisputedCap,
    ForeignWriter,
    IneffectiveCap,
    DeadActuator,
    BrakeAsserted,
    LostGridParty,
    ControllerGone,
    ControllerRestarted,
    ClockAhead,
    ClockBack,
}

/// <summary>The answer to a fault.</summary>
/// <param name="SeenBy">How it is noticed.</param>
/// <param name="Order">What the controller does.</param>
/// <param name="Lasts">For how long.</param>
/// <param name="EndsWith">What ends it.</param>
public sealed record SafeOrder(ControlFault Fault, string SeenBy, string Order, string Lasts, string EndsWith);

/// <summary>Every fault has a defined safe order. The page docs/faults.md prints this table.</summary>
public static class SafeOrders
{
    public static IReadOnlyList<SafeOrder> All { get; } =
    [
        new(ControlFault.StaleTelemetry, "a reading older than its sensor's age limit",
            "hold what was ordered; count with the last good value, moved to the safe side as fast as physics could have moved it, up to the sensor's bound",
            "as long as it is stale; the bound is reached in (bound − value)/rate", "a good reading"),
        new(ControlFault.FrozenSensor, "a value that stands still for longer than a live one can",
            "as for stale telemetry, counted from the moment when it last moved", "as long as it stands still", "a reading that moved"),
        new(ControlFault.JumpingSensor, "a change faster than physics allows", "count with the safe one of the new value and what the old one may have become",
            "until the new level is confirmed, 3 readings in a row", "the confirmation, or a reading that fits the old level"),
        new(ControlFault.LyingSensor, "the balance: import, plants and batteries against racks, cooling and other draw",
            "the larger draw counts: what no reading explains is added to the draw that nobody meters", "as long as the views disagree",
            "views that agree within their tolerance"),
        new(ControlFault.DisputedCap, "a readback after the latency that differs from the order", "count with what is enforced; order again; raise the alarm",
            "until the next readback after the latency", "a readback as ordered"),
        new(ControlFault.ForeignWriter, "an enforced cap that changes without an order", "count with what is enforced; order again; raise the alarm",
            "until the next readback after the latency", "a readback as ordered"),
        new(ControlFault.IneffectiveCap, "a draw above the enforced cap by more than noise",
            "count with what is drawn; take the rest from other devices or another kind of actuator", "as long as it draws more", "a draw under the cap"),
        new(ControlFault.DeadActuator, "no readback within the age limit",
            "count with the fail-safe value that its dead man holds, or else with the most that the device draws; plan without it", "as long as it is silent",
            "a readback"),
        new(ControlFault.BrakeAsserted, "the brake's own bit in the device's reasons for its clock", "count with what is drawn; give nothing to the device; raise the alarm",
            "as long as the bit is set", "a readback without it"),
        new(ControlFault.LostGridParty, "no heartbeat within the period that its limit states", "the last limit holds, then the limit's value for silence; never without a limit",
            "as the limit states", "a message of that party"),
        new(ControlFault.ControllerGone, "an order whose time to live is over, at the rack", "the rack holds the order's fail-safe value; never uncapped",
            "without end", "a newer order"),
        new(ControlFault.ControllerRestarted, "a process that starts from a snapshot",
            "take over book, clock and memories from the snapshot; without memories order a little less than is read in force; readings of before age by the clock",
            "until every device was read once, one age limit at most", "readbacks"),
        new(ControlFault.ClockAhead, "a clock that moves on by more than the beats",
            "readings and orders age by the jump; limits that ended in between hold on, those that began hold already", "60 steady beats",
            "new readings for what is stale; the steady beats for limits"),
        new(ControlFault.ClockBack, "a clock that moves on by less than the beats, or back",
            "ages go on with the beats, so no order and no message lives longer; limits of either time hold", "60 steady beats", "the steady beats"),
    ];

    public static SafeOrder Of(ControlFault fault) => All.First(order => order.Fault == fault);

    /// <summary>The table as the page prints it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("| fault | seen by | what the controller does | for how long | what ends it |\n|---|---|---|---|---|\n");
        foreach (SafeOrder order in All)
            text.Append("| ").Append(Words(order.Fault)).Append(" | ").Append(order.SeenBy).Append(" | ").Append(order.Order).Append(" | ").Append(order.Lasts)
                .Append(" | ").Append(order.EndsWith).Append(" |\n");
        return text.ToString();
    }

    /// <summary><c>StaleTelemetry</c> as <c>stale telemetry</c>.</summary>
    private static string Words(ControlFault fault)
    {
        var words = new StringBuilder();
        foreach (char letter in fault.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }
}
