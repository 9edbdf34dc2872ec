using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning;

/// <summary>Operating points for every pair of workload and rack type: the seam where the compute model meets the plan.</summary>
sealed class OperatingTable(Site site, IFrontierModel model)
{
    /// <summary>Tokens at the same power, beside those that the compute model gives.</summary>
    public double SoftwareRatio { get; init; } = 1;

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
        .. Of(service, rack).Points.Where(point => RackProvision.WithinCap(rack, point.CapFraction))
            .Select(point => new RunPoint(point.CapFraction, point.Power, point.AcceleratorPower, point.ServerPower, SoftwareRatio * point.Tokens.TokensPerSecond)),
    ];

    public IReadOnlyList<RunPoint> Points(TrainingRun run, RackChoice rack)
    {
        if (!training.TryGetValue((run.Name, rack.Type.Name), out TrainingFrontier? frontier))
            training[(run.Name, rack.Type.Name)] = frontier = Training.FrontierOf(rack.Type, run.UtilisationFraction, run.GoodputFraction, run.Precision);
        return
        [
            .. frontier.Points.Where(point => RackProvision.WithinCap(rack, point.CapFraction))
                .Select(point => new RunPoint(point.CapFraction, point.Power, Power.Zero, Power.Zero, point.Compute.OperationsPerSecond)),
        ];
    }

    /// <summary>IT power that a hall provides for one rack.</summary>
    public Power Provisioned(RackChoice rack) => RackProvision.Of(site, rack, service => Of(service, rack));

    public static bool Allows(IReadOnlyList<string> racks, RackChoice rack) => RackProvision.Allows(racks, rack);
}
