using System.Security.Cryptography;
using Headroom.Control;
using Headroom.Operator.Mqtt;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>The agent of a site on the bus of DSX Flex 1.7.0: takes targets, tells states, tells breaches by what a meter shows.</summary>
/// <remarks>
///   target → door (source, time, signature, once) → newest of one party, least over parties → limits of the site
///   Nothing retained is acted on. A message is acknowledged when the controller's receipt is durable.
/// </remarks>
public sealed class FlexAgent : IAsyncDisposable
{
    private const string channel = "dsx-flex";
    private readonly FlexAgentSetting setting;
    private readonly ISiteDesk desk;
    private readonly MqttLine line;
    private readonly FlexMemory memory = new();
    private readonly FlexTargetBook book;
    private readonly FlexReporter reporter;
    private readonly FlexDoorSetting door;
    private readonly SemaphoreSlim gate = new(1);
    private readonly RefusalRate refusals = new();
    private DateTimeOffset told = DateTimeOffset.MinValue;
    private bool isLoaded;

    public FlexAgent(MqttSetting broker, FlexAgentSetting setting, ISiteDesk desk)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(desk);
        (this.setting, this.desk) = (setting.Checked(), desk);
        book = new(setting, desk.Site);
        reporter = new(setting, desk, book);
        door = new() { Key = setting.Key, Window = setting.Window, TakesUnsigned = setting.TakesUnsigned };
        string[] isvs = setting.Isvs.Count > 0 ? [.. setting.Isvs] : ["+"];
        line = new(broker, desk.Clock.Time,
            [.. isvs.Select(isv => (FlexTopic.Of(FlexKind.LoadTargetSet, isv), 1)),
            (FlexTopic.Of(FlexKind.PowerBreachEnforcement, "+"), 2)], HearAsync)
        {
            Connected = async stop => await WithinAsync(AgainAsync, stop).ConfigureAwait(false),
            TooLong = (topic, length, stop) => WithinAsync(still => NoteAsync(new(channel, topic,
                $"refused: {length} bytes, {MqttLine.BytesMost} are read at most", ReadOnlyMemory<byte>.Empty), desk.Clock.UtcNow, still), stop),
        };
    }

    public bool IsConnected => line.IsConnected;

    /// <summary>Why there is no connection, for people.</summary>
    public string? Fault => line.Fault;

    /// <summary>Runs until told to stop, or until this process may not act any more.</summary>
    /// <exception cref="OperatorGone">It stands by from now on.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        // the first view tells which limits of ours the controller still holds from before a restart
        if (desk.Now is null) await foreach (SiteView _ in desk.WatchAsync(stop).ConfigureAwait(false)) break;
        await WithinAsync(BeginAsync, stop).ConfigureAwait(false);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task connecting = line.RunAsync(both.Token), looking = LookAsync(both.Token);
        Task first = await Task.WhenAny(connecting, looking).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(connecting, looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first.IsFaulted) await first.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await line.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }

    /// <summary>Takes up what the controller holds of ours, and sees that defaults stand.</summary>
    private async ValueTask BeginAsync(CancellationToken stop)
    {
        if (setting.Memory is { } kept && !isLoaded) foreach (FlexMet met in await kept.LoadAsync(stop).ConfigureAwait(false)) memory.Recall(met);
        isLoaded = true;
        DateTimeOffset now = desk.Clock.UtcNow;
        foreach (LimitView limit in desk.Now?.Limits ?? []) book.Recover(limit, now);
        await CarryOutAsync(null, new(channel, setting.Name, "default constraints", ReadOnlyMemory<byte>.Empty), now,
            stop).ConfigureAwait(false);
    }

    private async Task LookAsync(CancellationToken stop)
    {
        await foreach (SiteView view in desk.WatchAsync(stop).ConfigureAwait(false))
            await WithinAsync(async still =>
            {
                DateTimeOffset now = desk.Clock.UtcNow;
                IReadOnlyDictionary<string, FlexFeedEvent>[] happened = [.. reporter.Look(view, now)];
                foreach (IReadOnlyDictionary<string, FlexFeedEvent> one in happened) await TellAsync(view, one, null,
                    still).ConfigureAwait(false);
                if (happened.Length == 0 && now - told >= setting.Period) await TellAsync(view, new Dictionary<string, FlexFeedEvent>(),
                    null, still).ConfigureAwait(false);
                foreach (PowerBreachAlert alert in reporter.Breaches(view, now)) await AlertAsync(alert, still).ConfigureAwait(false);
            }, stop).ConfigureAwait(false);
    }

    /// <summary>After a connection: the state, and breaches that are open, for those who missed them.</summary>
    private async ValueTask AgainAsync(CancellationToken stop)
    {
        if (desk.Now is not { } view) return;
        await TellAsync(view, new Dictionary<string, FlexFeedEvent>(), null, stop).ConfigureAwait(false);
        foreach (PowerBreachAlert alert in reporter.Untold(view)) await AlertAsync(alert, stop).ConfigureAwait(false);
    }

    private ValueTask HearAsync(MqttHeard heard, CancellationToken stop) => WithinAsync(still => TakeAsync(heard, still), stop);

    private async ValueTask TakeAsync(MqttHeard heard, CancellationToken stop)
    {
        DateTimeOffset now = desk.Clock.UtcNow;
        if (heard.IsRetained)
        {
            await RefuseAsync(heard, "retained, not acted on", now, stop).ConfigureAwait(false);
            return;
        }
        switch (FlexDoor.Enter(heard.Topic, heard.Payload, now, door, memory))
        {
            case FlexEntry.Refused refused:
                await RefuseAsync(heard, $"refused: {refused.Why}", now, stop).ConfigureAwait(false);
                break;
            case FlexEntry.Taken { Envelope.Kind: FlexKind.LoadTargetSet } taken:
                await SetAsync(heard, taken, now, stop).ConfigureAwait(false);
                break;
            case FlexEntry.Taken taken:
                await KeepAsync(stop).ConfigureAwait(false);
                bool isKnown = BreachEnforcement.Read(taken.Payload, out _) is not null;
                if (isKnown) await NoteAsync(new(channel, heard.Topic, "enforcement", heard.Payload), now, stop).ConfigureAwait(false);
                else await RefuseAsync(heard, "enforcement that cannot be read", now, stop).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask SetAsync(MqttHeard heard, FlexEntry.Taken taken, DateTimeOffset now, CancellationToken stop)
    {
        string party = taken.Envelope.Source.Name;
        if (LoadTargetSet.Read(taken.Payload, out Protocols.Malformed? wrong) is not { } set)
        {
            await RefuseAsync(heard, $"refused: {wrong}", now, stop).ConfigureAwait(false);
            return;
        }
        (object, object) before = book.State;
        try
        {
            IReadOnlyList<string> refused = book.Take(party, set, taken.Issued, taken.CorrelationId, now);
            refused = [.. refused, .. await CarryOutAsync(party, new(channel, party, "load target", heard.Payload), now,
                stop).ConfigureAwait(false)];
            if (refused.Count > 0) await RefuseAsync(heard, $"refused: {FlexTargetBook.FewOf(refused, "; ")}", now, stop).ConfigureAwait(false);
            await KeepAsync(stop).ConfigureAwait(false);
        }
        catch
        {
            // whoever hears it again must find it new
            memory.Undo();
            book.State = before;
            throw;
        }
        if (desk.Now is not { } view) return;
        var tags = set.Targets.SelectMany(one => one.Tags.Count > 0 ? one.Tags
            : setting.Feeds.Keys).Where(setting.Feeds.ContainsKey).Distinct();
        await TellAsync(view, tags.ToDictionary(tag => tag, _ => FlexFeedEvent.TargetSet),
            taken.Envelope with { CorrelationId = taken.CorrelationId }, stop).ConfigureAwait(false);
    }

    /// <summary>Tells the controller what changed; a party that changed nothing is alive all the same.</summary>
    /// <remarks>
    ///   What was to replace a piece and is not taken takes nothing away: the old one stays. Those that went make room, so what was refused is asked again
    ///   as long as something goes; what still is not taken is asked again with the next message.
    /// </remarks>
    private async ValueTask<IReadOnlyList<string>> CarryOutAsync(string? party, Evidence evidence, DateTimeOffset now,
        CancellationToken stop)
    {
        List<string> refused;
        bool isHeard = party is null, hasRoom;
        do
        {
            (refused, hasRoom) = ([], false);
            List<FlexSent> missing = [];
            foreach ((LimitMessage message, FlexSent piece) in book.Changes(now))
            {
                bool isDemand = message.Kind == LimitMessageKind.Demand;
                if (!isDemand && missing.Exists(one => one.Replaces(piece)))
                {
                    book.Keep(piece);
                    continue;
                }
                LimitReceipt receipt = await desk.ReceiveAsync(message, evidence, stop).ConfigureAwait(false);
                isHeard |= piece.Party == party && receipt.Outcome == LimitOutcome.Accepted;
                bool isTaken = receipt.Outcome is LimitOutcome.Accepted or LimitOutcome.Repeated;
                hasRoom |= isTaken && !isDemand;
                if (isTaken) continue;
                refused.Add($"{piece.Name}: {(receipt.Why.Length > 0 ? receipt.Why : receipt.Outcome.ToString())}");
                if (!isDemand) continue;
                missing.Add(piece);
                book.Drop(piece);
            }
            hasRoom &= missing.Count > 0;
        }
        while (hasRoom);
        if (!isHeard) await desk.ReceiveAsync(book.Heartbeat(party!, now), evidence, stop).ConfigureAwait(false);
        return refused;
    }

    private async ValueTask TellAsync(SiteView view, IReadOnlyDictionary<string, FlexFeedEvent> events, FlexEnvelope? cause,
        CancellationToken stop)
    {
        PowerStateStatus status = reporter.Status(view, events, desk.Clock.UtcNow);
        if (await SayAsync(FlexKind.PowerStateStatus, status.Write(), cause, "power state",
            stop).ConfigureAwait(false)) told = desk.Clock.UtcNow;
    }

    private async ValueTask AlertAsync(PowerBreachAlert alert, CancellationToken stop)
    {
        bool isSaid = await SayAsync(FlexKind.PowerBreachAlert, alert.Write(), null, $"power breach {alert.Status}",
            stop).ConfigureAwait(false);
        reporter.Told(alert, isSaid);
    }

    private async ValueTask<bool> SayAsync(FlexKind kind, byte[] payload, FlexEnvelope? cause, string what, CancellationToken stop)
    {
        DateTimeOffset now = desk.Clock.UtcNow;
        string id = Guid.NewGuid().ToString();
        FlexEnvelope envelope = new()
        {
            Id = id,
            Source = new(FlexRole.Agent, setting.Name),
            Kind = kind,
            Time = now,
            TraceParent = TraceOf(cause?.TraceParent),
            TraceState = cause?.TraceState,
            CorrelationId = cause?.CorrelationId,
            Jws = Jws.Sign(payload, setting.SigningKey, now, id),
            AgentWord = setting.AgentWord,
        };
        byte[] message = envelope.Write();
        if (!line.IsConnected || !desk.IsActive) return false;
        await desk.NoteAsync(new(channel, "bus", what, message) { IsSent = true }, stop).ConfigureAwait(false);
        // a desk that stands by writes nothing down, and what is not written down is not said
        return desk.IsActive && await line.PublishAsync(FlexTopic.Of(kind, setting.Name, setting.AgentWord), message, FlexTopic.QualityOfService(kind),
            stop).ConfigureAwait(false);
    }

    private ValueTask KeepAsync(CancellationToken stop) => setting.Memory?.AddAsync(memory.Newest!, stop) ?? ValueTask.CompletedTask;

    private ValueTask RefuseAsync(MqttHeard heard, string what, DateTimeOffset now, CancellationToken stop) =>
        refusals.NoteOf(now, channel, heard.Topic, what, heard.Payload) is { } note ? desk.NoteAsync(note, stop) : ValueTask.CompletedTask;

    /// <summary>Whoever floods the bus with nonsense shall not fill the journal.</summary>
    private ValueTask NoteAsync(Evidence note, DateTimeOffset now, CancellationToken stop) =>
        refusals.Admits(now) ? desk.NoteAsync(note, stop) : ValueTask.CompletedTask;

    private async ValueTask WithinAsync(Func<CancellationToken, ValueTask> act, CancellationToken stop)
    {
        await gate.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await act(stop).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A step of the cause's trace, or of a new one.</summary>
    private static string TraceOf(string? cause)
    {
        string trace = cause?.Split('-') is [_, { Length: 32 } own, _, _] && own.All(char.IsAsciiHexDigitLower) ? own
            : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return $"00-{trace}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}-01";
    }
}

/// <summary>How many refusals a minute are worth a line in the journal.</summary>
internal sealed class RefusalRate
{
    private const int most = 120;
    private DateTimeOffset minute;
    private int count;

    public bool Admits(DateTimeOffset now)
    {
        if ((now - minute).Duration() >= TimeSpan.FromMinutes(1)) (minute, count) = (now, 0);
        return ++count <= most;
    }

    /// <summary>The note of a message that is refused; null where it is worth none, and then nothing of its body is read: hashing it is the work that a flood would make.</summary>
    public Evidence? NoteOf(DateTimeOffset now, string channel, string peer, string what, ReadOnlyMemory<byte> body) =>
        Admits(now) ? RefusedEvidence.Of(channel, peer, what, body) : null;
}
