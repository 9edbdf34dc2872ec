using System.Globalization;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Simulation.Rules;

namespace Headroom.Scenarios.Rules;

/// <summary>One rule of a pack.</summary>
internal sealed class RuleReading(Block block)
{
    private static readonly string[] requirements = ["ramp", "recovery", "loss", "voltageBand", "frequencyBand", "nonePublished", "duty"];

    /// <summary>The rule; null where its requirement is at fault.</summary>
    public GridRule? Read()
    {
        Requirement? requires = Requires();
        DateOnly? from = Day("validFrom"), to = Day("validTo");
        if (to < from) block.Wrong("validTo", $"valid to {to:yyyy-MM-dd} from {from:yyyy-MM-dd}", "an end after the start", "Exchange the two dates.");
        Got<string> id = block.Text("id"), authority = block.Text("authority"), title = block.Text("title"), version = block.Text("version");
        Got<string> source = block.Text("source"), grade = block.Choice("grade"), checkedOn = block.Text("checkedOn");
        if (checkedOn.IsGiven && !DateTime.TryParseExact(checkedOn.Value, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            block.Wrong("checkedOn", $"\"{checkedOn.Value}\"", "a month such as 2026-11", "Write year-month.");
        var rule = new GridRule
        {
            Id = id.Or(""),
            Authority = authority.Or(""),
            Title = title.Or(""),
            Version = version.Or(""),
            Status = block.Choice<RuleStatus>("status").Or(RuleStatus.Study),
            ValidFrom = from,
            ValidTo = to,
            Applies = [.. block.List("applies").Select(Applies)],
            Requires = requires ?? new Requirement.Duty(""),
            Voltage = block.Choice<VoltageDefinition>("voltage").Or(VoltageDefinition.NotStated),
            Averaging = Time(block, "averaging"),
            Source = source.Or(""),
            Grade = grade.Or(""),
            CheckedOn = checkedOn.Or(""),
            Note = block.Text("note").Or(""),
        };
        return requires is null ? null : rule;
    }

    private Requirement? Requires()
    {
        string[] stated = [.. requirements.Where(block.Has)];
        if (stated.Length != 1 && !block.Reading.MayHaveLost(block.Map))
            block.Wrong(stated.Length == 0 ? "id" : stated[1], stated.Length == 0 ? "no requirement" : $"`{string.Join("`, `", stated)}`",
                "one requirement in one rule", $"State one of {string.Join(", ", requirements)}.");
        return stated.FirstOrDefault() switch
        {
            "ramp" when block.Nested("ramp") is { } ramp =>
                new Requirement.RampLimit(ramp.Quantity<Ramp>("most").Or(default), Time(ramp, "window") ?? default),
            "recovery" when block.Nested("recovery") is { } back => new Requirement.Recovery(
                back.Amount("share").Or(1), Time(back, "within") ?? default, back.Amount("voltage").Or(1)),
            "loss" when block.Nested("loss") is { } loss =>
                new Requirement.LossLimit(loss.Quantity<Power>("most").Or(default), Time(loss, "window") ?? default),
            "voltageBand" => new Requirement.VoltageBand([.. block.List("voltageBand").Select(Zone)]),
            "frequencyBand" => new Requirement.FrequencyBand([.. block.List("frequencyBand").Select(Zone)]),
            "nonePublished" => new Requirement.NonePublished(block.Text("nonePublished").Or("")),
            "duty" => new Requirement.Duty(block.Text("duty").Or("")),
            _ => null,
        };
    }

    private static StayZone Zone(Block zone)
    {
        Got<double> least = zone.Amount("least"), most = zone.Amount("most");
        if (least.IsGiven && most.IsGiven && least.Value > most.Value)
            zone.Wrong("least", FormattableString.Invariant($"from {least.Value} to {most.Value}"), "least no greater than most", "Exchange the two.");
        return new(least.Or(0), most.Or(0), Time(zone, "stay"));
    }

    private static Applicability Applies(Block one) => new(one.Quantity<Power>("atLeast").Or(default),
        Kilovolts(one, "voltageAbove"), Kilovolts(one, "voltageAtLeast"), Kilovolts(one, "voltageAtMost"));

    private static double? Kilovolts(Block one, string key) => one.Amount(key) is { IsGiven: true } given ? given.Value : null;
    private static TimeSpan? Time(Block one, string key) => one.Amount(key) is { IsGiven: true } given ? TimeSpan.FromSeconds(given.Value) : null;

    private DateOnly? Day(string key)
    {
        Got<string> text = block.DayText(key);
        if (!text.IsGiven) return null;
        if (DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)) return day;
        block.Wrong(key, $"\"{text.Value}\"", "a day such as 2026-01-15", "Write year-month-day.");
        return null;
    }
}
