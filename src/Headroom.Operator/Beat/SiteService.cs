using System.Diagnostics;
using System.Threading.Channels;
using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Simulation;
using Microsoft.Extensions.Logging;

namespace Headroom.Operator;

/// <summary>The running service of one site: takes messages, beats, journals, and lets the field act. The controller inside is the simulator's.</summary>
/// <remarks>
///   message   journal → controller → journal the receipt → durable → answer
///   beat      read → decide → journal readings, orders and the controller's memory → durable → act
///   Everything happens on one loop, in one order, and that order is the journal's: replay does the same and finds the same bits.
///   Nothing acts that is not durable. Where the store fails, or the lease is lost, nothing is ordered: devices keep what they were told for its time to
///   live, then their fail-safe. The loop begins anew from what is durable.
/// </remarks>
public sealed partial class SiteService : ISiteDesk, IAsyncDisposable
{
    private readonly IField field;
    private readonly IJournalStore store;
    private readonly ServiceSettings settings;
    private readonly ILogger log;
    private readonly LookAhead? ahead;
    private readonly string publicKey;
    private readonly Channel<Work> work;
    private readonly SteppedClock? stepped;
    private BeatPace? pace;
    private readonly Broadcast<SiteView> views = new();
    private Orders orders;
    private Controller? controller;
    private JournalWriter? journal;
    private ViewMaker? maker;
    private StandingAlarms alarms = new();
    private GivenStamps stamps = new();
    private FieldFigures countedBefore = new();
    private FieldFigures? saveds;
    private long beats;
    private int beatIsDue;
    private long due;

    /// <param name="ahead">Solves look aheads; null: the policy goes by the plan.</param>
    /// <param name="publicKey">With which reports of this site are signed, PEM.</param>
    public SiteService(IField field, IJournalStore store, SiteClock clock, ServiceSettings settings, LookAhead? ahead, string publicKey, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(settings);
        (this.field, this.store, Clock, this.settings, this.ahead, this.publicKey, this.log) = (field, store, clock, settings, ahead, publicKey, log);
        work = Channel.CreateBounded<Work>(new BoundedChannelOptions(settings.QueueMost) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        orders = field.NewOrders();
        stepped = clock as SteppedClock;
    }

    public SiteClock Clock { get; }
    public SiteFacts Site => @field.Site;
    public SiteView? Now { get; private set; }

    /// <summary>How far apart beats are, in the site's time.</summary>
    public TimeSpan Beat => settings.Beat;

    /// <summary>Of the site's time; null where it goes as fast as life, or this process does not act.</summary>
    public SiteSpeed? Speed => pace?.Speed;

    /// <summary>This process holds the lease and beats.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Why this process does not act although nobody else may, in words for anybody; null while all is well.</summary>
    /// <remarks>The next beat clears it, and so does another process that acts.</remarks>
    public string? Fault { get; private set; }

    /// <summary>What was thrown, for people of the site alone: it may name hosts, users and files.</summary>
    public string? FaultDetail { get; private set; }

    private static readonly TimeSpan afterFault = TimeSpan.FromSeconds(1);

    /// <summary>When the last beat was durable, on the machine's clock; for liveness.</summary>
    public long LastBeatTimestamp { get; private set; }

    public IAsyncEnumerable<SiteView> WatchAsync(CancellationToken stop) => views.WatchAsync(stop);

    public async ValueTask<LimitReceipt> ReceiveAsync(LimitMessage message, Evidence evidence, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(message);
        var asked = new Work.Message(message, evidence);
        if (!IsActive) throw new OperatorGone("This process stands by; another one acts.");
        if (!work.Writer.TryWrite(asked)) throw new OperatorGone($"{settings.QueueMost} messages wait already.");
        return await asked.Receipt.Task.WaitAsync(stop);
    }

    /// <summary>Start of a limit that begins at the moment at which it is taken.</summary>
    public static readonly TimeSpan WhenTaken = TimeSpan.MinValue;

    /// <summary>Stamp of a message of somebody who has no clock of his own to stamp it with: it is newer than all that he said before.</summary>
    public static readonly LimitStamp StampedWhenTaken = new(TimeSpan.MinValue);

    /// <summary>Whether a source has a limit of a name, in force or to come; null where this process does not act.</summary>
    public async ValueTask<bool?> KnowsAsync(LimitSource source, string name, CancellationToken stop)
    {
        var asked = new Work.Question(source, name);
        return IsActive && work.Writer.TryWrite(asked) ? await asked.Answer.Task.WaitAsync(stop) : null;
    }

    public async ValueTask NoteAsync(Evidence evidence, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (IsActive) await work.Writer.WriteAsync(new Work.Note(evidence), stop);
    }

    /// <summary>Stands by until nobody else acts, then acts until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        long? acted = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await store.TryTakeAsync(settings.Holder, settings.LeaseLength, stop) is { } lease)
                {
                    acted = lease.Token;
                    await ActAsync(lease, stop);
                }
                else
                {
                    // a process that slept, or whose store was away, learns only here that another one acts; after a fault it may be its own lease that runs yet
                    if (acted is null || await store.LeaseTokenAsync(stop) != acted)
                    {
                        if (acted is not null) field.StandBy();
                        (acted, Fault, FaultDetail) = (null, null, null);
                    }
                    await Task.Delay(settings.StandbyEvery, Clock.Time, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { break; }
            catch (OperatorGone gone)
            {
                Refuse();
                log.Lost(gone.Message);
                field.StandBy();
            }
            catch (Exception failed) when (failed is System.Data.Common.DbException or IOException or TimeoutException)
            {
                // nothing is ordered meanwhile; what is durable is where it goes on
                Refuse();
                (Fault, FaultDetail) = ("the store does not answer", failed.Message);
                log.StoreFailed(failed, store.Place);
                await Task.Delay(settings.StandbyEvery, Clock.Time, CancellationToken.None);
            }
#pragma warning disable CA1031 // a fault of ours: nothing more is decided on it, devices fall to their fail-safe, and the loop begins anew from what is durable
            catch (Exception bug)
            {
                Refuse();
                (Fault, FaultDetail) = ("a fault of Headroom", $"{bug.GetType().Name}: {bug.Message}");
                log.Broke(bug);
                await Task.Delay(afterFault, Clock.Time, CancellationToken.None);
            }
#pragma warning restore CA1031
            finally { Refuse(); }
        }
    }

    private async Task ActAsync(Lease lease, CancellationToken stop)
    {
        await BeginAsync(lease, stop);
        BeatTimer? timer = null;
        try
        {
            if (stepped is null) timer = new(Clock, settings.Beat, Tick);
            else pace = new(Clock, settings.Beat, due => Tick(due, missed: 0));
            while (await work.Reader.WaitToReadAsync(stop))
                // the beat goes before whatever else waits: nobody keeps it from deciding by talking
                while (true)
                    if (Interlocked.Exchange(ref beatIsDue, 0) == 1)
                    {
                        await BeatAsync(stop);
                        if (pace is not null) await BetweenAsync(pace, stop);
                    }
                    else if (!work.Reader.TryRead(out Work? one)) break;
                    else await DoAsync(one, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await CloseAsync(lease);
            throw;
        }
        finally
        {
            if (timer is not null) await timer.DisposeAsync();
            if (pace is not null) await pace.DisposeAsync();
            pace = null;
        }
    }

    /// <summary>A site that goes as fast as its machine can is due again at once: what waits is done before, and its time goes on less than a beat meanwhile.</summary>
    private async ValueTask BetweenAsync(BeatPace pace, CancellationToken stop)
    {
        for (int k = 0; k < TakenMost && work.Reader.TryRead(out Work? one); k++) await DoAsync(one, stop);
        if (pace.Next() is not { } speed) return;
        if (speed.IsBehind) Happen("warning", $"the site's time goes {speed}: the machine does not keep up; no beat is left out, each comes later");
        else Happen("note", $"the site's time goes {speed} again, as asked");
    }

    /// <summary>At most one beat waits: a loop that is behind does not catch up on beats, it does the next.</summary>
    private void Tick(long dueAt, long missed)
    {
        if (beatIsDue == 0) Interlocked.Exchange(ref due, dueAt);
        if (Interlocked.Exchange(ref beatIsDue, 1) != 0) missed++;
        if (missed > 0) timing.Missed(missed);
        work.Writer.TryWrite(Work.Wake.Up);
    }

    private async ValueTask BeginAsync(Lease lease, CancellationToken stop)
    {
        (SavedService? saved, IReadOnlyList<string> unread) = await SavedService.LoadAsync(store, stop);
        stepped?.GoOnAfter(await JournalEnd.LatestAsync(store, saved, stop));
        journal = new(store, lease, await store.HeadAsync(stop));
        PolicyKind policy = Policies.Find(settings.Policy) ?? throw new InvalidOperationException($"no policy {settings.Policy}");
        Controller Make(ControllerSnapshot from) => Controller.Restored(field.Facts, field.Limits, from, policy.Make(settings.PolicyMarginFraction), settings.MarginFraction);
        (saved, IReadOnlyList<string> left) = saved is null ? (null, []) : saved.Fitting(field.Limits, Make);
        controller = saved is null ? new(field.Facts, new(field.Limits), policy.Make(settings.PolicyMarginFraction), settings.MarginFraction) : Make(saved.Controller);
        (beats, saveds, countedBefore) = (saved?.Beats ?? 0, saved?.Counters, saved?.Counters ?? new());
        orders = field.NewOrders();
        if (saved?.Paused.Count == orders.Pause.Length) saved.Paused.ToArray().CopyTo(orders.Pause, 0);
        if (saved is not null && field is SimulatedField simulated) simulated.CatchUp(Make(saved.Controller), catchUp);
        field.Holds(controller.Book);
        (maker, alarms, stamps) = (new(field.Site, controller, Clock, saved?.Tallies ?? []), new(), new());
        journal.Add(Clock.UtcNow, JournalKinds.Opened, new OpenedBody(Version, field.Site, field.Facts, field.Limits, settings.Policy, settings.PolicyMarginFraction,
            settings.MarginFraction, saved?.Controller, saved?.Paused ?? [], lease.Holder, lease.Token, publicKey));
        foreach (string one in unread.Concat(left)) Happen("alarm", one);
        await journal.CommitAsync(new Dictionary<string, byte[]>(), stop);
        (beatIsDue, beatAt, aheadRuns, offersRun, takenAt, taken) = (0, TimeSpan.MinValue, false, false, 0, 0);
        (aheadDue, offersDue) = (TimeSpan.MinValue, TimeSpan.MinValue);
        IsActive = true;
        log.Acts(field.Site.Name, journal.Head.Sequence, lease.Token);
    }

    /// <summary>A simulated site that begins anew ran so long under what its controller remembers: caps have landed by then.</summary>
    private static readonly TimeSpan catchUp = TimeSpan.FromMinutes(2);

    public static string Version { get; } = typeof(SiteService).Assembly.GetName().Version?.ToString(3) ?? "0";

    private async ValueTask DoAsync(Work one, CancellationToken stop)
    {
        switch (one)
        {
            case Work.Wake:
                break;
            case Work.Message message:
                await TakeAsync(message, stop);
                break;
            case Work.Question question:
                question.Answer.TrySetResult(controller!.Book.Limits.Any(one => one.Message.Name == question.Name && one.Message.Source == question.Source));
                break;
            case Work.Note note:
                Evidence noted = note.Evidence;
                journal!.Add(Clock.UtcNow, JournalKinds.Note, new NoteBody(noted.Channel, noted.Peer, noted.Subject, noted.What, noted.IsSent, noted.Body.ToArray()));
                break;      // durable with the next beat or message
            case Work.Happened happened:
                Happen(happened.Severity, happened.What);
                break;
            case Work.Offers offers:
                offersRun = false;
                maker!.Offers(offers.Made, offers.At);
                break;
            case Work.Ahead found:
                aheadRuns = false;
                if (found.Plan is not { } plan) break;
                journal!.Add(Clock.UtcNow, JournalKinds.Ahead, new AheadBody(plan));
                controller!.Follow(plan);
                break;
        }
    }

    /// <summary>Takes a message and those that wait right behind it: one append for all of them, then the answers.</summary>
    private async ValueTask TakeAsync(Work.Message first, CancellationToken stop)
    {
        long askedAt = Clock.Time.GetTimestamp();
        List<(Work.Message Asked, LimitReceipt? Receipt)> taken = [(first, null)];
        while (taken.Count < TakenMost && work.Reader.TryPeek(out Work? next) && next is Work.Message && work.Reader.TryRead(out next)) taken.Add(((Work.Message)next, null));
        using System.Diagnostics.Activity? span = Web.Telemetry.Activities.StartActivity("limits")?.AddTag("messages", taken.Count);
        try
        {
            for (int k = 0; k < taken.Count; k++) taken[k] = (taken[k].Asked, Take(taken[k].Asked));
            await CommitAsync(stop);
        }
        catch (Exception why)
        {
            // nobody waits for an answer that does not come
            foreach ((Work.Message asked, _) in taken) asked.Receipt.TrySetException(new OperatorGone($"The message was not taken: {why.Message}"));
            throw;
        }
        foreach ((Work.Message asked, LimitReceipt? receipt) in taken)
        {
            asked.Receipt.TrySetResult(receipt!);
            if (receipt!.Outcome == LimitOutcome.Accepted) (takenAt, this.taken) = (this.taken == 0 ? askedAt : takenAt, this.taken + 1);
            log.Received(asked.Limit.Source.Authority.ToString(), asked.Limit.Source.Id, asked.Limit.Name, receipt.Outcome.ToString());
            if (receipt.Outcome == LimitOutcome.Refused) Happen("warning", $"a limit {asked.Limit.Name} of {asked.Limit.Source.Id} was refused: {receipt.Why}");
        }
    }

    private const int TakenMost = 64;

    private LimitReceipt Take(Work.Message asked)
    {
        TimeSpan now = Clock.Now;
        Evidence from = asked.Evidence;
        LimitMessage message = asked.Limit.Limit is { } limit && limit.From == WhenTaken ? asked.Limit with { Limit = limit with { From = now } } : asked.Limit;
        if (message.Stamp == StampedWhenTaken) message = message with { Stamp = stamps.Next(message.Source, now, controller!.Book) };
        journal!.Add(Clock.UtcNow, JournalKinds.Message, new MessageBody(message, now, from.Channel, from.Peer, from.Subject, from.Body.ToArray()));
        LimitReceipt receipt = controller!.Receive(message, now);
        journal.Add(Clock.UtcNow, JournalKinds.Receipt, Receipts.Of(receipt));
        return receipt;
    }

    private ValueTask CommitAsync(CancellationToken stop) =>
        journal!.CommitAsync(new SavedService(controller!.Snapshot(), [.. orders.Pause], beats, Counters.Only(saveds ?? counted)) { Tallies = maker!.Tallies }.ToState(), stop);

    /// <summary>Puts something into the journal that people want to know.</summary>
    private void Happen(string severity, string what)
    {
        maker!.Happened(new(Clock.UtcNow, severity, what));
        journal!.Add(Clock.UtcNow, JournalKinds.Happening, new HappeningBody(severity, what));
        log.Happened(severity, what);
    }

    private async ValueTask CloseAsync(Lease lease)
    {
        IsActive = false;
        using var last = new CancellationTokenSource(settings.LeaseLength);
        try
        {
            journal!.Add(Clock.UtcNow, JournalKinds.Closed, new ClosedBody("stopped in order"));
            await CommitAsync(last.Token);
            await store.ReleaseAsync(lease, last.Token);
            log.Closed(field.Site.Name);
        }
        catch (Exception failed) when (failed is OperatorGone or System.Data.Common.DbException or IOException or OperationCanceledException)
        {
            log.StoreFailed(failed, store.Place);
        }
    }

    /// <summary>Nobody waits for an answer that does not come.</summary>
    private void Refuse()
    {
        (IsActive, Now) = (false, null);
        while (work.Reader.TryRead(out Work? one))
            if (one is Work.Message message) message.Receipt.TrySetException(new OperatorGone("This process lost its lease, or stops, before it took the message."));
            else if (one is Work.Question question) question.Answer.TrySetResult(null);
    }

    public async ValueTask DisposeAsync()
    {
        work.Writer.TryComplete();
        Refuse();
        await field.DisposeAsync();
    }

    /// <summary>What the loop does, one after the other.</summary>
    private abstract record Work
    {
        public sealed record Wake : Work
        {
            public static Wake Up { get; } = new();
        }

        public sealed record Message(LimitMessage Limit, Evidence Evidence) : Work
        {
            public TaskCompletionSource<LimitReceipt> Receipt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public sealed record Question(LimitSource Source, string Name) : Work
        {
            public TaskCompletionSource<bool?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public sealed record Note(Evidence Evidence) : Work;

        public sealed record Happened(string Severity, string What) : Work;

        public sealed record Ahead(AheadPlan? Plan) : Work;

        public sealed record Offers(IReadOnlyList<Offer> Made, DateTimeOffset At) : Work;
    }
}
