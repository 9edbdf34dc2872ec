using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What limits act on: the rating of a feed or of the site, and the draw that limits without a baseline of their own start from.</summary>
public sealed record LimitScope(Power Rating, Power Baseline);

/// <summary>What a book of limits must know of its site.</summary>
public sealed record LimitBookSetting
{
    public required LimitScope Site { get; init; }
    public IReadOnlyDictionary<string, LimitScope> Feeds { get; init; } = new Dictionary<string, LimitScope>();

    /// <summary>For limits that state no steepest ramp; null where the site has none.</summary>
    public Ramp? RampLimit { get; init; }

    /// <summary>How long what is over stays in the book, so that a late copy of it still changes nothing.</summary>
    /// <remarks>While a clock is not believed (<see cref="BeatState"/>) the earliest moment that it may be counts: a jump forward loses nothing for a minute.</remarks>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How far ahead of now a message may claim to be issued; one from the far future would shut out all that follow.</summary>
    public TimeSpan IssuedAheadMost { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Names that the book holds at most of one source; none of them takes the place of another source's.</summary>
    public int NamesMost { get; init; } = 1000;

    /// <summary>Sources that the book knows at most; one that demands nothing gives way to a new one.</summary>
    public int SourcesMost { get; init; } = 1000;

    internal LimitScope Scope(string? feed) => feed is null ? Site : Feeds[feed];
}
