using Headroom.Control;

namespace Headroom.Operator;

/// <summary>Stamps for sources that have none of their own: the moment at which it is taken, or right after the source's newest where the clock went back meanwhile.</summary>
/// <remarks>Who set a limit while the clock was ahead can so replace and cancel it after the clock was set right.</remarks>
internal sealed class GivenStamps
{
    private readonly Dictionary<LimitSource, LimitStamp> newest = [];

    /// <param name="book">Knows what the source said to processes before this one.</param>
    public LimitStamp Next(LimitSource source, TimeSpan now, LimitBook book)
    {
        if (!newest.TryGetValue(source, out LimitStamp last))
            last = book.Snapshot().Voices.FirstOrDefault(voice => voice.Source == source)?.Newest ?? new(TimeSpan.MinValue);
        LimitStamp next = new(now);
        if (!next.IsNewerThan(last)) next = last with { Sequence = last.Sequence + 1 };
        newest[source] = next;
        return next;
    }
}
