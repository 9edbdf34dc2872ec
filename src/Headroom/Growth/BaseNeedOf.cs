using System.Globalization;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Growth;

/// <summary>From a site's file to the power that its work needs: demand times joules per token or per FLOP of its racks.</summary>
/// <remarks>
///   P_it = Σ work / (work per joule) at the racks without a tighter cap than the file's, P_meter = P_it · ratio of the hour.
///   Racks that stand work first, then those that may be bought; of either the one with the most work per joule first; workloads in the
///   file's order. What all of them cannot carry counts at the best of them, for the forecast asks what is needed, not what fits.
///   Work that may wait counts at its mean, a run at its mean over its dates. Idle racks count nothing.
/// </remarks>
public static class BaseNeedOf
{
    public static BaseNeed Site(Site site, IFrontierModel model)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<RackSeat> seats = RackSeat.Of(site, model);
        double[] left = [.. seats.Select(seat => seat.Choice.Size.Most.Items)];
        double[] standing = [.. seats.Select(seat => seat.Choice.Size.Installed.Items)];
        List<Load> loads = [];
        List<string> undone = [], beyond = [];
        foreach (Asked asked in Wanted(site, seats, model))
        {
            if (asked.Rates.All(rate => rate is null)) undone.Add(asked.WhyNot);
            else loads.Add(Shared(asked, seats, left, standing, beyond));
        }
        return Tightest(site, loads) with { Undone = undone, BeyondRacks = beyond };
    }

    /// <summary>What a rack does and draws at once.</summary>
    readonly record struct RackRate(double WorkPerSecond, Power It);

    /// <summary>A workload: its work in each hour, and what each seat does of it; null where it cannot.</summary>
    sealed record Asked(string Name, bool IsTraining, string Words, double[] WorkPerSecond, RackRate?[] Rates, string WhyNot);

    /// <summary>A workload on its racks.</summary>
    /// <param name="JoulesPerUnit">At the racks.</param>
    /// <param name="MeterPerIt">Ratio of each hour, in the mean over its racks.</param>
    sealed record Load(Asked Of, double JoulesPerUnit, double[] MeterPerIt, string Racks)
    {
        public double ItWatts(int t) => Of.WorkPerSecond[t] * JoulesPerUnit;
    }

    static IEnumerable<Asked> Wanted(Site site, IReadOnlyList<RackSeat> seats, IFrontierModel model)
    {
        int hours = site.Year.Hours;
        foreach (Service service in site.Services)
        {
            string why = $"{service.Name}: no rack of the site that a hall can take serves {service.Model.Name} in its latency";
            RackRate?[] rates = [.. seats.Select(seat => Allows(service.Racks, seat)
                ? Rate(model.FrontierOf(seat.Choice.Type, service.Model, service.Shape), seat.Choice) : null)];
            double mean = service.Demand.Mean.TokensPerSecond;
            bool waits = service.Deferrable is not null;
            double[] work = [.. Enumerable.Range(0, hours).Select(t => waits ? mean : service.Demand[t].TokensPerSecond)];
            yield return new(service.Name, false, waits ? $"{service.Demand.Mean} in the mean" : $"{service.Demand.Most} at its peak", work, rates, why);
        }
        foreach (TrainingRun run in site.Training)
        {
            RackRate?[] rates = [.. seats.Select(seat => Allows(run.Racks, seat)
                ? Rate(Training.FrontierOf(seat.Choice.Type, run.UtilisationFraction, run.GoodputFraction, run.Precision), seat.Choice) : null)];
            int length = run.EndHour - run.FirstHour;
            double rate = run.Amount.Operations / (3600.0 * length);
            double[] work = [.. Enumerable.Range(0, hours).Select(t => t >= run.FirstHour && t < run.EndHour ? rate : 0)];
            string words = string.Create(CultureInfo.InvariantCulture, $"{run.Amount.Operations:0.###e+0} FLOP in {length / 24.0:0} days");
            yield return new(run.Name, true, words, work, rates, $"{run.Name}: no rack of the site that a hall can take may train it");
        }
    }

    static bool Allows(IReadOnlyList<string> racks, RackSeat seat) => RackProvision.Allows(racks, seat.Choice);

    static RackRate? Rate(Frontier frontier, RackChoice rack) =>
        frontier.Points.LastOrDefault(point => RackProvision.WithinCap(rack, point.CapFraction)) is { } point && point.Tokens > TokenRate.Zero
            ? new(point.Tokens.TokensPerSecond, point.Power) : null;

    static RackRate? Rate(TrainingFrontier frontier, RackChoice rack) =>
        frontier.Points.LastOrDefault(point => RackProvision.WithinCap(rack, point.CapFraction)) is { } point
            ? new(point.Compute.OperationsPerSecond, point.Power) : null;

    /// <summary>Gives a workload its racks, for its highest hour, and takes them from those that are left.</summary>
    static Load Shared(Asked asked, IReadOnlyList<RackSeat> seats, double[] left, double[] standing, List<string> beyond)
    {
        int[] best = [.. Enumerable.Range(0, seats.Count).Where(s => asked.Rates[s] is not null)
            .OrderByDescending(s => asked.Rates[s]!.Value.WorkPerSecond / asked.Rates[s]!.Value.It.Watts)];
        double[] used = new double[seats.Count];
        double most = asked.WorkPerSecond.Max(), open = most;
        void Take(int s, double racks)
        {
            double taken = Math.Max(0, Math.Min(racks, open / asked.Rates[s]!.Value.WorkPerSecond));
            (used[s], left[s], standing[s]) = (used[s] + taken, left[s] - taken, Math.Max(0, standing[s] - taken));
            open -= taken * asked.Rates[s]!.Value.WorkPerSecond;
        }
        foreach (int s in best) Take(s, standing[s]);
        foreach (int s in best) Take(s, left[s]);
        if (open > 1e-6 * most)
        {
            beyond.Add(string.Create(CultureInfo.InvariantCulture, $"{asked.Name}: {100 * open / most:0} % of its highest hour finds no rack of the file free, if each workload keeps its own"));
            used[best[0]] += open / asked.Rates[best[0]]!.Value.WorkPerSecond;
        }
        double watts = best.Sum(s => used[s] * asked.Rates[s]!.Value.It.Watts);
        double[] ratio = new double[asked.WorkPerSecond.Length];
        foreach (int s in best)
            for (int t = 0; t < ratio.Length; t++) ratio[t] += used[s] * asked.Rates[s]!.Value.It.Watts / watts * seats[s].MeterPerItRatio[t];
        return new(asked, watts / most, ratio, string.Join(", ", best.Where(s => used[s] > 0).Select(s => seats[s].Choice.Type.Name)));
    }

    /// <summary>The hour in which the site draws most, and who draws in it.</summary>
    static BaseNeed Tightest(Site site, IReadOnlyList<Load> loads)
    {
        double Other(int t) => site.OtherLoad is { } other ? other[t].Watts : 0;
        int hour = Enumerable.Range(0, site.Year.Hours).MaxBy(t => loads.Sum(load => load.ItWatts(t) * load.MeterPerIt[t]) + Other(t));
        Power It(bool training) => loads.Where(load => load.Of.IsTraining == training).Sum(load => load.ItWatts(hour)).Watts;
        Power Meter(bool training) => loads.Where(load => load.Of.IsTraining == training).Sum(load => load.ItWatts(hour) * load.MeterPerIt[hour]).Watts;
        WorkPower it = new(It(true), It(false), Power.Zero), meter = new(Meter(true), Meter(false), Other(hour).Watts);
        double ratio = it.Total > Power.Zero ? (meter.Training + meter.Inference) / it.Total : 1;
        return new(hour, it, meter, ratio,
            [.. loads.Select(load => new BaseWork(load.Of.Name, load.Of.IsTraining, load.Of.Words, load.JoulesPerUnit, load.ItWatts(hour).Watts, load.Racks))]);
    }
}
