using Headroom.Reports;

namespace Headroom.Cli;

public sealed partial record Engine
{
    /// <summary>The product: files, catalog, planner and HiGHS.</summary>
    public static Engine Real => new()
    {
        Read = path => throw new NotImplementedException(path),
        CheckFacility = _ => [],
        Plan = (site, gap, progress, stop) => new PlanAnswer.Stopped("not wired"),
        ExportModel = (_, _) => { },
        Template = (tier, region) => (null, []),
        Regions = () => [],
        Equations = () => [],
    };
}
