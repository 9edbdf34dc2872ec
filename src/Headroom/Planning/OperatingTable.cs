using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>Operating points for every pair of workload and rack type: the seam where the compute model meets the plan.</summary>
sealed class OperatingTable(Site site, IFrontierModel model)
{
    readonly Dictionary<(string Service, string Rack), Frontier> serving = [];
    readonly Dictionary<(string Run, string Rack), TrainingFrontier> training = [];

    public Frontier Of(Service service, RackChoice rack)
    {
        if (!serving.TryGetValue((service.Name, rack.Type.Name), out Frontier? frontier))
            serving[(service.Name, rack.Type.Name)] = frontier = model.FrontierOf(rack.Type, service.Model, service.Shape);
        return frontier;
    }

    /// <summary>Operating points up to the highest cap of the racks.</summary>
    public IReadOnlyList<RunPoint> Points(Service service, RackChoice rack) =>
    [
        .. Of(service, rack).Points.Where(point => point.CapFraction <= rack.CapMostFraction + 1e-9)
            .Select(point => new RunPoint(point.CapFraction, point.Power, point.AcceleratorPower, point.ServerPower, point.Tokens.TokensPerSecond)),
    ];

    public IReadOnlyList<RunPoint> Points(TrainingRun run, RackChoice rack)
    {
        if (!training.TryGetValue((run.Name, rack.Type.Name), out TrainingFrontier? frontier))
            training[(run.Name, rack.Type.Name)] = frontier = Training.FrontierOf(rack.Type, run.UtilisationFraction, run.GoodputFraction);
        return
        [
            .. frontier.Points.Where(point => point.CapFraction <= rack.CapMostFraction + 1e-9)
                .Select(point => new RunPoint(point.CapFraction, point.Power, Power.Zero, Power.Zero, point.Compute.OperationsPerSecond)),
        ];
    }

    /// <summary>IT power that a hall provides for one rack: its highest operating point over all workloads, or its rating where it runs none.</summary>
    public Power Provisioned(RackChoice rack)
    {
        Power most = ServerPower.Idle(rack.Type);
        foreach (Service service in site.Services.Where(s => Allows(s.Racks, rack)))
            foreach (RunPoint point in Points(service, rack)) most = Power.Max(most, point.Power);
        foreach (TrainingRun run in site.Training.Where(r => Allows(r.Racks, rack)))
            foreach (RunPoint point in Points(run, rack)) most = Power.Max(most, point.Power);
        return most;
    }

    public static bool Allows(IReadOnlyList<string> racks, RackChoice rack) => racks.Count == 0 || racks.Contains(rack.Type.Name);
}
