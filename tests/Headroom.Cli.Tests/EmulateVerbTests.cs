using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Headroom.Cli.Emulating;
using Headroom.TestKit;

namespace Headroom.Cli.Tests;

/// <summary>Each emulator is started as a peer would start it, and asked with what it printed.</summary>
public sealed class EmulateVerbTests
{
    public static TheoryData<string> Kinds() => [.. EmulatorOrder.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_starts_says_how_to_reach_it_answers_and_stops(string kind)
    {
        await using Started emulator = await Started.OfAsync(kind);
        Assert.StartsWith($"{kind}: ", emulator.Said, StringComparison.Ordinal);
        Assert.Equal("", emulator.Warned);
        await AskAsync(kind, emulator);
        await emulator.StopAsync();
        Assert.Equal(ExitCode.Done, emulator.Code);
    }

    [Theory]
    [InlineData("vtn")]
    [InlineData("leaks")]
    [InlineData("meter")]
    public async Task Beyond_this_machine_it_answers_too_and_says_so_loudly(string kind)
    {
        await using Started emulator = await Started.OfAsync(kind, "--host", "0.0.0.0");
        Assert.Contains("WARNING: this emulator listens on 0.0.0.0", emulator.Warned, StringComparison.Ordinal);
        await AskAsync(kind, emulator);
    }

    [Fact]
    public async Task A_VTN_takes_a_base_path_a_broker_and_mischief()
    {
        await using Started emulator = await Started.OfAsync("vtn", "--base-path", "/", "--broker", "--mischief", "7", "--local-callbacks");
        Assert.Equal($"http://127.0.0.1:{emulator.Port}/", emulator.Fact("Base URL"));
        Assert.Contains("25 % of all answers", emulator.Fact("Mischief"), StringComparison.Ordinal);
        Uri broker = new(emulator.Fact("Broker").Split(',')[0]);
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, broker.Port);
        Assert.Equal("mqtt", broker.Scheme);
    }

    [Theory]
    [InlineData("one of vtn, rack", "toaster")]
    [InlineData("a whole number from 0 to 65535", "rack", "--port", "99999")]
    [InlineData("a whole number from 1 to 72", "rack", "--trays", "0")]
    [InlineData("an IP address", "cdu", "--host", "nowhere.example")]
    [InlineData("an option of vtn", "battery", "--broker")]
    [InlineData("an option of rack", "vtn", "--trays", "2")]
    [InlineData("a path of letters", "vtn", "--base-path", "openadr3")]
    [InlineData("a whole number from 0 to 2147483647", "vtn", "--mischief", "much")]
    [InlineData("2 faults.", "meter", "--broker", "--port", "x")]
    public void Wrong_options_are_findings(string expected, params string[] args)
    {
        Ran ran = FakeEngine.Run(FakeEngine.Planned, ["emulate", .. args]);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(expected, ran.Error.Replace("\n      ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vtn")]
    [InlineData("rack")]
    [InlineData("generator")]
    public void A_port_that_is_taken_is_a_finding(string kind)
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        Ran ran = FakeEngine.Run(FakeEngine.Planned, "emulate", kind, "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}");
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("--port: 127.0.0.1:", ran.Error, StringComparison.Ordinal);
    }

    static async Task AskAsync(string kind, Started emulator)
    {
        if (kind == "vtn") await AskVtnAsync(emulator);
        else if (kind is "battery" or "meter") Assert.Equal("SunS", Encoding.ASCII.GetString(await RegistersAsync(emulator.Port, 40_000, 2)));
        else if (kind == "generator") Assert.Equal([0, 0], await RegistersAsync(emulator.Port, 102, 1));
        else await AskRedfishAsync(emulator);
    }

    /// <summary>With the last client that it named, at the path that it named.</summary>
    static async Task AskVtnAsync(Started emulator)
    {
        string[] words = emulator.Fact("Client").Split(' ', ',', ':');
        Uri url = new(emulator.Fact("Base URL").Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        using HttpClient client = new() { BaseAddress = url };
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = words[0], ["client_secret"] = words[3] });
        using HttpResponseMessage given = await client.PostAsync(new Uri("auth/token", UriKind.Relative), form);
        using JsonDocument token = JsonDocument.Parse(await given.Content.ReadAsStringAsync());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
        Assert.Equal("[]", await client.GetStringAsync(new Uri("programs", UriKind.Relative)));
    }

    static async Task AskRedfishAsync(Started emulator)
    {
        string root = emulator.Fact("Root").Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal), account = emulator.Fact("Account");
        using HttpClient client = new();
        Assert.Contains("RedfishVersion", await client.GetStringAsync(new Uri(root)), StringComparison.Ordinal);
        Uri sessions = new($"{root}/SessionService/Sessions");
        using HttpResponseMessage closed = await client.GetAsync(sessions);
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        string[] words = account.Split(' ', ',', ':');
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{words[0]}:{words[3]}")));
        Assert.Contains("Members", await client.GetStringAsync(sessions), StringComparison.Ordinal);
    }

    /// <summary>Function 3, by hand.</summary>
    static async Task<byte[]> RegistersAsync(int port, int first, int count)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync((byte[])[0, 1, 0, 0, 0, 6, 1, 3, (byte)(first >> 8), (byte)first, 0, (byte)count]);
        byte[] answer = new byte[9 + 2 * count];
        await stream.ReadExactlyAsync(answer);
        return answer[9..];
    }

    /// <summary>The verb, running until it is told to stop.</summary>
    sealed class Started : IAsyncDisposable
    {
        readonly CancellationTokenSource stop = new();
        readonly LockedWriter output = new(), error = new();
        readonly Task<ExitCode> runs;

        Started(string[] args, int port)
        {
            Port = port;
            runs = HeadroomCommand.RunAsync(["emulate", .. args, "--port", $"{port}"], new Terminal(output, error), FakeEngine.Planned, stop.Token);
        }

        public int Port { get; }
        public string Said => output.Text;
        public string Warned => error.Text;
        public ExitCode? Code { get; private set; }

        public static async Task<Started> OfAsync(params string[] args)
        {
            Started started = new(args, LoopbackPort.Free());
            for (int k = 0; !started.Said.Contains("Ctrl-C stops.", StringComparison.Ordinal); k++)
            {
                Assert.False(started.runs.IsCompleted || k > 3000, $"it did not start\n{started.Warned}");
                await Task.Delay(20);
            }
            return started;
        }

        /// <summary>The last of a name.</summary>
        public string Fact(string name) => Said.Split('\n').Last(line => line.StartsWith(name, StringComparison.Ordinal))[13..];

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            Code = await runs;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
        }
    }

    /// <summary>Read by one thread while another writes.</summary>
    sealed class LockedWriter : TextWriter
    {
        readonly StringBuilder text = new();
        public override Encoding Encoding => Encoding.UTF8;
        public string Text { get { lock (text) return text.ToString(); } }
        public override void Write(char value) { lock (text) text.Append(value); }
        public override void WriteLine(string? value) { lock (text) text.Append(value).Append('\n'); }
    }
}
