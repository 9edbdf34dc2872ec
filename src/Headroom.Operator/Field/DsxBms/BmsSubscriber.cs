using System.Collections.Concurrent;
using Headroom.Operator.Mqtt;
using Headroom.Protocols;
using Headroom.Protocols.DsxBms;

namespace Headroom.Operator.Field.DsxBms;

/// <summary>Listens to a building management system by DSX BMS 1.0.0: keeps the last good value of every point, answers heartbeats, and asks, where it may.</summary>
/// <remarks>
///   Metadata may be retained, and are read so; a retained value is not a reading of now and is left out.
///   A request goes to the topic that follows from its point's metadata, and only where these name us. The BMS decides.
/// </remarks>
public sealed class BmsSubscriber : IAsyncDisposable
{
    private readonly BmsSetting setting;
    private readonly TimeProvider time;
    private readonly Func<Evidence, CancellationToken, ValueTask> note;
    private readonly MqttLine line;
    private readonly BmsPoints points;
    private readonly ConcurrentDictionary<BmsPointKey, (double Number, DateTimeOffset Sent)> requests = new();
    private readonly ConcurrentDictionary<BmsPointKey, (double? Number, DateTimeOffset Changed)> heartbeats = new();
    private readonly Dictionary<BmsPointKey, DateTimeOffset> written = [];
    private long faults;

    /// <summary>Between two values of one point that are written down.</summary>
    private static readonly TimeSpan writtenEvery = TimeSpan.FromSeconds(1);

    /// <param name="note">Writes a request into the journal before it leaves, and what the points of <see cref="Evident"/> tell.</param>
    public BmsSubscriber(MqttSetting broker, BmsSetting setting, TimeProvider time, Func<Evidence, CancellationToken, ValueTask> note)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(time);
        (this.setting, this.time, this.note) = (setting, time, note);
        points = new(setting.PointsMost);
        line = new(broker, time, [(BmsTopic.AllMetadata, 0), (BmsTopic.AllValues, 0)], HearAsync)
        {
            TooLong = (topic, length, _) =>
            {
                Interlocked.Increment(ref faults);
                LastFault = new(topic, $"{length} bytes");
                return ValueTask.CompletedTask;
            },
        };
    }

    /// <summary>Points on which something depends: what they tell is evidence, once a second at most.</summary>
    public IReadOnlySet<BmsPointKey> Evident { get; init; } = new HashSet<BmsPointKey>();

    public bool IsConnected => line.IsConnected;
    public string? Fault => line.Fault;

    /// <summary>Messages that could not be read, a counter, and why the last of them.</summary>
    public long Faults => Interlocked.Read(ref faults);
    public Malformed? LastFault { get; private set; }
    public IEnumerable<BmsPoint> Points => points.All;
    public BmsPoint? Point(BmsPointKey key) => points[key];

    /// <summary>Heartbeats of the BMS, each for its scope; none where it sends none.</summary>
    public IReadOnlyList<BmsHeartbeat> Heartbeats
    {
        get
        {
            DateTimeOffset now = time.GetUtcNow();
            return [.. heartbeats.Where(one => one.Key.PointType == BmsPointTypes.HeartbeatOfBms)
                .Select(one => new BmsHeartbeat(one.Key, points[one.Key]?.Metadata?.Scope, now - one.Value.Changed,
                    now - one.Value.Changed > setting.SilentAfter))];
        }
    }

    /// <summary>When the BMS last echoed our own heartbeat with a new value; null before.</summary>
    public DateTimeOffset? Echoed
    {
        get
        {
            var own = heartbeats.Where(one => one.Key.PointType == BmsPointTypes.EchoOfBms
                && points[one.Key]?.Metadata?.ObjectId == setting.Integration).ToArray();
            return own.Length > 0 ? own.Max(one => one.Value.Changed) : null;
        }
    }

    /// <summary>Runs until told to stop: connection, heartbeats, repeated requests.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Task connecting = line.RunAsync(stop);
        using var timer = new PeriodicTimer(setting.HeartbeatEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false)) await BeatAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // asked to stop
        }
        await connecting.ConfigureAwait(false);
    }

    /// <summary>Asks the BMS for something, such as a supply temperature.</summary>
    /// <returns>Why it was not sent; null where it was.</returns>
    public async ValueTask<string?> RequestAsync(BmsPointKey point, double number, CancellationToken stop)
    {
        if (BmsPointTypes.IsHeartbeat(point.PointType)) return "heartbeats are sent by themselves";
        if (BmsWriting.Refusal(point, points[point]?.Metadata, number, setting.Writes) is { } why) return why;
        if (!await WriteAsync(point, number, isNoted: true, stop).ConfigureAwait(false)) return "there is no broker to send it by";
        requests[point] = (number, time.GetUtcNow());
        return null;
    }

    /// <summary>Says nothing more about a point; the BMS reverts as it is set to.</summary>
    public void Withdraw(BmsPointKey point) => requests.TryRemove(point, out _);

    public ValueTask DisposeAsync() => line.DisposeAsync();

    /// <summary>Heartbeats of ours, and requests that are due again.</summary>
    internal async ValueTask BeatAsync(CancellationToken stop)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (BmsPoint point in points.All.Where(one => one.Metadata?.Integration == setting.Integration))
        {
            if (point.Key.PointType == BmsPointTypes.HeartbeatOfIntegration) await WriteAsync(point.Key, now.ToUnixTimeMilliseconds(),
                isNoted: false, stop).ConfigureAwait(false);
            else if (requests.TryGetValue(point.Key, out (double Number, DateTimeOffset Sent) asked)
                && now - asked.Sent >= setting.RepeatEvery)
            {
                // its metadata may have changed hands since
                if (BmsWriting.Refusal(point.Key, point.Metadata, asked.Number, setting.Writes) is not null) Withdraw(point.Key);
                else if (await WriteAsync(point.Key, asked.Number, isNoted: false,
                    stop).ConfigureAwait(false)) requests[point.Key] = (asked.Number, now);
            }
        }
    }

    private async ValueTask HearAsync(MqttHeard heard, CancellationToken stop)
    {
        if (BmsTopic.Read(heard.Topic) is not { IsOfBms: true } topic || heard.IsRetained && !topic.IsMetadata) return;
        DateTimeOffset now = time.GetUtcNow();
        if (points.Take(topic, heard.Payload, now) is { } wrong)
        {
            Interlocked.Increment(ref faults);
            LastFault = wrong;
            return;
        }
        if (Evident.Contains(topic.Point) && (topic.IsMetadata || !(now - written.GetValueOrDefault(topic.Point) < writtenEvery)))
        {
            if (!topic.IsMetadata) written[topic.Point] = now;
            await note(new("dsx-bms", heard.Topic, topic.IsMetadata ? "metadata" : "value", heard.Payload), stop).ConfigureAwait(false);
        }
        if (topic.IsMetadata || topic.Point.PointType is not (BmsPointTypes.HeartbeatOfBms or BmsPointTypes.EchoOfBms)) return;
        double? number = points[topic.Point]?.Last?.Number;
        // the watcher checks change, not value: a clock of theirs may be anywhere
        if (heartbeats.TryGetValue(topic.Point, out var before) && before.Number == number) return;
        heartbeats[topic.Point] = (number, now);
        if (topic.Point.PointType == BmsPointTypes.HeartbeatOfBms && number is { } theirs) await EchoAsync(topic.Point, theirs,
            stop).ConfigureAwait(false);
    }

    private async ValueTask EchoAsync(BmsPointKey of, double number, CancellationToken stop)
    {
        string? bms = points[of]?.Metadata?.ObjectId;
        foreach (BmsPoint echo in points.All.Where(one => one.Key.PointType == BmsPointTypes.EchoOfIntegration
            && one.Metadata?.Integration == setting.Integration && one.Metadata.ObjectId == bms))
            await WriteAsync(echo.Key, number, isNoted: false, stop).ConfigureAwait(false);
    }

    private async ValueTask<bool> WriteAsync(BmsPointKey point, double number, bool isNoted, CancellationToken stop)
    {
        if (!line.IsConnected) return false;
        string topic = BmsTopic.WrittenBy(setting.Integration, point).ToString();
        byte[] payload = new BmsValue(number, time.GetUtcNow(), BmsValue.Good).Write();
        if (isNoted) await note(new("dsx-bms", topic, "request", payload) { IsSent = true }, stop).ConfigureAwait(false);
        return await line.PublishAsync(topic, payload, 0, stop).ConfigureAwait(false);
    }
}
