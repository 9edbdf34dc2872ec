using System.Buffers;
using System.Security.Cryptography;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Headroom.Operator.Mqtt;

/// <summary>A connection to a broker that comes back by itself.</summary>
/// <remarks>
///   The session outlives a short break, so that what was said meanwhile still comes. A message is acknowledged once whoever hears it is done with it; one that
///   could not be carried out is not, and the broker says it again.
/// </remarks>
public sealed class MqttLine : IAsyncDisposable
{
    private readonly MqttSetting setting;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<(string Filter, int Quality)> filters;
    private readonly Func<MqttHeard, CancellationToken, ValueTask> hear;
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private CancellationToken stopping;
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="hear">Called for one message after the other.</param>
    public MqttLine(MqttSetting setting, TimeProvider time, IReadOnlyList<(string Filter, int Quality)> filters, Func<MqttHeard,
        CancellationToken, ValueTask> hear)
    {
        ArgumentNullException.ThrowIfNull(setting);
        (this.setting, this.time, this.filters, this.hear) = (setting.Checked(), time, filters, hear);
        client.ApplicationMessageReceivedAsync += HeardAsync;
    }

    public bool IsConnected => client.IsConnected;

    /// <summary>Why the last attempt failed, without secrets; null where it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Called after every connection, once subscriptions stand.</summary>
    public Func<CancellationToken, ValueTask> Connected { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>Of a message; nothing that is spoken here is longer.</summary>
    public const int BytesMost = 2 << 20;

    /// <summary>Told the topic and the length of a message that is longer: it is handed to nobody, and not said again.</summary>
    public Func<string, long, CancellationToken, ValueTask> TooLong { get; init; } = (_, _, _) => ValueTask.CompletedTask;

    /// <summary>Connects, and connects again, until told to stop.</summary>
    /// <exception cref="OperatorGone">Whoever hears may not act: the line is left, so that the one that acts has it.</exception>
    /// <exception cref="IOException">Or another fault of the store: what was heard is not kept, and is said again to the next connection.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        (stopping, ended) = (stop, new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await ConnectAgainAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await DropAsync().ConfigureAwait(false);
        }
    }

    private async Task ConnectAgainAsync(CancellationToken stop)
    {
        TimeSpan wait = setting.RetryLeast;
        while (!stop.IsCancellationRequested)
        {
            var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task Disconnected(MqttClientDisconnectedEventArgs _)
            {
                lost.TrySetResult();
                return Task.CompletedTask;
            }
            client.DisconnectedAsync += Disconnected;
            try
            {
                await ConnectAsync(stop).ConfigureAwait(false);
                (Fault, wait) = (null, setting.RetryLeast);
                await Connected(stop).ConfigureAwait(false);
                if (client.IsConnected) await Task.WhenAny(lost.Task, ended.Task).WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { break; }
            catch (Exception wrong) when (wrong is not OperatorGone)
            {
                // a peer, its name service, its certificate or its credentials: all of it is the world's, and is tried again
                Fault = wrong.GetBaseException().Message;
            }
            finally
            {
                client.DisconnectedAsync -= Disconnected;
            }
            if (ended.Task.IsFaulted) await ended.Task.ConfigureAwait(false);
            await DropAsync().ConfigureAwait(false);
            try
            {
                await Task.Delay(wait + wait * (RandomNumberGenerator.GetInt32(1000) / 2000.0), time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) { break; }
            wait = wait * 2 < setting.RetryMost ? wait * 2 : setting.RetryMost;
        }
    }

    /// <summary>False where the broker did not take it.</summary>
    public async ValueTask<bool> PublishAsync(string topic, ReadOnlyMemory<byte> payload, int quality, CancellationToken stop,
        bool isRetained = false)
    {
        if (!client.IsConnected) return false;
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(new ReadOnlySequence<byte>(payload))
            .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)quality).WithRetainFlag(isRetained).Build();
        try
        {
            // a connection that breaks between question and answer must not hold up who publishes
            using var bounded = CancellationTokenSource.CreateLinkedTokenSource(stop);
            bounded.CancelAfter(setting.TimeOut);
            return (await client.PublishAsync(message, bounded.Token).ConfigureAwait(false)).IsSuccess;
        }
        catch (Exception wrong) when (wrong is MqttCommunicationException or MqttClientDisconnectedException or InvalidOperationException or ObjectDisposedException
            || wrong is OperationCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync().ConfigureAwait(false);
        client.Dispose();
    }

    private async Task ConnectAsync(CancellationToken stop)
    {
        var options = new MqttClientOptionsBuilder().WithTcpServer(setting.Host,
            setting.Port).WithClientId(setting.ClientId).WithProtocolVersion(MqttProtocolVersion.V311)
            .WithCleanSession(false).WithKeepAlivePeriod(setting.KeepAlive).WithTimeout(setting.TimeOut);
        if (setting.Password is { } password) options = options.WithCredentials(setting.User, await password(stop).ConfigureAwait(false));
        if (setting.UsesTls) options = options.WithStreamProvider(new MqttStream(setting));
        await client.ConnectAsync(options.Build(), stop).ConfigureAwait(false);
        if (filters.Count == 0) return;
        var subscribe = new MqttClientSubscribeOptionsBuilder();
        foreach ((string filter, int quality) in filters) subscribe = subscribe.WithTopicFilter(filter, (MqttQualityOfServiceLevel)quality);
        MqttClientSubscribeResult result = await client.SubscribeAsync(subscribe.Build(), stop).ConfigureAwait(false);
        foreach (MqttClientSubscribeResultItem item in result.Items)
            if ((int)item.ResultCode > 2) throw new MqttCommunicationException($"The broker refused {item.TopicFilter.Topic}: {item.ResultCode}.");
    }

    private async Task HeardAsync(MqttApplicationMessageReceivedEventArgs heard)
    {
        heard.AutoAcknowledge = false;
        MqttApplicationMessage message = heard.ApplicationMessage;
        try
        {
            if (message.Payload.Length > BytesMost) await TooLong(message.Topic, message.Payload.Length, stopping).ConfigureAwait(false);
            else await hear(new(message.Topic, message.Payload.ToArray(), message.Retain), stopping).ConfigureAwait(false);
            await heard.AcknowledgeAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception wrong)
        {
            // not acknowledged: whoever acts next hears it again
            heard.ProcessingFailed = true;
            if (wrong is OperatorGone or System.Data.Common.DbException or IOException or TimeoutException) ended.TrySetException(wrong);
            else if (wrong is not OperationCanceledException) Fault = wrong.GetBaseException().Message;
        }
    }

    private async Task DropAsync()
    {
        try
        {
            if (client.IsConnected) await client.DisconnectAsync().ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is MqttCommunicationException or MqttClientDisconnectedException or InvalidOperationException
            or OperationCanceledException or ObjectDisposedException)
        {
            // it is gone already
        }
    }
}
