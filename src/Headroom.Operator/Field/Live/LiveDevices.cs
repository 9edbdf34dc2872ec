using Headroom.Operator.Field.DsxBms;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Live;

/// <summary>Something of a live site that is read in every beat. A reading that does not come leaves the last one, which ages.</summary>
public interface ILiveDevice
{
    string Name { get; }

    /// <summary>Reads once; a device that is silent is no error.</summary>
    ValueTask ReadAsync(CancellationToken stop);

    /// <summary>What is wrong with it now; none where it only does not answer, for then its reading ages.</summary>
    IReadOnlyList<FieldAlarm> Alarms => [];
}

/// <summary>A meter.</summary>
public interface IMeter : ILiveDevice
{
    /// <summary>Null before it was read.</summary>
    MeterTelling? Telling { get; }
}

/// <param name="Flow">Towards the site's load: import of a site's meter, draw of a feed, output of a plant's counts as its own.</param>
/// <param name="HasVoltage">There is voltage on it; null where the meter does not tell.</param>
public readonly record struct MeterTelling(Power Flow, bool? HasVoltage, TimeSpan Age);

/// <summary>A battery.</summary>
public interface IBatteryHand : ILiveDevice
{
    BatteryTelling? Telling { get; }

    /// <summary>Orders an injection, and the import that it holds by itself between two beats where it can.</summary>
    /// <param name="timeToLive">The device falls back to its own safe state after this (reversion timer).</param>
    /// <returns>What it did not take, a sentence; null where all is well.</returns>
    ValueTask<string?> InjectAsync(Power injection, Power importMost, TimeSpan timeToLive, CancellationToken stop);
}

/// <param name="Injection">Positive feeds the bus.</param>
/// <param name="Least">The most negative injection that it can take on now.</param>
public readonly record struct BatteryTelling(Power Injection, Energy Stored, Energy Capacity, Power Least, Power Most, TimeSpan Age);

/// <summary>A plant that generates.</summary>
public interface IPlantHand : ILiveDevice
{
    PlantTelling? Telling { get; }

    /// <param name="output">None of a plant that is wanted: it starts, or runs on, at the least it can.</param>
    /// <param name="isWanted">It runs, or starts.</param>
    ValueTask<string?> OrderAsync(Power output, bool isWanted, CancellationToken stop);
}

/// <param name="Most">What it can be ordered to give now; of one that does not run no more than comes from it all the same.</param>
public readonly record struct PlantTelling(Power Output, Power Least, Power Most, TimeSpan Age)
{
    /// <summary>What it could be ordered to give once it has been started; null: no more than now.</summary>
    public Power? Started { get; init; }
}

/// <summary>What tells the tokens of a service.</summary>
public interface IServiceMeter : ILiveDevice
{
    ServiceTelling? Telling { get; }
}

/// <param name="Asked">Output tokens that come, served or not.</param>
/// <param name="Tokens">Served, a counter.</param>
/// <param name="Waiting">Output tokens of what waits for a place.</param>
public readonly record struct ServiceTelling(TokenRate Asked, TokenRate Served, TokenCount Tokens, TokenCount Waiting, TimeSpan Age);

/// <summary>What admits the work of a service; where there is none, caps alone hold it.</summary>
public interface IAdmission
{
    string Service { get; }

    /// <param name="allowed">Null: as much as comes.</param>
    ValueTask<string?> AllowAsync(TokenRate? allowed, CancellationToken stop);
}

/// <summary>What pauses and resumes a training run.</summary>
public interface IRunHand : ILiveDevice
{
    RunTelling? Telling { get; }

    ValueTask<string?> PauseAsync(bool isPaused, CancellationToken stop);

    /// <summary>Another process held the site meanwhile: what was asked before counts no more.</summary>
    void Forget()
    {
        // who remembers nothing has nothing to forget
    }
}

/// <param name="State">computing, paused, saving, restarting.</param>
public readonly record struct RunTelling(string State, double DoneShare, TimeSpan Age)
{
    public bool IsUp => State is "computing" or "saving";
}

/// <summary>Everything of a live site, in the plan's names. What is missing is simply not read or not ordered; the field says what
/// that means.</summary>
public sealed record LiveDevices
{
    public required RackCrew Racks { get; init; }

    /// <summary>For each rack of the crew: where it stands and what runs on it.</summary>
    public required IReadOnlyList<LiveRack> Places { get; init; }

    /// <summary>At the utility's meter; null: nobody tells, and import is never known.</summary>
    public IMeter? Site { get; init; }

    /// <summary>By the name of a node of the power tree.</summary>
    public IReadOnlyDictionary<string, IMeter> Feeds { get; init; } = new Dictionary<string, IMeter>();
    public IReadOnlyDictionary<string, IBatteryHand> Batteries { get; init; } = new Dictionary<string, IBatteryHand>();
    public IReadOnlyDictionary<string, IPlantHand> Plants { get; init; } = new Dictionary<string, IPlantHand>();
    public IReadOnlyDictionary<string, IServiceMeter> Services { get; init; } = new Dictionary<string, IServiceMeter>();
    public IReadOnlyDictionary<string, IAdmission> Admissions { get; init; } = new Dictionary<string, IAdmission>();
    public IReadOnlyDictionary<string, IRunHand> Runs { get; init; } = new Dictionary<string, IRunHand>();
    public IReadOnlyList<CduDriver> Cdus { get; init; } = [];
    public IReadOnlyList<PduDriver> Pdus { get; init; } = [];
    public IReadOnlyList<LeakWatch> Leaks { get; init; } = [];

    /// <summary>The building management system; null where none is listened to.</summary>
    public SiteBms? Bms { get; init; }
}

/// <summary>Where a rack stands.</summary>
/// <param name="Bank">Position in the plan's banks.</param>
/// <param name="Work">The service or run that it is known to do; null where the plan's layout says.</param>
/// <param name="Importance">Smaller is more important; null is the least important of all (control.md AT-15).</param>
public sealed record LiveRack(string Name, int Bank, string? Work = null, int? Importance = null)
{
    /// <summary>Number within its bank.</summary>
    public int Number { get; init; }

    /// <summary>The strip that meters it at the IT boundary; null where its trays or its accelerators tell.</summary>
    public PduDriver? Pdu { get; init; }
}
