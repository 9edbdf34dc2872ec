using System.Collections.Concurrent;
using System.Text;
using Headroom.Control;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>A site's part in the programs of one VTN: reads events, hands them to the controller as limits, and reports.
/// One beat is <see cref="PollAsync"/>.</summary>
/// <remarks>
///   Contact lost  no authenticated answer for 120 s: the schedule that is known is carried out to its end, and where its limits end the
///   subscription holds.
///   Outage        <see cref="GridReturned"/>: all limits are given up until the VTN states them anew; the subscription holds.
///   Push          webhooks and MQTT only make the next poll come at once.
/// </remarks>
public sealed class Ven : IAsyncDisposable
{
    private readonly VenSetting setting;
    private readonly ISiteDesk desk;
    private readonly IVenMemory memory;
    private readonly VtnDoor door;
    private readonly VenReading reading;
    private readonly VenSchedule schedule = new();
    private readonly DemandBook demands;
    private readonly VenReporter reporter;
    private readonly VenRegistration registration;
    private readonly VenMqtt mqtt;
    private readonly MeterHistory meter = new();
    private readonly LimitSource source;
    private readonly SemaphoreSlim wake = new(0, 1), turn = new(1, 1);
    private readonly ConcurrentQueue<Evidence> pushed = new();
    private readonly HashSet<string> told = [];
    private readonly DateTimeOffset began;
    private DateTimeOffset registerAt, subscribeAt;
    private TimeSpan registerWait = TimeSpan.FromSeconds(10);
    private volatile bool isDiscarding;
    private bool isLoaded, isUnsaved, wasLost;
    private long polls;

    /// <param name="forecast">Expected import of a window, for reports of forecasts; null where nobody knows.</param>
    /// <param name="handler">In the place of the network, for tests.</param>
    public Ven(VenSetting setting, ISiteDesk desk, IVenMemory memory, Func<DateTimeOffset, DateTimeOffset, Energy?>? forecast = null,
        HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(desk);
        if (setting.CallbackUrl is { } callback && !VenSetting.IsSafe(callback))
            throw new ArgumentException("a callback elsewhere needs https", nameof(setting));
        (this.setting, this.desk, this.memory) = (setting, desk, memory);
        Forecast = forecast ?? ((_, _) => null);
        source = new(setting.Authority, setting.Name);
        door = new(setting, desk.Clock.Time, handler);
        VtnLists lists = new(door);
        reading = new(setting, desk, lists, schedule, TellAsync);
        demands = new(source);
        reporter = new(setting, door, lists, desk.NoteAsync);
        registration = new(setting, door, lists, desk.NoteAsync);
        mqtt = new(setting, door, desk.Clock.Time, body => Pushed("message of the broker", body));
        began = desk.Clock.Time.GetUtcNow();
        Webhook = new(setting, Called);
    }

    /// <summary>For the HTTP host to map at <see cref="VenSetting.CallbackUrl"/>.</summary>
    public VenWebhook Webhook { get; }
    public Func<DateTimeOffset, DateTimeOffset, Energy?> Forecast { get; }

    /// <summary>No authenticated answer for as long as contact may be missed.</summary>
    public bool IsLost => desk.Clock.Time.GetUtcNow() - (door.Heard ?? began) > setting.LostAfter;
    public bool IsPushed => mqtt.IsConnected;

    /// <summary>What the events say beside limits, for people: prices, carbon, instructions, alerts.</summary>
    public VenSignals Signals { get; private set; } = VenSignals.None;

    /// <summary>Something may have changed at the VTN: the next poll comes at once.</summary>
    public void Hint()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // a poll is due already
        }
    }

    /// <summary>The grid is back after an outage.</summary>
    public void GridReturned()
    {
        isDiscarding = true;
        Hint();
    }

    /// <summary>Polls until it is stopped.</summary>
    /// <exception cref="OperatorGone">This process may not act.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task watching = WatchAsync(both.Token);
        try
        {
            await PollAgainAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await both.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async Task PollAgainAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await PollAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
            {
                await TellAsync("memory not saved", wrong.Message, stop).ConfigureAwait(false);
            }
            // jitter: all sites of a program must not ask at once
            double share = 0.8 + 0.2 * RandomShift.Fraction(setting.Seed, $"poll {polls}");
            TimeSpan most = TimeSpan.FromMinutes(1), every = setting.PollEvery < most ? setting.PollEvery : most;
            await WaitAsync(desk.Clock.Wait(every * share), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a hint, for a time at most.</summary>
    internal async ValueTask WaitAsync(TimeSpan most, CancellationToken stop)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task delay = Task.Delay(most, desk.Clock.Time, patience.Token), hint = wake.WaitAsync(patience.Token);
        await Task.WhenAny(delay, hint).ConfigureAwait(false);
        await patience.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(Quiet(delay), Quiet(hint)).ConfigureAwait(false);
    }

    /// <summary>Reads what the VTN has, brings the limits up to date, and reports.</summary>
    public async ValueTask PollAsync(CancellationToken stop)
    {
        await turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            polls++;
            if (!isLoaded) await LoadAsync(stop).ConfigureAwait(false);
            while (pushed.TryDequeue(out Evidence? heard)) await desk.NoteAsync(heard, stop).ConfigureAwait(false);
            bool isChanged = isDiscarding;
            if (isDiscarding) await DiscardAsync(stop).ConfigureAwait(false);
            // while nobody answers, the one question that counts is asked
            if (registration.VenId is null || !IsLost) await RegisterAsync(stop).ConfigureAwait(false);
            bool isHeard = await reading.RunAsync(registration.Targets, stop).ConfigureAwait(false);
            await ContactAsync(stop).ConfigureAwait(false);
            isChanged |= await DemandAsync(isHeard, stop).ConfigureAwait(false);
            if (isHeard)
            {
                ReportSources sources = new(desk.Now, meter, Forecast, setting.Name, setting.OfferDepth);
                isChanged |= await reporter.RunAsync(schedule.Events.Where(Counts), sources, desk.Clock.UtcNow, stop).ConfigureAwait(false);
                if (await mqtt.EnsureAsync(registration.VenId, schedule.Programs.Select(one => one.Id),
                    stop).ConfigureAwait(false) is { } sentence) await TellAsync("push", sentence, stop).ConfigureAwait(false);
            }
            isUnsaved |= isChanged | reading.IsNew | registration.IsNew;
            if (isUnsaved) await SaveAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes one reading of the site's meter, as <see cref="RunAsync"/> does with every beat.</summary>
    public void Meter(SiteView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Import is { } import) meter.Add(view.At, import);
    }

    public async ValueTask DisposeAsync()
    {
        await mqtt.DisposeAsync().ConfigureAwait(false);
        door.Dispose();
        wake.Dispose();
        turn.Dispose();
    }

    /// <summary>A notification came to the callback and proved itself.</summary>
    internal void Called(ReadOnlyMemory<byte> body) => Pushed("webhook called", body);

    /// <summary>Somebody says that something changed. More than a hundred between two polls say no more than a hundred.</summary>
    private void Pushed(string what, ReadOnlyMemory<byte> body)
    {
        if (pushed.Count < 100) pushed.Enqueue(new("openadr", setting.Name, what, body.ToArray()));
        Hint();
    }

    private static async Task Quiet(Task one)
    {
        try
        {
            await one.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // the other of the two came first
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            bool lived = true;
            await foreach (SiteView view in desk.WatchAsync(stop).ConfigureAwait(false))
            {
                Meter(view);
                if (view.GridLives && !lived) GridReturned();
                lived = view.GridLives;
            }
        }
        catch (OperationCanceledException)
        {
            // the service stops
        }
    }

    private bool Counts(RememberedEvent one) => setting.Programs.Count == 0
        || schedule.Programs.Any(program => program.Id == one.Event.ProgramId && setting.Programs.Contains(program.Name));

    private async ValueTask LoadAsync(CancellationToken stop)
    {
        if (await memory.LoadAsync(stop).ConfigureAwait(false) is { } saved)
        {
            schedule.Restore(saved);
            registration.Restore(saved);
            reading.Restore(saved);
            demands.Restore(saved.Sent);
            reporter.Restore(saved.Reports);
        }
        isLoaded = true;
    }

    private async ValueTask SaveAsync(CancellationToken stop)
    {
        VenState state = schedule.State() with
        {
            VenId = registration.VenId,
            Granted = [.. registration.Granted],
            Answered = [.. reading.Answered],
            Sent = [.. demands.Sent],
            Reports = new Dictionary<string, SentReport>(reporter.Sent),
        };
        await memory.SaveAsync(state, stop).ConfigureAwait(false);
        (isUnsaved, reading.IsNew, registration.IsNew) = (false, false, false);
    }

    private async ValueTask DiscardAsync(CancellationToken stop)
    {
        isDiscarding = false;
        schedule.DiscardLimits();
        await TellAsync("grid returned", "after an outage: all limits are given up until they are stated anew", stop,
            always: true).ConfigureAwait(false);
    }

    private async ValueTask RegisterAsync(CancellationToken stop)
    {
        DateTimeOffset now = desk.Clock.Time.GetUtcNow();
        if (now < registerAt) return;
        await registration.RunAsync(desk.Site.Connection, stop).ConfigureAwait(false);
        // targets may be granted at any time, so the ven is looked at again and again
        registerWait = registration.IsWhole ? TimeSpan.FromMinutes(5) : registerWait < TimeSpan.FromMinutes(5) ? 2 * registerWait
            : registerWait;
        registerAt = now + registerWait;
        if (now < subscribeAt || !door.Heard.HasValue) return;
        subscribeAt = now + TimeSpan.FromMinutes(10);
        await registration.SubscribeAsync(stop).ConfigureAwait(false);
    }

    private async ValueTask ContactAsync(CancellationToken stop)
    {
        if (IsLost == wasLost) return;
        wasLost = IsLost;
        await TellAsync(wasLost ? "contact lost" : "contact again", wasLost
            ? "the schedule that is known is carried out to its end, then the subscription holds" : "the VTN answers", stop,
            always: true).ConfigureAwait(false);
    }

    /// <summary>Whether any limit changed.</summary>
    private async ValueTask<bool> DemandAsync(bool isHeard, CancellationToken stop)
    {
        DateTimeOffset now = desk.Clock.UtcNow;
        List<string> findings = [];
        IReadOnlyList<WantedLimit> wanted = WantedLimits.Of(schedule, setting, registration.Targets, desk.Site.FailSafe, now, findings);
        foreach (string finding in findings) await TellAsync("finding", finding, stop).ConfigureAwait(false);
        Signals = VenSignals.Of(schedule.At(null, setting, registration.Targets), now, now + setting.Horizon);
        LimitSilence silence = new(setting.LostAfter, OnSilence.KeepLast);
        IReadOnlyList<(LimitMessage Message, WantedLimit? Wanted, SentDemand Next)> changes = demands.Changes(wanted, now, silence);
        foreach ((LimitMessage message, WantedLimit? one, SentDemand next) in changes)
        {
            byte[] body = one?.Said is { } said ? AdrWriter.Object(said.Event) : Encoding.UTF8.GetBytes(next.Name);
            Evidence evidence = new("openadr", setting.Name, message.Kind == LimitMessageKind.Cancel ? "limit cancelled" : "limit demanded",
                body);
            LimitReceipt receipt = await desk.ReceiveAsync(message, evidence, stop).ConfigureAwait(false);
            SentDemand kept = next;
            if (receipt.Outcome == LimitOutcome.Superseded)
            {
                // the book has forgotten newer messages than the event's modification, or knows the name from before this memory: said
                // again now, it counts
                (LimitMessage renewed, kept) = DemandBook.Renewed(message, next, now);
                receipt = await desk.ReceiveAsync(renewed, evidence, stop).ConfigureAwait(false);
            }
            if (receipt.Outcome is LimitOutcome.Refused or LimitOutcome.Superseded)
                await TellAsync("limit refused", $"{next.Name}: {receipt.Why}", stop).ConfigureAwait(false);
            else demands.Keep(kept);
        }
        demands.Settle();
        if (isHeard && changes.Count == 0)
            await desk.ReceiveAsync(LimitMessage.Heartbeat(source, new(SiteClock.At(now))),
                new("openadr", setting.Name, "events unchanged", default), stop).ConfigureAwait(false);
        return changes.Count > 0;
    }

    private ValueTask TellAsync(string what, string sentence, CancellationToken stop) => TellAsync(what, sentence, stop, always: false);

    /// <summary>A sentence for the journal; the same one only once a day.</summary>
    private async ValueTask TellAsync(string what, string sentence, CancellationToken stop, bool always)
    {
        if (told.Count > 20_000) told.Clear();
        if (!told.Add($"{desk.Clock.UtcNow.DayOfYear}|{what}|{sentence}") && !always) return;
        await desk.NoteAsync(new("openadr", setting.Name, what, Encoding.UTF8.GetBytes(sentence)), stop).ConfigureAwait(false);
    }
}
