using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Simulation;

namespace Headroom.Scenarios.ScenarioFiles;

/// <summary>One limit, or one block of curtailments.</summary>
internal sealed class LimitReading(Block block)
{
    private const int CurtailmentsMost = 10_000;    // a year: more than one an hour

    public LimitEvent Limit(int number)
    {
        Got<string> name = block.Text("name");
        Got<Power> power = block.Quantity<Power>("power"), baseline = block.Quantity<Power>("baseline");
        Got<double> share = block.Amount("share");
        if (power.Origin == Origin.Absent && share.Origin == Origin.Absent && !block.Reading.MayHaveLost(block.Map))
            block.Wrong("from", "neither `power` nor `share`", "the level", "Add `power: 80 MW`, or `share: 75 %` of the baseline.");
        if (power.Origin != Origin.Absent && share.Origin != Origin.Absent)
            block.Wrong("share", "`power` and `share`", "one of the two", "Leave one out: both state the level.");
        if (power.IsGiven && baseline.IsGiven && power.Value > baseline.Value)
            block.Wrong("power", $"at most {power.Value}, and a baseline of {baseline.Value}", "a level below the baseline",
                "Lower `power`, or correct the baseline.");
        TimeSpan? from = ScenarioReader.Time(block, "from"), to = ScenarioReader.Time(block, "to"), hold = ScenarioReader.Time(block, "hold");
        ScenarioReader.FindBackward(block, from, to);
        if (to is not null && hold is not null)
            block.Wrong("hold", "`to` and `hold`", "one of the two", "Leave one out: both say when the level ends.");
        LimitRamp ramp = Ramp();
        TimeSpan recovery = ScenarioReader.Time(block, "recovery") ?? default;
        if (to is null && hold is null && recovery > TimeSpan.Zero)
            block.Note("recovery", "a recovery after a limit without end", "`to` or `hold`", "Add one, or leave `recovery` out.");
        return new()
        {
            Name = name.Or($"limit {number}"),
            Feed = Feed(),
            From = from ?? default,
            To = to,
            Hold = hold,
            Level = power.IsGiven ? power.Value : null,
            BaselineShare = share.IsGiven ? share.Value : null,
            Baseline = baseline.IsGiven ? baseline.Value : null,
            Notice = ScenarioReader.Time(block, "notice") ?? default,
            Ramp = ramp,
            Recovery = recovery,
            Authority = block.Choice<LimitAuthority>("authority").Or(LimitAuthority.Utility),
            Firmness = block.Choice<Firmness>("firmness").Or(Firmness.Firm),
            Priority = block.Whole("priority").Or(1),
        };
    }

    public CurtailmentStatistics Curtailment()
    {
        Got<string> name = block.Text("name");
        Got<double> hours = block.Amount("hours");
        Got<Power> capacity = block.Quantity<Power>("capacity");
        Got<int> seed = block.Whole("seed");
        TimeSpan length = ScenarioReader.Time(block, "length") ?? TimeSpan.FromHours(1);
        if (hours.Or(0) / length.TotalHours is > CurtailmentsMost and double many)
            block.Wrong("length", FormattableString.Invariant($"{many:0} curtailments a year"), $"at most {CurtailmentsMost}", "Lengthen each, or take fewer hours a year.");
        return new()
        {
            Name = name.Or("curtailment"),
            Feed = Feed(),
            HoursPerYear = hours.Or(0),
            MeanLength = length,
            DepthFraction = block.Amount("depth").Or(1),
            Capacity = capacity.IsGiven ? capacity.Value : null,
            Seed = seed.IsGiven ? (ulong)seed.Value : null,
            Notice = ScenarioReader.Time(block, "notice") ?? default,
            Ramp = Ramp(),
            Authority = block.Choice<LimitAuthority>("authority").Or(LimitAuthority.Utility),
        };
    }

    private string? Feed() => block.Text("feed") is { IsGiven: true } feed ? feed.Value : null;

    private LimitRamp Ramp()
    {
        if (block.Nested("ramp") is not { } ramp) return LimitRamp.None;
        Got<Ramp> rate = ramp.Quantity<Ramp>("rate");
        return new(ScenarioReader.Time(ramp, "down") ?? default, ScenarioReader.Time(ramp, "up") ?? default,
            ramp.Choice<RampAnchor>("at").Or(RampAnchor.Ends), rate.IsGiven ? rate.Value : null);
    }
}
