using Headroom.Control;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>A VTN, a VEN and a desk with one clock, on loopback.</summary>
internal sealed class VenRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HttpMessageHandler? road;

    private VenRig(SetClock clock, Vtn vtn, VenSetting setting, HttpMessageHandler? road)
    {
        (Clock, Vtn, Setting, this.road) = (clock, vtn, setting, road);
        Desk = new(clock);
        Ven = new(setting, Desk, Memory, handler: Lent(road));
        Program = vtn.Add(new AdrProgram { Name = "envelopes" });
    }

    public SetClock Clock { get; }
    public Vtn Vtn { get; }
    public VenSetting Setting { get; private set; }
    public BookDesk Desk { get; private set; }
    public NotedMemory Memory { get; } = new();
    public Ven Ven { get; private set; }
    public AdrProgram Program { get; private set; }

    /// <param name="road">Between the VEN and the VTN; null for the network.</param>
    public static async Task<VenRig> StartAsync(Func<Uri, VenSetting>? setting = null, Func<VtnSetting, VtnSetting>? vtn = null,
        HttpMessageHandler? road = null)
    {
        SetClock clock = new(Noon);
        VtnSetting plain = new() { Time = clock };
        Vtn started = await Vtn.StartAsync(vtn is null ? plain : vtn(plain));
        return new(clock, started, (setting ?? (url => Plain(url)))(started.Url), road);
    }

    public static VenSetting Plain(Uri url) => new()
    {
        Name = "juniper",
        Url = url,
        ClientId = "ven_client",
        ClientSecret = "ven_secret",
        Seed = 7,
        RequestTimeout = TimeSpan.FromSeconds(20)
    };

    public Task PollAsync() => Ven.PollAsync(CancellationToken.None).AsTask();

    /// <summary>The process ends and another begins, with what the memory kept and a book that kept its limits.</summary>
    /// <param name="otherwise">With another setting; null for the same.</param>
    public async Task RestartAsync(VenSetting? otherwise = null)
    {
        await Ven.DisposeAsync();
        Setting = otherwise ?? Setting;
        Ven = new(Setting, Desk, Memory, handler: Lent(road));
    }

    /// <summary>After the VTN forgot everything: its program again.</summary>
    public void AddProgram() => Program = Vtn.Add(new AdrProgram { Name = "envelopes" });

    public AdrEvent Event(string type, double startMinutes, double? lengthMinutes, params double[] kilowatts) => new()
    {
        ProgramId = Program.Id,
        Period = new(AdrMoment.Of(Clock.GetUtcNow().AddMinutes(startMinutes)), lengthMinutes is { } length
            ? AdrDuration.Of(TimeSpan.FromMinutes(length)) : AdrDuration.Forever),
        Descriptors = [new(type) { Units = "KW" }],
        Intervals = [.. kilowatts.Select((value, i) => new AdrInterval(i, null, [AdrPayload.Of(type, value)]))],
    };

    public AdrEvent Limit(double startMinutes, double? lengthMinutes, params double[] kilowatts) =>
        Event(EventTypes.ImportLimit, startMinutes, lengthMinutes, kilowatts);

    public SiteView View(double importMegawatts) => new()
    {
        Beat = 1,
        At = Clock.GetUtcNow(),
        Ceiling = 100.Megawatts,
        Import = importMegawatts.Megawatts,
        Draw = importMegawatts.Megawatts,
        Field = new() { Batteries = [new("b1", 0.Megawatts, 10.MegawattHours, 40.MegawattHours)] },
        Offers = [Offer(0, 4, 12), Offer(0, 1, 20)],
        OffersAt = Clock.GetUtcNow(),
        CeilingAhead = [new(Clock.GetUtcNow(), 100.Megawatts)],
    };

    public async ValueTask DisposeAsync()
    {
        await Ven.DisposeAsync();
        await Vtn.DisposeAsync();
    }

    /// <summary>A VEN that ends leaves the road to the next one.</summary>
    private static Lending? Lent(HttpMessageHandler? road) => road is null ? null : new(road);

    private Offer Offer(double startHours, double hours, double megawatts) => new()
    {
        From = SiteClock.At(Clock.GetUtcNow()) + TimeSpan.FromHours(startHours),
        Notice = TimeSpan.FromMinutes(5),
        Duration = TimeSpan.FromHours(hours),
        Depth = OfferDepth.Promises,
        Baseline = 110.Megawatts,
        Cut = megawatts.Megawatts,
        RampDown = TimeSpan.FromMinutes(2),
        RampUp = TimeSpan.FromMinutes(3),
        Rebound = new(2.MegawattHours, 5.Megawatts, TimeSpan.FromHours(1)),
        ConfidenceFraction = 0.95,
        Cost = new(1000.Dollars, 0.Dollars, 0.Dollars, 0.Dollars, 0.Dollars),
        Lost = [0.Tokens, 1e6.Tokens, 0.Tokens, 0.Tokens],
        Binding = new("racks of hall B", "", 0.Megawatts),
    };

    private sealed class Lending(HttpMessageHandler road) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker way = new(road, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            way.SendAsync(request, cancellationToken);
    }
}
