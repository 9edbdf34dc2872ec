using System.Net;
using System.Text;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;
using Headroom.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>Webhooks and MQTT wake the VEN; what it acts on is what it then reads.</summary>
public sealed class VenPushTests
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_webhook_wakes_the_VEN(bool probesEchoPath, bool isDamaged)
    {
        int port = LoopbackPort.Free();
        await using VenRig rig = await VenRig.StartAsync(
            url => new()
            {
                Name = "juniper",
                Url = url,
                ClientId = "ven_client",
                ClientSecret = "ven_secret",
                UsesMqtt = false,
                CallbackUrl = new($"http://127.0.0.1:{port}/openadr"),
                CallbackToken = "shown",
                CallbackSecret = "key"
            },
            vtn => vtn with { AllowsHttpCallbacks = true, AllowsLoopbackCallbacks = true, WebhookSecret = "key" });
        rig.Vtn.Mischief.ProbesEchoPath = probesEchoPath;
        (rig.Vtn.Mischief.WrapsNotifications, rig.Vtn.Mischief.WritesSnakeCase) = (isDamaged, isDamaged);
        await using WebApplication host = await HostAsync(port, rig.Ven.Webhook);
        await rig.PollAsync();
        Assert.Single(rig.Vtn.All<AdrSubscription>());
        await WokenAsync(rig);
        Assert.Contains("webhook called", rig.Desk.Told, StringComparison.Ordinal);
        Assert.DoesNotContain("shown", rig.Desk.Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_the_broker_wakes_the_VEN()
    {
        await using VenRig rig = await VenRig.StartAsync(null, vtn => vtn with { HasBroker = true });
        rig.Vtn.Mischief.WritesAllTopicAsWord = true;
        await rig.PollAsync();
        Assert.True(rig.Ven.IsPushed, rig.Desk.Told);
        await WokenAsync(rig);
        Assert.Contains("message of the broker", rig.Desk.Told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_VTN_on_which_VENs_hear_programs_wakes_by_their_topics(bool namesTopics, bool isSaid)
    {
        using PeerRoad road = new();
        road.Instead = request => PeerRoad.PathOf(request).StartsWith(namesTopics ? "notifiers/mqtt/topics/vens" : "notifiers/mqtt/topics", StringComparison.Ordinal)
            ? (HttpStatusCode.NotFound, "{}") : null;
        await using VenRig rig = await VenRig.StartAsync(
            url => new()
            {
                Name = "juniper",
                Url = url,
                ClientId = "ven_client",
                ClientSecret = "ven_secret",
                RequestTimeout = TimeSpan.FromSeconds(20),
                // the first program of a VTN is its first object
                Topics = isSaid ? ["programs/0/events/+", "vens/{venID}/resources/+"] : [],
            },
            vtn => vtn with { HasBroker = true, VensHearPrograms = true }, road);
        Assert.Equal("0", rig.Program.Id);
        await rig.PollAsync();
        Assert.True(rig.Ven.IsPushed, rig.Desk.Told);
        Assert.DoesNotContain("refuses", rig.Desk.Told, StringComparison.Ordinal);
        await WokenAsync(rig);
        Assert.Contains("message of the broker", rig.Desk.Told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "", "word-1", null, null, 200, "word-1")]
    [InlineData("GET", "/echo", "test_echo", null, null, 200, "test_echo")]
    [InlineData("GET", "", "<script>", null, null, 400, "")]
    [InlineData("GET", "", null, null, null, 400, "")]
    [InlineData("GET", "/other", "word", null, null, 404, "")]
    [InlineData("POST", "", null, null, "right", 401, "")]
    [InlineData("POST", "", null, "Bearer wrong", "right", 401, "")]
    [InlineData("POST", "", null, "Bearer shown", "wrong", 401, "")]
    [InlineData("POST", "", null, "Bearer shown", null, 401, "")]
    [InlineData("POST", "", null, "Bearer shown", "right", 200, "")]
    public void A_callback_proves_itself(string method, string path, string? echo, string? authorization, string? signature, int status,
        string text)
    {
        int hints = 0;
        VenWebhook hook = new(new()
        {
            Name = "j",
            Url = new("https://vtn"),
            ClientId = "c",
            ClientSecret = "s",
            CallbackToken = "shown",
            CallbackSecret = "key"
        }, _ => hints++);
        byte[] body = AdrWriter.Notification(new(AdrKind.Event, AdrOperation.Create, new AdrEvent { ProgramId = "1" }));
        string right = "sha256=" + Convert.ToHexString(System.Security.Cryptography.HMACSHA256.HashData("key"u8, body));
        CallbackAnswer answer = hook.Handle(new(method, path, echo, authorization, signature == "right" ? right : signature, body));
        Assert.Equal((status, text), (answer.Status, answer.Text));
        Assert.Equal(method == "POST" && status == 200 ? 1 : 0, hints);
    }

    private static async Task WokenAsync(VenRig rig)
    {
        Task waiting = rig.Ven.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask();
        rig.Vtn.Add(rig.Limit(0, 60, 40_000));
        await waiting.WaitAsync(patience);
        await rig.PollAsync();
        Assert.Equal(40, rig.Desk.CeilingMegawatts(1));
    }

    private static async Task<WebApplication> HostAsync(int port, VenWebhook hook)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        WebApplication app = builder.Build();
        app.MapMethods("/openadr/{**rest}", ["GET", "POST"], async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            CallbackAnswer answer = hook.Handle(new(context.Request.Method, "/" + (context.Request.RouteValues["rest"] as string ?? ""),
                context.Request.Query["echo"],
                context.Request.Headers.Authorization, context.Request.Headers["X-OpenADR-Signature"], body.ToArray()));
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Text));
        });
        await app.StartAsync();
        return app;
    }
}
