using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>Caps and prices of the whole site as a formulation.</summary>
static class PolicyPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        Σ emissions ≤ cap        Σ water ≤ cap        Σ yearly cost ≤ budget        Σ spent once ≤ budget
        Σ output of a source · 1 h ≤ share · Σ draw · 1 h
        cost = carbon price · emissions of each source
        """;

    public static void AddTo(Frame frame, Formulation plan)
    {
        LinearProgram program = frame.Program;
        Ledger ledger = frame.Ledger;
        SitePolicy policy = frame.Site.Policy;
        if (policy.CarbonPrice != CarbonPrice.Zero)
            foreach (Tally<Mass> source in ledger.Carbon.ToList())
                ledger.Cost(source.Name, "carbon", supply: true, policy.CarbonPrice * source.Expression);
        if (policy.CarbonMost is { } carbon)
            frame.MayGive(program.Require("carbon cap", ledger.Carbon.Select(tally => (1.0, tally)), Sense.AtMost, carbon, "the year's emissions stay under the cap"), carbon.Tonnes, "a higher carbon cap, cleaner power, or less work");
        if (policy.WaterMost is { } water)
            frame.MayGive(program.Require("water cap", ledger.Water.Select(tally => (1.0, tally)), Sense.AtMost, water, "the year's water stays under the permit"), water.CubicMetres, "a larger water permit, or dry coolers instead of towers");
        if (policy.YearlyCostMost is { } yearly)
            frame.MayGive(program.Require("yearly budget", ledger.Costs.Where(cost => cost.Kind != "unserved tokens").Select(cost => (1.0, cost.Tally)), Sense.AtMost, yearly, "the plan costs no more in a year than the budget"), yearly.Dollars, "a larger yearly budget, or less demand");
        if (policy.CapitalMost is { } capital)
            frame.MayGive(program.Require("capital budget", ledger.Capital.Select(tally => (1.0, tally)), Sense.AtMost, capital, "no more is spent once than the budget"), capital.Dollars, "a larger capital budget, or less demand");
        AddShares(frame, plan);
    }

    static void AddShares(Frame frame, Formulation plan)
    {
        foreach (GeneratorPlan generator in plan.Generators)
            if (generator.Facts.EnergyShareMostFraction is { } share)
                AddShare(frame, plan, generator.Facts.Name, t => generator.Output[t], share);
        if (plan.Grid is { Facts.EnergyShareMostFraction: { } most } grid) AddShare(frame, plan, "grid", t => grid.Import[t], most);
    }

    static void AddShare(Frame frame, Formulation plan, string source, Func<int, Expr<Power>> output, double share)
    {
        Tally<Energy> year = frame.Program.Tally($"{source} energy", frame.Hours, t => frame.Step * output(t));
        frame.MayGive(frame.Program.Require($"{source} share", [(1, year), (-share, plan.Draw)], Sense.AtMost, Energy.Zero, "a source gives no more than its share of the year's draw"), 1000, $"a larger maximumShare for {source}, or more of another source");
    }
}
