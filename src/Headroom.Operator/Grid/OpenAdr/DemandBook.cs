using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Which limits were demanded by which names, and the messages that lead from there to what is wanted now.</summary>
/// <remarks>
///   · A name is event and interval, with a number where the interval stands several times: it loops, or an urgent event cut it in two.
///   · A stamp is the event's modification, no later than now, and always newer than the one before under the name: then a sequence counts.
///   · What is over is neither cancelled nor repeated. A start in the past is the same start, whenever it was.
///   · Names are used again after they are over, so that a book of limits, which remembers for a week, does not fill.
/// </remarks>
internal sealed class DemandBook(LimitSource source)
{
    private static readonly TimeSpan forgetAfter = TimeSpan.FromDays(8);
    private readonly Dictionary<string, SentDemand> sent = [];

    /// <summary>Nothing is remembered of names that may stand in the book: stamps then are of now, so that they replace what
    /// stands.</summary>
    public bool IsBlank { get; private set; } = true;
    public IReadOnlyCollection<SentDemand> Sent => sent.Values;

    public void Restore(IEnumerable<SentDemand> saved)
    {
        foreach (SentDemand one in saved) sent[one.Name] = one;
        IsBlank = false;
    }

    /// <summary>Messages in an order in which the ceiling is never looser in between than before and after: demands first, then
    /// cancellations.</summary>
    public IReadOnlyList<(LimitMessage Message, WantedLimit? Wanted, SentDemand Next)> Changes(IReadOnlyList<WantedLimit> wanted,
        DateTimeOffset now, LimitSilence? silence)
    {
        foreach (SentDemand old in sent.Values.Where(one => IsOver(one, now) && now - (one.To ?? now) > forgetAfter).ToArray())
            sent.Remove(old.Name);
        List<(LimitMessage, WantedLimit?, SentDemand)> changes = [];
        List<(LimitMessage, WantedLimit?, SentDemand)> cancels = [];
        HashSet<string> taken = [];
        foreach (IGrouping<string, WantedLimit> group in wanted.GroupBy(one => one.Key))
        {
            List<SentDemand> live = [.. sent.Values.Where(one => one.Key == group.Key && one.IsLive && !IsOver(one, now))
                .OrderBy(one => one.From)];
            List<WantedLimit> open = [];
            foreach (WantedLimit one in group)
            {
                SentDemand? same = live.Find(other => Start(other.From, now) == Start(one.From, now));
                if (same is null)
                {
                    open.Add(one);
                    continue;
                }
                live.Remove(same);
                taken.Add(same.Name);
                if (!IsSame(same, one, now)) changes.Add(Demand(same.Name, same, one, now, silence));
            }
            foreach (WantedLimit one in open)
            {
                SentDemand? moved = live.FirstOrDefault();
                if (moved is not null) live.RemoveAt(0);
                string name = moved?.Name ?? Free(group.Key, taken, now);
                taken.Add(name);
                changes.Add(Demand(name, moved ?? sent.GetValueOrDefault(name), one, now, silence));
            }
        }
        foreach (SentDemand gone in sent.Values.Where(one => one.IsLive && !IsOver(one, now) && !taken.Contains(one.Name)))
        {
            SentDemand next = Stamped(gone, now, now) with { IsLive = false, To = now };
            cancels.Add((LimitMessage.Cancel(source, new(next.Issued, next.Sequence), gone.Name), null, next));
        }
        return [.. changes, .. cancels];
    }

    /// <summary>The message was taken.</summary>
    public void Keep(SentDemand next) => sent[next.Name] = next;

    /// <summary>The same message, said now.</summary>
    public static (LimitMessage Message, SentDemand Next) Renewed(LimitMessage message, SentDemand next, DateTimeOffset now)
    {
        SentDemand renewed = Stamped(next, now, now);
        return (message with { Stamp = new(renewed.Issued, renewed.Sequence) }, renewed);
    }

    /// <summary>From now on what is remembered is all there is.</summary>
    public void Settle() => IsBlank = false;

    private (LimitMessage, WantedLimit?, SentDemand) Demand(string name, SentDemand? before, WantedLimit one, DateTimeOffset now,
        LimitSilence? silence)
    {
        DateTimeOffset modified = IsBlank ? now : one.Said?.Event.Modified is { } said && said < now ? said : now;
        SentDemand plain = new(name, one.Key, one.Feed, one.From, one.To, one.Kilowatts, before?.Issued ?? TimeSpan.MinValue,
            before?.Sequence ?? 0, true)
        { Extras = one.Extras };
        SentDemand next = Stamped(plain, modified, now);
        LimitEvent limit = new()
        {
            Name = name,
            Feed = one.Feed,
            From = SiteClock.At(one.From),
            To = one.To is { } to ? SiteClock.At(to) : null,
            Level = Power.FromSi(one.Kilowatts * 1e3),
            Notice = one.Notice,
            Ramp = one.RampDown > TimeSpan.Zero || one.RampUp > TimeSpan.Zero ? LimitRamp.None with { Down = one.RampDown, Up = one.RampUp }
                : LimitRamp.None,
            Recovery = one.Recovery,
            Authority = source.Authority,
            Firmness = one.Firmness,
            Priority = (int)Math.Min(one.Said?.Event.Priority ?? int.MaxValue, int.MaxValue),
        };
        LimitMessage message = LimitMessage.Demand(source, new(next.Issued, next.Sequence), limit, silence);
        return (one.Said is { } stretch
            ? message with { Id = $"{stretch.Event.Id} interval {stretch.Interval.Id} modified {stretch.Event.Modified:O}" } : message, one,
            next);
    }

    private static SentDemand Stamped(SentDemand one, DateTimeOffset modified, DateTimeOffset now)
    {
        TimeSpan issued = SiteClock.At(modified < now ? modified : now);
        return issued > one.Issued ? one with { Issued = issued, Sequence = 0 } : one with { Sequence = one.Sequence + 1 };
    }

    private string Free(string key, HashSet<string> taken, DateTimeOffset now)
    {
        for (int i = 0; ; i++)
        {
            string name = i == 0 ? key : $"{key} #{i + 1}";
            if (!taken.Contains(name) && (!sent.TryGetValue(name, out SentDemand? one) || !one.IsLive || IsOver(one, now))) return name;
        }
    }

    private static bool IsOver(SentDemand one, DateTimeOffset now) => one.To <= now;
    private static DateTimeOffset Start(DateTimeOffset from, DateTimeOffset now) => from > now ? from : now;

    private static bool IsSame(SentDemand sent, WantedLimit one, DateTimeOffset now) => sent.Kilowatts == one.Kilowatts && sent.To == one.To
        && sent.Feed == one.Feed
        && Start(sent.From, now) == Start(one.From, now) && sent.Extras == one.Extras;
}
