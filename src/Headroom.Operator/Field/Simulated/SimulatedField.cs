using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Operator;

/// <summary>The simulator as a field: every beat is one of its steps. Where beats are missed the racks go on alone, as they do at a site.</summary>
/// <remarks>
///   The day of the planned year is that of the clock: 28 November of the calendar is 28 November of the plan. Where the plan's year ends it begins anew.
///   It lives in this process and dies with it; a new one begins as a site that ran on under the same limits (<see cref="CatchUp"/>).
/// </remarks>
public sealed class SimulatedField : IField, IAheadField, IAnnouncingField
{
    private readonly SimulationOrder order;
    private SimulatedSite site;
    private TimeSpan offset, step, heard;
    private LimitBook? book;
    private FieldFigures figures;

    private SimulatedField(SimulationOrder order, SimulatedSite site, TimeSpan offset)
    {
        (this.order, this.site, this.offset, step, figures) = (order, site, offset, order.Step, site.Figures());
        announcements = site.Announced;
        Site = new(order.Site.Name, order.Site.Region, site.Connection, [.. site.Tree.Select(node => new TreeNodeFacts(node.Name, node.Parent, node.Rating))],
            order.Site.Grid is null ? site.Connection : order.Plan.GridFirm)
        { Field = "simulated" };
    }

    public ControlFacts Facts => site.Facts;
    public LimitBookSetting Limits => site.Limits;
    public SiteFacts Site { get; }

    /// <summary>Shape of orders.</summary>
    public Orders NewOrders() => site.NewOrders();

    /// <summary>A field at a moment of the calendar.</summary>
    /// <param name="order">Its first hour and its length are set here.</param>
    public static (SimulatedField? Field, IReadOnlyList<Finding> Findings) Open(SimulationOrder order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        int hours = order.Site.Year.Hours, hour = Math.Min(hours - 1, (now.UtcDateTime.DayOfYear - 1) * 24 + now.UtcDateTime.Hour);
        SimulationOrder from = From(order, hour);
        (SimulatedSite? site, IReadOnlyList<Finding> findings) = SimulatedSite.Open(from);
        return site is null ? (null, findings) : (new(from, site, SiteClock.At(now)), findings);
    }

    private static SimulationOrder From(SimulationOrder order, int hour) => order with
    {
        FirstHour = hour,
        Length = TimeSpan.FromHours(order.Site.Year.Hours - hour),
        // readings are checked and orders age, as at a site; nothing goes wrong by itself
        Faults = order.Faults ?? new Faults { Seed = order.Seed },
    };

    /// <summary>Lets the site run up to now under what a controller remembers: what it did while nobody was here.</summary>
    /// <param name="controller">A copy, which is used up.</param>
    public void CatchUp(Controller controller, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(controller);
        if (site.Done > TimeSpan.Zero) return;      // it lives: it did what it did
        Orders orders = NewOrders();
        TimeSpan now = offset;
        offset -= length;
        for (TimeSpan at = now - length; at < now; at += step)
        {
            Observation seen = site.Sense();
            seen.Now = at;
            controller.Decide(seen, orders);
            site.Act(orders, controller.Book, offset);
        }
        heard = now;
        // what it served meanwhile nobody asked for: who counts from here on must not count it
        figures = Counted(site.Figures());
    }

    private static readonly TimeSpan mostBehind = TimeSpan.FromMinutes(5);

    public ValueTask<FieldReading> ReadAsync(TimeSpan now, TimeSpan step, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        // a clock that jumped takes the site with it: nobody waits for days to be made up
        if (now - (site.Done + offset) is var behind && (behind > mostBehind || behind < -mostBehind)) (offset, heard) = (now - site.Done, heard + behind);
        while (site.Done + offset < now - step / 2)
        {
            TimeSpan silent = site.Done + offset - heard;
            Open();
            site.Sense();
            site.ActAlone(silent);
        }
        Open();
        Observation seen = site.Sense();
        seen.Now = now;
        return new(new FieldReading(seen, figures));
    }

    public ValueTask<FieldAnswer> WriteAsync(Orders orders, CancellationToken stop)
    {
        site.Act(orders, book!, offset);
        heard = site.Done + offset;
        figures = Counted(site.Figures());
        return new(FieldAnswer.Done);
    }

    public void Holds(LimitBook limits) => book = limits;

    public AheadInputs AheadInputs(TimeSpan horizon) => site.AheadInputs(book!, offset, horizon);

    public Func<IReadOnlyList<Offer>> Offers()
    {
        (OfferInputs inputs, TimeSpan by) = (site.OfferInputs(), offset);
        int hours = Math.Clamp((int)(inputs.Ahead.Edges()[^1] - inputs.Now - OfferBook.Durations[^1]).TotalHours, 0, 24);
        return () => [.. OfferBook.For(inputs, hours: hours).Select(offer => offer with { From = offer.From + by })];
    }

    public IReadOnlyList<LimitMessage> Announces(TimeSpan now)
    {
        List<LimitMessage> due = [];
        for (; announced < announcements.Count && announcements[announced].At + offset <= now; announced++) due.Add(Shifted(announcements[announced].Message, offset));
        return due;
    }

    private readonly IReadOnlyList<(TimeSpan At, LimitMessage Message)> announcements;
    private int announced;

    private static LimitMessage Shifted(LimitMessage message, TimeSpan by) => message with
    {
        Stamp = message.Stamp with { Issued = message.Stamp.Issued + by },
        Limit = message.Limit is { } limit ? limit with { From = limit.From + by, To = limit.To + by } : null,
    };

    public ValueTask DisposeAsync() => default;

    /// <summary>The next year of the plan, where one is over.</summary>
    private void Open()
    {
        if (!site.IsOver) return;
        offset += site.Done;
        ended = figures;
        site = SimulatedSite.Open(From(order, 0)).Site ?? throw new InvalidOperationException("a year that ran once does not run again");
    }

    private FieldFigures? ended;

    /// <summary>Counters go on over the turn of a year.</summary>
    private FieldFigures Counted(FieldFigures now) => ended is { } before ? Counters.Add(now, before) : now;
}
