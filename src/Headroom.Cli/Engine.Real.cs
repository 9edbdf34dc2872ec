using Headroom.Reports;

namespace Headroom.Cli;

public sealed partial record Engine
{
    /// <summary>The product: files, catalog, planner and HiGHS.</summary>
    public static Engine Real => new()
    {
        Read = path => throw new NotImplementedException(path),
        CheckFacility = _ => [],
        Formulate = _ => new(_ => { }, (_, _, _) => new PlanAnswer.Stopped("not wired")),
        Template = (tier, region) => (null, []),
        Regions = () => [],
        Equations = () => [],
    };
}
