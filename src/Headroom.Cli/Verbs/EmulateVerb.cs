using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Headroom.Cli.Emulating;
using Headroom.Cli.Rendering;
using Headroom.Sites;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom emulate KIND</c>: a peer or a device of the test kit, for clients in any language.</summary>
static partial class EmulateVerb
{
    sealed record Asked(string Kind, string? Host, string? Port, string? Trays, string? BasePath, bool Broker, bool LocalCallbacks, string? Mischief);

    public static Command Create(Run run)
    {
        var kind = new Argument<string>("KIND") { Description = $"What to emulate: {string.Join(", ", EmulatorOrder.Kinds)}." };
        Option<string?> host = Text("--host", "ADDRESS", "Where to listen; 127.0.0.1 unless stated. Elsewhere whoever reaches this machine commands the emulator."),
            port = Text("--port", "N", "A free one unless stated."),
            trays = Text("--trays", "N", "Of a rack, four GPUs each; 1 unless stated."),
            basePath = Text("--base-path", "PATH", $"Of a VTN: where its paths begin, / for the root; {new EmulatorOrder("", IPAddress.Loopback, 0).BasePath} unless stated."),
            mischief = Text("--mischief", "SEED", "Of a VTN: a quarter of its answers goes wrong by chance, the same for the same seed; none unless stated.");
        var broker = new Option<bool>("--broker") { Description = "Of a VTN: an MQTT broker beside it." };
        var callbacks = new Option<bool>("--local-callbacks") { Description = "Of a VTN: webhooks without TLS and on this machine are called, too." };
        var verb = new Command("emulate", "Emulate a VTN of OpenADR or a device, for clients in any language. Emulators are for tests: no product.")
        {
            kind, host, port, trays, basePath, broker, callbacks, mischief,
        };
        verb.SetAction(async (parsed, _) => (int)await EmulateAsync(run, new(parsed.GetValue(kind)!, parsed.GetValue(host), parsed.GetValue(port), parsed.GetValue(trays),
            parsed.GetValue(basePath), parsed.GetValue(broker), parsed.GetValue(callbacks), parsed.GetValue(mischief))));
        return verb;
    }

    static async Task<ExitCode> EmulateAsync(Run run, Asked asked)
    {
        (EmulatorOrder order, IReadOnlyList<Finding> findings) = Read(asked);
        if (findings.Count > 0) return Refuse(run, findings);
        RunningEmulator emulator;
        try { emulator = await RunningEmulator.StartAsync(order); }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            return Refuse(run, [Wrong("--port", $"{new IPEndPoint(order.Host, order.Port)} ({taken.Message.TrimEnd('.')})", "an address of this machine that is free", "Choose another port, or stop who listens there.")]);
        }
        await using (emulator)
        {
            if (!IPAddress.IsLoopback(order.Host))
            {
                run.Terminal.Error.WriteLine($"WARNING: this emulator listens on {order.Host}, beyond this machine, without TLS and with secrets that everybody knows.");
                run.Terminal.Error.WriteLine("Whoever reaches it commands it. It is no product: keep it in a network of tests.");
            }
            run.Terminal.Out.WriteLine($"{order.Kind}: {emulator.About}");
            foreach ((string name, string value) in emulator.Facts) run.Terminal.Out.WriteLine($"{name,-12} {value}");
            run.Terminal.Out.WriteLine("Ctrl-C stops.");
            run.Terminal.Out.Flush();
            try { await Task.Delay(Timeout.InfiniteTimeSpan, run.Stop); }
            catch (OperationCanceledException) when (run.Stop.IsCancellationRequested) { }
        }
        return ExitCode.Done;
    }

    static (EmulatorOrder Order, IReadOnlyList<Finding> Findings) Read(Asked asked)
    {
        List<Finding> findings = [];
        int Whole(string option, string? text, int unsaid, int least, int most)
        {
            if (text is null) return unsaid;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most) return number;
            findings.Add(Wrong(option, $"\"{text}\"", string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), "Write one."));
            return unsaid;
        }
        void Only(string kind, string option, bool isGiven)
        {
            if (isGiven && asked.Kind != kind) findings.Add(Wrong(option, $"beside {asked.Kind}", $"an option of {kind}", "Leave it out."));
        }
        if (!EmulatorOrder.Kinds.Contains(asked.Kind)) findings.Add(Wrong("KIND", $"\"{asked.Kind}\"", $"one of {string.Join(", ", EmulatorOrder.Kinds)}", "Write one of them."));
        else
        {
            Only(EmulatorOrder.Rack, "--trays", asked.Trays is not null);
            Only(EmulatorOrder.Vtn, "--base-path", asked.BasePath is not null);
            Only(EmulatorOrder.Vtn, "--broker", asked.Broker);
            Only(EmulatorOrder.Vtn, "--local-callbacks", asked.LocalCallbacks);
            Only(EmulatorOrder.Vtn, "--mischief", asked.Mischief is not null);
        }
        if (!IPAddress.TryParse(asked.Host == "localhost" ? "127.0.0.1" : asked.Host ?? "127.0.0.1", out IPAddress? host))
            findings.Add(Wrong("--host", $"\"{asked.Host}\"", "an IP address of this machine", "Write it in digits, such as 127.0.0.1, or 0.0.0.0 for all."));
        string? path = asked.BasePath?.TrimEnd('/');
        if (path is { Length: > 0 } && !PathPattern().IsMatch(path))
            findings.Add(Wrong("--base-path", $"\"{asked.BasePath}\"", "a path of letters, digits and -._~ that begins with /", "Write one such as /openadr3/3.1.0, or / for the root."));
        EmulatorOrder order = new(asked.Kind, host ?? IPAddress.Loopback, Whole("--port", asked.Port, 0, 0, 65_535))
        {
            Trays = Whole("--trays", asked.Trays, 1, 1, 72),
            HasBroker = asked.Broker,
            TakesLocalCallbacks = asked.LocalCallbacks,
            MischiefSeed = asked.Mischief is null ? null : Whole("--mischief", asked.Mischief, 0, 0, int.MaxValue),
        };
        return (path is null ? order : order with { BasePath = path }, findings);
    }

    static ExitCode Refuse(Run run, IReadOnlyList<Finding> findings)
    {
        FindingText.Write(run.Terminal.Error, findings, "command line");
        return ExitCode.WrongInput;
    }

    static Finding Wrong(string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy) { File = "command line" };

    [GeneratedRegex(@"^(/[a-zA-Z0-9._~-]+)+\z")]
    private static partial Regex PathPattern();
}
