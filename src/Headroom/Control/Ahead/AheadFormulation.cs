using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Control;

/// <summary>The look ahead as a linear program: who gets what of the power to come.</summary>
/// <remarks>
///   Σ ratio[t] · IT draw[t] + Σ draw of loops[t] + other[t] = import[t] + Σ output of plants[t] + Σ injection of batteries[t]
///   Everything else stands with its family. What is sought stands in <see cref="Goals"/>, first things first; cost comes last.
/// </remarks>
public sealed class AheadFormulation
{
    private readonly AheadFrame frame;

    private AheadFormulation(AheadInputs inputs) => frame = new(inputs);

    public AheadInputs Inputs => frame.Inputs;
    public LinearProgram Program => frame.Program;
    internal GridAhead Grid { get; private set; } = null!;
    internal IReadOnlyList<PlantAhead> Plants { get; private set; } = [];
    internal IReadOnlyList<BatteryAhead> Batteries { get; private set; } = [];
    internal IReadOnlyList<FleetAhead> Fleets { get; private set; } = [];
    internal IReadOnlyList<ServiceAhead> Services { get; private set; } = [];
    internal IReadOnlyList<RunAhead> Runs { get; private set; } = [];
    internal IReadOnlyList<LoopAhead> Loops { get; private set; } = [];
    internal IReadOnlyList<Tally<Money>> Costs => frame.Costs;
    internal IReadOnlyList<Giving> Givings => frame.Givings;

    /// <summary>Served tokens times their weight, of each service.</summary>
    internal IReadOnlyList<Tally<TokenCount>> Weighted { get; private set; } = [];

    /// <summary>What is sought before cost, first things first.</summary>
    internal IReadOnlyList<Goal> Goals { get; private set; } = [];

    /// <summary>Writes the program; the inputs are fit (<see cref="AheadCheck"/>).</summary>
    public static AheadFormulation Of(AheadInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var plan = new AheadFormulation(inputs);
        AheadFrame frame = plan.frame;
        plan.Grid = GridAhead.AddTo(frame, MostDraw(inputs));
        plan.Plants = [.. inputs.Plants.Select(plant => PlantAhead.AddTo(frame, plant))];
        plan.Batteries = [.. inputs.Batteries.Select(battery => BatteryAhead.AddTo(frame, battery))];
        plan.Fleets = [.. inputs.Fleets.Select(fleet => FleetAhead.AddTo(frame, fleet))];
        plan.Services = [.. inputs.Services.Select(service => ServiceAhead.AddTo(frame, service, plan.Fleets))];
        plan.Runs = [.. inputs.Runs.Select(run => RunAhead.AddTo(frame, run, plan.Fleets[run.Fleet]))];
        foreach (FleetAhead fleet in plan.Fleets) fleet.Close(frame);
        plan.Loops = [.. inputs.Loops.Select(loop => LoopAhead.AddTo(frame, loop, plan.Fleets))];
        plan.AddBalance();
        plan.Weighted = [.. plan.Services.Select(service => frame.Program.Tally($"{service.Facts.Name} weighted tokens", frame.Steps,
            t => service.Facts.Weight * (frame.Length(t) * service.Tokens(t))))];
        plan.Goals = [.. plan.GoalsOf()];
        return plan;
    }

    private void AddBalance() => frame.Program.ForEach(frame.Steps, "power balance", t =>
    {
        Expr<Power> fed = Grid.Import[t];
        foreach (PlantAhead plant in Plants) fed += plant.Output[t];
        foreach (BatteryAhead battery in Batteries) fed += battery.Injection(t);
        Expr<Power> drawn = Inputs.DrawPerItRatio[t] * Fleets.Select(fleet => fleet.It(t)).Sum() + Inputs.Other[t];
        foreach (LoopAhead loop in Loops) drawn += loop.Draw(t);
        return fed == drawn;
    }, "what the sources feed is what the site draws");

    /// <summary>More than everything at once can draw.</summary>
    private static Power MostDraw(AheadInputs inputs)
    {
        const double ample = 2;
        Power most = 1.Megawatts + inputs.Batteries.Select(battery => battery.Power).Sum();
        double ratio = inputs.DrawPerItRatio.Max();
        for (int f = 0; f < inputs.Fleets.Count; f++)
        {
            Power perRack = inputs.Fleets[f].IdlePerRack;
            foreach (AheadService service in inputs.Services)
                foreach (AheadLane lane in service.Lanes.Where(lane => lane.Fleet == f && lane.Knots.Count > 0))
                    perRack = Power.Max(perRack, inputs.Fleets[f].IdlePerRack + lane.Knots[^1].AboveIdle);
            foreach (AheadRun run in inputs.Runs.Where(run => run.Fleet == f)) perRack = Power.Max(perRack, inputs.Fleets[f].IdlePerRack + run.FullPerRack);
            most += ratio * inputs.Fleets[f].Racks.Max() * perRack;
        }
        foreach (AheadLoop loop in inputs.Loops)
            most += Power.FromSi(Enumerable.Range(0, inputs.Steps).Max(t => loop.DrawPerHeatRatio[t] * loop.RejectedMost[t].Watts));
        return ample * (most + inputs.Other.Aggregate(Power.Max));
    }

    /// <summary>Tier 0 whole; then what tiers 1, 2 and 3 are promised; then the rest of them; then work that may wait; then training that has no price.</summary>
    private IEnumerable<Goal> GoalsOf()
    {
        if (Served(0) is { } untouched) yield return untouched;
        for (int tier = 1; tier <= 3; tier++)
            if (Promised(tier) is { } promised) yield return promised;
        for (int rank = 1; rank <= Shedding.MayWait; rank++)
            if (Served(rank) is { } served) yield return served;
        RunAhead[] sought = [.. Runs.Where(run => run.Facts.Value is null)];
        if (sought.Length == 0) yield break;
        TokenCount ideal = sought.Select(run => TokenCount.FromSi(run.Facts.WorthPerJoule.TokensPerJoule
            * Enumerable.Range(0, Inputs.Steps).Sum(t => (run.Facts.RacksMost[t] * run.Facts.FullPerRack * frame.Length(t)).Joules))).Sum();
        yield return new("training", LastRank, Program.Tally("training", frame.Steps, t => sought.Select(run => run.Worth(frame, t)).Sum()), IsMost: true, ideal, ideal);
    }

    /// <summary>Training gives way to everything that users wait for.</summary>
    public const int LastRank = Shedding.MayWait + 1;

    private Goal? Served(int rank)
    {
        ServiceAhead[] services = [.. Services.Where(service => service.Facts.Rank == rank)];
        TokenCount ideal = services.Select(service => service.Facts.Weight * service.Facts.Asked(Inputs.Lengths)).Sum();
        if (ideal <= TokenCount.Zero) return null;
        string name = rank == Shedding.MayWait ? "work that may wait" : $"tier {rank}";
        return new(name, rank, Program.Tally(name, frame.Steps, t => services.Select(service => service.Facts.Weight * (frame.Length(t) * service.Tokens(t))).Sum()),
            IsMost: true, ideal, ideal);
    }

    private Goal? Promised(int tier)
    {
        ServiceAhead[] services = [.. Services.Where(service => service.Facts.Tier == tier && service.Beyond is not null)];
        TokenCount size = services.Select(service => service.Facts.Weight * service.Facts.Asked(Inputs.Lengths)).Sum();
        if (size <= TokenCount.Zero) return null;
        string name = $"promise of tier {tier}";
        return new(name, tier, Program.Tally(name, new("event", Inputs.Events.Count), e => services.Select(service => service.Facts.Weight * service.Beyond![e]).Sum()),
            IsMost: false, TokenCount.Zero, size);
    }

    /// <summary>One row of each family at a step, as maths.</summary>
    public string Equations(int step) => string.Join('\n', Program.RelationFamilies.Where(family => family.Count > 0)
        .Select(family => ProgramText.Row(Program, family, Math.Min(step, family.Count - 1), termsMost: 12)));
}

/// <summary>Something sought before cost.</summary>
/// <param name="Rank">Whose it is: tiers 0 … 3, work that may wait, training.</param>
/// <param name="IsMost">The most of it is sought, or the least.</param>
/// <param name="Ideal">No answer is better.</param>
/// <param name="Size">What it is measured against.</param>
internal sealed record Goal(string Name, int Rank, Tally<TokenCount> Of, bool IsMost, TokenCount Ideal, TokenCount Size);
