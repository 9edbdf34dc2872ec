using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation.Rules;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>What a run adds up. Energies are sums of whole steps; nothing is averaged that can be summed.</summary>
internal sealed class RunBook
{
    public const int HappeningsMost = 1000, SamplesMost = 1_000_000;
    private readonly long stepsPerSample;
    private readonly TimeSpan step;
    private readonly List<double> sampleMegawatts = [];
    private double sampleSum, hourSum;
    private long sampled, hourSteps;

    public RunBook(TimeSpan step, TimeSpan length, IEnumerable<LimitCourse> limits)
    {
        this.step = step;
        stepsPerSample = Math.Max(1, (length.Ticks / step.Ticks + SamplesMost - 1) / SamplesMost);
        Limits = [.. limits.Select(course => new LimitWatch(course))];
    }

    public IReadOnlyList<LimitWatch> Limits { get; }
    public ExcursionBook Ceiling { get; } = new();

    /// <summary>Energies in joules.</summary>
    public double Imported, Exported, Drawn, It, Cooling, Losses, Other, Unserved, Surplus, ServingIt, ServingServer, ServingAccelerator, Training;

    public double[] Fed = [], Charged = [], Discharged = [], ServiceIt = [], TrainingIt = [], RunningSeconds = [], MostFedWatts = [];
    public double EnergyDollars, AdderDollars, SalesDollars, FuelDollars, VariableDollars, CarbonKilograms, CoolingWaterKilograms, PlantWaterLitres;
    public double PeakHourWatts, PeakDrawWatts, WarmestCoolantKelvin, WarmestChipKelvin, WarmestLoopKelvin, ThrottledRackSeconds, ImbalanceShare;
    public bool GridTripped;

    /// <summary>Memory of the connection's own breaker: 1 trips.</summary>
    public double GridBreaker, WorstGridBreaker;
    public List<(TimeSpan At, string What)> Happenings { get; } = [];
    public List<GridEvent> Felts { get; } = [];

    public void Happened(TimeSpan at, string what)
    {
        if (Happenings.Count < HappeningsMost) Happenings.Add((at, what));
        else if (Happenings.Count == HappeningsMost) Happenings.Add((at, "more happens than is listed from here on"));
    }

    private static string Of(int count, string noun) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    public static string Words(Failure failure) => failure.Kind switch
    {
        FailureKind.Chiller => $"{Of(failure.Count, "chiller")} out",
        FailureKind.Pump => $"{Of(failure.Count, "pump")} out",
        FailureKind.Generator => $"{Of(failure.Count, "unit")} of {failure.Component ?? "the first plant"} out",
        FailureKind.Battery => $"{failure.Component ?? "every battery"} out",
        FailureKind.RackLeak => $"{Of(failure.Count, "rack")} isolated for a leak",
        FailureKind.Feed => $"feed {failure.Component} open",
        _ => "telemetry lost",
    };

    public void Happened(TimeSpan at, Failure failure)
    {
        string what = Words(failure);
        if (!Happenings.Contains((failure.From > at ? at : failure.From, what))) Happened(failure.From > at ? at : failure.From, what);
    }

    public void Felt(GridEvent one) => Felts.Add(one);

    /// <param name="why">A whole clause, for the list of what happened.</param>
    public void SwitchedOff(TimeSpan at, double watts, string why)
    {
        if (Happenings.Count > 0 && Happenings[^1].What.StartsWith("racks of", StringComparison.Ordinal) && at - Happenings[^1].At < TimeSpan.FromMinutes(1)) return;
        Happened(at, $"racks of {Power.FromSi(watts)} switched off: {why}");
    }

    /// <summary>The bus' balance, as a share of what it carries, of a kilowatt at least; that it closes was checked.</summary>
    public void Imbalance(Power imbalance, Power draw) => ImbalanceShare = Math.Max(ImbalanceShare, Math.Abs(imbalance.Watts) / Math.Max(1e3, draw.Watts));

    /// <summary>Import of a step: for rules, and for the peak of the hours.</summary>
    public void Sample(Power import)
    {
        sampleSum += import.Megawatts;
        if (++sampled == stepsPerSample)
        {
            sampleMegawatts.Add(sampleSum / sampled);
            (sampleSum, sampled) = (0, 0);
        }
        hourSum += import.Watts;
        if (++hourSteps * step.Ticks < TimeSpan.TicksPerHour) return;
        PeakHourWatts = Math.Max(PeakHourWatts, hourSum / hourSteps);
        (hourSum, hourSteps) = (0, 0);
    }

    /// <summary>The meter as rules look at it: means of steps, each at its middle.</summary>
    public SiteSeries Series()
    {
        double length = stepsPerSample * step.TotalSeconds;
        return new([.. Enumerable.Range(0, sampleMegawatts.Count).Select(k => (k + 0.5) * length)], [.. sampleMegawatts]) { Events = Felts, IsSiteMeter = true };
    }

    /// <summary>Samples are means of so much.</summary>
    public TimeSpan SampleLength => stepsPerSample * step;

    /// <summary>What each tier lost between the start of a limit's ramp and the end of its recovery; empty where it was not seen whole.</summary>
    public IReadOnlyList<TierLoss> LossesOver(LimitCourse course, SiteState site)
    {
        LimitWatch watch = Limits.First(one => one.Course == course);
        if (watch.Before is not { } before || watch.After is not { } after) return [];
        return [.. Enumerable.Range(0, 4).Select(tier =>
        {
            double asked = 0, lost = 0;
            for (int i = 0; i < site.Services.Count; i++)
                if (site.Services[i].Facts.Tier == tier) (asked, lost) = (asked + after[i].Asked - before[i].Asked, lost + after[i].Lost - before[i].Lost);
            return (tier, asked, lost);
        }).Where(one => one.asked > 0).Select(one => new TierLoss(one.tier, one.lost / one.asked))];
    }

    /// <summary>Notes what services have asked for and lost when a limit begins and when it is over.</summary>
    public void Mark(TimeSpan from, TimeSpan step, SiteState site)
    {
        foreach (LimitWatch watch in Limits)
        {
            if (watch.Before is null && from + step > watch.Course.RampStart) watch.Before = Tokens(site);
            if (watch.Before is not null && watch.After is null && from + step >= watch.Course.End) watch.After = Tokens(site);
        }
    }

    private static (double, double)[] Tokens(SiteState site) => [.. site.Services.Select(flow =>
        (flow.Arrived.Output.Tokens, (flow.Expired + flow.TurnedAway).Output.Tokens + flow.Lanes.Sum(lane => lane.Pool.Book.Lost.Output.Tokens)))];

    public void Size(SiteState site)
    {
        (Fed, RunningSeconds, MostFedWatts) = (new double[site.Plants.Count], new double[site.Plants.Count], new double[site.Plants.Count]);
        (Charged, Discharged) = (new double[site.Stores.Count], new double[site.Stores.Count]);
        (ServiceIt, TrainingIt) = (new double[site.Services.Count], new double[site.Training.Count]);
    }
}
