using System.Collections.Concurrent;
using System.Threading.Channels;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Dashboard;

/// <summary>A desk whose views a test sets: a large site on an afternoon with a limit in force, one to come, and everything that a dashboard shows.</summary>
internal sealed class ShownSite(ManualTime time, SiteFacts site) : ISiteDesk
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 14, 12, 0, 0, TimeSpan.Zero);
    private const int Rows = 24, RacksOfRow = 58;
    private readonly ConcurrentBag<Channel<SiteView>> watchers = [];

    public SiteClock Clock { get; } = SiteClock.Real(time);
    public ManualTime Time => time;
    public SiteFacts Site => site;
    public SiteView? Now { get; private set; }
    public bool IsActive { get; set; } = true;


    /// <summary>Unlike a service's, which drops what a slow reader missed, so that a test's history has every minute.</summary>
    public IAsyncEnumerable<SiteView> WatchAsync(CancellationToken stop)
    {
        var own = Channel.CreateUnbounded<SiteView>();
        watchers.Add(own);
        return own.Reader.ReadAllAsync(stop);
    }
    public ValueTask<LimitReceipt> ReceiveAsync(LimitMessage message, Evidence evidence, CancellationToken stop) => throw new OperatorGone("a picture takes no messages");
    public ValueTask NoteAsync(Evidence evidence, CancellationToken stop) => default;

    /// <summary>The next beat.</summary>
    public void Tell(SiteView view)
    {
        Now = view;
        foreach (Channel<SiteView> one in watchers) one.Writer.TryWrite(view);
    }

    /// <summary>1,392 racks in 24 rows on two feeds.</summary>
    public static ShownSite Large() => new(new(Noon), new("juniper", "us-tex-ercot", 240.Megawatts, Tree(), 120.Megawatts) { Field = "simulated" });

    private static List<TreeNodeFacts> Tree()
    {
        List<TreeNodeFacts> tree = [new("feed north", -1, 120.Megawatts), new("feed south", -1, 120.Megawatts)];
        for (int station = 0; station < 4; station++) tree.Add(new($"substation {station + 1}", station / 2, 62.Megawatts));
        for (int row = 0; row < Rows; row++) tree.Add(new($"row {row + 1:00}", 2 + row / 6, 9.Megawatts));
        return tree;
    }

    /// <summary>The site so many seconds after noon.</summary>
    public static SiteView At(int second)
    {
        double swing = 0.5 + 0.5 * Math.Sin(second / 900.0);
        Power import = (150 + 18 * swing).Megawatts;
        DateTimeOffset at = Noon + TimeSpan.FromSeconds(second);
        RackFigures[] racks = [.. Enumerable.Range(0, Rows * RacksOfRow).Select(place => Rack(place, second))];
        return new()
        {
            Beat = 86_400 + second,
            At = at,
            Ceiling = second < 1800 ? 240.Megawatts : 172.Megawatts,
            Import = import,
            Draw = import + 6.Megawatts,
            CeilingAhead = [new(at, 172.Megawatts), new(Noon + TimeSpan.FromHours(3), 240.Megawatts), new(Noon + TimeSpan.FromHours(6), 150.Megawatts), new(Noon + TimeSpan.FromHours(8.5), 240.Megawatts)],
            Field = Figures(second, racks),
            Limits = Limits(at),
            Offers = Offers(at),
            OffersAt = at - TimeSpan.FromSeconds(40),
            Orders = ["batch: racks slowed to 71.5 % of their power above idle", "frontier-1: at most 31.2 MW of 44 MW", "north battery: feeds 6 MW", "the envelope holds batteries for what devices can do: 8 MW to 6 MW, and 1 more"],
            Happenings = [new(at - TimeSpan.FromMinutes(2), "warning", "rack row 07 12 did not take its cap: time-out after 2 s"), new(Noon + TimeSpan.FromMinutes(30), "note", "limit heat-wave of ercot is in force"),
                new(Noon - TimeSpan.FromHours(3), "alarm", "import 241.2 MW is above its ceiling of 240 MW"), new(Noon - TimeSpan.FromHours(3), "note", "import is under its ceiling again")],
            Timing = new(TimeSpan.FromMilliseconds(1.9), TimeSpan.FromMilliseconds(7.4), TimeSpan.FromMilliseconds(12.2), 0),
        };
    }

    private static RackFigures Rack(int place, int second)
    {
        int row = place / RacksOfRow, seat = place % RacksOfRow;
        double share = Math.Clamp(0.62 + 0.3 * Math.Sin(0.9 * row) + 0.12 * Math.Sin(1.7 * seat + second / 40.0), 0.05, 0.98);
        bool isBatch = row % 3 == 2, waits = place == 6 * RacksOfRow + 11, isOn = row != 23 && place % 331 != 330;
        Power draw = isOn ? share * 132.Kilowatts : Power.Zero;
        return new($"gb200-nvl72 {(row < 12 ? "north" : "south")} {place + 1:0000}", 6 + row, 1, draw, place == 700 ? 0.95 * draw : 132.Kilowatts,
            waits ? 1 : isBatch ? 0.715 : 1, isBatch || waits ? 0.715 : 1, Temperature.FromSi(273.15 + 38 + 9 * share), isOn);
    }

    private static FieldFigures Figures(int second, RackFigures[] racks)
    {
        double done = 3600 + second;
        double[] row = [.. Enumerable.Range(0, Rows).Select(r => racks.Where(one => one.Node == 6 + r).Sum(one => one.Draw.Watts) * 1.06)];
        double Station(int k) => row[(6 * k)..(6 * k + 6)].Sum() * 1.01;
        double[] flows = [Station(0) + Station(1), Station(2) + Station(3), Station(0), Station(1), Station(2), Station(3), .. row];
        return new()
        {
            ItDraw = Power.FromSi(racks.Sum(one => one.Draw.Watts)),
            Cooling = 14.2.Megawatts,
            Losses = 5.6.Megawatts,
            Generated = 6.Megawatts,
            AcceleratorEnergy = Energy.FromSi(61e6 * done),
            ServerEnergy = Energy.FromSi(74e6 * done),
            ItEnergy = Energy.FromSi(81e6 * done),
            SiteEnergy = Energy.FromSi(97e6 * done),
            Services =
            [
                new("chat", 0, TokenRate.FromSi(9.2e6), TokenRate.FromSi(9.2e6), TokenCount.FromSi(9.2e6 * done), TokenCount.FromSi(0), 42.4.Megawatts) { ItEnergy = Energy.FromSi(42.4e6 * done) },
                new("code", 1, TokenRate.FromSi(3.1e6), TokenRate.FromSi(3.05e6), TokenCount.FromSi(3.05e6 * done), TokenCount.FromSi(5e4 * done), 18.9.Megawatts) { ItEnergy = Energy.FromSi(18.9e6 * done) },
                new("batch", 3, TokenRate.FromSi(6e6), TokenRate.FromSi(4.3e6), TokenCount.FromSi(4.3e6 * done), TokenCount.FromSi(0), 19.7.Megawatts) { ItEnergy = Energy.FromSi(19.7e6 * done) },
            ],
            Runs = [new("frontier-1", "computing", 31.2.Megawatts, 0.413)],
            Batteries = [new("north battery", 6.Megawatts, 61.MegawattHours, 80.MegawattHours), new("south battery", -3.Megawatts, 12.MegawattHours, 80.MegawattHours)],
            Plants = [new("gas turbine", Power.Zero, 60.Megawatts), new("solar", 41.3.Megawatts, 55.Megawatts)],
            Tree = [.. flows.Select((flow, k) => new NodeFigures(Power.FromSi(flow), k != 29))],
            Racks = racks,
            CoolingLoops = [new("hall A, hall B", Temperature.FromSi(305.35), Temperature.FromSi(305.15)), new("hall C", Temperature.FromSi(307.85), Temperature.FromSi(305.15))],
        };
    }

    private static LimitView[] Limits(DateTimeOffset at) =>
    [
        new("heat-wave", "ercot", LimitAuthority.Utility, Firmness.Firm, null, "in force", 172.Megawatts, Noon + TimeSpan.FromMinutes(30), Noon + TimeSpan.FromHours(3), Noon - TimeSpan.FromHours(1), 1, Power.Zero) { Beats = 5400 },
        new("evening", "ercot", LimitAuthority.Utility, Firmness.Firm, null, "coming", 150.Megawatts, Noon + TimeSpan.FromHours(6), Noon + TimeSpan.FromHours(8.5), at - TimeSpan.FromMinutes(20), null, Power.Zero),
        new("dear hours", "desk", LimitAuthority.Market, Firmness.BestEffort, null, "in force", 165.Megawatts, Noon, null, Noon - TimeSpan.FromHours(2), 0.942, 2.4.Megawatts) { Beats = 7200 },
        new("transformer 2", "relay-b", LimitAuthority.Breaker, Firmness.Firm, "feed south", "over", 95.Megawatts, Noon - TimeSpan.FromHours(4), Noon - TimeSpan.FromHours(3), Noon - TimeSpan.FromHours(4), 1, Power.Zero) { Beats = 3600 },
    ];

    private static Offer[] Offers(DateTimeOffset at) =>
    [
        .. from depth in Enum.GetValues<OfferDepth>()
           from notice in new[] { TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1) }
           from length in new[] { TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4) }
           let cut = Power.FromSi(1e6 * (6 + 22 * (int)depth + 3 * Math.Log10(notice.TotalSeconds)) / (1 + 0.2 * length.TotalHours))
           select new Offer
           {
               From = SiteClock.At(at) + notice,
               Notice = notice,
               Duration = length,
               Depth = depth,
               Baseline = 160.Megawatts,
               Cut = cut,
               RampDown = TimeSpan.FromSeconds(20),
               RampUp = TimeSpan.FromMinutes(5),
               Rebound = new(0.4 * cut * length, 0.2 * cut, TimeSpan.FromHours(1.5)),
               ConfidenceFraction = 0.95,
               Cost = new(Money.FromSi(1400 * (int)depth * length.TotalHours), Money.FromSi(90), Money.FromSi(25), Money.FromSi(0), Money.FromSi(60)),
               Lost = [TokenCount.Zero, TokenCount.FromSi(2e8 * (int)depth), TokenCount.FromSi(4e8 * (int)depth), TokenCount.FromSi(9e8 * (int)depth)],
               Binding = depth == OfferDepth.NothingLost ? new("energy stored in north battery", "10 MWh more", 8.Megawatts) : new("promises of tier 1", "", Power.Zero),
           },
    ];
}
