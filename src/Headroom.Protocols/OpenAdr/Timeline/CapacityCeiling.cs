namespace Headroom.Protocols.OpenAdr;

/// <summary>What a reservation means in a program: the enumeration says an addition, the guide's example reads like a total.</summary>
public enum ReservationMeaning { Ignored, Additional, Total }

/// <summary>Which words of the VTN a ceiling rests on.</summary>
public enum CeilingSource { Limit, Subscription, Reservation, FailSafe, Nothing }

/// <summary>A ceiling while it holds.</summary>
/// <param name="Kilowatts">Null where nothing binds.</param>
/// <param name="Said">The stretch it comes from; null for a fail-safe.</param>
public readonly record struct CeilingStretch(DateTimeOffset From, DateTimeOffset To, double? Kilowatts, CeilingSource Source,
    Stretch? Said);

/// <summary>The ceiling of an authority (User Guide 8.10.1 and 8.10.2).</summary>
/// <remarks>
///   ceiling(t) = LIMIT(t); else SUBSCRIPTION(t), with RESERVATION(t) as the program defines it; else the fail-safe
///   Lanes are painted first, so a limit that ends leaves the subscription: so it is with lost contact, once the schedule is over, too.
/// </remarks>
public static class CapacityCeiling
{
    /// <param name="failSafe">In kW; null where nothing said means nothing held.</param>
    public static IReadOnlyList<CeilingStretch> Of(
        Lane limit, Lane subscription, Lane reservation, ReservationMeaning meaning, double? failSafe, DateTimeOffset from,
            DateTimeOffset until)
    {
        List<CeilingStretch> ceiling = [];
        foreach ((DateTimeOffset start, DateTimeOffset end) in Segments([.. limit.Stretches, .. subscription.Stretches,
            .. reservation.Stretches], from, until))
        {
            Stretch? least = limit.At(start), base_ = subscription.At(start), more = meaning == ReservationMeaning.Ignored ? null
                : reservation.At(start);
            CeilingStretch one = (least, base_, more) switch
            {
                ({ } said, _, _) => new(start, end, said.Value, CeilingSource.Limit, said),
                (_, { } said, { } extra) when meaning == ReservationMeaning.Additional =>
                    new(start, end, said.Value + extra.Value, CeilingSource.Reservation, extra),
                (_, { } said, { } extra) when extra.Value > said.Value => new(start, end, extra.Value, CeilingSource.Reservation, extra),
                (_, { } said, _) => new(start, end, said.Value, CeilingSource.Subscription, said),
                _ => new(start, end, failSafe, failSafe is null ? CeilingSource.Nothing : CeilingSource.FailSafe, null),
            };
            Append(ceiling, one);
        }
        return ceiling;
    }

    /// <summary>The lesser of two at every moment: what tightens does so at the earlier of two starts, what relaxes at the later.</summary>
    public static IReadOnlyList<CeilingStretch> Least(IReadOnlyList<CeilingStretch> one, IReadOnlyList<CeilingStretch> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        List<CeilingStretch> least = [];
        int i = 0, j = 0;
        while (i < one.Count && j < other.Count)
        {
            CeilingStretch a = one[i], b = other[j];
            DateTimeOffset start = a.From > b.From ? a.From : b.From, end = a.To < b.To ? a.To : b.To;
            if (start < end)
                Append(least, ((b.Kilowatts ?? double.PositiveInfinity) < (a.Kilowatts ?? double.PositiveInfinity) ? b : a) with
                {
                    From =
                    start,
                    To = end
                });
            if (a.To <= end) i++;
            if (b.To <= end) j++;
        }
        return least;
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Segments(Stretch[] all, DateTimeOffset from, DateTimeOffset until)
    {
        DateTimeOffset[] cuts = [.. all.SelectMany(one => (DateTimeOffset[])[one.From, one.To]).Where(cut => cut > from && cut < until)
            .Append(from).Append(until).Distinct().Order()];
        for (int i = 0; i + 1 < cuts.Length; i++) yield return (cuts[i], cuts[i + 1]);
    }

    private static void Append(List<CeilingStretch> ceiling, CeilingStretch next)
    {
        if (ceiling.Count > 0 && ceiling[^1] is var last && last.To == next.From && last.Kilowatts == next.Kilowatts
            && last.Source == next.Source
            && last.Said?.Event.Identity == next.Said?.Event.Identity && last.Said?.IntervalIndex == next.Said?.IntervalIndex
                && last.Said?.Loop == next.Said?.Loop)
            ceiling[^1] = last with { To = next.To };
        else ceiling.Add(next);
    }
}
