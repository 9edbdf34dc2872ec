using System.Buffers;
using Headroom.Protocols.OpenAdr;
using MQTTnet;
using MQTTnet.Formatter;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Listens to the VTN's broker. A message is only a hint to read, since it may be old, retained, or meant for others; without a
/// broker polling does.</summary>
internal sealed class VenMqtt : IAsyncDisposable
{
    private const int BodyMost = 4 << 20;
    private static readonly TimeSpan again = TimeSpan.FromMinutes(5);
    private readonly VenSetting setting;
    private readonly VtnDoor door;
    private readonly TimeProvider time;
    private readonly Action<ReadOnlyMemory<byte>> heard;
    private IMqttClient? client;
    private DateTimeOffset tryAt;

    public VenMqtt(VenSetting setting, VtnDoor door, TimeProvider time, Action<ReadOnlyMemory<byte>> heard) =>
        (this.setting, this.door, this.time, this.heard) = (setting, door, time, heard);

    public bool IsConnected => client?.IsConnected == true;

    /// <summary>Connects where it is not connected and it is time to try; what came of it, as a sentence, or null.</summary>
    public async ValueTask<string?> EnsureAsync(string? venId, IEnumerable<string> programs, CancellationToken stop)
    {
        if (!setting.UsesMqtt || IsConnected || time.GetUtcNow() < tryAt) return null;
        tryAt = time.GetUtcNow() + again;
        VtnReply reply = await door.SendAsync(HttpMethod.Get, "notifiers", null, stop).ConfigureAwait(false);
        if (!reply.IsGood || AdrReader.Notifiers(reply.Body).Value?.Mqtt is not { } notifier) return null;
        Uri? broker = notifier.Uris.Select(one => Uri.TryCreate(one, UriKind.Absolute, out Uri? url) ? url : null).OfType<Uri>()
            .OrderByDescending(IsSecure).FirstOrDefault(one => IsSecure(one) || one.Scheme is "mqtt" or "tcp" && (one.IsLoopback || setting.AllowsPlainHttp));
        if (broker is null) return "the VTN's broker has no address that is safe to use; polling goes on";
        if (notifier.Authentication == MqttAuthentication.Certificate)
            return "the VTN's broker wants a certificate of its own giving; polling goes on";
        IReadOnlyList<string> topics = await TopicsAsync(venId, programs, stop).ConfigureAwait(false);
        if (topics.Count == 0) return "the VTN names no topics; polling goes on";
        return await ConnectAsync(broker, notifier, topics, stop).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (client is null) return;
        try
        {
            if (client.IsConnected) await client.DisconnectAsync().ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is MQTTnet.Exceptions.MqttCommunicationException or ObjectDisposedException
            or OperationCanceledException)
        {
            // the broker left first
        }
        client.Dispose();
    }

    private async ValueTask<IReadOnlyList<string>> TopicsAsync(string? venId, IEnumerable<string> programs, CancellationToken stop)
    {
        List<string> paths = venId is null ? [] : [$"vens/{venId}/events", $"vens/{venId}/programs"];
        paths.AddRange(programs.Take(20).Select(one => $"programs/{one}/events"));
        HashSet<string> topics =
        [
            .. setting.Topics.Where(one => venId is not null || !one.Contains("{venID}", StringComparison.Ordinal))
                .Select(one => one.Replace("{venID}", venId, StringComparison.Ordinal).Replace("{clientID}", setting.ClientId ?? setting.Name, StringComparison.Ordinal)),
        ];
        foreach (string path in paths)
        {
            VtnReply reply = await door.SendAsync(HttpMethod.Get, $"notifiers/mqtt/topics/{path}", null, stop).ConfigureAwait(false);
            if (!reply.IsGood || AdrReader.Topics(reply.Body).Value is not { } names) continue;
            // the topic for all is wrong at some VTNs, so each is listened to beside it
            topics.UnionWith(((string?[])[names.All, names.Create, names.Update, names.Delete]).OfType<string>());
        }
        return [.. topics];
    }

    private static bool IsSecure(Uri broker) => broker.Scheme is "mqtts" or "ssl" or "tls";

    /// <summary>As the VTN itself is trusted: lists of what authorities took back are often out of a site's reach, and a message is only a hint.</summary>
    private MqttClientTlsOptionsBuilder Trusting(MqttClientTlsOptionsBuilder tls)
    {
        tls = tls.WithRevocationMode(System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck);
        return setting.SkipsCertificateCheck ? tls.WithCertificateValidationHandler(static _ => true) : tls;
    }

    private async ValueTask<string?> ConnectAsync(Uri broker, MqttNotifier notifier, IReadOnlyList<string> topics, CancellationToken stop)
    {
        bool isSecure = IsSecure(broker);
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId($"headroom-ven-{setting.ClientId ?? setting.Name}")
            .WithTcpServer(broker.Host, broker.Port > 0 ? broker.Port : isSecure ? 8883 : 1883).WithTimeout(setting.RequestTimeout);
        if (isSecure) options = options.WithTlsOptions(tls => Trusting(tls.UseTls()));
        if (notifier.Authentication == MqttAuthentication.BearerToken || notifier.Password is not null)
            options = options.WithCredentials((notifier.Username ?? "").Replace("{clientID}", setting.ClientId ?? setting.Name, StringComparison.Ordinal),
                notifier.Password ?? door.Token ?? "");
        if (client is not null) await DisposeAsync().ConfigureAwait(false);
        client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message =>
        {
            heard(message.ApplicationMessage.Payload.Length > BodyMost ? default : message.ApplicationMessage.Payload.ToArray());
            return Task.CompletedTask;
        };
        try
        {
            await client.ConnectAsync(options.Build(), stop).ConfigureAwait(false);
            MqttClientSubscribeOptionsBuilder subscribe = new();
            foreach (string topic in topics)
                subscribe = subscribe.WithTopicFilter(topic, MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce);
            MqttClientSubscribeResult answer = await client.SubscribeAsync(subscribe.Build(), stop).ConfigureAwait(false);
            string[] refused = [.. answer.Items.Where(one => (int)one.ResultCode > 2).Select(one => one.TopicFilter.Topic)];
            // a topic that is refused is not heard of: polling, which goes on beside this, finds what was said there
            return refused.Length == 0 ? $"listening to {topics.Count} topics of the VTN's broker"
                : $"listening to {topics.Count - refused.Length} of {topics.Count} topics of the VTN's broker; it refuses {string.Join(", ", refused.Take(5))}, and polling goes on for those";
        }
        catch (Exception wrong) when (wrong is MQTTnet.Exceptions.MqttCommunicationException
            or MQTTnet.Exceptions.MqttCommunicationTimedOutException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return $"the VTN's broker does not take us: {wrong.Message}; polling goes on";
        }
    }
}
