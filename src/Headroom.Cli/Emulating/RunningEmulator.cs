using System.Net;
using Headroom.Protocols.Modbus;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;
using Headroom.TestKit.OpenAdr;
using Headroom.TestKit.Redfish;
using Headroom.TestKit.SunSpec;

namespace Headroom.Cli.Emulating;

/// <summary>What somebody asks to be emulated.</summary>
/// <param name="Port">0 takes a free one.</param>
sealed record EmulatorOrder(string Kind, IPAddress Host, int Port)
{
    public const string Vtn = "vtn", Rack = "rack";
    public static readonly IReadOnlyList<string> Kinds = [Vtn, Rack, "cdu", "pdu", "leaks", "battery", "generator", "meter"];

    /// <summary>Of a rack.</summary>
    public int Trays { get; init; } = 1;

    /// <summary>What follows is of a VTN.</summary>
    public string BasePath { get; init; } = new VtnSetting().BasePath;
    public bool HasBroker { get; init; }
    public bool TakesLocalCallbacks { get; init; }

    /// <summary>Null: every answer is right.</summary>
    public int? MischiefSeed { get; init; }
}

/// <summary>An emulator of the test kit that listens, and what its peer has to know.</summary>
/// <param name="Facts">Name and value, a line each.</param>
sealed record RunningEmulator(string About, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<IAsyncDisposable> Parts) : IAsyncDisposable
{
    /// <summary>The one way into all emulated Redfish services; a secret that everybody knows.</summary>
    const string User = "headroom", Password = "emulated";

    public static Task<RunningEmulator> StartAsync(EmulatorOrder order) => order.Kind switch
    {
        EmulatorOrder.Vtn => VtnAsync(order),
        EmulatorOrder.Rack => RedfishAsync(order, $"Redfish service of a rack, trays {order.Trays}, GPUs {new RackShape { Trays = order.Trays }.Gpus}",
            new(order.Kind, TimeProvider.System, new() { Trays = order.Trays }) { Account = (User, Password) }),
        "cdu" => RedfishAsync(order, "Redfish service of a coolant unit", new(order.Kind, TimeProvider.System) { Account = (User, Password), Cdu = new() }),
        "pdu" => RedfishAsync(order, "Redfish service of a rack's strip", new(order.Kind, TimeProvider.System) { Account = (User, Password), Pdu = new() }),
        "leaks" => RedfishAsync(order, "Redfish service of leak detectors",
            new(order.Kind, TimeProvider.System) { Account = (User, Password), Leaks = new("tray", "manifold", "floor") }),
        "battery" => Modbus(order, "battery of 2 MW and 8 MWh, half full; SunSpec models 1, 701, 702, 704, 713, 715, 802",
            new EmulatedBattery(new(Energy.FromSi(2.88e10), Power.FromSi(2e6)), TimeProvider.System), [("Registers", "holding, from 40000")]),
        "generator" => Generator(order),
        _ => Modbus(order, "meter through which 3 MW are drawn; SunSpec models 1, 213",
            new EmulatedMeter(TimeProvider.System) { Import = Power.FromSi(3e6) }, [("Registers", "holding, from 40000")]),
    };

    static async Task<RunningEmulator> VtnAsync(EmulatorOrder order)
    {
        VtnSetting setting = new()
        {
            Host = order.Host,
            Port = order.Port,
            BasePath = order.BasePath,
            HasBroker = order.HasBroker,
            AllowsHttpCallbacks = order.TakesLocalCallbacks,
            AllowsLoopbackCallbacks = order.TakesLocalCallbacks,
        };
        Vtn vtn = await Headroom.TestKit.OpenAdr.Vtn.StartAsync(setting);
        List<(string, string)> facts = [("Base URL", vtn.Url.ToString()), ("Token", $"POST {new Uri(vtn.Url, "auth/token")}")];
        if (vtn.BrokerPort is { } broker) facts.Add(("Broker", $"mqtt://{new IPEndPoint(order.Host, broker)}, user: the client id, password: its token"));
        if (order.TakesLocalCallbacks) facts.Add(("Callbacks", "without TLS and on this machine are called, too"));
        if (order.MischiefSeed is { } seed)
        {
            vtn.Mischief.Chance = new(seed);
            facts.Add(("Mischief", FormattableString.Invariant($"{100 * vtn.Mischief.Chance.FaultShare:0} % of all answers go wrong, seed {seed}")));
        }
        facts.AddRange(setting.Clients.Select(one => ("Client", $"{one.Id}, secret {one.Secret}: {string.Join(' ', one.Scopes)}")));
        return new("OpenADR 3.1.0 server (VTN), objects in memory", facts, [vtn]);
    }

    static async Task<RunningEmulator> RedfishAsync(EmulatorOrder order, string about, EmulatedService service)
    {
        bool isHere = IPAddress.Loopback.Equals(order.Host);
        RedfishEmulator emulator = await RedfishEmulator.StartAsync([service], port: isHere ? order.Port : 0);
        (int port, IReadOnlyList<IAsyncDisposable> parts) = Opened(order, emulator, emulator.AddressOf(service).Port);
        string root = $"http://{new IPEndPoint(order.Host, port)}/redfish/v1";
        return new(about, [("Root", root), ("Account", $"{User}, password {Password}: Basic, or a session by POST {root}/SessionService/Sessions")], parts);
    }

    static Task<RunningEmulator> Generator(EmulatorOrder order)
    {
        EmulatedGenerator generator = new(new(Power.FromSi(2e6)) { Least = Power.FromSi(3e5) }, TimeProvider.System);
        return Modbus(order, "generator of 2 MW with a register map of its own", generator, [.. generator.Map.Points.Select(Register)]);
    }

    static (string, string) Register(RegisterPoint one)
    {
        string codes = string.Join(", ", one.Codes.Select(code => $"{code.Value} {code.Key}"));
        return ("Register", FormattableString.Invariant($"{one.Address} {one.Name}: {one.Type.ToString().ToLowerInvariant()}{(one.Unit.Length > 0 ? $", {one.Scale} {one.Unit}" : "")}{(codes.Length > 0 ? ": " + codes : "")}"));
    }

    static Task<RunningEmulator> Modbus(EmulatorOrder order, string about, IRegisterDevice device, IReadOnlyList<(string, string)> registers)
    {
        bool isHere = IPAddress.Loopback.Equals(order.Host);
        ModbusServer server = new(device, isHere ? order.Port : 0);
        (int port, IReadOnlyList<IAsyncDisposable> parts) = Opened(order, server, server.Port);
        return Task.FromResult(new RunningEmulator(about, [("Address", $"{new IPEndPoint(order.Host, port)}, Modbus TCP, unit 1"), .. registers], parts));
    }

    /// <summary>Devices of the kit listen on loopback: elsewhere a door leads to them.</summary>
    static (int Port, IReadOnlyList<IAsyncDisposable> Parts) Opened(EmulatorOrder order, IAsyncDisposable emulator, int inner)
    {
        if (IPAddress.Loopback.Equals(order.Host)) return (inner, [emulator]);
        LoopbackDoor door = new(order.Host, order.Port, inner);
        return (door.Port, [door, emulator]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable one in Parts) await one.DisposeAsync();
    }
}
