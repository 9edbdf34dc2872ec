namespace Headroom.Operator.Web.Coordination;

/// <summary>Notes of messages that nobody acts on: no more of them than a disk bears from somebody who sends them all day.</summary>
internal sealed class RefusalNotes(TimeProvider time)
{
    private static readonly TimeSpan apart = TimeSpan.FromSeconds(1);
    private readonly Lock one = new();
    private long? noted;
    private long skipped;

    /// <summary>The note of a message; null where one was written within the last second: the next one counts those between.</summary>
    public Evidence? NoteOf(string channel, string subject, string what, byte[] body)
    {
        long unwritten;
        lock (one)
        {
            if (noted is { } last && time.GetElapsedTime(last) < apart)
            {
                skipped++;
                return null;
            }
            (noted, unwritten, skipped) = (time.GetTimestamp(), skipped, 0);
        }
        string more = unwritten == 0 ? "" : $"; {unwritten} more were refused since the last note";
        Evidence note = RefusedEvidence.Of(channel, subject, what, body);
        return note with { What = note.What + more, Subject = subject };
    }
}
