using Headroom.Control;
using Headroom.Planning;
using Headroom.Planning.Equations;
using Headroom.Planning.Expansion;
using Headroom.Planning.Fleets;
using Headroom.Scenarios;
using Headroom.Scenarios.Calibrating;
using Headroom.Scenarios.Regions;
using Headroom.Scenarios.Tokens;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Cli;

public sealed partial record Engine
{
    /// <summary>The product: files, catalog, planner and solvers.</summary>
    public static Engine Real => new()
    {
        Read = ReadSite,
        CheckFacility = FacilityCheck.Of,
        Formulate = FormulateSite,
        Expand = (site, gap, progress, stop) => ExpansionPlanner.Plan(site, new StructuredSolver(), new Workers(), gap, progress, stop),
        ExportExpansion = (site, path) => ModelFile.Write(ExpansionPlanner.OnePiece(site), path),
        IsFleet = IsFleetFile,
        ReadFleet = ReadFleetFile,
        FormulateFleet = FormulateFleetProgram,
        ExpandFleet = (fleet, gap, progress, stop) => ExpansionPlanner.Plan(fleet, new StructuredSolver(), new Workers(), gap, progress, stop),
        ExportFleetYears = (fleet, path) => ModelFile.Write(ExpansionPlanner.OnePiece(fleet), path),
        Template = TemplateOf,
        Regions = () => [.. RegionCatalog.Names.Select(name => (name, RegionCatalog.Load(name).Facts.Title))],
        Equations = EquationPages.Of,
        Tokens = TokenReader.Read,
        Compare = (order, policies, progress, stop) =>
            PolicyComparer.Compare(order, policies, (day, until) => OfflineOptimum.Both(day, new StructuredSolver(), until), progress, stop),
        Ahead = (inputs, madeAt) => AheadPlanner.Plan(inputs, madeAt, new StructuredSolver(), CancellationToken.None),
        Calibrate = CalibrationAnswer.Of,
    };

    static (Site?, IReadOnlyList<Finding>) ReadSite(string path)
    {
        SiteReading reading = SiteFile.Read(path);
        return (reading.Site, reading.Findings);
    }

    /// <summary>What cannot be opened is a site file, whose reader says so.</summary>
    static bool IsFleetFile(string path)
    {
        try { return File.Exists(path) && FleetFile.IsOne(path); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { return false; }
    }

    /// <summary>With what the halls of its sites cannot host.</summary>
    static (Fleet?, IReadOnlyList<Finding>) ReadFleetFile(string path)
    {
        FleetReading reading = FleetFile.Read(path);
        if (reading.Fleet is not { } fleet) return (null, reading.Findings);
        return (fleet, [.. reading.Findings, .. fleet.Sites.SelectMany((one, s) => Located.In(one.Site, reading.SiteFiles[s], FacilityCheck.Of(one.Site)))]);
    }

    static FleetProgram FormulateFleetProgram(Fleet fleet)
    {
        FleetFormulation plan = FleetPlanner.Formulate(fleet);
        return new(
            path => ModelFile.Write(plan.Program, path),
            (gap, progress, stop) => FleetPlanner.Plan(plan, new StructuredSolver(), new PlanOptions { GapFraction = gap }, progress, stop));
    }

    static SiteProgram FormulateSite(Site site)
    {
        Formulation plan = Planner.Formulate(site);
        return new(
            path => ModelFile.Write(plan.Program, path),
            (gap, progress, stop) => Planner.Plan(plan, new StructuredSolver(), new PlanOptions { GapFraction = gap }, progress, stop));
    }

    static (string?, IReadOnlyList<Finding>) TemplateOf(Tier tier, string? region)
    {
        if (region is null || RegionCatalog.Names.Contains(region)) return (SiteTemplate.Write(tier, region), []);
        return (null, [new(Severity.Wrong, "--region", region, "a region of the catalog", $"Choose one of {string.Join(", ", RegionCatalog.Names)}.")]);
    }
}
