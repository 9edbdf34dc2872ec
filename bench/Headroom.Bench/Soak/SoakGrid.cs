using Headroom.Protocols.OpenAdr;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Bench;

/// <summary>The grid's side of a soak: limits that come, change and go at a VTN, and what they say truly.</summary>
internal sealed class SoakGrid(Vtn vtn, TimeProvider time, double connectionKilowatts, int seed)
{
    private static readonly TimeSpan every = TimeSpan.FromMinutes(20);
    private readonly Random chance = new(seed);
    private readonly List<Stated> events = [];
    private AdrProgram program = null!;
    private DateTimeOffset next;

    /// <summary>How many limits were stated, changed and taken back.</summary>
    public (int Stated, int Changed, int Removed) Count { get; private set; }

    public void Begin()
    {
        program = vtn.Add(new AdrProgram { Name = "capacity" });
        vtn.Add(Event(EventTypes.ImportSubscription, AdrMoment.Now, AdrDuration.Forever, connectionKilowatts));
    }

    /// <summary>What is due by now: in every twenty minutes a limit comes, and now and then one is changed, taken back, or over and removed.</summary>
    public void Go()
    {
        DateTimeOffset now = time.GetUtcNow();
        while (next <= now)
        {
            next = (next == default ? now : next) + every;
            foreach (Stated old in events.Where(one => one.Event.Period!.Start!.Value.At < now - TimeSpan.FromHours(8)).ToArray()) Remove(old, isOver: true);
            Stated? coming = events.FirstOrDefault(one => one.Event.Period!.Start!.Value.At > now + TimeSpan.FromMinutes(30));
            switch (chance.Next(6))
            {
                case 0 when coming is not null: Remove(coming, isOver: false); break;
                case 1 when coming is not null: Change(coming, now); break;
                default: Add(now); break;
            }
        }
    }

    /// <summary>The least level among limits that hold well before and after a moment and that were stated long before it; infinite without one.</summary>
    public double LeastKilowatts(DateTimeOffset at, TimeSpan known)
    {
        TimeSpan edge = TimeSpan.FromMinutes(2);
        return events.Where(one => one.Since < at - known && one.From + edge < at && at < one.To - edge).Select(one => one.Kilowatts).DefaultIfEmpty(double.PositiveInfinity).Min();
    }

    private void Add(DateTimeOffset now)
    {
        // some at once, some hours ahead
        TimeSpan notice = chance.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(chance.Next(10, 360)), length = TimeSpan.FromMinutes(chance.Next(10, 150));
        double level = Math.Round(connectionKilowatts * (0.5 + 0.5 * chance.NextDouble()));
        AdrEvent stored = vtn.Add(Event(EventTypes.ImportLimit, AdrMoment.Of(now + notice), AdrDuration.Of(length), level));
        events.Add(new(stored, now, now + notice, now + notice + length, level));
        Count = Count with { Stated = Count.Stated + 1 };
    }

    private void Change(Stated one, DateTimeOffset now)
    {
        double level = Math.Round(connectionKilowatts * (0.5 + 0.5 * chance.NextDouble()));
        AdrEvent changed = vtn.Change(one.Event with { Intervals = [new(0, null, [AdrPayload.Of(EventTypes.ImportLimit, level)])] });
        events[events.IndexOf(one)] = one with { Event = changed, Since = now, Kilowatts = level };
        Count = Count with { Changed = Count.Changed + 1 };
    }

    private void Remove(Stated one, bool isOver)
    {
        vtn.Remove(one.Event);
        events.Remove(one);
        if (!isOver) Count = Count with { Removed = Count.Removed + 1 };
    }

    private AdrEvent Event(string type, AdrMoment start, AdrDuration length, double kilowatts) => new()
    {
        ProgramId = program.Id,
        Period = new(start, length),
        Descriptors = [new(type) { Units = "KW" }],
        Intervals = [new(0, null, [AdrPayload.Of(type, kilowatts)])],
    };

    private sealed record Stated(AdrEvent Event, DateTimeOffset Since, DateTimeOffset From, DateTimeOffset To, double Kilowatts);
}
