using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Reading;

/// <summary>Where the year's energy comes from and where it goes; the two sides are summed from different variables and must agree.</summary>
static class EnergyReading
{
    public static EnergyFigures Of(Formulation plan, Solution shown, YearHours hours)
    {
        List<EnergyItem> sources = [], uses = [];
        if (plan.Grid is { } grid)
        {
            sources.Add(new("grid", Total(grid.Import, shown)));
            if (grid.Export is { } export) uses.Add(new("export", Total(export, shown)));
        }
        foreach (GeneratorPlan generator in plan.Generators) sources.Add(new(generator.Facts.Name, Total(generator.Output, shown)));
        foreach (BatteryPlan battery in plan.Batteries)
            uses.Add(new($"{battery.Facts.Name} losses", Total(battery.Charge, shown) - Total(battery.Discharge, shown)));
        if (plan.Missing is { } missing)
        {
            sources.Add(new("not there", Total(missing.Lost, shown)));
            uses.Add(new("not placed", Total(missing.Surplus, shown)));
        }
        if (plan.Fleets.Count > 0)
        {
            uses.Add(new("IT", hours.It));
            uses.Add(new("cooling", hours.Cooling));
            uses.Add(new("distribution losses", hours.Losses));
        }
        if (plan.Site.OtherLoad is not null) uses.Add(new("other load", hours.Other));
        Energy fed = sources.Select(item => item.Amount).Sum(), taken = uses.Select(item => item.Amount).Sum();
        // a plan may miss each hour's balance by a millionth, of a megawatt where a site draws less
        Always.Holds(Math.Abs(fed.MegawattHours - taken.MegawattHours) <= 1e-6 * Math.Max(plan.Hours.Count, fed.MegawattHours),
            $"energy fed ({fed}) equals energy taken ({taken})");
        return new(sources, uses, hours.Draw, hours.DrawMegawatts.Max().Megawatts);
    }

    static Energy Total(Variables<Power> family, Solution shown)
    {
        double megawattHours = 0;
        foreach (double hour in shown.PlanValues(family)) megawattHours += hour;
        return megawattHours.MegawattHours;
    }
}
