using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Headroom.TestKit.Redfish;

/// <summary>One Redfish service: the controller of a rack, of a unit of coolant, of a strip, or of all of them.</summary>
public sealed class EmulatedService
{
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, (string Id, string User)> sessions = new();
    private readonly ConcurrentDictionary<string, (string Id, DateTimeOffset Due)> tasks = new();
    private readonly ConcurrentDictionary<string, (Channel<string> Channel, string Destination)> listeners = new();
    private long lastId, requests, writes;

    public EmulatedService(string name, TimeProvider time, RackShape? rack = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        (Name, this.time, Started, AcceleratorsStarted) = (name, time, time.GetUtcNow(), time.GetUtcNow());
        Rack = rack is null ? null : new(rack, time, Faults);
    }

    public string Name { get; }
    public RedfishFaults Faults { get; } = new();
    public EmulatedRack? Rack { get; }
    public EmulatedCdu? Cdu { get; init; }
    public EmulatedPdu? Pdu { get; init; }
    public EmulatedLeaks? Leaks { get; init; }

    /// <summary>Who may enter; null: everybody.</summary>
    public (string User, string Password)? Account { get; init; }

    /// <summary>Since when the controller runs.</summary>
    public DateTimeOffset Started { get; private set; }

    /// <summary>Since when the controller of the GPUs runs; of racks, which have one beside that of the service.</summary>
    public DateTimeOffset AcceleratorsStarted { get; private set; }

    /// <summary>Nobody answers until then.</summary>
    public DateTimeOffset? DownUntil { get; private set; }

    /// <summary>Requests that came, and writes among them.</summary>
    public long Requests => Interlocked.Read(ref requests);
    public long Writes => Interlocked.Read(ref writes);

    internal DateTimeOffset Now => time.GetUtcNow();
    internal TimeProvider Time => time;

    /// <summary>The report that stands still: its moment and its values.</summary>
    internal (DateTimeOffset At, List<double> Values)? Standing { get; set; }

    /// <summary>The management controller starts anew: it is away for a while, forgets its sessions and every limit that is not
    /// persistent.</summary>
    public void Restart(TimeSpan away)
    {
        sessions.Clear();
        Rack?.Forget();
        Started = AcceleratorsStarted = Now + away;
        DownUntil = Now + away;
    }

    /// <summary>Only the controller of the GPUs starts anew: limits that are not persistent are forgotten, while the service goes on, and its
    /// sessions with it.</summary>
    public void RestartAccelerators()
    {
        Rack?.Forget();
        AcceleratorsStarted = Now;
    }

    internal bool IsDown => DownUntil is { } until && Now < until;

    internal void Count(bool isWrite)
    {
        Interlocked.Increment(ref requests);
        if (isWrite) Interlocked.Increment(ref writes);
    }

    /// <summary>A request is answered with 503, by the fault that is on.</summary>
    internal bool TakeUnavailable()
    {
        if (Faults.Unavailable == 0) return false;
        if (Faults.Unavailable > 0) Faults.Unavailable--;
        return true;
    }

    internal (string Id, string Token)? Enter(string user, string password)
    {
        if (Account is { } account && (account.User != user || account.Password != password)) return null;
        string token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), id = $"S{Interlocked.Increment(ref lastId)}";
        sessions[token] = (id, user);
        return (id, token);
    }

    internal bool Knows(string token) => sessions.ContainsKey(token);
    internal IReadOnlyCollection<string> SessionPaths => [.. sessions.Values.Select(one => $"/redfish/v1/SessionService/Sessions/{one.Id}")];
    internal string? UserOf(string session) => sessions.Values.Where(one => one.Id == session).Select(one => one.User).FirstOrDefault();

    internal bool Leave(string session)
    {
        foreach ((string token, (string id, _)) in sessions)
            if (id == session) return sessions.TryRemove(token, out _);
        return false;
    }

    internal string NewTask()
    {
        string id = $"T{Interlocked.Increment(ref lastId)}";
        tasks[id] = (id, Now + (Faults.TasksTake ?? TimeSpan.Zero));
        return id;
    }

    /// <summary>Whether a task has ended; null for one that nobody knows.</summary>
    internal bool? TaskEnded(string id) => tasks.TryGetValue(id, out (string, DateTimeOffset Due) task) ? Now >= task.Due : null;

    internal IReadOnlyCollection<string> TaskPaths => [.. tasks.Keys.Select(id => $"/redfish/v1/TaskService/Tasks/{id}")];

    /// <summary>Tells an event to whoever listens.</summary>
    /// <param name="origin">Path of what it is about, without the service's prefix.</param>
    public void Tell(string messageId, string message, string severity, string origin)
    {
        string id = $"{Interlocked.Increment(ref lastId)}";
        string text = $$"""{"@odata.type":"#Event.v1_7_0.Event","Id":"{{id}}","Name":"Event","Events":[{"MemberId":"0","EventId":"{{id}}","EventType":"Alert","MessageId":"{{messageId}}","Message":"{{message}}","MessageSeverity":"{{severity}}","EventTimestamp":"{{Now:yyyy-MM-ddTHH:mm:ssZ}}","OriginOfCondition":{"@odata.id":"{{origin}}"} }]}""";
        foreach ((Channel<string> one, _) in listeners.Values) one.Writer.TryWrite($"id: {id}\ndata: {text}\n\n");
    }

    /// <summary>A stream is a subscription as long as it is open.</summary>
    /// <param name="destination">Where whoever listens is.</param>
    internal (string Subscription, Channel<string> Channel) Listen(string destination)
    {
        Channel<string> channel =
            Channel.CreateBounded<string>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });
        string id = $"E{Interlocked.Increment(ref lastId)}";
        listeners[id] = (channel, destination);
        return (id, channel);
    }

    /// <summary>Ends a stream; false where there is none of that name.</summary>
    internal bool StopListening(string subscription) =>
        listeners.TryRemove(subscription, out (Channel<string> Channel, string) one) && one.Channel.Writer.TryComplete();

    internal string? DestinationOf(string subscription) => listeners.TryGetValue(subscription, out (Channel<string>, string Destination) one) ? one.Destination : null;

    internal IReadOnlyCollection<string> SubscriptionPaths => [.. listeners.Keys.Select(id => $"/redfish/v1/EventService/Subscriptions/{id}")];
}
