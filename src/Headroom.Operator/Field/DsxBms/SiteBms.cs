using System.Globalization;
using Headroom.Operator.Grid;
using Headroom.Operator.Mqtt;
using Headroom.Protocols.DsxBms;
using Headroom.Quantities;
using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Field.DsxBms;

/// <summary>A temperature of a building management system on which banks of racks depend.</summary>
/// <param name="Cools">For each bank of the plan.</param>
/// <param name="Most">Where its racks would throttle themselves.</param>
public sealed record BmsTemperature(string Name, BmsPointKey Point, bool IsAir, Temperature Most, IReadOnlyList<bool> Cools);

/// <summary>A state that is good or an alarm.</summary>
/// <param name="Good">Numbers, or names of states in the point's metadata.</param>
public sealed record BmsSign(string Name, BmsPointKey Point, bool IsLeak, IReadOnlyList<string> Good);

/// <summary>What a building management system tells of this site: temperatures with their age, and what is an alarm.</summary>
/// <remarks>
///   A value that is old, of bad quality, without metadata or of another unit is no reading. So is one whose sender's heartbeat has stopped.
///   It is listened to while this process acts. It isolates nothing: shut-off stays with the BMS and its hardware.
/// </remarks>
public sealed class SiteBms(MqttSetting broker, BmsSetting setting, TimeSpan staleAfter, IReadOnlyList<BmsTemperature> temperatures,
    IReadOnlyList<BmsSign> signs, TimeProvider time)
{
    private readonly HashSet<BmsPointKey> evident = [.. temperatures.Select(one => one.Point), .. signs.Select(one => one.Point)];
    private volatile BmsSubscriber? acting;
    private long since;

    public string Name => $"BMS at {broker.Host}:{broker.Port}";
    public IReadOnlyList<BmsTemperature> Temperatures => temperatures;

    /// <summary>Listens while this process acts; what is sent is in the journal before it leaves.</summary>
    public Task RunAsync(ISiteDesk desk, ILogger log, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return WhileActing.RunAsync($"dsx-bms/{setting.Integration}", own => RunAsync(desk.NoteAsync, own), desk, log, stop);
    }

    /// <summary>Listens for one time of acting, until it is stopped.</summary>
    /// <param name="note">Writes into the journal: a request before it leaves, and what points tell.</param>
    public async Task RunAsync(Func<Evidence, CancellationToken, ValueTask> note, CancellationToken stop)
    {
        await using BmsSubscriber subscriber = new(broker, setting, time, note) { Evident = evident };
        Interlocked.Exchange(ref since, time.GetTimestamp());
        acting = subscriber;
        try
        {
            await subscriber.RunAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            acting = null;
        }
    }

    /// <summary>A temperature as it is known now; null where nothing that can be trusted is.</summary>
    public Temperature? Now(BmsTemperature one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return acting is { } listens && Heard(listens, one.Point) is { } point ? point.Temperature : null;
    }

    /// <summary>The last value of a point, good or not; null where nobody listens, or nothing came.</summary>
    internal BmsValue? Last(BmsPointKey key) => acting?.Point(key)?.Last;

    /// <summary>The point, where its last value is good, young, and of a sender whose heart beats.</summary>
    private BmsPoint? Heard(BmsSubscriber listens, BmsPointKey key) =>
        listens.Point(key) is { IsGoodNow: true, Metadata: not null } point && point.Age(time.GetUtcNow()) <= staleAfter && !IsSilent(listens, key) ? point : null;

    /// <summary>A heartbeat without a scope stands for all; one with a scope for the topics that begin with it.</summary>
    private static bool IsSilent(BmsSubscriber listens, BmsPointKey key) =>
        listens.Heartbeats.Any(one => one.IsSilent && (one.Scope is not { Length: > 0 } scope || Covers(scope, key)));

    internal static bool Covers(string scope, BmsPointKey key)
    {
        string head = scope.TrimEnd('#', '/');
        return BmsTopic.ValueOf(key).ToString().StartsWith(head, StringComparison.Ordinal) || key.ToString().StartsWith(head, StringComparison.Ordinal);
    }

    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<FieldAlarm> Alarms
    {
        get
        {
            // values come on change or after a while: who has just begun to listen has heard little yet
            if (acting is not { } listens) return [];
            bool isNew = time.GetElapsedTime(Interlocked.Read(ref since)) < staleAfter;
            List<FieldAlarm> alarms = [];
            if (!listens.IsConnected && time.GetElapsedTime(Interlocked.Read(ref since)) > setting.SilentAfter)
                alarms.Add(new($"{Name}: no connection", $"{Name}: no connection: {listens.Fault ?? "nothing answers"}."));
            foreach (BmsHeartbeat heart in listens.Heartbeats)
                if (heart.IsSilent) alarms.Add(new($"{Name}: the heartbeat {heart.Key.TagPath} has stopped; what it stands for is not believed."));
            foreach (BmsTemperature one in temperatures)
                if (Now(one) is { } now)
                {
                    if (now > one.Most) alarms.Add(new($"{one.Name}: too warm", Sentence($"{one.Name}: {now.Celsius:0.0} °C, above {one.Most.Celsius:0.0} °C.")));
                }
                else if (!isNew || IsBad(listens, one.Point)) alarms.Add(new($"{one.Name}: tells no temperature; {Why(listens, one.Point, isState: false)}"));
            foreach (BmsSign one in signs)
                if (Heard(listens, one.Point) is { } point)
                {
                    if (!IsGood(one, point)) alarms.Add(new(one.IsLeak ? $"{one.Name}: a leak: {Said(point)}." : $"{one.Name}: {Said(point)}."));
                }
                else if (!isNew || IsBad(listens, one.Point))
                    alarms.Add(new($"{one.Name}: tells nothing; {Why(listens, one.Point, isState: true)}{(one.IsLeak ? " That is not dry." : "")}"));
            return alarms;
        }
    }

    private static bool IsBad(BmsSubscriber listens, BmsPointKey key) => listens.Point(key) is { Last: not null, IsGoodNow: false };

    private static bool IsGood(BmsSign sign, BmsPoint point) => sign.Good.Any(good => good == point.State
        || double.TryParse(good, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number == point.Number);

    private static string Said(BmsPoint point) => point.State ?? Sentence($"{point.Number:0.###}");

    /// <summary>Why a point gives no reading; without figures, so that it stays one alarm.</summary>
    private string Why(BmsSubscriber listens, BmsPointKey key, bool isState) => listens.Point(key) switch
    {
        null => "its topic was never heard.",
        { Last: null } => "no value came since we listen.",
        { Metadata: null } => "its metadata never came, so that its values mean nothing.",
        { IsGoodNow: false } => "its quality is bad.",
        { Temperature: null } when !isState => "its unit is none of a temperature, or not the one that the schema fixes.",
        { } point when !(point.Age(time.GetUtcNow()) <= staleAfter) => "its last good value is too old by its clock or by ours.",
        _ => "the heartbeat of its sender has stopped.",
    };

    private static string Sentence(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
