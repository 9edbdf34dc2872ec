using System.Net.ServerSentEvents;
using Headroom.Operator.Field.Live;
using Headroom.Protocols.Redfish;

namespace Headroom.Operator.Field.Redfish;

/// <summary>What is known of a leak detector.</summary>
/// <param name="Age">Since it was read last.</param>
public readonly record struct LeakTelling(string Detector, LeakState State, TimeSpan Age)
{
    /// <summary>Only a detector that says so is dry: one that is unavailable, unknown or silent is not.</summary>
    public bool IsDry(TimeSpan staleAfter) => State == LeakState.Ok && Age <= staleAfter;
}

/// <summary>Watches the leak detectors of a service: polled, and looked at at once when the service tells an event. It isolates
/// nothing: shut-off stays with independent hardware.</summary>
public sealed class LeakWatch(string name, RedfishClient client, TimeProvider time) : ILiveDevice
{
    private readonly List<string> detectors = [];
    private readonly Dictionary<string, int> broken = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<(LeakTelling Telling, long At)> latest = [];
    private string? events;
    private bool isOpen;

    public string Name => name;
    public IReadOnlyList<LeakTelling> Tellings => [.. latest.Select(one => one.Telling with { Age = time.GetElapsedTime(one.At) })];

    public IReadOnlyList<string> Alarms => [.. Tellings.Where(one => one.State is not (LeakState.Ok or LeakState.Absent))
        .Select(one => one.State is LeakState.Critical or LeakState.Warning ? $"{name}: {one.Detector} finds a leak: {one.State}." : $"{name}: {one.Detector} tells nothing: {one.State}; that is not dry.")];

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        if (!isOpen && !await OpenAsync(stop).ConfigureAwait(false)) return;
        List<(LeakTelling, long)> read = [];
        for (int i = 0; i < detectors.Count; i++)
        {
            LeakDetector? detector = await client.ReadAsync(detectors[i], LeakDetector.Of, stop).ConfigureAwait(false);
            if (detector is not null) read.Add((new(detector.Identity.Id, detector.State, default), time.GetTimestamp()));
            // one that does not answer keeps nothing good: its state is not known any more
            else read.Add((new(detectors[i][(detectors[i].LastIndexOf('/') + 1)..], LeakState.Unknown, default), time.GetTimestamp()));
        }
        latest = read;
    }

    private async ValueTask<bool> OpenAsync(CancellationToken stop)
    {
        RedfishWalk walk = new(client, broken);
        if (await walk.ReadAsync(RedfishClient.Root, ServiceRoot.Of, stop).ConfigureAwait(false) is not { } root) return false;
        detectors.Clear();
        foreach (string one in await walk.MembersAsync(root.Chassis, stop).ConfigureAwait(false))
        {
            if (await walk.ReadAsync(one, ResourceLinks.Of, stop).ConfigureAwait(false) is not { } chassis) continue;
            // newer services have them at the chassis, older ones below its thermal subsystem
            await AddMembersAsync(walk, chassis.LeakDetectors, stop).ConfigureAwait(false);
            if (await walk.ReadAsync(chassis.ThermalSubsystem, ResourceLinks.Of, stop).ConfigureAwait(false) is { LeakDetection: { } detection })
                await AddAsync(walk, detection, stop).ConfigureAwait(false);
        }
        if (await walk.ReadAsync(root.ThermalEquipment, ThermalEquipment.Of, stop).ConfigureAwait(false) is { } equipment)
            foreach (string unit in await walk.MembersAsync(equipment.Units, stop).ConfigureAwait(false))
                if (await walk.ReadAsync(unit, CoolingUnit.Of, stop).ConfigureAwait(false) is { LeakDetection: { } detection })
                    await AddAsync(walk, detection, stop).ConfigureAwait(false);
        events = await walk.ReadAsync(root.Events, ResourceLinks.Of, stop).ConfigureAwait(false) is { } service
            ? service.ServerSentEvents : null;
        return isOpen = walk.Cut is null && detectors.Count > 0;
    }

    private static RedfishEvent? EventOf(string kind, ReadOnlySpan<byte> utf8) =>
        utf8.Length > RedfishText.BytesMost ? null : RedfishText.Read(utf8.ToArray(), RedfishEvent.Of, out _);

    private async ValueTask AddAsync(RedfishWalk walk, string detection, CancellationToken stop)
    {
        if (await walk.ReadAsync(detection, ResourceLinks.Of, stop).ConfigureAwait(false) is not { } found) return;
        await AddMembersAsync(walk, found.LeakDetectors, stop).ConfigureAwait(false);
        foreach (string one in found.GroupedDetectors) Add(one);
    }

    private async ValueTask AddMembersAsync(RedfishWalk walk, string? collection, CancellationToken stop)
    {
        foreach (string one in await walk.MembersAsync(collection, stop).ConfigureAwait(false)) Add(one);
    }

    /// <summary>One detector may stand in a collection and in a group.</summary>
    private void Add(string detector)
    {
        int mark = detector.IndexOf('#', StringComparison.Ordinal);
        string path = client.Own(mark < 0 ? detector : detector[..mark]);
        if (!detectors.Contains(path)) detectors.Add(path);
    }

    /// <summary>Listens to the service's own events until it is stopped or the stream ends; every event has the detectors read at
    /// once. Whoever calls comes back after an end.</summary>
    /// <returns>Whether the service has a stream at all.</returns>
    public async Task<bool> ListenAsync(Action<RedfishEvent>? told, CancellationToken stop)
    {
        if (!isOpen && !await OpenAsync(stop).ConfigureAwait(false)) return false;
        if (events is null || await client.StreamAsync(events, stop).ConfigureAwait(false) is not { } response) return false;
        using (response)
        {
            try
            {
                using Stream stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
                SseParser<RedfishEvent?> parser = SseParser.Create(stream, EventOf);
                await foreach (SseItem<RedfishEvent?> item in parser.EnumerateAsync(stop).ConfigureAwait(false))
                {
                    if (item.Data is not { } one) continue;
                    await ReadAsync(stop).ConfigureAwait(false);
                    told?.Invoke(one);
                }
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException)
            {
                // the stream broke: polling goes on, and the caller comes back
            }
        }
        return true;
    }
}
