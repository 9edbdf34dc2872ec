using System.Runtime.CompilerServices;
using System.Text;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>A desk with a real book of limits behind it and nothing else.</summary>
internal sealed class BookDesk : ISiteDesk
{
    private readonly Lock door = new();
    private (int Now, int Ever) watchers;
    private readonly TaskCompletionSource demanded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BookDesk(TimeProvider time)
    {
        Clock = SiteClock.Real(time);
        Book = new(new()
        {
            Site = new(200.Megawatts, 150.Megawatts),
            Feeds =
            new Dictionary<string, LimitScope> { ["north"] = new(100.Megawatts, 80.Megawatts) }
        });
    }

    public LimitBook Book { get; }
    public List<Evidence> Notes { get; } = [];
    public List<LimitReceipt> Receipts { get; } = [];
    public SiteClock Clock { get; }
    public SiteFacts Site { get; } = new("juniper", "us-tex-ercot", 200.Megawatts, [new("north", -1, 100.Megawatts)], 50.Megawatts);
    public SiteView? Now { get; set; }
    public bool IsActive { get; set; } = true;

    /// <summary>Another process acts, and this one has not noticed.</summary>
    public bool IsGone { get; set; }

    /// <summary>How many things were written down as sent.</summary>
    public int Sent
    {
        get
        {
            lock (door) return Notes.Count(one => one.IsSent);
        }
    }

    /// <summary>Views that whoever watches gets.</summary>
    public System.Threading.Channels.Channel<SiteView> Views { get; } = System.Threading.Channels.Channel.CreateUnbounded<SiteView>();

    /// <summary>How many watch now, and how many ever did.</summary>
    public (int Now, int Ever) Watchers
    {
        get
        {
            lock (door) return watchers;
        }
    }

    /// <summary>Ends when a limit other than a fail-safe was demanded.</summary>
    public Task DemandedAsync => demanded.Task;

    /// <summary>The firm ceiling of the site in MW, some minutes from now.</summary>
    public double CeilingMegawatts(double minutes = 0, string? feed = null)
    {
        lock (door) return Math.Round(Book.At(feed, Clock.Now + TimeSpan.FromMinutes(minutes)).Firm.Megawatts, 6);
    }

    /// <summary>What is asked for beside, by limits of any firmness.</summary>
    public double AskedMegawatts(double minutes)
    {
        lock (door) return Math.Round(Book.At(null, Clock.Now + TimeSpan.FromMinutes(minutes)).Asked.Megawatts, 6);
    }

    public string Told
    {
        get
        {
            lock (door) return string.Join("\n", Notes.Select(one => $"{one.What}: {Encoding.UTF8.GetString(one.Body.Span)}"));
        }
    }

    public async IAsyncEnumerable<SiteView> WatchAsync([EnumeratorCancellation] CancellationToken stop)
    {
        lock (door) watchers = (watchers.Now + 1, watchers.Ever + 1);
        try
        {
            await foreach (SiteView view in Views.Reader.ReadAllAsync(stop)) yield return view;
        }
        finally
        {
            lock (door) watchers.Now--;
        }
    }

    public ValueTask<LimitReceipt> ReceiveAsync(LimitMessage message, Evidence evidence, CancellationToken stop)
    {
        if (IsGone) throw new OperatorGone("It stands by.");
        lock (door)
        {
            LimitReceipt receipt = Book.Receive(message, Clock.Now);
            Receipts.Add(receipt);
            if (message.Kind == LimitMessageKind.Demand && message.Id.Length > 0) demanded.TrySetResult();
            Notes.Add(evidence);
            return ValueTask.FromResult(receipt);
        }
    }

    public ValueTask NoteAsync(Evidence evidence, CancellationToken stop)
    {
        lock (door) Notes.Add(evidence);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Keeps the state as the file would, byte for byte, without a disk.</summary>
internal sealed class NotedMemory : Headroom.Operator.Grid.OpenAdr.IVenMemory
{
    private byte[]? saved;

    /// <summary>So many savings fail.</summary>
    public int Fails { get; set; }

    /// <summary>Keys of what is saved are gone, as in a state of an older version.</summary>
    public void Forget(params string[] keys)
    {
        System.Text.Json.Nodes.JsonObject state = System.Text.Json.Nodes.JsonNode.Parse(saved!)!.AsObject();
        foreach (string key in keys) Assert.True(state.Remove(key), key);
        saved = Encoding.UTF8.GetBytes(state.ToJsonString());
    }

    public ValueTask<Headroom.Operator.Grid.OpenAdr.VenState?> LoadAsync(CancellationToken stop) =>
        ValueTask.FromResult(saved is null ? null : Headroom.Operator.Grid.OpenAdr.StoreVenMemory.Read(saved));

    public ValueTask SaveAsync(Headroom.Operator.Grid.OpenAdr.VenState state, CancellationToken stop)
    {
        if (Fails-- > 0) throw new IOException("the disk is full");
        saved = Headroom.Operator.Grid.OpenAdr.StoreVenMemory.Write(state);
        return ValueTask.CompletedTask;
    }
}
