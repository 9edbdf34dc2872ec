using System.Net;
using System.Net.Sockets;
using Headroom.Protocols.OpenAdr;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Headroom.TestKit.OpenAdr;

/// <summary>The VTN's own MQTT broker: clients log in with their token, listen only to topics that they may, and publish
/// nothing.</summary>
internal sealed class VtnBroker : IAsyncDisposable
{
    private readonly MqttServer server;
    private readonly VtnMischief mischief;
    private readonly Func<string, VtnCaller?> callerOf;
    private readonly Func<VtnCaller, string, bool> mayHear;

    private VtnBroker(MqttServer server, int port, VtnMischief mischief, Func<string, VtnCaller?> callerOf,
        Func<VtnCaller, string, bool> mayHear)
    {
        (this.server, Port, this.mischief, this.callerOf, this.mayHear) = (server, port, mischief, callerOf, mayHear);
        server.ValidatingConnectionAsync += Validate;
        server.InterceptingSubscriptionAsync += Subscribe;
        server.InterceptingPublishAsync += Refuse;
    }

    public int Port { get; }

    public static async Task<VtnBroker> StartAsync(IPAddress host, VtnMischief mischief, Func<string, VtnCaller?> callerOf,
        Func<VtnCaller, string, bool> mayHear)
    {
        int port = LoopbackPort.Free();
        bool isWide = host.AddressFamily == AddressFamily.InterNetworkV6;
        MqttServerOptions options = new MqttServerOptionsBuilder().WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(isWide ? IPAddress.None : host)
            .WithDefaultEndpointBoundIPV6Address(isWide ? host : IPAddress.None).WithDefaultEndpointPort(port).Build();
        VtnBroker broker = new(new MqttServerFactory().CreateMqttServer(options), port, mischief, callerOf, mayHear);
        await broker.server.StartAsync().ConfigureAwait(false);
        return broker;
    }

    public static string Collection(AdrKind kind) => kind.ToString().ToLowerInvariant() + "s";

    public TopicNames Topics(string root, bool isSingle)
    {
        string all = mischief.WritesAllTopicAsWord ? $"{root}/all" : $"{root}/+";
        return new(isSingle ? null : $"{root}/create", $"{root}/update", $"{root}/delete", all);
    }

    public void Publish(string root, AdrOperation operation, AdrObject one)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic($"{root}/{operation.ToString().ToLowerInvariant()}")
            .WithPayload(MischiefBody.Spoiled(AdrWriter.Notification(new(one.Kind, operation, one)), mischief, isPushed: true))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithRetainFlag(mischief.RetainsMessages).Build();
        _ = server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = "vtn" });
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync().ConfigureAwait(false);
        server.Dispose();
    }

    private Task Validate(ValidatingConnectionEventArgs connection)
    {
        VtnCaller? caller = callerOf(connection.Password ?? "");
        if (caller is null || connection.UserName != caller.Client.Id) connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        else connection.SessionItems["caller"] = caller;
        return Task.CompletedTask;
    }

    private Task Subscribe(InterceptingSubscriptionEventArgs subscription)
    {
        bool isAllowed = subscription.SessionItems["caller"] is VtnCaller caller && mayHear(caller, subscription.TopicFilter.Topic);
        if (!isAllowed)
            (subscription.ProcessSubscription, subscription.Response.ReasonCode) = (false, MqttSubscribeReasonCode.NotAuthorized);
        return Task.CompletedTask;
    }

    private static Task Refuse(InterceptingPublishEventArgs message)
    {
        if (message.ClientId != "vtn") message.ProcessPublish = false;
        return Task.CompletedTask;
    }
}
