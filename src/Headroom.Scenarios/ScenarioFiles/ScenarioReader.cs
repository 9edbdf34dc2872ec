using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Simulation;

namespace Headroom.Scenarios.ScenarioFiles;

/// <summary>Reads a scenario from its root block, list by list; each reads on where another failed.</summary>
internal sealed class ScenarioReader(Reading reading, Block root)
{
    public Scenario Read()
    {
        Got<string> name = root.Text("scenario");
        Got<string> about = root.Text("about");
        Got<int> seed = root.Whole("seed");
        var scenario = new Scenario
        {
            Name = name.Or(""),
            About = about.Or(""),
            Seed = (ulong)seed.Or(0),
            Limits = [.. root.List("limits").Select((block, k) => new LimitReading(block).Limit(k + 1))],
            Curtailments = [.. root.List("curtailments").Select(block => new LimitReading(block).Curtailment())],
            Prices = [.. root.List("prices").Select(Price)],
            HeatWaves = [.. root.List("heatWaves").Select(Wave)],
            Failures = [.. root.List("failures").Select(Failure)],
            Dips = [.. root.List("dips").SelectMany(Dips).OrderBy(dip => dip.At)],
            Frequencies = [.. root.List("frequencies").Select(Frequency)],
            GridLosses = [.. root.List("gridLosses").Select(Loss)],
            Restarts = [.. root.List("restarts").Select(Restart)],
        };
        bool isEmpty = root.Map.Entries.All(entry => entry.Key is "scenario" or "about" or "seed");
        if (isEmpty && !reading.IsPartial)
            reading.Wrong(root.Line, "", "nothing happens in it", "at least one event",
                "Add limits, curtailments, prices, heatWaves, failures, dips, frequencies, gridLosses or restarts.");
        return scenario;
    }

    private static PriceEvent Price(Block block)
    {
        (TimeSpan from, TimeSpan to) = Window(block);
        Got<EnergyPrice> set = block.Quantity<EnergyPrice>("price"), add = block.Quantity<EnergyPrice>("add");
        Got<double> factor = block.Amount("factor");
        if (set.Origin == Origin.Absent && factor.Origin == Origin.Absent && add.Origin == Origin.Absent)
            block.Wrong("from", "no `price`, `factor` or `add`", "what happens to the price", "Add `price: 2000 $/MWh`, or `factor: 3`.");
        return new(from, to, set.IsGiven ? set.Value : null, factor.Or(1), add.Or(default));
    }

    private static HeatWave Wave(Block block)
    {
        (TimeSpan from, TimeSpan to) = Window(block);
        Got<TemperatureRise> dry = block.Quantity<TemperatureRise>("dryBulb"), wet = block.Quantity<TemperatureRise>("wetBulb");
        if (dry.IsGiven && wet.IsGiven && wet.Value > dry.Value)
            block.Wrong("wetBulb", $"{wet.Value} on the wet bulb, {dry.Value} on the dry bulb", "a wet-bulb offset no greater than the dry-bulb one",
                "Exchange the two: the wet bulb rises less.");
        return new(from, to, dry.Or(default), wet.Or(default), block.Choice<WindowShape>("shape").Or(WindowShape.Plateau));
    }

    private static Failure Failure(Block block)
    {
        Got<FailureKind> kind = block.Choice<FailureKind>("kind");
        Got<string> name = block.Text("name");
        Got<int> count = block.Whole("count");
        if (name.IsGiven && count.IsGiven && count.Value > 1 && kind.IsSound)
            block.Wrong("count", $"{count.Value} of the one named {name.Value}", "a name or a count", "Leave one of the two out.");
        if (kind.IsGiven && kind.Value == FailureKind.Feed && name.Origin == Origin.Absent)
            block.Wrong("kind", "a feed without `name`", "which feed fails", "Add its `name`; for all feeds write `gridLosses`.");
        return new(kind.Or(default), Time(block, "from") ?? default, Time(block, "duration"), count.Or(1), name.IsGiven ? name.Value : null);
    }

    private static IEnumerable<VoltageDip> Dips(Block block)
    {
        TimeSpan at = Time(block, "at") ?? default, duration = Time(block, "duration") ?? default;
        Got<double> voltage = block.Amount("voltage"), phase = block.Amount("worstPhase"), spacing = block.Amount("spacing");
        int count = block.Whole("count").Or(1);
        if (voltage.IsGiven && phase.IsGiven && phase.Value > voltage.Value)
            block.Wrong("worstPhase", FormattableString.Invariant($"{phase.Value} pu on the worst phase, {voltage.Value} pu in all"),
                "a worst phase no higher than the voltage", "Exchange the two.");
        if (count > 1 && spacing.Origin == Origin.Absent)
            block.Wrong("count", $"{count} dips without `spacing`", "how far apart they start", "Add `spacing: 15 s`.");
        if (count > 1 && spacing.IsGiven && duration.TotalSeconds > spacing.Value)
            block.Wrong("spacing", FormattableString.Invariant($"dips of {duration.TotalSeconds} s every {spacing.Value} s"),
                "a spacing above the duration", "Widen `spacing`, or shorten `duration`.");
        double left = voltage.Or(1);
        for (int k = 0; k < count; k++)
            yield return new(at + TimeSpan.FromSeconds(k * spacing.Or(0)), duration, left, phase.Or(left));
    }

    private static FrequencyEvent Frequency(Block block) =>
        new(Time(block, "at") ?? default, Time(block, "duration") ?? default, block.Amount("frequency").Or(60));

    private static GridLoss Loss(Block block)
    {
        Got<string> feed = block.Text("feed");
        return new(Time(block, "from") ?? default, Time(block, "duration"), feed.IsGiven ? feed.Value : null);
    }

    private static TrainingRestart Restart(Block block)
    {
        TimeSpan? at = Time(block, "at"), standstill = Time(block, "standstill");
        if (at < standstill)
            block.Wrong("standstill", FormattableString.Invariant($"a standstill of {standstill.Value.TotalMinutes} min before {at.Value.TotalMinutes} min"),
                "a standstill within the run", "Move `at`, or shorten `standstill`.");
        Got<Ramp> ramp = block.Quantity<Ramp>("rampLimit");
        return new(at ?? default, standstill ?? default, [.. block.Names("runs").Select(one => one.Name)], ramp.IsGiven ? ramp.Value : null);
    }

    internal static TimeSpan? Time(Block block, string key)
    {
        Got<double> seconds = block.Amount(key);
        return seconds.IsGiven ? TimeSpan.FromSeconds(Math.Min(seconds.Value, 1e9)) : null;
    }

    internal static (TimeSpan From, TimeSpan To) Window(Block block)
    {
        TimeSpan? from = Time(block, "from"), to = Time(block, "to");
        FindBackward(block, from, to);
        return (from ?? default, to ?? default);
    }

    internal static void FindBackward(Block block, TimeSpan? from, TimeSpan? to)
    {
        if (to <= from)
            block.Wrong("to", FormattableString.Invariant($"from {from.Value.TotalHours:0.####} h to {to.Value.TotalHours:0.####} h"), "an end after the start",
                "Exchange the two; both count from the start of the run.");
    }
}
