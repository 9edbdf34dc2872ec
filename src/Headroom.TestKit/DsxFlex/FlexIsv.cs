using System.Collections.Concurrent;
using Headroom.Operator.Mqtt;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;

namespace Headroom.TestKit.DsxFlex;

/// <summary>The grid's side of DSX Flex: says targets, hears states and breaches. Verifies what an agent signs.</summary>
public sealed class FlexIsv : IAsyncDisposable
{
    private readonly string name;
    private readonly JwsKey key;
    private readonly TimeProvider time;
    private readonly MqttLine line;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FlexMemory memory = new();
    private readonly FlexDoorSetting door;
    private Task running = Task.CompletedTask;

    /// <param name="agents">Public keys of agents.</param>
    public FlexIsv(MqttSetting broker, string name, JwsKey key, Func<FlexSource, string, JwsKey?> agents, TimeProvider time)
    {
        (this.name, this.key, this.time) = (name, key, time);
        door = new() { Key = agents };
        line = new(broker, time,
            [.. ((string[])[FlexSource.AgentWord, FlexSource.OldAgentWord]).SelectMany(word =>
            new[] { ($"grid/v1/{word}/+/powerstate/status", 1), ($"grid/v1/{word}/+/powerbreach", 2) })], HearAsync)
        {
            Connected = _ =>
            {
                connected.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
    }

    /// <summary>States in the order in which they came.</summary>
    public ConcurrentQueue<(FlexEnvelope Envelope, PowerStateStatus Status)> States { get; } = new();

    /// <summary>Breaches likewise.</summary>
    public ConcurrentQueue<(FlexEnvelope Envelope, PowerBreachAlert Alert)> Breaches { get; } = new();

    /// <summary>What came and was not taken.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public string? Fault => line.Fault;

    /// <summary>Connects; returns once subscriptions stand.</summary>
    public async Task StartAsync(TimeSpan patience)
    {
        running = line.RunAsync(stopping.Token);
        await connected.Task.WaitAsync(patience).ConfigureAwait(false);
    }

    /// <summary>Says targets; returns the correlation id.</summary>
    public async Task<string> SetAsync(LoadTargetSet targets)
    {
        (string correlation, byte[] message) = Message(targets);
        await PublishAsync(message).ConfigureAwait(false);
        return correlation;
    }

    /// <summary>A signed message that is not sent yet.</summary>
    public (string CorrelationId, byte[] Message) Message(LoadTargetSet targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        string id = Guid.NewGuid().ToString(), correlation = Guid.NewGuid().ToString();
        DateTimeOffset now = time.GetUtcNow();
        FlexEnvelope envelope = new()
        {
            Id = id,
            Source = new(FlexRole.Isv, name),
            Kind = FlexKind.LoadTargetSet,
            Time = now,
            TraceParent = $"00-{Guid.NewGuid():N}-{Guid.NewGuid().ToString("N")[..16]}-01",
            CorrelationId = correlation,
            Jws = Jws.Sign(targets.Write(), key, now, id),
        };
        return (correlation, envelope.Write());
    }

    /// <summary>Any bytes on our topic, for peers that misbehave.</summary>
    public async Task PublishAsync(ReadOnlyMemory<byte> message, bool isRetained = false, int quality = 1)
    {
        if (!await line.PublishAsync(FlexTopic.Of(FlexKind.LoadTargetSet, name), message, quality, stopping.Token,
            isRetained).ConfigureAwait(false))
            throw new IOException("The broker did not take it.");
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await line.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    private ValueTask HearAsync(MqttHeard heard, CancellationToken stop)
    {
        switch (FlexDoor.Enter(heard.Topic, heard.Payload, time.GetUtcNow(), door, memory))
        {
            case FlexEntry.Taken { Envelope.Kind: FlexKind.PowerStateStatus } taken when PowerStateStatus.Read(taken.Payload,
                out _) is { } status:
                States.Enqueue((taken.Envelope, status));
                break;
            case FlexEntry.Taken { Envelope.Kind: FlexKind.PowerBreachAlert } taken when PowerBreachAlert.Read(taken.Payload,
                out _) is { } alert:
                Breaches.Enqueue((taken.Envelope, alert));
                break;
            case FlexEntry.Refused refused:
                Refused.Enqueue(refused.Why);
                break;
        }
        return ValueTask.CompletedTask;
    }
}
