using Headroom.Sites;

namespace Headroom.Planning.Equations;

/// <summary>The model as maths, printed from a program that uses all of it: the pages of docs/equations.</summary>
public static class EquationPages
{
    /// <summary>File name and text of each page, the overview first.</summary>
    public static IReadOnlyList<(string File, string Text)> Of()
    {
        Formulation plan = Planner.Formulate(ReferenceSite.Write());
        IReadOnlyList<EquationPage> pages = For(plan);
        var places = new FamilyPlaces(plan.Program, pages);
        Always.Holds(places.Homeless.Count == 0, $"every family stands on a page of the equations; these do not: {string.Join(", ", places.Homeless)}");
        var text = new PageText(plan.Program, plan.Ledger, places);
        return [("README.md", text.Overview(pages)), .. pages.Select(page => (page.File, text.Of(page))), (FleetPage.File, FleetPage.Text())];
    }

    static IReadOnlyList<EquationPage> For(Formulation plan) =>
    [
        Grid, Generators(plan), Storage(plan), Halls, Services, Training, Balance, Policy, Reserve,
        new("objective.md", "Objective", "What a plan seeks. The costs are the items on the other pages.", ["Formulation.cs", "Costs.cs"], Formulation.ObjectiveSays),
    ];

    static EquationPage Grid => new("grid.md", "Grid", "The connection to the utility: firm and flexible capacity, monthly peaks, ramps, sales.", ["GridPlan.cs"], GridPlan.Says)
    {
        Symbols =
        [
            new("firm", "GridPlan.Firm", "grid firm"), new("flexible", "GridPlan.Flexible", "grid flexible"), new("import[t]", "GridPlan.Import", "import"),
            new("export[t]", "GridPlan.Export", "export"), new("peak[m]", "GridPlan.Peak", "grid peak"),
            new("apart", "GridPlan.AddApart", "grid apart"),
        ],
        Relations = ["grid ceiling", "monthly peak", "grid ramp up", "grid ramp down", "grid apart"],
        Costs = cost => cost.Asset is "grid" or GridPlan.Integration && cost.Kind != "carbon",
    };

    static EquationPage Generators(Formulation plan) => new("generators.md", "Generators",
        "Every plant that feeds the bus is written by the same lines: turbines, engines, fuel cells, sun, wind, reactors, diesel. They differ in their facts only.",
        ["GeneratorPlan.cs"], GeneratorPlan.Says)
    {
        Symbols =
        [
            new("capacity", "GeneratorPlan.Capacity", "* capacity"), new("n", "GeneratorPlan.Size", "* modules"), new("output[t]", "GeneratorPlan.Output", "* output"),
        ],
        Relations = ["* limit", "* minimum load", "* ramp up", "* ramp down", "* hours"],
        Costs = cost => cost.Kind != "carbon" && plan.Generators.Any(generator => generator.Facts.Name == cost.Asset),
    };

    static EquationPage Storage(Formulation plan) => new("storage.md", "Storage", "A battery; power and energy are sized apart unless the file gives its hours.", ["BatteryPlan.cs"], BatteryPlan.Says)
    {
        Symbols =
        [
            new("power", "BatteryPlan.Power", "* power"), new("energy", "BatteryPlan.EnergySize", "* energy"), new("charge[t]", "BatteryPlan.Charge", "* charge"),
            new("discharge[t]", "BatteryPlan.Discharge", "* discharge"), new("stored[t]", "BatteryPlan.Stored", "* stored"),
        ],
        Relations = ["* state of charge", "* charge limit", "* discharge limit", "* energy limit", "* least stored"],
        Costs = cost => plan.Batteries.Any(battery => battery.Facts.Name == cost.Asset),
    };

    static EquationPage Halls => new("halls-and-racks.md", "Halls and racks",
        "Halls have power, positions and a density; part of one may be rebuilt. Racks of one kind behind one kind of plant are a fleet and share their variables. "
        + "Halls are provisioned for the highest cap that their racks may ever run at.",
        ["HallPlan.cs", "FleetPlacement.cs", "FleetPlan.cs"], HallPlan.Says + "\n\n" + FleetPlan.Says)
    {
        Symbols =
        [
            new("power of the hall", "HallPlan.Power", "hall * power"), new("rebuilt", "HallPlan.Rebuilt", "hall * rebuilt"),
            new("racks", "FleetPlan.Placed", "* racks in *"), new("run[k,p,t]", "RunPlan.Racks", "* on * in * at * %"),
        ],
        Relations = ["hall * retrofit", "hall * fits", "hall * positions", "* most", "* least", "* rack use", "* heat limit"],
        Costs = cost => !cost.Supply && cost.Kind != "unserved tokens",
    };

    static EquationPage Services => new("services.md", "Services", "Inference: every hour's demand is served, waits within its window, or counts as unserved.", ["ServicePlan.cs"], ServicePlan.Says)
    {
        Symbols = [new("unserved[t]", "ServicePlan.Unserved", "* unserved"), new("waiting[t]", "ServicePlan.Waiting", "* waiting")],
        Relations = ["* service", "* backlog"],
        Costs = cost => cost.Kind == "unserved tokens",
    };

    static EquationPage Training => new("training.md", "Training", "Compute to deliver by a date. The racks that run it, run[k,p,t], stand with the fleets.", ["TrainingPlan.cs"], TrainingPlan.Says)
    {
        Relations = ["* compute", "* steady on * at * %"],
    };

    static EquationPage Balance => new("balance.md", "Power balance", "What feeds the bus is what the site draws. All symbols stand on the pages of their devices.", ["Formulation.cs"], Formulation.BalanceSays)
    {
        Relations = ["power balance"],
    };

    static EquationPage Policy => new("policy.md", "Policy", "Caps and prices that hold for the whole site.", ["PolicyPlan.cs"], PolicyPlan.Says)
    {
        Relations = ["carbon cap", "water cap", "yearly budget", "capital budget", "* share"],
        Costs = cost => cost.Kind == "carbon",
    };

    static EquationPage Reserve => new("reserve.md", "Reserve", "Firm capacity for the critical draw when the largest unit is out.", ["ReservePlan.cs"], ReservePlan.Says)
    {
        Symbols = [new("largest", "ReservePlan", "largest unit"), new("stands", "ReservePlan.LoseUnit", "* stands"), new("battery for 4 h", "ReservePlan.CreditOf", "* firm")],
        Relations = ["reserve", "* stands", "* unit out", "* firm power", "* firm energy"],
    };
}
