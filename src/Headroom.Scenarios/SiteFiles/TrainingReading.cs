using System.Globalization;
using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Workloads;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>One run of the list <c>training</c>.</summary>
internal sealed class TrainingReading(Block block, Surroundings around, SiteNames names, bool isYearSound)
{
    private readonly Got<string> name = block.Text("name");

    public (string Name, int Line)? Named => name.IsGiven ? (name.Value!, name.Line) : null;

    /// <summary>The run; null where it is at fault.</summary>
    public TrainingRun? Read()
    {
        Got<Quantities.Compute> amount = block.Quantity<Quantities.Compute>("compute");
        Got<DateTime> from = Moment("from", isEnd: false), by = Moment("by", isEnd: true);
        bool isInYear = isYearSound && CheckYear(from, by);
        TrainingRun run = Interrupted(new()
        {
            Name = name.Or(""),
            Amount = amount.Or(default),
            FirstHour = isInYear && from.IsGiven ? HourOf(from.Value) : 0,
            EndHour = isInYear && by.IsGiven ? HourOf(by.Value) : around.Year.Hours,
            Precision = block.Choice<Precision>("precision").Or(Precision.Bf16),
            UtilisationFraction = block.Amount("utilisation").Or(0.40),
            GoodputFraction = block.Amount("goodput").Or(0.90),
            MayPause = block.Flag("mayPause").Or(true),
            ComesBack = block.Flag("comesBack").Or(false),
            Racks = [.. block.Names("racks").Select(one => one.Name)],
        });
        foreach ((string rack, int line) in block.Names("racks")) names.RequireRack(rack, line, block.PathOf("racks"));
        return name.IsGiven && amount.IsGiven && from.IsSound && by.IsSound ? run : null;
    }

    /// <summary>With what only a simulation reads: the shape of the draw, and what failures cost.</summary>
    private TrainingRun Interrupted(TrainingRun run)
    {
        Got<TrainingWaveform> waveform = block.Choice("waveform").Map(word => word switch
        {
            "fineTuning" => ShippedWaveforms.FineTuningH100,
            "flat" => ShippedWaveforms.Flat,
            _ => ShippedWaveforms.PreTrainingH100,
        });
        Got<TimeSpan> restart = Time("restart"), detection = Time("detection");
        run = run with
        {
            Waveform = waveform.IsGiven ? waveform.Value : null,
            FailuresPerAcceleratorHour = block.Amount("failures").Or(run.FailuresPerAcceleratorHour),
            Stall = Time("checkpointStall").Or(run.Stall),
            Restart = restart.Or(run.Restart),
            Detection = detection.Or(run.Detection),
        };
        TimeSpan start = (run.Waveform ?? ShippedWaveforms.PreTrainingH100).StartUp.Duration;
        if (restart.IsSound && detection.IsSound && waveform.IsSound && run.Restart < run.Detection + start)
            block.Wrong(block.Has("restart") ? "restart" : "detection", $"a restart of {run.Restart.TotalSeconds:0.##} s",
                $"at least {(run.Detection + start).TotalSeconds:0.##} s: detection and the start-up of the waveform are part of it",
                "Lengthen `restart` or shorten `detection`.");
        return run;
    }

    private Got<TimeSpan> Time(string key) => block.Amount(key).Map(TimeSpan.FromSeconds);

    private DateTime YearStart => new(around.Year.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private int HourOf(DateTime moment) => (int)Math.Ceiling((moment - YearStart).TotalHours);

    private bool CheckYear(Got<DateTime> from, Got<DateTime> by)
    {
        DateTime end = YearStart.AddHours(around.Year.Hours);
        bool isIn = true;
        void Check(string key, Got<DateTime> moment, bool isInside)
        {
            if (!moment.IsGiven || isInside) return;
            isIn = false;
            block.Wrong(key, $"\"{((YamlScalar)block.Map[key]!).Text}\" is outside the planned year",
                $"{around.Year.Year}-01-01 to {around.Year.Year}-12-31",
                "Move the date into the year, or plan another `year`.");
        }
        Check("from", from, from.IsGiven && from.Value >= YearStart && from.Value < end);
        Check("by", by, by.IsGiven && by.Value > YearStart && by.Value <= end);
        if (isIn && from.IsGiven && by.IsGiven && by.Value <= from.Value)
        {
            isIn = false;
            block.Wrong("by", $"from {Said("from")} by {Said("by")}", "an end after the start", "Exchange the two dates.");
        }
        return isIn;
    }

    private string Said(string key) => ((YamlScalar)block.Map[key]!).Text;

    /// <summary>A day, whose end counts for an end; or a moment with offset.</summary>
    private Got<DateTime> Moment(string key, bool isEnd)
    {
        Got<string> text = block.DayText(key);
        if (!text.IsGiven) return new(default, text.Origin, text.Line);
        if (DateTime.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day)
            && day.Year is > 1 and < 9998)
            return Got<DateTime>.Given(isEnd ? day.AddDays(1) : day, text.Line);
        if (IsoTime.TryParse(text.Value, out IsoTime moment) && moment.HasOffset) return Got<DateTime>.Given(moment.Utc, text.Line);
        block.Wrong(key, $"\"{text.Value}\"",
            $"a day such as {around.Year.Year}-03-31, or a moment such as {around.Year.Year}-03-31T12:00Z", "Write year-month-day.");
        return Got<DateTime>.Poisoned(text.Line);
    }
}
