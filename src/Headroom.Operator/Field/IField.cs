using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>The narrow waist between the service and what it operates: read an observation, write orders. A simulated and a live site are the same to it.</summary>
public interface IField : IAsyncDisposable
{
    /// <summary>What the controller must know of it, and what limits act on.</summary>
    ControlFacts Facts { get; }
    LimitBookSetting Limits { get; }
    SiteFacts Site { get; }

    /// <summary>Reads everything for one beat. What does not answer in time is stale, and the observation says so; this never throws for a silent device.</summary>
    /// <param name="now">The beat's moment, since <see cref="SiteClock.Epoch"/>.</param>
    ValueTask<FieldReading> ReadAsync(TimeSpan now, TimeSpan step, CancellationToken stop);

    /// <summary>Orders of the right shape; the service fills the same object in every beat.</summary>
    Orders NewOrders();

    /// <summary>The book by which the controller decides, from now on: what comes back has to fit under it.</summary>
    void Holds(LimitBook limits);

    /// <summary>Carries orders out; returns once they are sent, with what could not be. Confirmations come with the next readings.</summary>
    ValueTask<FieldAnswer> WriteAsync(Orders orders, CancellationToken stop);

    /// <summary>Devices may be written to until then, and not after it: another process may hold the site by then. After each commit the
    /// service permits up to the commit's begin plus the length of the lease.</summary>
    /// <param name="untilTimestamp">Of this machine's monotonic clock: <see cref="TimeProvider.GetTimestamp"/> of the provider that the
    /// field was made with, in its <see cref="TimeProvider.TimestampFrequency"/>. A clock that is set does not move it.</param>
    /// <remarks>A field that was never told writes without end. One whose devices live and die with this process ignores it.</remarks>
    void Permit(long untilTimestamp)
    {
        // nothing outside this process hears it
    }

    /// <summary>Another process holds the site: the permit ends now, and all that was wanted of devices is forgotten. What they hold stays
    /// as it is; the next <see cref="Permit"/> and orders begin anew.</summary>
    void StandBy()
    {
        // nothing outside this process hears it
    }
}

/// <summary>What one beat read.</summary>
/// <param name="Seen">For the controller. The field may fill the same object in every beat.</param>
/// <param name="Figures">For people.</param>
public sealed record FieldReading(Observation Seen, FieldFigures Figures)
{
    /// <summary>What is wrong at the site in this beat; each is told when it begins and when it is over.</summary>
    public IReadOnlyList<FieldAlarm> Alarms { get; init; } = [];
}

/// <summary>What became of orders.</summary>
/// <param name="Faults">Devices that did not take theirs, each a sentence.</param>
public sealed record FieldAnswer(IReadOnlyList<string> Faults)
{
    public static FieldAnswer Done { get; } = new([]);

    /// <summary>Racks whose caps were ordered and are not confirmed: enforced as asked, with no more drawn.</summary>
    public int Unconfirmed { get; init; }

    /// <summary>When the last of the caps in force was confirmed, a timestamp of the machine's clock; null where no cap is confirmed by a device.</summary>
    public long? ConfirmedAt { get; init; }
}

/// <summary>A field that knows what a look ahead and offers need.</summary>
public interface IAheadField
{
    /// <summary>Of the next hours; read between two beats, solved beside them.</summary>
    AheadInputs AheadInputs(TimeSpan horizon);

    /// <summary>Makes offers from now on; begun between two beats, worked out beside them. Times since <see cref="SiteClock.Epoch"/>.</summary>
    Func<IReadOnlyList<Offer>> Offers();
}

/// <summary>A field in which a scenario announces limits.</summary>
public interface IAnnouncingField
{
    /// <summary>Those that are announced by now and were not asked for before.</summary>
    IReadOnlyList<LimitMessage> Announces(TimeSpan now);
}
