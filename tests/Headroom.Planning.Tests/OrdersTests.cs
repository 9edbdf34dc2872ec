using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Solvers;
using Headroom.Workloads;
using static Headroom.Planning.Tests.Planned;

namespace Headroom.Planning.Tests;

/// <summary>The orders of a plan are the plan: what they add up to is what the report says.</summary>
public class OrdersTests
{
    const double Same = 1e-9;

    /// <summary>Two halls behind equal plants, a service that waits, a run of 1,000 hours, a retrofit.</summary>
    static readonly PlanReport campus = ToAVertex(Campus.Of(Campus.Grid(9, 0) with { Price = Years.Repeat<EnergyPrice>(Years.Day(h => 40 + 2 * h), "$/MWh") },
        Campus.UpTo(80, 100_000.Dollars),
        Campus.Chat(700.TokensPerSecond) with { Demand = Years.Repeat<TokenRate>(Years.Day(h => 700 + 200 * Math.Sin(Math.PI * h / 12)), "tok/s") },
        Campus.Chat(300.TokensPerSecond) with { Name = "batch", Deferrable = TimeSpan.FromHours(6) }) with
    {
        Halls = [Campus.Hall with { Power = Sizing<Power>.Fixed(1.2.Megawatts), Retrofit = new(Campus.Liquid, 140.Kilowatts, 100.DollarsPerKilowatt, new(0, 10)) },
            Campus.Hall with { Name = "B" }],
        Training = [new TrainingRun { Name = "frontier", Amount = (2.88e15 * 3600 * 1000 * 5).FloatingPointOperations, FirstHour = 500, EndHour = 1500 }],
    });

    static PlanReport ToAVertex(Site site) => By(Formulation.Of(site, new Campus.TwoPoints()), new HighsSolver());

    [Fact]
    public void Racks_that_idle_and_racks_that_run_draw_what_the_hour_draws()
    {
        PlannedYear orders = campus.Orders;
        double idle = 20e-3, standing = orders.Racks.Sum(racks => racks.Count);
        for (int t = 0; t < Years.Hours; t++)
        {
            double it = idle * standing + orders.Runs.Sum(run => (run.PowerPerRack.Megawatts - idle) * run.Racks[t]);
            Assert.Equal(orders.ItMegawatts[t], it, Same);
        }
        AssertClose(campus.Energy.Uses.Single(use => use.Name == "IT").Amount.MegawattHours, orders.ItMegawatts.Sum(), Same, "IT of the year");
    }

    [Fact]
    public void Placements_add_up_to_what_is_built_and_fit_their_parts()
    {
        PlannedYear orders = campus.Orders;
        AssertClose(campus.Size("rack"), orders.Racks.Sum(racks => racks.Count), Same, "racks");
        Assert.Equal(["A", "A rebuilt", "B"], orders.HallParts.Select(part => part.Name));
        AssertClose(1.2, orders.HallParts.Where(part => part.Hall == "A").Sum(part => part.Power.Megawatts), Same, "both parts of hall A");
        foreach (PlannedHallPart part in orders.HallParts)
            Assert.True(orders.Racks.Where(racks => racks.Part == part.Name).Sum(racks => racks.Count) * 0.1 <= part.Power.Megawatts + 1e-6, part.Name);
        Assert.All(orders.Runs, run => Assert.Equal(["A", "B"], run.Parts)); // one plant, so one fleet in two halls
    }

    [Fact]
    public void Runs_give_the_work_of_the_report_within_their_hours()
    {
        PlannedYear orders = campus.Orders;
        foreach (ServiceFigure service in campus.Tokens.Services)
            AssertClose(service.Served.Tokens, WorkOf(orders, service.Name), Same, service.Name);
        AssertClose(campus.Tokens.Training[0].Done.Operations, WorkOf(orders, "frontier"), Same, "frontier");
        Assert.All(orders.Runs.Where(run => run.Workload == "frontier"), run => Assert.All(run.Racks[..500].Concat(run.Racks[1500..]), racks => Assert.Equal(0, racks)));
        Assert.All(orders.Runs, run => Assert.Equal(Years.Hours, run.Racks.Length));
    }

    static double WorkOf(PlannedYear orders, string workload) =>
        orders.Runs.Where(run => run.Workload == workload).Sum(run => 3600 * run.WorkPerRack * run.Racks.Sum());

    [Fact]
    public void What_waits_is_what_came_and_was_not_served()
    {
        PlannedYear orders = campus.Orders;
        PlannedBacklog backlog = Assert.Single(orders.Backlogs);
        Assert.Equal("batch", backlog.Service);
        Assert.True(backlog.Tokens.Max() > 3600 * 300, "an hour's demand waits for a cheap hour");
        for (int t = 1; t < Years.Hours; t++)
        {
            double served = orders.Runs.Where(run => run.Workload == "batch").Sum(run => run.WorkPerRack * run.Racks[t]);
            Assert.Equal(backlog.Tokens[t - 1] + 3600 * (300 - served), backlog.Tokens[t], 1e-3); // tokens, of a million
        }
    }

    [Fact]
    public void Injections_add_up_to_the_draw_and_the_battery_to_its_store()
    {
        double[] load = Years.Day(h => 80 + 30 * Math.Sin(h / 4.0)), price = Years.Day(h => 30 + 20 * Math.Cos(h / 3.0));
        PlanReport plan = By(Textbook.Site(new(load, [TextbookTests.Gas, new Plant("solar", 700, 20, 0, Available: Years.SunOfDay, Life: 30)],
            new Store(100, 80, 5, 0.95, 0.95), new Feed(60, price, 5, 40))));
        PlannedYear orders = plan.Orders;
        PlannedBattery battery = Assert.Single(orders.Batteries);
        Assert.True(battery.InjectionMegawatts.Max() > 1, "the case has a battery at work");
        for (int t = 0; t < Years.Hours; t++)
        {
            double fed = orders.GridInjectionMegawatts![t] + orders.Generators.Sum(plant => plant.OutputMegawatts[t]) + battery.InjectionMegawatts[t];
            Assert.Equal(orders.DrawMegawatts[t], fed, 1e-4); // rows of the interior point: 1e-6 of 100 MW
        }
        Assert.Equal(plan.Hours("battery stored"), battery.StoredMegawattHours, (a, b) => Math.Abs(a - b) <= 1e-6);
        AssertClose(plan.Size("grid firm"), orders.GridFirm.Megawatts, Same, "firm");
        foreach (PlannedGenerator plant in orders.Generators) Assert.Equal(plan.Size(plant.Name), plant.Capacity.Megawatts, 1e-6); // the report drops grains
        AssertClose(plan.Size("battery energy"), battery.Energy.MegawattHours, Same, "energy");
        AssertClose(plan.Size("battery power"), battery.Power.Megawatts, Same, "power");
    }

    [Fact]
    public void Each_run_has_a_column_of_its_own_name()
    {
        DispatchColumn[] columns = [.. campus.Dispatch.Columns.Where(column => column.Role == ColumnRole.Run)];
        Assert.Equal(campus.Orders.Runs.Select(run => run.Racks), columns.Select(column => column.Values));
        Assert.Equal(columns.Length, columns.Select(column => column.Name).Distinct().Count());
        Assert.Contains("run chat on rack in A+B at 50 %", columns.Select(column => column.Name));
        PlannedRun twin = campus.Orders.Runs[0];
        Assert.Equal(["run chat on rack in A+B at 50.5 %", "run chat on rack in A+B at 50.5 % (2)"],
            RunColumns.NamesOf([twin with { CapFraction = 0.505 }, twin with { CapFraction = 0.505 }]));
    }
}
