using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Planning.Reading;

/// <summary>Hour by hour sums that several parts of the report need, in MW.</summary>
sealed class YearHours
{
    public required double[] DrawMegawatts { get; init; }
    public required double[] ItMegawatts { get; init; }
    public required double[] CoolingMegawatts { get; init; }
    public required double[] LossMegawatts { get; init; }
    public required double[] OtherMegawatts { get; init; }

    /// <summary>What the grid and the plants could give in the hour.</summary>
    public required double[] CeilingMegawatts { get; init; }

    /// <summary>Hour with the least between ceiling and draw; at equals the first.</summary>
    public int Tightest => Array.IndexOf(headroom, headroom.Min());
    public Energy Draw => Energy.FromSi(DrawMegawatts.Sum() * 3.6e9);
    public Energy It => Energy.FromSi(ItMegawatts.Sum() * 3.6e9);
    public Energy Cooling => Energy.FromSi(CoolingMegawatts.Sum() * 3.6e9);
    public Energy Losses => Energy.FromSi(LossMegawatts.Sum() * 3.6e9);
    public Energy Other => Energy.FromSi(OtherMegawatts.Sum() * 3.6e9);

    double[] headroom = [];

    public static YearHours Of(Formulation plan, Solution shown)
    {
        int count = plan.Hours.Count;
        double[] it = new double[count], cooling = new double[count], loss = new double[count], other = new double[count], draw = new double[count];
        double losses = 1 / plan.Site.Tree.EfficiencyFraction - 1;
        foreach (FleetPlan fleet in plan.Fleets)
        {
            double[] fleetIt = ItOf(fleet, shown, count);
            for (int t = 0; t < count; t++)
            {
                it[t] += fleetIt[t];
                loss[t] += losses * fleetIt[t];
                cooling[t] += (1 + losses) * fleet.Cooling[t].PowerPerHeatRatio * fleetIt[t];
            }
        }
        for (int t = 0; t < count; t++)
        {
            other[t] = plan.Site.OtherLoad is { } load ? load[t].Megawatts : 0;
            draw[t] = it[t] + cooling[t] + loss[t] + other[t];
        }
        double[] ceiling = CeilingOf(plan, shown, count);
        return new YearHours
        {
            DrawMegawatts = draw,
            ItMegawatts = it,
            CoolingMegawatts = cooling,
            LossMegawatts = loss,
            OtherMegawatts = other,
            CeilingMegawatts = ceiling,
            headroom = [.. ceiling.Select((most, t) => most - draw[t])],
        };
    }

    /// <summary>Draw of a fleet at the IT boundary, in MW.</summary>
    public static double[] ItOf(FleetPlan fleet, Solution shown, int count)
    {
        double racks = fleet.Placed.Sum(place => shown.Value(place.Racks).Items), idle = fleet.Idle.Megawatts;
        double[] it = new double[count];
        Array.Fill(it, racks * idle);
        foreach (RunPlan run in fleet.Runs)
            for (int p = 0; p < run.Points.Count; p++)
            {
                double above = run.Points[p].Power.Megawatts - idle;
                ReadOnlySpan<double> running = shown.PlanValues(run.Racks[p]);
                for (int t = 0; t < running.Length; t++) it[run.FirstHour + t] += above * running[t];
            }
        return it;
    }

    static double[] CeilingOf(Formulation plan, Solution shown, int count)
    {
        double[] ceiling = new double[count];
        if (plan.Grid is { } grid)
        {
            double firm = shown.Value(grid.Firm).Megawatts, flexible = grid.Flexible is { } f ? shown.Value(f).Megawatts : 0;
            for (int t = 0; t < count; t++) ceiling[t] += firm + flexible * (grid.Facts.Flexible?.AvailableFraction[t] ?? 0);
        }
        foreach (GeneratorPlan generator in plan.Generators)
        {
            double capacity = BuildReading.CapacityOf(generator, shown).Megawatts;
            for (int t = 0; t < count; t++) ceiling[t] += capacity * generator.Facts.AvailableFraction[t];
        }
        foreach (BatteryPlan battery in plan.Batteries)
        {
            double power = shown.Value(battery.Power).Megawatts;
            ReadOnlySpan<double> stored = shown.PlanValues(battery.Stored);
            for (int t = 0; t < count; t++) ceiling[t] += Math.Min(power, stored[t == 0 ? count - 1 : t - 1] * battery.Facts.DischargeEfficiency);
        }
        return ceiling;
    }
}
