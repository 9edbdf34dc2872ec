using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Headroom.TestKit.Broker;

/// <summary>Who may do what at a broker; a topic filter as in MQTT.</summary>
public sealed record BrokerRight(string User, string Password)
{
    public IReadOnlyList<string> Publishes { get; init; } = ["#"];
    public IReadOnlyList<string> Subscribes { get; init; } = ["#"];
}

/// <summary>How a broker listens.</summary>
public sealed record BrokerSetting
{
    /// <summary>0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>With its private key; then only TLS is spoken.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Clients must show a certificate that this authority vouches for.</summary>
    public X509Certificate2? ClientAuthority { get; init; }

    /// <summary>Empty: anybody may do anything.</summary>
    public IReadOnlyList<BrokerRight> Rights { get; init; } = [];
}

/// <summary>A message that passed the broker.</summary>
public readonly record struct BrokerMessage(string Client, string Topic, ReadOnlyMemory<byte> Payload, int Quality, bool IsRetained);

/// <summary>An MQTT broker on loopback, for tests and for trying.</summary>
public sealed class LoopbackBroker : IAsyncDisposable
{
    private readonly MqttServer server;
    private readonly BrokerSetting setting;
    private readonly ConcurrentDictionary<string, BrokerRight> users = new(StringComparer.Ordinal);

    private LoopbackBroker(BrokerSetting setting, int port)
    {
        (this.setting, Port) = (setting, port);
        MqttServerOptionsBuilder options = new MqttServerOptionsBuilder().WithPersistentSessions();
        if (setting.Certificate is { } certificate)
        {
            options = options.WithoutDefaultEndpoint().WithEncryptedEndpoint().WithEncryptedEndpointPort(port).WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
                .WithEncryptedEndpointBoundIPV6Address(IPAddress.None).WithEncryptionCertificate(certificate);
            if (setting.ClientAuthority is { } authority) options = options.WithClientCertificate((_, shown, _, _) =>
                IsVouchedFor(shown, authority));
        }
        else options = options.WithDefaultEndpoint().WithDefaultEndpointPort(port).WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None);
        server = new MqttServerFactory().CreateMqttServer(options.Build());
        server.ValidatingConnectionAsync += Admit;
        server.InterceptingPublishAsync += Publish;
        server.InterceptingSubscriptionAsync += Subscribe;
    }

    public int Port { get; }

    /// <summary>Messages that are kept at most.</summary>
    public const int PassedMost = 10_000;

    /// <summary>Everything that was published, in order.</summary>
    /// <remarks>The last <see cref="PassedMost"/> of them: it may run for weeks.</remarks>
    public ConcurrentQueue<BrokerMessage> Passed { get; } = new();

    public static async Task<LoopbackBroker> StartAsync(BrokerSetting? setting = null)
    {
        setting ??= new();
        LoopbackBroker broker = new(setting, setting.Port > 0 ? setting.Port : LoopbackPort.Free());
        await broker.server.StartAsync().ConfigureAwait(false);
        return broker;
    }

    /// <summary>Throws a client off, as a network would.</summary>
    public async Task DropAsync(string client) => await server.DisconnectClientAsync(client,
        MqttDisconnectReasonCode.AdministrativeAction).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync().ConfigureAwait(false);
        server.Dispose();
    }

    private Task Admit(ValidatingConnectionEventArgs asked)
    {
        if (setting.Rights.Count == 0) return Task.CompletedTask;
        BrokerRight? right = setting.Rights.FirstOrDefault(one => one.User == asked.UserName && one.Password == asked.Password);
        if (right is null) asked.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        else users[asked.ClientId] = right;
        return Task.CompletedTask;
    }

    private Task Publish(InterceptingPublishEventArgs asked)
    {
        MqttApplicationMessage message = asked.ApplicationMessage;
        asked.ProcessPublish = setting.Rights.Count == 0 || users.TryGetValue(asked.ClientId, out BrokerRight? right)
            && right.Publishes.Any(filter => Fits(message.Topic, filter));
        while (Passed.Count >= PassedMost) Passed.TryDequeue(out _);
        if (asked.ProcessPublish) Passed.Enqueue(new(asked.ClientId, message.Topic,
            System.Buffers.BuffersExtensions.ToArray(message.Payload), (int)message.QualityOfServiceLevel, message.Retain));
        return Task.CompletedTask;
    }

    private Task Subscribe(InterceptingSubscriptionEventArgs asked)
    {
        asked.ProcessSubscription = setting.Rights.Count == 0 || users.TryGetValue(asked.ClientId, out BrokerRight? right)
            && right.Subscribes.Any(filter => Covers(filter, asked.TopicFilter.Topic));
        if (!asked.ProcessSubscription) asked.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        return Task.CompletedTask;
    }

    private static bool Fits(string topic, string filter) => MqttTopicFilterComparer.Compare(topic,
        filter) == MqttTopicFilterCompareResult.IsMatch;

    /// <summary>Whether everything that a filter lets through another does too.</summary>
    private static bool Covers(string wide, string narrow)
    {
        string[] all = wide.Split('/'), some = narrow.Split('/');
        for (int k = 0; k < all.Length; k++)
        {
            if (all[k] == "#") return true;
            if (k >= some.Length || some[k] == "#" || all[k] != "+" && all[k] != some[k]) return false;
        }
        return all.Length == some.Length;
    }

    private static bool IsVouchedFor(X509Certificate? shown, X509Certificate2 authority)
    {
        if (shown is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        using X509Certificate2 client = X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
        return chain.Build(client);
    }
}
