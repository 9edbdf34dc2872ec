using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>One stretch of a site with an offer called as a firm limit, beside the same stretch without it: the same seed, so the same requests, waves and failures.</summary>
/// <param name="Limit">The offer as a limit, and how it was kept.</param>
/// <param name="Broken">What the offer breaks beside its limit, in words; empty where nothing.</param>
/// <param name="Lost">Tokens that each service loses beyond the run without it; never negative.</param>
/// <param name="LostFraction">The same, of those asked for while the offer lasts.</param>
/// <param name="Cost">By the terms of <see cref="OfferCost"/>.</param>
internal sealed record OfferTrial(ulong Seed, LimitFigure Limit, string Broken, TokenCount[] Lost, double[] LostFraction, Money Cost)
{
    /// <summary>Names and tiers, in the order of the site.</summary>
    public required IReadOnlyList<(string Name, int Tier)> Services { get; init; }
}

/// <summary>What a run with an offer does beyond a run without it.</summary>
/// <remarks>
///   ramp     most change in a rolling minute, from the instruction until half an hour after import has come back, where training that paused has climbed again
///   cost     Δ(energy, fuel, wear) + value · lost + mean price · owed, without the demand charge and the price of carbon, as offers state it
///   owed     training not done + work that still waits + batteries not filled again, at the meter:
///            (ΔE_run + Δwaiting · E_service/served)/η + (Δdischarged/η_d − η_c·Δcharged)/η_c
/// </remarks>
internal sealed class OfferTrialReading(SimulationOrder order, OfferInputs inputs, Offer offer)
{
    public const string Name = "offer";

    /// <summary>After import has come back; training that was paused starts and climbs in it.</summary>
    private static readonly TimeSpan settled = TimeSpan.FromMinutes(30);

    /// <summary>The limit that calls the offer, on the clock of a run.</summary>
    public LimitEvent Limit(TimeSpan shift)
    {
        int first = Math.Max(0, Array.FindLastIndex(inputs.Ahead.Edges(), edge => edge <= offer.From));
        return new()
        {
            Name = Name,
            From = offer.From - shift,
            Hold = offer.Duration,
            Level = offer.Level,
            Baseline = Power.Max(offer.Baseline, inputs.Import[first]),
            Notice = offer.Notice,
            Ramp = new(offer.RampDown, offer.RampUp, RampAnchor.Ends, null),
            Authority = LimitAuthority.Market,
            Firmness = Firmness.Firm,
        };
    }

    public OfferTrial Of(TapedRun called, TapedRun usual, TimeSpan shift)
    {
        LimitFigure limit = called.Report.Limits.Single(one => one.Name == Name);
        TokenCount[] lost = [.. called.Report.Services.Select((one, i) => TokenCount.Max(default, Lost(one) - Lost(usual.Report.Services[i])))];
        return new(called.Report.Run.Seed, limit, Broken(called, usual, limit, shift), lost, [.. lost.Select(Fraction)], Cost(called.Report, usual.Report, lost))
        {
            Services = [.. called.Report.Services.Select(one => (one.Name, one.Tier))],
        };
    }

    private static TokenCount Lost(ServedFigure one) => one.Shed + one.Expired;

    private double Fraction(TokenCount lost, int service)
    {
        TimeSpan[] edges = inputs.Ahead.Edges();
        TokenCount asked = default;
        for (int t = 0; t < inputs.Ahead.Steps; t++)
            if (edges[t + 1] > offer.From && edges[t] < offer.From + offer.Duration) asked += inputs.Ahead.Services[service].Demand[t] * inputs.Ahead.Lengths[t];
        return asked > TokenCount.Zero ? lost / asked : 0;
    }

    private string Broken(TapedRun called, TapedRun usual, LimitFigure limit, TimeSpan shift)
    {
        CeilingFigures now = called.Report.Ceiling, without = usual.Report.Ceiling;
        Power meter = LimitWatch.MeterFraction * limit.Baseline;
        if (now.WorstExcursion > Power.Max(meter, without.WorstExcursion)) return $"import passes the connection by {now.WorstExcursion}";
        if (called.Report.Breakers.FirstOrDefault(one => one.Tripped && !usual.Report.Breakers.Any(other => other.Node == one.Node && other.Tripped)) is { } breaker)
            return $"the breaker of {breaker.Node} trips";
        if (now.Unserved > without.Unserved + 1.Kilowatts * TimeSpan.FromSeconds(1)) return $"{now.Unserved - without.Unserved} that no source could feed";
        if (order.Site.Grid?.RampLimit is not { } ramp) return "";
        (TimeSpan from, TimeSpan to) = (offer.From - offer.Notice - shift, offer.From + offer.Duration + offer.RampUp + settled - shift);
        Power most = ramp * TimeSpan.FromMinutes(1), change = called.Change(from, to), before = usual.Change(from, to);
        return change > Power.Max(most + LimitWatch.MeterFraction * limit.Baseline, before) ? $"import changes by {change} within a minute, and {most} is allowed" : "";
    }

    private Money Cost(SimulationReport called, SimulationReport usual, TokenCount[] lost)
    {
        Money cost = Running(called) - Running(usual);
        for (int i = 0; i < lost.Length; i++) cost += inputs.Values[i] * lost[i];
        double efficiency = inputs.Facts.EfficiencyFraction;
        Energy owed = default;
        for (int i = 0; i < called.Training.Count; i++) owed += (usual.Training[i].It - called.Training[i].It) / efficiency;
        for (int i = 0; i < called.Services.Count; i++)
            if (usual.Services[i] is { } one && one.Served > TokenCount.Zero && order.Site.Services[i].Deferrable is not null)
                owed += (called.Services[i].Waiting - one.Waiting) / one.Served * one.It / efficiency;
        for (int i = 0; i < called.Batteries.Count; i++)
        {
            Battery facts = order.Site.Batteries.First(one => one.Name == called.Batteries[i].Name);
            Energy more = called.Batteries[i].Discharged - usual.Batteries[i].Discharged, filled = called.Batteries[i].Charged - usual.Batteries[i].Charged;
            owed += (more / facts.DischargeEfficiency - facts.ChargeEfficiency * filled) / facts.ChargeEfficiency;
        }
        return cost + inputs.Ahead.Price.Sum() / inputs.Ahead.Steps * owed;
    }

    private static Money Running(SimulationReport run) =>
        run.Costs.Where(one => !apart.Any(word => one.Kind.StartsWith(word, StringComparison.Ordinal))).Select(one => one.PerYear).Sum();

    /// <summary>What offers leave out.</summary>
    private static readonly string[] apart = ["demand", "carbon"];
}

/// <summary>A report with the import of every step.</summary>
internal sealed record TapedRun(SimulationReport Report, ImportTape Tape)
{
    /// <summary>Greatest rise or fall within a rolling minute of a window.</summary>
    public Power Change(TimeSpan from, TimeSpan to) => Tape.Change(from, to);

    /// <summary>Null where it was refused or stopped.</summary>
    public static TapedRun? Of(SimulationOrder order, CancellationToken stop)
    {
        var tape = new ImportTape(order.Step);
        return Simulator.Run(order, tape, null, stop) is SimulationAnswer.Ran { Report: { Run.IsPartial: false } report } ? new(report, tape) : null;
    }
}

/// <summary>Import at the meter, step by step.</summary>
internal sealed class ImportTape(TimeSpan step) : IRunRecorder
{
    private readonly List<Power> means = [];
    private int column;

    public void Open(RecordLayout layout) => column = layout.Site.Select((one, k) => (one.Name, k)).First(one => one.Name == "import").k;

    public void Step(TimeSpan start, ReadOnlySpan<double> site) => means.Add(site[column].Megawatts);

    public void Minute(TimeSpan start, in MinuteRecord minute) { }

    public Power Change(TimeSpan from, TimeSpan to)
    {
        var minute = new RollingMinute(step);
        int first = Math.Max(0, (int)(from / step)), end = Math.Min(means.Count, (int)Math.Ceiling(to / step));
        for (int k = first; k < end; k++) minute.Add(means[k]);
        return Power.Max(minute.WorstRise, minute.WorstFall);
    }
}
