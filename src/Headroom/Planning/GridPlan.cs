using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>The grid connection as a formulation.</summary>
sealed class GridPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        import[t] ≤ firm + flexible · available[t]
        export[t] ≤ limit
        import[t] ≤ peak[month of t]
        |injection[t] − injection[t−1]| ≤ ramp · 1 h        injection[t] = import[t] − export[t]
        apart ≥ load − firm,  apart ≥ 0: what the site holds together by itself, where that is counted
        cost = Σ (price[t] + adder) · 1 h · import[t] − Σ (price[t] − fee) · 1 h · export[t] + Σ demand charge · peak[m]
             + (capacity charge + a · capital) · (firm + flexible),  a the yearly repayment; capital for new capacity only
             + a · integration · apart
        """;

    public required GridConnection Facts { get; init; }
    public required Variable<Power> Firm { get; init; }
    public Variable<Power>? Flexible { get; private set; }
    public required Variables<Power> Import { get; init; }
    public Variables<Power>? Export { get; private set; }
    public Variables<Power>? Peak { get; private set; }
    public required Relations<Power> Ceiling { get; init; }

    public Expr<Power> Injection(int t) => Export is null ? Import[t] : Import[t] - Export[t];

    public static GridPlan AddTo(Frame frame, GridConnection grid)
    {
        LinearProgram program = frame.Program;
        Variable<Power> firm = program.Variable("grid firm", grid.Firm.Least, grid.Firm.Most);
        Variable<Power>? flexible = grid.Flexible is { } f ? program.Variable("grid flexible", f.Size.Least, f.Size.Most) : null;
        Power most = grid.Firm.Most + (grid.Flexible?.Size.Most ?? Power.Zero);
        Variables<Power> import = program.Variable("import", frame.Hours, Power.Zero, Frame.Roof(most));

        Relations<Power> ceiling = program.ForEach(frame.Hours, "grid ceiling",
            t => flexible is null ? import[t] <= firm : import[t] <= firm + grid.Flexible!.AvailableFraction[t] * flexible.Expression,
            "import stays under the firm capacity and what the utility leaves of the flexible one");

        var plan = new GridPlan { Facts = grid, Firm = firm, Flexible = flexible, Import = import, Ceiling = ceiling };
        plan.AddPeaks(frame);
        plan.AddExport(frame);
        plan.AddRamp(frame);
        plan.AddCosts(frame);
        plan.AddApart(frame);
        return plan;
    }

    void AddPeaks(Frame frame)
    {
        if (Facts.DemandCharge == DemandPrice.Zero) return;
        PlanYear year = frame.Site.Year;
        Variables<Power> peak = frame.Program.Variable("grid peak", PlanYear.MonthIndex, Power.Zero, LinearProgram.Unlimited<Power>());
        frame.Program.ForEach(frame.Hours, "monthly peak", t => Import[t] <= peak[year.MonthOf(t)],
            "the demand charge follows each month's highest hour");
        frame.Ledger.Cost("grid", "demand charge", supply: true, PlanYear.MonthIndex, m => Facts.DemandCharge * peak[m]);
        Peak = peak;
    }

    void AddRamp(Frame frame)
    {
        if (Facts.RampLimit is not { } limit) return;
        Power step = limit * frame.Step;
        // a limit that one hour cannot reach binds within the hour only; the simulator holds it there
        if (step >= Facts.Firm.Most + (Facts.Flexible?.Size.Most ?? Power.Zero) + Facts.ExportMost) return;
        var later = new Algebra.Index("hour", frame.Hours.Count - 1);
        frame.Program.ForEach(later, "grid ramp up", t => Injection(t + 1) - Injection(t) <= step, "import rises no faster than the utility allows");
        frame.Program.ForEach(later, "grid ramp down", t => Injection(t) - Injection(t + 1) <= step, "import falls no faster than the utility allows");
    }

    void AddExport(Frame frame)
    {
        if (Facts.ExportMost == Power.Zero) return;
        Variables<Power> export = frame.Program.Variable("export", frame.Hours, Power.Zero, Facts.ExportMost);
        frame.Ledger.Cost("grid", "sales", supply: true, frame.Hours, t => (Facts.ExportFee - Facts.Price[t]) * (frame.Step * export[t]));
        Export = export;
    }

    void AddApart(Frame frame)
    {
        if (Facts.Apart is not { } terms) return;
        Variable<Power> apart = frame.Program.Variable("grid apart", Power.Zero, Frame.Roof(terms.Load));
        frame.Program.Require("grid apart", apart.Expression + Firm.Expression >= terms.Load, "load that the connection does not carry is held together by the site");
        frame.Ledger.Invest(Integration, supply: true, terms.Price * apart.Expression, terms.Repayment);
    }

    /// <summary>Name of the cost of holding load together without the utility.</summary>
    public const string Integration = "off-grid integration";

    void AddCosts(Frame frame)
    {
        Ledger ledger = frame.Ledger;
        Expr<Power> connected = Flexible is null ? Firm : Firm + Flexible.Expression;
        Power standing = Facts.Firm.Installed + (Facts.Flexible?.Size.Installed ?? Power.Zero);
        ledger.Cost("grid", "energy", supply: true, frame.Hours, t => (Facts.Price[t] + Facts.Adder) * (frame.Step * Import[t]));
        if (Facts.CapacityCharge != CapacityRent.Zero) ledger.Cost("grid", "capacity charge", supply: true, Facts.CapacityCharge * connected);
        if (Facts.Capital != CapacityPrice.Zero) ledger.Invest("grid", supply: true, Facts.Capital * (connected - standing), Facts.Repayment);
        ledger.Emit("grid", frame.Hours, t => Facts.Carbon[t] * (frame.Step * Import[t]));
    }
}
