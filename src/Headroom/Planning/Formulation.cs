using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>One site's year as a linear program, family by family; each device's page is the file of its name.</summary>
public sealed class Formulation
{
    internal const string BalanceSays = """
        import[t] − export[t] + Σ output[t] + Σ discharge[t] − Σ charge[t] = Σ bus[t] + other load[t]
        bus[t]: racks, cooling and losses of a fleet (halls and racks)
        """;
    internal const string ObjectiveSays = """
        least cost     min  Σ costs of a year
        most tokens    max  Σ tokens served;  among plans with as many, the cheapest
        most value     max  Σ value of a token · tokens served − Σ costs of a year
        """;

    readonly Frame frame;
    readonly string prefix;
    IReadOnlyCollection<string> ofFleet = [];
    Formulation(Frame frame) => (this.frame, prefix) = (frame, frame.Program.Prefix);

    public Site Site => frame.Site;
    public LinearProgram Program => frame.Program;

    /// <summary>Whether other sites or years share the program.</summary>
    internal bool IsShared => prefix.Length > 0;

    /// <summary>The name of one of its families, without what stands before it in a program that others share.</summary>
    internal string OwnName(string family) => family[prefix.Length..];
    internal Ledger Ledger => frame.Ledger;
    internal Algebra.Index Hours => frame.Hours;
    internal IReadOnlyList<Giving> Givings => frame.Givings;
    internal GridPlan? Grid { get; private set; }
    internal IReadOnlyList<GeneratorPlan> Generators { get; private set; } = [];
    internal IReadOnlyList<BatteryPlan> Batteries { get; private set; } = [];
    internal IReadOnlyList<HallPlan> Halls { get; private set; } = [];
    internal IReadOnlyList<FleetPlan> Fleets { get; private set; } = [];
    internal IReadOnlyList<ServicePlan> Services { get; private set; } = [];
    internal IReadOnlyList<TrainingPlan> Training { get; private set; } = [];
    internal Relations<Power> Balance { get; private set; } = null!;

    /// <summary>Power that nobody gives or takes; null where none may be missing.</summary>
    internal MissingPower? Missing { get; private set; }

    /// <summary>The year's draw: what the sources give, less what is sold and what batteries lose.</summary>
    internal Tally<Energy> Draw { get; private set; } = null!;

    /// <summary>Writes the program of a site.</summary>
    public static Formulation Of(Site site, IFrontierModel model)
    {
        ArgumentNullException.ThrowIfNull(site);
        Formulation plan = Of(new Frame(site, new LinearProgram()), model, []);
        plan.Seek();
        return plan;
    }

    /// <summary>Writes a site's year into a program that it shares with other sites or years; what the program seeks is left open.</summary>
    /// <param name="softwareRatio">Tokens of the same racks at the same power, beside those of the site's own year.</param>
    /// <param name="shortfalls">Over years, what cannot be met is left unmet at these prices; null where promises hold.</param>
    /// <param name="ofFleet">Names of the workloads of which a fleet says how much is done here.</param>
    internal static Formulation OfYear(Site site, IFrontierModel model, double softwareRatio, Shortfalls? shortfalls, LinearProgram program,
        params IReadOnlyCollection<string> ofFleet) =>
        Of(new Frame(site, program) { Shortfalls = shortfalls, SoftwareRatio = softwareRatio }, model, ofFleet);

    static Formulation Of(Frame frame, IFrontierModel model, IReadOnlyCollection<string> ofFleet)
    {
        Site site = frame.Site;
        var plan = new Formulation(frame) { ofFleet = ofFleet };
        plan.AddSupply();
        var table = new OperatingTable(site, model) { SoftwareRatio = frame.SoftwareRatio };
        Dictionary<string, Power> provisioned = site.Racks.ToDictionary(rack => rack.Type.Name, table.Provisioned);
        plan.AddCompute(table, provisioned);
        plan.AddBalance();
        PolicyPlan.AddTo(plan.frame, plan);
        ReservePlan.AddTo(plan.frame, plan, provisioned);
        return plan;
    }

    void AddSupply()
    {
        Grid = Site.Grid is { } grid ? GridPlan.AddTo(frame, grid) : null;
        Generators = [.. Site.Generators.Select(plant => GeneratorPlan.AddTo(frame, plant))];
        Batteries = [.. Site.Batteries.Select(battery => BatteryPlan.AddTo(frame, battery))];
    }

    void AddCompute(OperatingTable table, Dictionary<string, Power> provisioned)
    {
        Halls = [.. Site.Halls.Select(hall => HallPlan.AddTo(frame, hall))];
        var weather = new CoolingYear(Site.Weather);
        Fleets = FleetPlacement.AddTo(frame, Halls, provisioned, weather.Of);
        TreePlan.AddTo(frame, Fleets, provisioned);
        Services = [.. Site.Services.Select(service => ServicePlan.AddTo(
            frame, service, RunsOf(service, table), BasisOf(service, table), RacksWhere(service, table, frontier => frontier is { Estimated: true, IsEmpty: false }),
            service.Model.Knowledge.Measured is null ? null : RacksWhere(service, table, frontier => frontier.IsMeasured), ofFleet.Contains(service.Name)))];
        Training = [.. Site.Training.Select(run => TrainingPlan.AddTo(frame, run, RunsOf(run, table), ofFleet.Contains(run.Name)))];
        foreach (FleetPlan fleet in Fleets) fleet.Close(frame);
        HeatPlan.AddTo(frame, Fleets);
        foreach (FleetPlan fleet in Fleets)
            frame.Ledger.Use(fleet.Name, frame.Hours, t => fleet.Cooling[t].Water * (frame.Step * (fleet.ItDraw(t) / Site.Tree.EfficiencyFraction)));
    }

    List<RunPlan> RunsOf(Service service, OperatingTable table) =>
    [
        .. Fleets.Where(fleet => OperatingTable.Allows(service.Racks, fleet.Choice) && table.Points(service, fleet.Choice).Count > 0)
            .Select(fleet => fleet.Add(frame, service.Name, frame.Hours, 0, table.Points(service, fleet.Choice))),
    ];

    List<RunPlan> RunsOf(TrainingRun run, OperatingTable table)
    {
        var hours = new Algebra.Index("hour of the run", run.EndHour - run.FirstHour);
        return
        [
            .. Fleets.Where(fleet => OperatingTable.Allows(run.Racks, fleet.Choice))
                .Select(fleet => fleet.Add(frame, run.Name, hours, run.FirstHour, table.Points(run, fleet.Choice))),
        ];
    }

    string[] RacksWhere(Service service, OperatingTable table, Predicate<Compute.Frontier> isSo) =>
    [
        .. Fleets.Where(fleet => OperatingTable.Allows(service.Racks, fleet.Choice)).Where(fleet => isSo(table.Of(service, fleet.Choice)))
            .Select(fleet => fleet.Choice.Type.Name).Distinct(),
    ];

    string BasisOf(Service service, OperatingTable table) =>
        string.Join("; ", Fleets.Where(fleet => OperatingTable.Allows(service.Racks, fleet.Choice))
            .Select(fleet => $"{fleet.Choice.Type.Name}: {Told(table.Of(service, fleet.Choice))}").Distinct());

    static string Told(Compute.Frontier frontier) => frontier.IsEmpty ? frontier.Basis
        : FormattableString.Invariant($"{frontier.Basis}; hull of {frontier.Points.Count} points, at most {frontier.ReductionErrorFraction:0.0 %} below its curve");

    void AddBalance()
    {
        Missing = frame.Shortfalls is null ? null : MissingPower.AddTo(frame);
        Balance = Program.ForEach(frame.Hours, "power balance", t => Missing is { } missing ? Injection(t) + missing.Injection(t) == DrawAt(t) : Injection(t) == DrawAt(t),
            "what the sources feed is what the site draws");
        frame.MayGive(Balance, size: Site.OtherLoad?.Most.Megawatts ?? 1, "more firm grid, more generation or storage (raise an atMost), or less load in these hours");
        Draw = Fleets.Count == 0
            ? Program.Tally("draw", frame.Hours, t => frame.Step * DrawAt(t))
            : Program.Tally("draw", frame.Hours, t => frame.Step * Injection(t));
    }

    /// <summary>What all devices feed the bus, less what batteries take and the grid buys.</summary>
    internal Expr<Power> Injection(int t)
    {
        Expr<Power> sum = Grid is { } grid ? grid.Injection(t) : default;
        foreach (GeneratorPlan generator in Generators) sum += generator.Output[t];
        foreach (BatteryPlan battery in Batteries) sum += battery.Injection(t);
        return sum;
    }

    /// <summary>What racks, cooling, losses and the other load take.</summary>
    internal Expr<Power> DrawAt(int t)
    {
        Expr<Power> sum = default;
        foreach (FleetPlan fleet in Fleets) sum += fleet.BusDraw(t);
        return Site.OtherLoad is { } other ? sum + other[t] : sum;
    }

    /// <summary>Sets what the program seeks.</summary>
    internal void Seek()
    {
        switch (Site.Objective)
        {
            case Objective.LeastCost: Program.Minimise(Costs); break;
            case Objective.MostTokens: Program.Maximise(Served); break;
            case Objective.MostValue:
                Program.Maximise(Services.Select(service => (1.0, Program.Tally($"{service.Facts.Name} value", service.Facts.Value * service.Served.Expression)))
                    .Concat(Costs.Select(cost => (-cost.Weight, cost.Of))));
                break;
            default: throw new NotSupportedException(Site.Objective.ToString());
        }
    }

    internal TokenCount TokensAt(Solution solution) => Services.Select(service => solution.Value(service.Served)).Sum();

    internal IEnumerable<(double Weight, Tally<TokenCount> Of)> Served => Services.Select(service => (1.0, service.Served));

    internal IEnumerable<(double Weight, Tally<Money> Of)> Costs => Ledger.Costs.Select(cost => (1.0, cost.Tally));
}
