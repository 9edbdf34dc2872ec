using Headroom.Operator;
using Headroom.Operator.Field.DsxBms;
using Headroom.Operator.Field.Live;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;
using Microsoft.Extensions.Logging;

namespace Headroom.Cli.Operating;

/// <summary>What a service operates, with everything that has to be given back when it stops.</summary>
sealed class OpenedField : IAsyncDisposable
{
    readonly FieldWiring? wiring;
    readonly DeviceJoin? join;
    readonly SiteBms? bms;

    OpenedField(IField field, FieldWiring? wiring, DeviceJoin? join, SiteBms? bms) => (Field, this.wiring, this.join, this.bms) = (field, wiring, join, bms);

    public IField Field { get; }

    /// <summary>Listens to whoever speaks by itself, while this process acts.</summary>
    public Task RunAsync(ISiteDesk desk, ILogger log, CancellationToken stop) => bms?.RunAsync(desk, log, stop) ?? Task.CompletedTask;

    /// <param name="devices">Null for a simulated field.</param>
    /// <param name="file">Of the devices: other files are named from its folder.</param>
    public static async ValueTask<(OpenedField? Field, IReadOnlyList<Finding> Findings)> OfAsync(SimulationOrder order, FieldDescription? devices, string file, DateTimeOffset now)
    {
        if (devices is null)
        {
            (SimulatedField? simulated, IReadOnlyList<Finding> findings) = SimulatedField.Open(order, now);
            return (simulated is null ? null : new(simulated, null, null, null), findings);
        }
        int hours = order.Site.Year.Hours;
        (LivePlan? plan, IReadOnlyList<Finding> wrong) = LivePlan.Open(order with { Length = TimeSpan.FromHours(hours) });
        if (plan is null) return (null, wrong);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        (FieldWiring? wiring, LiveDevices? redfish, IReadOnlyList<Finding> places) =
            FieldWiring.Open(devices, plan, folder, Environment.GetEnvironmentVariable, TimeProvider.System);
        (SiteBms? bms, IReadOnlyList<Finding> unheard) = BmsWiring.Open(devices.Bms, plan, folder, Environment.GetEnvironmentVariable, TimeProvider.System);
        wrong = [.. wrong, .. In(file, places), .. In(file, unheard)];
        if (wiring is null || redfish is null) return (null, wrong);
        (DeviceJoin? join, LiveDevices all, IReadOnlyList<Finding> unfit) = DeviceJoin.To(redfish, devices, plan, folder, Environment.GetEnvironmentVariable, TimeProvider.System);
        wrong = [.. wrong, .. In(file, unfit)];
        if (join is null || devices.Bms is not null && bms is null)
        {
            if (join is not null) await join.DisposeAsync();
            await wiring.DisposeAsync();
            return (null, wrong);
        }
        return (new(new LiveField(plan, all with { Bms = bms }, wiring.Setting, TimeProvider.System), wiring, join, bms), wrong);
    }

    static IEnumerable<Finding> In(string file, IReadOnlyList<Finding> findings) => findings.Select(one => one with { File = one.File ?? Path.GetFileName(file) });

    /// <summary>The field itself belongs to the service.</summary>
    public async ValueTask DisposeAsync()
    {
        if (join is not null) await join.DisposeAsync();
        if (wiring is not null) await wiring.DisposeAsync();
    }
}
