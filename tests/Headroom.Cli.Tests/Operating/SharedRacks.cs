using System.Globalization;
using System.Text;
using Headroom.Quantities;
using Headroom.TestKit.Redfish;

namespace Headroom.Cli.Tests.Operating;

/// <summary>Ten racks that two processes reach by addresses of their own: what came from whom can be told apart.</summary>
internal sealed class SharedRacks : IAsyncDisposable
{
    private readonly string folder;
    private readonly EmulatedService[] services;
    private readonly RedfishEmulator[] doors;

    private SharedRacks(string folder, EmulatedService[] services, RedfishEmulator[] doors) => (this.folder, this.services, this.doors) = (folder, services, doors);

    /// <summary>Their site, whose plan keeps them busy.</summary>
    public string Site => Path.Combine(folder, "campus.yaml");

    /// <summary>Draw of all accelerators in truth.</summary>
    public Power Drawn => Power.FromSi(services.Sum(one => one.Rack!.Drawn.Watts));

    /// <summary>Of one of the two processes.</summary>
    public string Field(int of) => Path.Combine(folder, $"field-{of}.yaml");

    /// <summary>Writes that came from it so far.</summary>
    public long Writes(int of) => doors[of].Writes;

    public static async Task<SharedRacks> StartAsync(string folder)
    {
        RackShape shape = new() { GpuMost = Power.FromSi(1200), GpuLeast = Power.FromSi(200), GpuIdle = Power.FromSi(100) };
        EmulatedService[] services = [.. Enumerable.Range(0, 10).Select(k => new EmulatedService($"R-{k}", TimeProvider.System, shape))];
        foreach (EmulatedService one in services) one.Rack!.Demand(shape.GpuMost);
        RedfishEmulator[] doors = [await RedfishEmulator.StartAsync(services, EmulatorAddresses.Prefixes), await RedfishEmulator.StartAsync(services, EmulatorAddresses.Prefixes)];
        SharedRacks racks = new(folder, services, doors);
        await File.WriteAllTextAsync(racks.Site, """
            site: shared
            tier: edge
            region: us-tex-ercot
            year: 2027
            objective: leastCost
            grid: {firm: 3 MW}
            halls:
              - {name: B, power: 2 MW, perRack: 140 kW, cooling: directLiquid, supply: 40 °C}
            racks:
              gb200-nvl72: {installed: 10}
            services:
              - {name: chat, model: llama-3.1-70b, precision: fp8, input: 1024 tok, output: 512 tok, demand: {peak: 7e5 tok/s, shape: consumer}, latency: {ttft: 2 s, tpot: 50 ms}, tier: 3, value: 0.60 $/Mtok}
            training:
              - {name: run, compute: 1.7e25 FLOP, from: 2027-01-01, by: 2027-12-31, racks: gb200-nvl72, mayPause: true}
            """);
        for (int k = 0; k < 2; k++)
        {
            StringBuilder text = new("field: shared\nredfish: {capLatency: 2 s, inputSensor: none}\nracks:\n");
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {{names: [R-0..R-9], address: \"{doors[k].AddressOf(services[0]).GetLeftPart(UriPartial.Authority)}/{{name}}/\", part: B, rack: gb200-nvl72}}");
            await File.WriteAllTextAsync(racks.Field(k), text.ToString());
        }
        return racks;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedfishEmulator one in doors) await one.DisposeAsync();
    }
}
