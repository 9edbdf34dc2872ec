using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Planning.Tests.Ahead.Days;

namespace Headroom.Planning.Tests.Ahead;

/// <summary>What holds on every day: seeds are printed by CsCheck where one does not.</summary>
public class AheadLaws
{
    private const double Grain = 1e-5;

    /// <summary>Days of three to eight steps of five minutes to an hour, one to four services on curves of two knots, sometimes a battery, a run, a loop.</summary>
    private static Gen<AheadInputs> AnyDay { get; } =
        from steps in Gen.Int[3, 8]
        from minutes in Gen.Int[1, 12].Array[steps]
        from ceiling in Gen.Double[2, 20].Array[steps]
        from price in Gen.Double[-10, 200].Array[steps]
        from services in AnyService(steps).Array[1, 4]
        from battery in Gen.Double[0, 4]
        from hasRun in Gen.Bool
        from ramp in Gen.Double[0.02, 2]
        select Of(1.Hours, ceiling) with
        {
            Lengths = [.. minutes.Select(five => TimeSpan.FromMinutes(5 * five))],
            Price = [.. price.Select(one => one.DollarsPerMegawattHour)],
            DrawPerItRatio = [.. ceiling.Select(_ => 1.2)],
            RampLimit = Ramp.FromSi(1e6 * ramp / 60),
            Fleets = [new("racks", [.. ceiling.Select(_ => 15.0)], 0.1.Megawatts)],
            Services = [.. services.Select((one, i) => one with { Name = $"service {i}" })],
            Batteries = battery < 1 ? [] : [new() { Name = "battery", Power = battery.Megawatts, Energy = 2.MegawattHours, Stored = 1.MegawattHours,
                ChargeEfficiency = 0.95, DischargeEfficiency = 0.9 }],
            Runs = hasRun ? [new() { Name = "run", RacksMost = [.. ceiling.Select(_ => 3.0)], FullPerRack = 0.9.Megawatts, LeastPerRack = 0.3.Megawatts, MayPause = true }] : [],
            Events = [new(0, steps)],
        };

    private static Gen<AheadService> AnyService(int steps) =>
        from tier in Gen.Int[0, 3]
        from waits in Gen.Bool
        from window in Gen.Int[1, 4]
        from demand in Gen.Double[0, 6].Array[steps]
        from first in Gen.Double[0.3, 0.6]
        from bend in Gen.Double[0.5, 0.95]
        from weight in Gen.Double[0.5, 8]
        select Service("", tier, demand) with
        {
            Weight = weight,
            MayWait = waits,
            Window = waits ? TimeSpan.FromMinutes(20 * window) : TimeSpan.Zero,
            Lanes = [new(0, [new(first.Megawatts, (1e6 * first / bend * 0.8).TokensPerSecond), new(1.Megawatts, (1e6 * (first / bend + (1 - first)) * 0.8).TokensPerSecond)])],
        };

    private static TokenCount Weighted(AheadInputs day, TokenRate[][] tokens)
    {
        TokenCount sum = TokenCount.Zero;
        for (int s = 0; s < tokens.Length; s++)
            for (int t = 0; t < day.Steps; t++) sum += day.Services[s].Weight * (tokens[s][t] * day.Lengths[t]);
        return sum;
    }

    [Fact]
    public void More_ceiling_is_never_worth_less() => Gen.Select(AnyDay, Gen.Int[0, 7], Gen.Double[0, 5]).Sample((day, step, more) =>
    {
        Power[] higher = [.. day.Ceiling];
        higher[step % day.Steps] += more.Megawatts;
        OfflineOptimum low = Optimum(day), high = Optimum(day with { Ceiling = higher });
        return high.Weighted >= (1 - Grain) * low.Weighted;
    }, iter: 150);

    [Fact]
    public void No_plan_made_step_by_step_serves_more_than_the_optimum() => AnyDay.Sample(day =>
    {
        OfflineOptimum best = Optimum(day);
        TokenRate[][] greedy = Greedy(day);
        Assert.True(Weighted(day, greedy) <= (1 + 1e-9) * best.Bound, $"{Weighted(day, greedy)} by hand against {best.Bound}");
        Assert.True(best.Bound.Tokens - best.Weighted.Tokens <= 1 + 1e-5 * best.Bound.Tokens, $"found {best.Weighted.Tokens}, bound {best.Bound.Tokens}");
    }, iter: 150);

    /// <summary>Each step by itself, without battery: services by weight, each on its first knot before its second.</summary>
    private static TokenRate[][] Greedy(AheadInputs day)
    {
        TokenRate[][] tokens = [.. day.Services.Select(_ => new TokenRate[day.Steps])];
        for (int t = 0; t < day.Steps; t++)
        {
            double watts = day.Ceiling[t].Watts / 1.2 - 15 * 0.1e6, racks = 15;
            foreach (int s in Enumerable.Range(0, day.Services.Count).OrderByDescending(s => day.Services[s].Weight))
            {
                AheadKnot knot = day.Services[s].Lanes[0].Knots[0];
                double used = Math.Max(0, Math.Min(Math.Min(watts / knot.AboveIdle.Watts, racks), day.Services[s].Demand[t] / knot.Tokens));
                tokens[s][t] = used * knot.Tokens;
                (watts, racks) = (watts - used * knot.AboveIdle.Watts, racks - used);
            }
        }
        return tokens;
    }

    [Fact]
    public void The_order_in_which_services_are_named_changes_nothing() => AnyDay.Sample(day =>
    {
        AheadInputs turned = day with { Services = [.. day.Services.Reverse()] };
        TokenCount asked = day.Services.Select(service => service.Weight * Optimum(day).ByTier.Select(tier => tier.Asked).Sum()).Sum();
        bool alike = Math.Abs((Optimum(day).Weighted - Optimum(turned).Weighted).Tokens) <= Grain * asked.Tokens;
        if (AheadPlanner.Plan(day, day.Start, new Headroom.Solvers.HighsSolver(), CancellationToken.None) is not AheadAnswer.Planned) return alike;
        return alike && Math.Abs((Ranked(day).Weighted - Ranked(turned).Weighted).Tokens) <= Grain * asked.Tokens;
    }, iter: 100);

    private static OfflineOptimum Ranked(AheadInputs day) =>
        Assert.IsType<OptimumAnswer.Found>(OfflineOptimum.ByRank(day, new Headroom.Solvers.HighsSolver(), CancellationToken.None)).Optimum;

    [Fact]
    public void A_plan_keeps_ceiling_balance_store_and_windows_and_serves_no_more_than_the_optimum() => AnyDay.Sample(day =>
    {
        if (AheadPlanner.Plan(day, day.Start, new Headroom.Solvers.HighsSolver(), CancellationToken.None) is not AheadAnswer.Planned { Plan: var plan }) return;
        for (int t = 0; t < day.Steps; t++)
        {
            double it = 15 * 0.1 + plan.ServicePower.Concat(plan.RunPower).Sum(one => one[t].Megawatts), battery = plan.BatteryInjection.Sum(one => one[t].Megawatts);
            Assert.Equal(1.2 * it, plan.Import[t].Megawatts + battery, 1e-4);
            Assert.True(plan.Import[t].Megawatts <= day.Ceiling[t].Megawatts + 1e-5, "the ceiling is kept");
            Assert.All(plan.Stored, one => Assert.InRange(one[t].MegawattHours, -1e-6, 2 + 1e-6));
        }
        for (int s = 0; s < day.Services.Count; s++) FirstInFirstOut(day, plan, s);
        Assert.True(Weighted(day, plan.Tokens) <= Optimum(day).Bound * (1 + 1e-6), "no more than the optimum");
    }, iter: 150);

    /// <summary>What is served or lost by the end of a step is at least what came a window before, and at most what came.</summary>
    private static void FirstInFirstOut(AheadInputs day, AheadPlan plan, int s)
    {
        AheadService service = day.Services[s];
        double gone = 0, minutes = 0;
        double CameBy(double moment)
        {
            double came = 0, at = 0;
            for (int k = 0; k < day.Steps; k++)
            {
                double length = day.Lengths[k].TotalMinutes;
                came += Math.Clamp(moment - at, 0, length) * service.Demand[k].MillionTokensPerSecond;
                at += length;
            }
            return came;
        }
        for (int t = 0; t < day.Steps; t++)
        {
            gone += day.Lengths[t].TotalMinutes * (plan.Tokens[s][t] + plan.Lost[s][t]).MillionTokensPerSecond;
            minutes += day.Lengths[t].TotalMinutes;
            Assert.InRange(gone, CameBy(minutes - service.Window.TotalMinutes) - 1e-3, CameBy(minutes) + 1e-3);
        }
    }
}
