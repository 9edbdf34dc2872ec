using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A source in a saved book.</summary>
public sealed record SavedVoice(LimitSource Source, LimitStamp? Newest, LimitStamp? Forgotten, TimeSpan Heard, TimeSpan QuietFrom);

/// <summary>A demand in a saved book.</summary>
public sealed record SavedDemand(LimitMessage Message, TimeSpan KnownSince);

/// <summary>A way back in a saved book: from a level that was in force, in a straight line, then level until its end.</summary>
public sealed record SavedReturn(SavedDemand Of, TimeSpan Since, Power From, Power To, TimeSpan Reached, TimeSpan End);

/// <summary>A name in a saved book; without demands it is cancelled or given up.</summary>
public sealed record SavedName(LimitSource Source, string Name, LimitStamp Stamp, TimeSpan Since, bool IsGivenUp,
    IReadOnlyList<SavedDemand> Demands, IReadOnlyList<SavedReturn> Returns)
{
    public bool Equals(SavedName? other) => other is not null && (Source, Name, Stamp, Since, IsGivenUp) == (other.Source, other.Name, other.Stamp, other.Since, other.IsGivenUp)
        && Demands.SequenceEqual(other.Demands) && Returns.SequenceEqual(other.Returns);
    public override int GetHashCode() => HashCode.Combine(Source, Name, Stamp, Since, Demands.Count, Returns.Count);
}

/// <summary>A whole book as a value: restored, it answers every question with the same bits.</summary>
/// <param name="Latest">The last moment the book was shown; null for a book that was never shown one.</param>
public sealed record LimitBookSnapshot(TimeSpan? Latest, IReadOnlyList<SavedVoice> Voices, IReadOnlyList<SavedName> Names)
{
    public bool Equals(LimitBookSnapshot? other) =>
        other is not null && Latest == other.Latest && Voices.SequenceEqual(other.Voices) && Names.SequenceEqual(other.Names);
    public override int GetHashCode() => HashCode.Combine(Latest, Voices.Count, Names.Count);
}
