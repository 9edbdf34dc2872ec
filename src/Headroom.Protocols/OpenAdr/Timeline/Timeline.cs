using System.Globalization;

namespace Headroom.Protocols.OpenAdr;

/// <summary>An event and when it was first read.</summary>
public sealed record KnownEvent(AdrEvent Event, DateTimeOffset FirstSeen)
{
    /// <summary>Units that its program states.</summary>
    public IReadOnlyList<AdrDescriptor> ProgramDescriptors { get; init; } = [];
}

/// <summary>Events of one VTN as lanes over time (User Guide 7): one for each payload type, at one place.</summary>
public static class Timeline
{
    /// <summary>Sentences about one VTN's events at most.</summary>
    public const int FindingsMost = 200;

    /// <summary>The lane of a type that carries powers; values in kW.</summary>
    /// <param name="findings">Gets a sentence for everything that had to be assumed or left out.</param>
    public static Lane OfPower(IEnumerable<KnownEvent> events, string type, DateTimeOffset from, DateTimeOffset until, ulong? seed,
        ICollection<string> findings) =>
        Lane.Paint(events.SelectMany(known => Stretches(known, type, from, until, seed, payload =>
            InKilowatts(known, type, payload, findings))), isLimit: !EventTypes.Grants(type));

    /// <summary>The lane of any other type with numbers, as prices and levels; packed values share their interval.</summary>
    public static Lane OfNumbers(IEnumerable<KnownEvent> events, string type, DateTimeOffset from, DateTimeOffset until, ulong? seed) =>
        Lane.Paint(events.SelectMany(known => EventTypes.Packs(type)
            ? Packed(known, type, from, until, seed)
            : Stretches(known, type, from, until, seed, payload => payload.Figure)), isLimit: false);

    /// <summary>The lane of a type without a number, as an alert.</summary>
    public static Lane OfWords(IEnumerable<KnownEvent> events, string type, DateTimeOffset from, DateTimeOffset until, ulong? seed) =>
        Lane.Paint(events.SelectMany(known => Stretches(known, type, from, until, seed, _ => 0)), isLimit: false);

    /// <summary>Unit of a payload type: of the event, else of its program; null where neither says.</summary>
    public static string? UnitsOf(KnownEvent known, string type)
    {
        ArgumentNullException.ThrowIfNull(known);
        string? Of(IReadOnlyList<AdrDescriptor> descriptors) =>
            descriptors.FirstOrDefault(one => EventTypes.Canonical(one.PayloadType) == type && one.Units is not null)?.Units;
        return Of(known.Event.Descriptors) ?? Of(known.ProgramDescriptors);
    }

    private static IEnumerable<Stretch> Stretches(KnownEvent known, string type, DateTimeOffset from, DateTimeOffset until, ulong? seed,
        Func<AdrPayload, double?> value)
    {
        foreach ((CoursePiece piece, AdrPayload payload) in Pieces(known, type, from, until, seed))
            if (value(payload) is { } number)
                yield return new(piece.From, piece.To, number, known.Event, piece.Index) { Loop = piece.Loop };
    }

    private static IEnumerable<Stretch> Packed(KnownEvent known, string type, DateTimeOffset from, DateTimeOffset until, ulong? seed)
    {
        foreach ((CoursePiece piece, AdrPayload payload) in Pieces(known, type, from, until, seed))
        {
            double?[] figures = [.. payload.Values.Select(one => one.Figure)];
            bool isOne = figures.Length <= 1 || piece.To == DateTimeOffset.MaxValue;
            for (int i = 0; i < (isOne ? Math.Min(figures.Length, 1) : figures.Length); i++)
            {
                if (figures[i] is not { } number) continue;
                TimeSpan part = piece.To - piece.From;
                DateTimeOffset start = isOne ? piece.From : piece.From + part * ((double)i / figures.Length);
                DateTimeOffset end = isOne ? piece.To : piece.From + part * ((i + 1.0) / figures.Length);
                yield return new(start, end, number, known.Event, piece.Index) { Loop = piece.Loop };
            }
        }
    }

    private static IEnumerable<(CoursePiece, AdrPayload)> Pieces(KnownEvent known, string type, DateTimeOffset from, DateTimeOffset until,
        ulong? seed)
    {
        if (EventCourse.IsCancelled(known.Event) || !known.Event.Speaks(type)) yield break;
        foreach (CoursePiece piece in EventCourse.Of(known.Event, EventTypes.Grants(type), new(from, until, known.FirstSeen, seed)))
            foreach (AdrPayload payload in known.Event.Intervals[piece.Index].Payloads)
                if (EventTypes.Canonical(payload.Type) == type) yield return (piece, payload);
    }

    private static double? InKilowatts(KnownEvent known, string type, AdrPayload payload, ICollection<string> findings)
    {
        string? unit = UnitsOf(known, type);
        string name = string.Create(CultureInfo.InvariantCulture, $"event {known.Event.Id}, {type}");
        if (payload.Figure is not { } figure || figure < 0) return Told(findings, $"{name}: {payload} is no power; it is left out");
        if (unit is null) Told(findings, $"{name}: neither event nor program states a unit; kW is taken");
        double? factor = unit is null ? 1 : PowerUnits.Kilowatts(unit);
        return factor is { } known_ ? figure * known_ : Told(findings, $"{name}: {unit} is no unit of power; it is left out");
    }

    private static double? Told(ICollection<string> findings, string sentence)
    {
        if (findings.Count < FindingsMost && !findings.Contains(sentence))
            findings.Add(findings.Count < FindingsMost - 1 ? sentence : "there is more to say of these events, and it is left out here");
        return null;
    }
}
