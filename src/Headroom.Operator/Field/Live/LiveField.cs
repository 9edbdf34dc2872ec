using Headroom.Control;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Operator.Field.Live;

/// <summary>A real site as a field: racks, meters, batteries, plants and work, read in every beat and ordered after it.</summary>
/// <remarks>
///   What devices tell comes from them, with its age; what no device tells (full power, least share, joules of a token before any was
///   measured, price) comes from the plan by the simulator's code (<see cref="LivePlan"/>).
///   A rack that is silent counts with the most that its cap lets through. Too many silent racks make the observation blind, and the
///   controller holds. When orders stop coming the field itself goes to the fail-safe after their time to live; racks keep the last cap
///   for ever, and the fail-safe one after a reset where their firmware can (<see cref="RackDriver.ArmAsync"/>).
/// </remarks>
public sealed partial class LiveField : IField, IAheadField
{
    private readonly LivePlan plan;
    private readonly LiveDevices devices;
    private readonly LiveFieldSetting setting;
    private readonly TimeProvider time;
    private readonly Observation seen;
    private readonly ILiveDevice[] others;
    private readonly RackState[] racks;
    private readonly int[][] racksOfBank;
    private readonly Power?[] caps;
    private readonly Power[] enforcedOfBank;
    private readonly List<string> faults = [];
    private readonly CancellationTokenSource ending = new();
    private readonly Dictionary<object, OrderSlot> slots = new(ReferenceEqualityComparer.Instance);
    private readonly Lock ordering = new();
    private readonly Task watch;
    private Orders last;
    private long orderedAt;
    private TimeSpan now;
    private double ratio = double.NaN;
    private TimeSpan? readBefore;

    /// <param name="time">Of this machine; how old readings and orders are.</param>
    public LiveField(LivePlan plan, LiveDevices devices, LiveFieldSetting setting, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(time);
        (this.plan, this.devices, this.setting, this.time) = (plan, devices, setting, time);
        Facts = plan.Facts with { CapDelay = setting.CapLatency > plan.Facts.CapDelay ? setting.CapLatency : plan.Facts.CapDelay };
        seen = plan.NewObservation();
        basis = plan.NewObservation();
        permit = devices.Racks.Permit;
        (isHeard, wasHeard, wantedAt) = (new bool[plan.Plants.Count], new bool[plan.Plants.Count], new long?[plan.Plants.Count]);
        foreach ((string name, IBatteryHand battery) in devices.Batteries) slots[battery] = new(name, permit, time, ending.Token);
        foreach ((string name, IPlantHand plant) in devices.Plants) slots[plant] = new(name, permit, time, ending.Token);
        foreach ((string name, IAdmission door) in devices.Admissions) slots[door] = new(name, permit, time, ending.Token);
        last = plan.NewOrders();
        others =
        [
            .. devices.Site is { } meter ? (IEnumerable<ILiveDevice>)[meter] : [], .. devices.Feeds.Values, .. devices.Batteries.Values,
                .. devices.Plants.Values, .. devices.Services.Values,
            .. devices.Runs.Values, .. devices.Cdus, .. devices.Pdus, .. devices.Leaks,
        ];
        racks = [.. devices.Places.Select((place, r) => new RackState(devices.Racks.Racks[r], place, plan.Banks[place.Bank]))];
        racksOfBank = [.. plan.Banks.Select((_, b) => Enumerable.Range(0, racks.Length).Where(r => racks[r].Place.Bank == b).ToArray())];
        caps = new Power?[racks.Length];
        (serviceMeans, runMeans) = ([.. plan.Services.Select(_ => new SmoothedPower(MeanSeconds))], [.. plan.Runs.Select(_ => new SmoothedPower(MeanSeconds))]);
        enforcedOfBank = [.. plan.Banks.Select(bank => bank.Full)];
        Site = new(plan.Site.Name, plan.Site.Region, plan.Connection,
            [.. plan.Tree.Select(node => new TreeNodeFacts(node.Name, node.Parent, node.Rating))],
            setting.FailSafe ?? plan.Firm)
        { Field = "live" };
        orderedAt = time.GetTimestamp();
        watch = Task.Run(WatchAsync);
    }

    public ControlFacts Facts { get; }
    public LimitBookSetting Limits => plan.Limits;
    public SiteFacts Site { get; }

    public Orders NewOrders() => plan.NewOrders();

    /// <summary>Limits decide nothing here: what comes back is ordered by the controller. The hours to come lie under them.</summary>
    public void Holds(LimitBook limits) => book = limits;

    /// <summary>What is wrong with racks, coolant and detectors now, each a sentence.</summary>
    public IReadOnlyList<string> Alarms => [.. racks.SelectMany(rack => rack.Driver.Reading.Alarms), .. Standing().Select(one => one.What)];

    /// <summary>Alarms of everything but single racks, which tell theirs with what they did not take.</summary>
    private List<FieldAlarm> Standing() =>
    [
        .. others.SelectMany(one => one.Alarms), .. devices.Leaks.SelectMany(leak => leak.Alarms).Select(one => new FieldAlarm(one)), .. devices.Bms?.Alarms ?? [],
        .. devices.Racks.Broken is { } broken ? (FieldAlarm[])[new("racks", broken)] : [],
    ];

    public async ValueTask<FieldReading> ReadAsync(TimeSpan now, TimeSpan step, CancellationToken stop)
    {
        Task<int> crew = devices.Racks.ReadAsync(setting.ReadWithin, stop);
        Task rest = ReadOthersAsync(stop);
        await crew.ConfigureAwait(false);
        await rest.ConfigureAwait(false);
        lock (ordering)
        {
            this.now = now;
            seen.Now = now;
            seen.Step = step;
            Sense(step);
            Average(step);
            return new(seen, Figures()) { Alarms = Standing() };
        }
    }

    /// <summary>All other devices at once; those that are late go on by themselves and are not asked again before they answer.</summary>
    private async Task ReadOthersAsync(CancellationToken stop)
    {
        for (int i = 0; i < others.Length; i++)
            if (reading[i].IsCompleted) reading[i] = ReadAsync(others[i], stop);
        try
        {
            await Task.WhenAll(reading).WaitAsync(setting.ReadWithin, time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // their last readings age
        }
    }

    private Task[] reading => readings ??= [.. others.Select(_ => Task.CompletedTask)];
    private Task[]? readings;

    private async Task ReadAsync(ILiveDevice device, CancellationToken stop)
    {
        try
        {
            await device.ReadAsync(stop).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException
            && !(broken is OperationCanceledException && stop.IsCancellationRequested))
        {
            lock (faults) if (faults.Count < FaultsMost) faults.Add($"{device.Name}: {broken.GetType().Name}: {broken.Message}");
        }
    }

    private const int FaultsMost = 100;

    private TimeSpan SinceYearStart
    {
        get
        {
            DateTimeOffset at = SiteClock.At(now);
            return at - new DateTimeOffset(at.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
        await devices.Racks.DisposeAsync().ConfigureAwait(false);
        ending.Dispose();
        writing.Dispose();
    }

    /// <summary>Gives all racks back as they were found; for an orderly end of operation, not for a restart.</summary>
    /// <returns>What could not be given back, each a sentence.</returns>
    public async ValueTask<IReadOnlyList<string>> ReleaseAsync(TimeSpan within, CancellationToken stop)
    {
        int late = await devices.Racks.EachAsync(async (rack, end) => await rack.ReleaseAsync(end).ConfigureAwait(false), within, stop)
            .ConfigureAwait(false);
        return [.. racks.SelectMany(rack => rack.Driver.Reading.Alarms), .. late > 0 ? (string[])[$"{late} racks had not answered after {within.TotalSeconds:0} s."] : []];
    }

    /// <summary>A rack with what was made of its readings in this beat.</summary>
    private sealed class RackState(RackDriver driver, LiveRack place, LiveBank bank)
    {
        public RackDriver Driver => driver;
        public LiveRack Place => place;
        public LiveBank Bank => bank;

        /// <summary>Of this beat; ages are those of the moment when it was taken.</summary>
        public RackReading Reading { get; set; } = new();
        public bool IsStale { get; set; } = true;
        public Power Drawn { get; set; }

        /// <summary>The cap in force, of the rack at the IT boundary.</summary>
        public Power Enforced { get; set; }
        public Power Requested { get; set; }
        public bool IsOn { get; set; } = true;
        public double EnergyJoules { get; set; }
    }
}
