using System.Collections.Concurrent;
using System.Threading.Channels;
using Headroom.Control;
using Headroom.Operator;
using Headroom.Quantities;

namespace Headroom.TestKit.Coordination;

/// <summary>A desk with a real controller and its book of limits, and nothing behind it: beats come when they are asked for.</summary>
/// <remarks>What it is for: adapters of protocols, and whoever implements the coordination protocol and wants to see it answered.</remarks>
public sealed class BookDesk : ISiteDesk
{
    private readonly Controller controller;
    private readonly Lock one = new();
    private readonly List<Channel<SiteView>> watchers = [];
    private long beat;

    public BookDesk(SiteClock clock, SiteFacts site, LimitBookSetting limits)
    {
        ArgumentNullException.ThrowIfNull(site);
        (Clock, Site) = (clock, site);
        controller = new(new ControlFacts { Feeds = [.. site.Tree.Select(node => new FeedFacts(node.Name, node.Rating, []))] },
            new(limits), new LetAll(), 0);
        Import = 0.5 * site.Connection;
    }

    /// <summary>A site of 100 MW with two feeds of 60 MW.</summary>
    public static BookDesk Small(SiteClock clock) => new(clock,
        new("small", "nowhere", Power.FromSi(100e6), [new("main-a", -1, Power.FromSi(60e6)), new("main-b", -1, Power.FromSi(60e6))],
        Power.FromSi(50e6))
        { Field = "none" },
        new()
        {
            Site = new(Power.FromSi(100e6), Power.FromSi(100e6)),
            Feeds = new Dictionary<string, LimitScope>
            {
                ["main-a"] = new(Power.FromSi(60e6), Power.FromSi(60e6)),
                ["main-b"] = new(Power.FromSi(60e6), Power.FromSi(60e6))
            },
        });

    public SiteClock Clock { get; }
    public SiteFacts Site { get; }
    public SiteView? Now { get; private set; }

    /// <summary>What the site's meter shows.</summary>
    public Power? Import { get; set; }

    /// <summary>What the meters of the tree show; null for a share of the import.</summary>
    public IReadOnlyList<Power>? Flows { get; set; }
    public IReadOnlyList<Offer> Offers { get; set; } = [];

    /// <summary>All that was written down, in order.</summary>
    public ConcurrentQueue<Evidence> Noted { get; } = new();

    /// <summary>All that was answered, in order.</summary>
    public ConcurrentQueue<LimitReceipt> Receipts { get; } = new();

    /// <summary>This process may not act: every message is refused by an exception.</summary>
    public bool IsGone { get; set; }
    public bool IsActive => !IsGone;

    public BookedCeiling Ceiling(string? feed, DateTimeOffset moment)
    {
        lock (one) return controller.Book.At(feed, SiteClock.At(moment));
    }

    /// <summary>One beat: everybody who watches gets the view.</summary>
    public SiteView Beat()
    {
        SiteView view;
        lock (one)
        {
            controller.Book.Advance(Clock.Now);
            view = View();
            Now = view;
            foreach (Channel<SiteView> watcher in watchers) watcher.Writer.TryWrite(view);
        }
        return view;
    }

    /// <summary>Beats by the site's clock until told to stop.</summary>
    public async Task RunAsync(TimeSpan every, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Beat();
            try
            {
                await Task.Delay(every, Clock.Time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) { return; }
        }
    }

    public async IAsyncEnumerable<SiteView> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        Channel<SiteView> own = Channel.CreateBounded<SiteView>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (one) watchers.Add(own);
        try
        {
            while (await own.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
                while (own.Reader.TryRead(out SiteView? view)) yield return view;
        }
        finally
        {
            lock (one) watchers.Remove(own);
        }
    }

    public ValueTask<LimitReceipt> ReceiveAsync(LimitMessage message, Evidence evidence, CancellationToken stop)
    {
        if (IsGone) throw new OperatorGone("It stands by.");
        Noted.Enqueue(evidence);
        LimitReceipt receipt;
        lock (one) receipt = controller.Receive(message, Clock.Now);
        Receipts.Enqueue(receipt);
        Beat();
        return ValueTask.FromResult(receipt);
    }

    public ValueTask NoteAsync(Evidence evidence, CancellationToken stop)
    {
        Noted.Enqueue(evidence);
        return ValueTask.CompletedTask;
    }

    private SiteView View()
    {
        TimeSpan now = Clock.Now;
        Power import = Import ?? Power.Zero;
        return new()
        {
            Beat = ++beat,
            At = Clock.UtcNow,
            Ceiling = controller.Book.At(null, now).Firm,
            Import = Import,
            Draw = import,
            Field = new() { Tree = [.. Site.Tree.Select((_, k) => new NodeFigures(Flows?[k] ?? import / Site.Tree.Count, true))] },
            Limits = [.. controller.Book.Limits.Select(limit => ViewOf(limit, now))],
            Offers = Offers,
            OffersAt = Clock.UtcNow,
        };
    }

    private static LimitView ViewOf(BookedLimit limit, TimeSpan now)
    {
        LimitCourse course = limit.Course;
        string state = now < course.RampStart ? "coming" : now < course.LevelFrom ? "ramping" : now < course.LevelTo ? "in force"
            : now < course.End ? "returning" : "over";
        bool isOpen = course.Limit.To is null && course.Limit.Hold is null;
        return new(limit.Message.Name, limit.Message.Source.Id, limit.Message.Source.Authority, course.Limit.Firmness, limit.Feed, state,
            course.Level,
            SiteClock.At(course.Limit.From), isOpen ? null : SiteClock.At(course.LevelTo), SiteClock.At(limit.KnownSince), null,
            Power.Zero);
    }

    /// <summary>Decides nothing: there is nothing behind this desk.</summary>
    private sealed class LetAll : IPolicy
    {
        public string Name => "nothing";
        public void Decide(Observation seen, Orders orders) { }
    }
}
